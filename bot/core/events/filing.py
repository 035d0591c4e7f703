"""File entries one after the other, in the order in which they were published, whatever order they arrived in.

The place of an entry in that order is its time of publication, then its id. One that arrives late is matched against
the record as it stood before it, and those published after it are filed again: so the same entries make the same
events. What it does not do: know which entries there are; the store tells.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.core.events.matching import event_window, match_event
from bot.core.model import Entry, Event, EventMatch, Relevance
from bot.core.places import Gazetteer
from bot.core.theatre import Theatre

# Entries published longer after a late one stay where they are.
FILED_AGAIN: Final = timedelta(hours=36)
_FILED: Final = Relevance(True, (), "filed before")
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


def position(entry: Entry) -> tuple[datetime, str]:
    """Return the place of an entry among others; those without any time stand first."""
    return entry.seen or _NEVER, entry.id


def near(record: Iterable[Event], first: date, last: date) -> list[Event]:
    """Return the events that overlap the days `first`..`last`, by id."""
    return sorted((one for one in record if one.last >= first and one.began <= last), key=lambda one: one.id)


def file_in_order(
    entries: Iterable[Entry], record: Iterable[Event], theatre: Theatre, gazetteer: Gazetteer
) -> Iterator[tuple[Entry, EventMatch]]:
    """Yield where each of `entries` is filed, in their order; each sees the events as those before it left them."""
    events = {event.id: event for event in record}
    for entry in sorted(entries, key=position):
        first, last = event_window(entry, theatre, gazetteer)
        match = match_event(entry, _FILED, near(events.values(), first, last), theatre, gazetteer)
        if match.event is not None:
            events[match.event.id] = match.event
        yield entry, match
