"""What `compose.yaml` starts is what the program knows: its settings, its jobs, its database and its Dockerfile."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import _parser
from bot.adapters.database import normalise_url
from bot.app.service import JOBS
from bot.supervisor import STOP_SECONDS
from config.settings import Settings, setting_names

ROOT = Path(__file__).resolve().parent.parent
WORDS = (ROOT / "compose.yaml").read_text(encoding="utf-8")
FILE: Mapping[str, Any] = yaml.safe_load(WORDS)
SERVICES: Mapping[str, Any] = FILE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
# `${NAME}`, `${NAME:-instead}` and `${NAME:?complaint}`
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")
GIVEN = {"DISCORD_TOKEN": "token", "COUNTERCLAIM_DATABASE_PASSWORD": "password"}
# for tests only, and a folder of another machine than the container
NOT_PASSED = {"DISCORD_API_BASE", "DISCORD_GATEWAY_URL", "COUNTERCLAIM_THEATRE"}


def filled(value: str, given: Mapping[str, str]) -> str:
    """Put variables into a value as compose does."""

    def put(found: re.Match[str]) -> str:
        name, how, instead = found.groups()
        if name in given:
            return given[name]
        assert how != "?", instead
        return instead or ""

    return VARIABLE.sub(put, value)


def settings_of(service: Mapping[str, Any], given: Mapping[str, str]) -> Settings:
    """Return what the program makes of a service's environment; a name without a value is passed on if it is set."""
    environment: Mapping[str, str | None] = service["environment"]
    known = {name: given.get(name) if value is None else filled(value, given) for name, value in environment.items()}
    return Settings.model_validate({name: value for name, value in known.items() if value is not None})


@pytest.mark.parametrize("name", OURS)
class TestEachOfOurServices:
    def test_is_given_only_settings_that_there_are(self, name: str) -> None:
        assert set(OURS[name]["environment"]) <= set(setting_names())

    def test_passes_on_every_setting_of_an_operator(self, name: str) -> None:
        assert set(setting_names()) - set(OURS[name]["environment"]) == NOT_PASSED

    def test_starts_with_the_token_and_the_password_alone(self, name: str) -> None:
        made, alone = settings_of(OURS[name], GIVEN), Settings.model_validate({})
        differing = {field for field in Settings.model_fields if getattr(made, field) != getattr(alone, field)}
        assert differing == {"token", "database_url"}

    def test_passes_on_what_the_operator_sets(self, name: str) -> None:
        made = settings_of(
            OURS[name], GIVEN | {"COUNTERCLAIM_CONTACT": "ops@example.org", "COUNTERCLAIM_OPS_CHANNEL": "7"}
        )
        assert (made.contact, made.ops_channel) == ("ops@example.org", 7)

    def test_finds_its_database(self, name: str) -> None:
        url = settings_of(OURS[name], GIVEN).database_url
        assert url is not None
        address, there = normalise_url(url.get_secret_value()), SERVICES["database"]["environment"]
        assert SERVICES[str(address.host)] is SERVICES["database"]
        assert address.username == there["POSTGRES_USER"]
        assert address.database == there["POSTGRES_DB"]
        assert address.password == filled(there["POSTGRES_PASSWORD"], GIVEN) == "password"

    def test_waits_for_the_database(self, name: str) -> None:
        assert OURS[name]["depends_on"] == {"database": {"condition": "service_healthy"}}

    def test_is_given_more_time_to_stop_than_the_program_takes(self, name: str) -> None:
        assert int(OURS[name]["stop_grace_period"].removesuffix("s")) > STOP_SECONDS


def jobs_of(service: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the jobs that the command line reads out of a service's command."""
    return tuple(_parser().parse_args(service["command"]).jobs)


def test_all_jobs_are_run_and_none_by_two_services() -> None:
    assert sorted(job for service in OURS.values() for job in jobs_of(service)) == sorted(JOBS)


def test_a_spare_gateway_waits() -> None:
    (gateway,) = (service for service in OURS.values() if "discord" in jobs_of(service))
    assert gateway["deploy"]["replicas"] >= 2


def test_without_a_token_or_a_password_it_says_what_is_missing() -> None:
    for name in GIVEN:
        with pytest.raises(AssertionError, match=f"set {name}"):
            settings_of(next(iter(OURS.values())), {one: value for one, value in GIVEN.items() if one != name})


def test_what_must_be_set_is_told_at_the_top() -> None:
    top = WORDS.partition("x-counterclaim")[0]
    required = {name for name, how, _ in VARIABLE.findall(WORDS) if how == "?"}
    assert required == set(GIVEN)
    assert all(name in top for name in required)


def test_the_database_is_looked_after_by_its_own_user_and_kept() -> None:
    database = SERVICES["database"]
    assert database["healthcheck"]["test"][1] == f"pg_isready -U {database['environment']['POSTGRES_USER']}"
    volumes = [place.partition(":")[0] for place in database["volumes"]]
    assert set(volumes) == set(FILE["volumes"])


def test_the_image_copies_what_there_is_and_runs_the_program() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    named = [
        one.replace("${REQUIREMENTS}", extra) for names in copied for one in names for extra in ("run", "full-text")
    ]
    assert named
    assert not [one for one in named if not (ROOT / one).exists()]
    assert 'ENTRYPOINT ["/opt/counterclaim/bin/counterclaim"]' in lines
