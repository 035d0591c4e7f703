"""Publishing processes are killed at their every step while Discord misbehaves: each event ends with exactly one card.

A small sample of a seeded run stands in the tests; `make soak` runs 200 kills. The seed is printed and can be given as
COUNTERCLAIM_SOAK_SEED, the number of kills as COUNTERCLAIM_SOAK_KILLS.
"""

import asyncio
import os
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.database import open_store
from bot.adapters.stores import SqlStore
from tests.support.databases import postgresql_url, statement
from tests.support.delivery import event, tell
from tests.support.discord_stand_in import CHANNEL, GUILD, DiscordStandIn, Fault, message_text, stand_in

__all__ = ["postgresql_url"]

ROOT = Path(__file__).resolve().parents[1]
KILLS = int(os.environ.get("COUNTERCLAIM_SOAK_KILLS", "6"))
SEED = int(os.environ.get("COUNTERCLAIM_SOAK_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
MESSAGES = "/channels/*/messages"
MESSAGE = "/channels/*/messages/*"
OTHER = 3001
MOST_STEPS = 26
VIA = {"Via": "1.1 google"}
FAULTS = (
    None,
    Fault("POST", MESSAGES, "hang", applied=True),
    Fault("POST", MESSAGES, "hang"),
    Fault("POST", MESSAGES, "drop", applied=True),
    Fault("POST", MESSAGES, "drop"),
    Fault("POST", MESSAGES, "page", applied=True),
    Fault("POST", MESSAGES, status=429, headers=VIA, body={"retry_after": 0.05, "message": "", "global": False}),
    Fault("POST", MESSAGES, status=429, headers={"Retry-After": "1"}),
    Fault("POST", MESSAGES, status=500),
    Fault("POST", MESSAGES, status=503),
    Fault("POST", MESSAGES, status=503, applied=True),
    Fault("PATCH", MESSAGE, "drop", applied=True),
    Fault("PATCH", MESSAGE, "hang"),
    Fault("PATCH", MESSAGE, status=503),
    Fault("GET", MESSAGES, status=503),
)


async def worker(there: DiscordStandIn, url: str, step: int) -> str:
    """Run a publishing process until it is killed or has nothing left to do; return its last line."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.publish_worker", url, str(step), cwd=ROOT,
        env=os.environ | {"DISCORD_API_BASE": there.api_base, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, faults = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode in {0, -9}, faults.decode()
    return output.decode().strip()


async def let_leases_run_out(url: str, there: DiscordStandIn, *, long: bool) -> None:
    """Let the time pass that a dead process's leases take; after a `long` one Discord has forgotten the nonces."""
    past = "2020-01-01 00:00:00.000000" if url.startswith("sqlite") else "2020-01-01"
    for table in ("outbox", "remarks"):
        open_rows = "state IN ('pending', 'sending')"
        await statement(url, f"UPDATE {table} SET lease_until = '{past}' WHERE state = 'sending'")  # noqa: S608  our own words
        await statement(url, f"UPDATE {table} SET next_try = '{past}' WHERE state = 'pending'")  # noqa: S608  our own words
        if long:
            an_hour = (
                "datetime(claimed_at, '-1 hour')" if url.startswith("sqlite") else "claimed_at - interval '1 hour'"
            )
            await statement(url, f"UPDATE {table} SET claimed_at = {an_hour} WHERE {open_rows}")  # noqa: S608  our own words
    if long:
        there.forget_nonces()


async def round_of(
    chance: random.Random, store: SqlStore, there: DiscordStandIn, url: str, told: dict[str, int]
) -> None:
    """Let a report come in, one fault strike and a process be killed at one of its steps."""
    about = event(chance.randrange(4))
    told[about.id] = figure = max([1000, *told.values()]) + 7
    key = f"{about.id}-{figure}"
    await tell(store, (key, figure), about, datetime.now(UTC))
    fault = chance.choice(FAULTS)
    if fault is not None:
        there.fail(Fault(**{name: getattr(fault, name) for name in Fault.__slots__}))
    step = chance.randrange(1, MOST_STEPS)
    line = await worker(there, url, step)
    sys.stdout.write(f"{key} {fault and (fault.kind, fault.status, fault.applied)} step={step} {line}\n")
    await let_leases_run_out(url, there, long=chance.random() < 0.5)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_every_event_has_one_card_whenever_the_processes_are_killed(
    database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}" if database == "sqlite" else request.getfixturevalue("postgresql_url")
    sys.stdout.write(f"seed={SEED} kills={KILLS} database={database}\n")
    chance = random.Random(f"{SEED} {database}")
    told: dict[str, int] = {}
    async with stand_in() as there, open_store(url) as store:
        there.guilds[GUILD].append(OTHER)
        for channel in (CHANNEL, OTHER):
            await store.save_alerts(channel, GUILD, 9, datetime.now(UTC))
        for _ in range(KILLS // 2):
            await round_of(chance, store, there, url, told)
        for _ in range(3):
            # every fault is over: what is left must find its way
            there.heal()
            await worker(there, url, 0)
            await let_leases_run_out(url, there, long=True)
        for channel in (CHANNEL, OTHER):
            cards = [message for message in there.messages(channel) if message["embeds"]]
            shown = sorted(card["embeds"][0]["footer"]["text"].rpartition(" · ")[2] for card in cards)
            assert shown == sorted(told)
            for card in cards:
                wanted = told[card["embeds"][0]["footer"]["text"].rpartition(" · ")[2]]
                assert str(wanted) in message_text(card).replace(",", "")
        for thread in there.threads:
            notes = [message["content"] for message in there.messages(thread)]
            assert len(notes) == len(set(notes))
        assert await statement(url, "SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')") == 0
        assert await statement(url, "SELECT count(*) FROM remarks WHERE state IN ('pending', 'sending')") == 0
