"""Tell which earlier events an episode follows from: a blow that answers one, a truce, talks or a reopening after one.

By day, place, kind, and the words that say so; where two earlier events fit alike the later one is meant.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from bot.core.events.episode import ARMED, Episode, read_answer, read_episode, read_lead
from bot.core.events.filing import file_in_order
from bot.core.events.nearness import meet, places_of
from bot.core.model import Bond, Entry, Event, EventKind, Report
from bot.core.places import Gazetteer
from bot.core.theatre import Place, Theatre

# A gate may stay shut so long after the fighting that shut it.
SHUT_FOR: Final = timedelta(days=60)
_AFTER: Final = {
    EventKind.TRUCE: (Bond.TRUCE, timedelta(days=14)),
    EventKind.TALKS: (Bond.TALKS, timedelta(days=14)),
    EventKind.REOPENING: (Bond.REOPENING, SHUT_FOR),
}
_ANSWERED: Final = timedelta(days=14)
# So long after a late report, and so long before it, lies what may follow from its event, and what else that may do.
FOLLOWED_FOR: Final = timedelta(days=14)


def days_followed(report: Report) -> tuple[date, date] | None:
    """Return the days in which the event may lie that a report's follows from; None where it follows from none."""
    match = report.match
    if match is None or match.event is None:
        return None
    if match.event.kind not in _AFTER and read_answer(read_lead(report.entry)) is None:
        return None
    back = _AFTER[match.event.kind][1] if match.event.kind in _AFTER else _ANSWERED
    return match.event.began - back, match.event.last


def bonds_of(
    report: Report, record: Sequence[Event], theatre: Theatre, gazetteer: Gazetteer
) -> tuple[tuple[str, Bond], ...]:
    """Return the earlier events that a report's event follows from, with how."""
    if report.match is None or report.match.event is None:
        return ()
    return _bonds(report.entry, report.match.event, record, theatre, gazetteer)


def may_be_followed(report: Report) -> bool:
    """Tell whether events that are filed already may follow from the one that a report opens."""
    match = report.match
    return match is not None and match.event is not None and match.is_new and match.event.kind in ARMED


def followers_of(
    report: Report, later: Iterable[Entry], record: Sequence[Event], theatre: Theatre, gazetteer: Gazetteer
) -> tuple[tuple[str, Bond], ...]:
    """Return the events of entries published later that follow from the one that a late report opens, with how."""
    if report.match is None or report.match.event is None:
        return ()
    own = report.match.event
    found: dict[tuple[str, Bond], None] = {}
    for entry, match in file_in_order(later, [*record, own], theatre, gazetteer):
        if match.event is None or match.is_new:
            continue
        bonds = _bonds(entry, match.event, [*record, own], theatre, gazetteer)
        found |= dict.fromkeys((match.event.id, bond) for earlier, bond in bonds if earlier == own.id)
    return tuple(found)


def _bonds(
    entry: Entry, event: Event, record: Sequence[Event], theatre: Theatre, gazetteer: Gazetteer
) -> tuple[tuple[str, Bond], ...]:
    episode = read_episode(entry, theatre, gazetteer)
    if episode is None:
        return ()
    earlier = [one for one in record if one.kind in ARMED and one.id != event.id and one.began <= event.began]
    if event.kind in _AFTER:
        bond, back = _AFTER[event.kind]
        fitting = [one for one in earlier if event.began - one.last <= back and _goes(event, episode, one, gazetteer)]
    elif episode.answers is not None:
        bond = Bond.RESPONSE
        fitting = [
            one
            for one in earlier
            if one.kind is episode.answers
            and one.began < event.began
            and event.began - one.last <= _ANSWERED
            and _is_behind(episode, one, gazetteer)
        ]
    else:
        return ()
    found = max(fitting, key=lambda one: (one.last, one.began, one.id), default=None)
    return ((found.id, bond),) if found else ()


def _goes(event: Event, episode: Episode, earlier: Event, gazetteer: Gazetteer) -> bool:
    """Tell whether a truce, talks or a reopening is for the ground of an earlier event."""
    ours = _spots(places_of(event.places, gazetteer))
    told = (*ours, *_spots(episode.behind))
    if event.kind is EventKind.REOPENING or told:
        return meet(told, places_of(earlier.places, gazetteer), gazetteer)
    return True


def _is_behind(episode: Episode, earlier: Event, gazetteer: Gazetteer) -> bool:
    told = _spots(episode.behind)
    return not told or meet(told, places_of(earlier.places, gazetteer), gazetteer)


def _spots(places: Iterable[Place]) -> list[Place]:
    """Return the places on either side's soil or on the line; a venue abroad says nothing of the ground."""
    return [one for one in places if one.side is not None or one.kind in ("crossing", "region")]
