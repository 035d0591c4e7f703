"""What the record makes of an entry that by its own words only may be told after an episode."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.model import Entry, Event, EventKind, Relevance
from bot.core.reading import compile_reader, days_waited_for, judge_after
from config.rules.theatre import load_theatre
from config.settings import ROOT

READER = compile_reader(load_theatre(ROOT / "afpak"))
WAITS = Relevance(False, (), "a crossing", follows=True)
DAY = date(2026, 2, 26)
CLASH = Event("clash", EventKind.CLASH, "Clash", DAY, DAY, ("Torkham",))
WIDE = replace(CLASH, id="wide", places=("Durand Line",))
ELSEWHERE = replace(CLASH, id="far", places=("Spin Boldak",))
OPENED = replace(
    CLASH, id="opened", kind=EventKind.REOPENING, began=DAY + timedelta(days=9), last=DAY + timedelta(days=9)
)


def gate(days_on: int, title: str = "Torkham crossing reopens for traffic") -> Entry:
    told = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC) + timedelta(days=days_on)
    return Entry("e-1", "Example Wire", told, title, "The gate was opened on both ends, officials said.", fetched=told)


@pytest.mark.parametrize(
    ("situation", "record", "days_on", "relevant"),
    [
        ("shut by a clash there", [CLASH], 9, True),
        ("shut by fighting along the border", [WIDE], 9, True),
        ("fighting elsewhere", [ELSEWHERE], 9, False),
        ("fighting long ago", [CLASH], 61, False),
        ("fighting that came later", [CLASH], -1, False),
        ("opened days ago, shut for something else since", [CLASH, OPENED], 20, False),
        ("opened yesterday", [CLASH, OPENED], 10, True),
        (
            "opened, and fought over again",
            [CLASH, OPENED, replace(CLASH, id="new", last=DAY + timedelta(days=12))],
            20,
            True,
        ),
        ("nothing in the record", [], 9, False),
    ],
)
def test_a_gate_that_opens_again_is_told_where_fighting_had_shut_it(
    situation: str, record: list[Event], days_on: int, relevant: bool
) -> None:
    verdict = judge_after(gate(days_on), WAITS, record, READER)
    assert verdict.relevant is relevant, situation
    # and is then an event of its own
    assert verdict.follows is not relevant


def test_a_gate_that_is_shut_goes_to_the_clash_of_its_days() -> None:
    entry = gate(2, "Torkham crossing closed to all traffic")
    verdict = judge_after(entry, WAITS, [CLASH], READER)
    assert (verdict.relevant, verdict.follows) == (True, True)
    assert verdict.reason.endswith(": clash")
    assert not judge_after(entry, WAITS, [ELSEWHERE], READER).relevant
    assert not judge_after(gate(8, entry.title), WAITS, [CLASH], READER).relevant


def test_a_reopening_looks_back_further_than_what_is_told_of_these_days() -> None:
    opens, shut = gate(30), gate(30, "Torkham crossing closed to all traffic")
    assert days_waited_for(opens, READER)[0] == opens.published.date() - timedelta(days=60)  # type: ignore[union-attr]
    assert days_waited_for(shut, READER)[0] > DAY
    assert days_waited_for(replace(opens, published=None, fetched=None), READER) == (date.min, date.min)


def test_what_stands_by_itself_or_has_no_day_is_left_as_it_was_judged() -> None:
    for verdict in (Relevance(True, (), "by itself"), Relevance(False, (), "of something else")):
        assert judge_after(gate(1), verdict, [CLASH], READER) is verdict
    assert judge_after(replace(gate(1), published=None, fetched=None), WAITS, [CLASH], READER) is WAITS
