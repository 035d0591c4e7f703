"""Let an event of the record grow: first and last day, places and aliases are only ever added."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time

from sqlalchemy import Connection, select, update

from bot.adapters.stores.awaiting import wake_awaiting
from bot.adapters.stores.rows import event_of, event_values
from bot.adapters.stores.transactions import insert
from bot.adapters.tables import events
from bot.core.model import Event


def add_event(connection: Connection, event: Event, latest: datetime, now: datetime) -> bool:
    """Store an event that is not there; False when it is."""
    row = insert(connection, events).values(**event_values(event), latest=latest, created=now)
    added = row.on_conflict_do_nothing(index_elements=["id"]).returning(events.c.id)
    return connection.execute(added).first() is not None


def grow_event(connection: Connection, event: Event, seen: datetime, now: datetime) -> None:
    """Store an event, or let the stored one take in what is new in it; `seen` is when its report was published.

    What waits for an episode of its days is read again.
    """
    latest = min(seen, now)
    if add_event(connection, event, latest, now):
        wake_awaiting(connection, event)
        return
    # The weaker lock lets rows that refer to the event be added meanwhile: a posting, while its outbox row is held.
    row = connection.execute(select(events).where(events.c.id == event.id).with_for_update(key_share=True)).one()
    stored = event_of(row)
    grown = merged(stored, event)
    if grown != stored or latest > row.latest:
        values = {**event_values(grown), "latest": max(latest, row.latest)}
        connection.execute(update(events).where(events.c.id == event.id).values(values))
    if grown != stored:
        wake_awaiting(connection, grown)


def merged(stored: Event, event: Event) -> Event:
    """Return the stored event with the days, places and aliases of both; its title and kind stand."""
    return replace(
        stored,
        began=min(stored.began, event.began),
        last=max(stored.last, event.last),
        places=_both(stored.places, event.places),
        aliases=_both(stored.aliases, event.aliases),
    )


def last_day(event: Event) -> datetime:
    """Return the start of an event's last day."""
    return datetime.combine(event.last, time.min, UTC)


def _both(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
