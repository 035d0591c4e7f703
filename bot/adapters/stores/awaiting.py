"""Entries that wait for the episode after which they may be told: kept by its days, read again when these change."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, delete, select, update

from bot.adapters.record_tables import awaiting
from bot.adapters.stores.transactions import insert, wake
from bot.adapters.tables import entries
from bot.core.model import Event

Days = tuple[date, date]


def save_awaiting(connection: Connection, versions: Sequence[str], entry_id: str, days: Days | None) -> None:
    """Let the newest reading of an entry tell whether it waits, and for an episode of which days."""
    connection.execute(delete(awaiting).where(awaiting.c.entry_id.in_(versions)))
    if days is not None:
        first, last = days
        connection.execute(insert(connection, awaiting).values(entry_id=entry_id, first=first, last=last))


def wake_awaiting(connection: Connection, *changed: Event) -> None:
    """Let the entries be read once more that wait for what may be one of these events."""
    for event in changed:
        near = select(awaiting.c.entry_id).where(awaiting.c.last >= event.began, awaiting.c.first <= event.last)
        again = update(entries).where(entries.c.id.in_(near), entries.c.state == "digested")
        pending = again.values(state="pending", digested=None).returning(entries.c.id)
        if connection.execute(pending).first() is not None:
            wake(connection, "digest")
