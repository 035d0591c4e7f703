"""Find the older event that a figure told as background belongs to: by the days and the places that its sentence names.

A figure goes to an older event only where one event of the record is clearly meant. It never enters the event that
its report is about; where nothing is clear it stays with the report, as background.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.core.dates import dates_in, spans_in
from bot.core.events.episode import ARMED, day_told
from bot.core.events.nearness import nearest, places_of
from bot.core.lifecycle import RECAP
from bot.core.model import Claim, Event, Report
from bot.core.places import Gazetteer
from bot.core.theatre import Place, Theatre

Days = tuple[date, date]

_NEAR: Final = 0.55
_NEAR_IN_SPAN: Final = 0.75
# Before a day: a count runs from it or up to it, which is more than one episode.
_RUNS: Final = re.compile(r"\b(?:since|until|till|between|from|by|before|to)\s(?:\w+\s){0,4}$", re.IGNORECASE)
_SLACK: Final = timedelta(days=1)
_SPANS_MOST: Final = 4
_NOT_BEFORE: Final = timedelta(days=366 * 3)
_RULE_MOST: Final = 100


def is_recap(claim: Claim) -> bool:
    """Tell whether a claim was told in a report about something else."""
    return claim.rule.startswith(RECAP)


def days_recalled(report: Report, theatre: Theatre) -> tuple[Days, ...]:
    """Return the stretches of days to which the background figures of a report go back, latest first, a few at most."""
    told = day_told(report.entry, theatre)
    if told is None or report.match is None:
        return ()
    found = {days for one in report.claims if one.background for days, _ in _told(one, report, told)}
    return tuple(sorted(found, reverse=True)[:_SPANS_MOST])


def recall(report: Report, record: Sequence[Event], theatre: Theatre, gazetteer: Gazetteer) -> Report:
    """Return the report with each background figure under the older event of the record that it is clearly about."""
    told = day_told(report.entry, theatre)
    if told is None or not record:
        return report
    own = report.match.event.id if report.match and report.match.event else None
    older = [event for event in record if event.id != own and event.kind in ARMED]
    seats = frozenset(seat for side in theatre.sides for seat in side.group("seats"))
    recalls: list[tuple[int, str]] = []
    for number, one in enumerate(report.claims):
        event = _meant(one, report, told, older, (gazetteer, seats)) if one.background else None
        if event is not None:
            recalls.append((number, event.id))
    return replace(report, recalls=tuple(recalls))


def recapped(claim: Claim) -> Claim:
    """Return a background figure as it stands under its own event."""
    return replace(claim, background=False, rule=f"{RECAP}{claim.rule}"[:_RULE_MOST])


def _meant(
    claim: Claim, report: Report, told: date, older: Sequence[Event], words: tuple[Gazetteer, frozenset[str]]
) -> Event | None:
    """Return the one event that fits best; None where two fit alike, or none does."""
    gazetteer, seats = words
    for days, sentence in _told(claim, report, told):
        exact = days[0] == days[1]
        about = [hit.place for hit in gazetteer.find(sentence) if _is_spot(hit.place, seats)]
        fits = [(_fit(event, about, gazetteer), event) for event in older if _overlaps(event, days)]
        best = max((fit for fit, _ in fits), default=0.0)
        found = [event for fit, event in fits if fit == best]
        needed = _NEAR if exact else _NEAR_IN_SPAN
        if len(found) == 1 and (best >= needed or (exact and not about and len(fits) == 1)):
            return found[0]
    return None


def _told(claim: Claim, report: Report, told: date) -> Iterator[tuple[Days, str]]:
    """Yield the days that a figure's sentence, or else the one before it, names, and where to look for places."""
    texts = [one.sentence.text for one in report.sentences]
    at = texts.index(claim.evidence) if claim.evidence in texts else 0
    before = texts[at - 1] if at else ""
    for text in (claim.evidence, before):
        spans = list(_spans(text, told))
        for days in spans:
            yield days, f"{text} {claim.evidence} {claim.place or ''}"
        if spans:
            return


def _spans(text: str, told: date) -> Iterator[Days]:
    hits = (hit for hit in dates_in(text, told) if not hit.counted and not _RUNS.search(text[: hit.start]))
    exact = [(hit.day, hit.day) for hit in hits]
    for first, last in (*exact, *spans_in(text, told)):
        if told - _NOT_BEFORE <= first and last < told:
            yield first, last


def _is_spot(place: Place, seats: frozenset[str]) -> bool:
    return place.kind != "country" and (place.kind != "region" or place.side is None) and place.name not in seats


def _overlaps(event: Event, days: Days) -> bool:
    first, last = days
    slack = _SLACK if first == last else timedelta()
    return event.last >= first - slack and event.began <= last + slack


def _fit(event: Event, about: Sequence[Place], gazetteer: Gazetteer) -> float:
    theirs = places_of(event.places, gazetteer)
    return max((nearest(one, theirs, gazetteer) for one in about), default=0.0)
