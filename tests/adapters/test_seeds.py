"""The record to start from, and what is said of a wrong one."""

from pathlib import Path

import pytest

from bot.adapters.seeds import read_seeds
from bot.core.model import EventKind, Measure, Stance
from bot.errors import RulesError
from config.rules.theatre import load_theatre

ROOT = Path(__file__).parents[2]
EVENT = '[[event]]\nid = "2020-01-02-x"\nkind = "clash"\ntitle = "T"\nbegan = 2020-01-02\nlast = 2020-01-03\n'
CLAIM = (
    '[[event.claim]]\nclaimant = "A"\nstance = "asserts"\nmeasure = "killed"\nsubject = "B"\nkind = "military"\n'
    'low = 3\nevidence = "Three died."\nsaid = 2020-01-03T00:00:00Z\n'
)


def test_the_bundled_record_is_sound() -> None:
    seeds = read_seeds(ROOT / "seeds" / "afpak")
    theatre = load_theatre(ROOT / "config" / "afpak")
    names = {place.name for place in theatre.places}
    sides = {*theatre.claimants, theatre.militants.code, "BOTH"}
    assert len(seeds.events) == 9
    assert all(event.seeded and set(event.places) <= names for event in seeds.events)
    assert all({one.claim.claimant, one.claim.subject} <= sides for filed in seeds.claims.values() for one in filed)


def test_the_february_episode_holds_both_sides_claims() -> None:
    seeds = read_seeds(ROOT / "seeds" / "afpak")
    (event,) = [one for one in seeds.events if one.id == "2026-02-26-border"]
    claims = [one.claim for one in seeds.claims[event.id]]
    told = {(one.claimant, one.stance, one.measure, one.subject, one.figure.low, one.figure.high) for one in claims}
    assert event.kind is EventKind.CLASH
    assert ("AFG", Stance.ASSERTS, Measure.KILLED, "PAK", 55, 55) in told
    assert ("PAK", Stance.ASSERTS, Measure.KILLED, "PAK", 2, 2) in told
    assert ("PAK", Stance.ASSERTS, Measure.KILLED, "AFG", 133, None) in told
    assert ("PAK", Stance.DENIES, Measure.CAPTURED, "PAK", None, None) in told
    assert {one.rule for one in claims} == {"record"}


def test_reading_again_gives_the_same_identities() -> None:
    folder = ROOT / "seeds" / "afpak"
    first, again = read_seeds(folder), read_seeds(folder)
    assert first == again
    ids = [one.entry_id for filed in first.claims.values() for one in filed]
    assert len(ids) == len(set(ids))


def test_an_empty_folder_is_an_empty_record(tmp_path: Path) -> None:
    assert read_seeds(tmp_path).events == ()


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[[event]\n", 1, "not valid TOML"),
        ("event = 3\n", 1, "two brackets"),
        (EVENT + EVENT, 2, "twice"),
        (EVENT.replace('"2020-01-02-x"', '"2020-01-04-x"'), 2, "the day it began"),
        (EVENT.replace('"2020-01-02-x"', '""'), None, "id must be given"),
        (EVENT.replace("clash", "riot"), 2, "is none of"),
        (EVENT.replace("2020-01-03", "2020-01-01"), 2, "ends before"),
        (EVENT.replace("2020-01-03", '"soon"'), 2, "must be a day"),
        (EVENT + 'place = "x"\n', 7, "not understood"),
        (EVENT + "places = 3\n", 2, "list of words"),
        (EVENT + "claim = 3\n", 7, "two brackets"),
        (EVENT + CLAIM.replace("low = 3", "low = -3"), 14, "whole number"),
        (EVENT + CLAIM.replace("low = 3", "low = 3\nhigh = 2"), 15, "below low"),
        (EVENT + CLAIM.replace("low = 3\n", ""), 13, "needs low or high"),
        (EVENT + CLAIM.replace("low = 3", 'low = 3\napprox = "a bit"'), 15, "true or false"),
        (EVENT + CLAIM.replace("00:00:00Z", "00:00:00"), 14, "with its zone"),
        (EVENT + CLAIM.replace("killed", "hurt"), 14, "is none of"),
        (EVENT + CLAIM + 'colour = "red"\n', 16, "not understood"),
    ],
)
def test_a_wrong_record_is_told_with_its_line(tmp_path: Path, text: str, line: int | None, reason: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesError, match=reason) as raised:
        read_seeds(tmp_path)
    assert raised.value.file == path
    assert line is None or raised.value.line == line


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(RulesError, match="UTF-8"):
        read_seeds(tmp_path)
