"""Tell what the record makes of an entry that by its own words only may be told after an episode: it waits for that.

Losses at a place go to the episode that is there, and leave the record as it is: so they may be asked about again
whenever it changes, whatever came first. A gate that opens again is an event of its own where fighting had shut it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.core.events.episode import ARMED, Episode, day_told, read_episode, read_kind, read_lead
from bot.core.events.filing import near
from bot.core.events.linking import SHUT_FOR
from bot.core.events.matching import event_window, match_event
from bot.core.events.nearness import meet, places_of, spots_of
from bot.core.model import Entry, Event, EventKind, Relevance
from bot.core.places import Gazetteer
from bot.core.theatre import Theatre

_CLEARLY: Final = 0.7
# What was told so long ago to have opened is open: it was shut over something else since.
_TOLD_AGAIN: Final = timedelta(days=4)


def days_awaited(entry: Entry, theatre: Theatre, gazetteer: Gazetteer) -> tuple[date, date]:
    """Return the first and last day of the record in which the episode can lie after which an entry may be told."""
    first, last = event_window(entry, theatre, gazetteer)
    told = day_told(entry, theatre)
    if told is None or read_kind(read_lead(entry)) is not EventKind.REOPENING:
        return first, last
    return min(first, told - SHUT_FOR), last


def told_after(
    entry: Entry, relevance: Relevance, record: Sequence[Event], theatre: Theatre, gazetteer: Gazetteer
) -> Relevance:
    """Return what the record makes of an entry that only may be told after an episode: relevant where it is there.

    `record` are the events of `days_awaited`. What has an event of its own `follows` no longer.
    """
    episode = read_episode(entry, theatre, gazetteer) if relevance.follows else None
    if episode is None:
        return relevance
    if episode.kind is EventKind.REOPENING:
        shut = _shut_by(episode, record, gazetteer)
        return relevance if shut is None else replace(_relevant(relevance, shut), follows=False)
    candidates = near(record, *event_window(entry, theatre, gazetteer))
    match = match_event(entry, replace(relevance, relevant=True), candidates, theatre, gazetteer)
    if match.event is None or match.is_new or match.score < _CLEARLY:
        return relevance
    return _relevant(relevance, match.event)


def _relevant(relevance: Relevance, event: Event) -> Relevance:
    return replace(relevance, relevant=True, reason=f"{relevance.reason}: {event.id}")


def _shut_by(episode: Episode, record: Sequence[Event], gazetteer: Gazetteer) -> Event | None:
    """Return the last armed event at a gate that opens again; None where it was opened since, and shut for another.

    Where no gate is named it is any on the border.
    """
    gates = spots_of((*episode.main, *episode.behind))
    there = [
        event
        for event in record
        if event.kind in (*ARMED, EventKind.REOPENING)
        and event.began <= episode.told
        and (not gates or meet(gates, places_of(event.places, gazetteer), gazetteer))
    ]
    blow = max((one for one in there if one.kind in ARMED), key=lambda one: (one.last, one.id), default=None)
    if blow is None or episode.told - blow.last > SHUT_FOR:
        return None
    opened = any(one.kind not in ARMED and blow.last <= one.last < episode.told - _TOLD_AGAIN for one in there)
    return None if opened else blow
