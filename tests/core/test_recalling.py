"""Figures told as background find the older event that their sentence names, or none."""

from datetime import UTC, date, datetime

import pytest

from bot.core.events import days_recalled, is_recap, near, recall, recapped
from bot.core.model import (
    AttributedSentence,
    Claim,
    Entry,
    Event,
    EventKind,
    EventMatch,
    Figure,
    Kind,
    Measure,
    Relevance,
    Report,
    Sentence,
    Stance,
)
from bot.core.places import compile_gazetteer
from config.rules.theatre import load_theatre
from config.settings import ROOT

THEATRE = load_theatre(ROOT / "afpak")
GAZETTEER = compile_gazetteer(THEATRE.places)


def event(name: str, kind: EventKind, day: date, *places: str) -> Event:
    return Event(name, kind, name, day, day, places)


OLD = event("old", EventKind.CLASH, date(2025, 10, 11), "Durand Line", "Kurram")
RAID = event("raid", EventKind.STRIKE, date(2025, 10, 17), "Paktika")
TRUCE = event("truce", EventKind.TRUCE, date(2025, 10, 19), "Doha")
OWN = event("own", EventKind.CLASH, date(2026, 2, 26), "Torkham")
RECORD = (OLD, RAID, TRUCE, OWN)


def report(*sentences: str, background: bool = True) -> Report:
    text = " ".join(sentences)
    claim = Claim(
        "OTHER", None, Stance.ASSERTS, Measure.KILLED, "PAK", Kind.MILITARY, Figure(9, 9), None, sentences[-1],
        background=background,
    )  # fmt: skip
    told = tuple(AttributedSentence(Sentence(one, 0, len(one)), ()) for one in sentences)
    entry = Entry("e", "Wire", datetime(2026, 2, 27, 9, tzinfo=UTC), "Clash at Torkham", text)
    return Report(entry, Relevance(True, (), ""), EventMatch(OWN, True, 1.0, None, 0.0, ""), told, (claim,))


@pytest.mark.parametrize(
    ("sentences", "older"),
    [
        (["In October nine soldiers died in Kurram."], "old"),
        (["Nine were killed in Paktika on October 17."], "raid"),
        (["Nine were killed on October 17."], "raid"),
        (["They fought in Kurram in October.", "Nine soldiers were killed then."], "old"),
        (["Nine died in Paktika four months ago."], "raid"),
        (["Nine died in Kurram last year."], "old"),
        (["Nine died in October."], None),
        (["Nine died in Kunar in October."], None),
        (["Nine died in Kurram in September."], None),
        (["Nine have died in Kurram since October 11."], None),
        (["Nine soldiers died at Torkham on February 26."], None),
        (["Nine died in talks in Doha on October 19."], None),
        (["Nine died in Kurram in October 2019."], None),
    ],
)
def test_a_background_figure_goes_to_the_one_event_that_is_meant(sentences: list[str], older: str | None) -> None:
    one = report(*sentences)
    record = {found.id: found for days in days_recalled(one, THEATRE) for found in near(RECORD, *days)}
    assert recall(one, tuple(record.values()), THEATRE, GAZETTEER).recalls == (((0, older),) if older else ())


def test_two_events_that_fit_alike_are_not_clear() -> None:
    other = event("other", EventKind.CLASH, date(2025, 10, 12), "Kurram")
    one = report("In October nine soldiers died in Kurram.")
    assert recall(one, (OLD, other), THEATRE, GAZETTEER).recalls == ()


def test_a_figure_of_the_reports_own_event_is_left_alone() -> None:
    one = report("Nine were killed in Paktika on October 17.", background=False)
    assert days_recalled(one, THEATRE) == ()
    assert recall(one, RECORD, THEATRE, GAZETTEER).recalls == ()


def test_under_its_own_event_a_recap_is_no_background_and_says_so() -> None:
    (claim,) = report("Nine were killed in Paktika on October 17.").claims
    moved = recapped(claim)
    assert not moved.background
    assert is_recap(moved)
    assert not is_recap(claim)
