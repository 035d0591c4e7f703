"""Which earlier events a blow, a truce, talks or a reopening follows from."""

from datetime import UTC, date, datetime

import pytest

from bot.core.events import bonds_of, days_followed, match_event, near
from bot.core.model import Bond, Entry, Event, EventKind, Relevance, Report
from bot.core.places import compile_gazetteer
from config.rules.theatre import load_theatre
from config.settings import ROOT

THEATRE = load_theatre(ROOT / "afpak")
GAZETTEER = compile_gazetteer(THEATRE.places)
STRIKE = Event("strike", EventKind.STRIKE, "Strikes", date(2024, 5, 4), date(2024, 5, 4), ("Khost", "Paktika"))
CLASH = Event("clash", EventKind.CLASH, "Clash", date(2024, 5, 5), date(2024, 5, 6), ("Torkham",))
OLD = Event("old", EventKind.CLASH, "Clash", date(2024, 3, 1), date(2024, 3, 1), ("Torkham",))
RECORD = (STRIKE, CLASH, OLD)


def bonds(title: str, text: str) -> tuple[tuple[str, Bond], ...]:
    entry = Entry("e", "Wire", datetime(2024, 5, 10, 9, tzinfo=UTC), title, text)
    report = Report(
        entry, Relevance(True, (), ""), match_event(entry, Relevance(True, (), ""), (), THEATRE, GAZETTEER), (), ()
    )
    days = days_followed(report)
    return bonds_of(report, near(RECORD, *days), THEATRE, GAZETTEER) if days else ()


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        (
            "Posts shelled",
            "Guns fired on Thursday in retaliation for the bombing of Khost.",
            (("strike", Bond.RESPONSE),),
        ),
        ("Posts shelled", "Guns fired on Thursday in retaliation for air strikes.", (("strike", Bond.RESPONSE),)),
        ("Posts shelled", "Guns fired on Thursday in retaliation for the bombing of Kunar.", ()),
        ("Posts shelled at Torkham", "Guns fired on Thursday.", ()),
        ("Truce agreed at Torkham", "Elders agreed on Thursday.", (("clash", Bond.TRUCE),)),
        ("Truce agreed", "Both governments agreed on Thursday.", (("clash", Bond.TRUCE),)),
        ("Truce agreed at Chaman", "Elders agreed on Thursday.", ()),
        ("Talks open in Doha", "Envoys met on Thursday.", (("clash", Bond.TALKS),)),
        ("Torkham reopens", "Lorries rolled on Friday.", (("clash", Bond.REOPENING),)),
        ("Chaman reopens", "Lorries rolled on Friday.", ()),
    ],
)
def test_an_event_follows_from_the_earlier_one_that_its_words_and_ground_tell(
    title: str, text: str, found: tuple[tuple[str, Bond], ...]
) -> None:
    assert bonds(title, text) == found
