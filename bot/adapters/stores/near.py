"""The events of the record near some days, which every entry is matched against: the read that must be short.

It asks for texts and numbers alone, so that it can be put to the database without any layer between (`Runner.glance`).
"""

from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from typing import Final

from sqlalchemy import Text, and_, bindparam, cast, or_, select, text

from bot.adapters.record_tables import redirects
from bot.adapters.stores.rows import EVENT_COLUMNS, LONG, plain_event
from bot.adapters.stores.transactions import Transactions
from bot.adapters.tables import events
from bot.core.model import Event

_OVERLAPS: Final = and_(events.c.last >= bindparam("first"), events.c.began <= bindparam("last"))
# An event whose reports were all filed elsewhere is none any more.
_VACATED: Final = (
    select(redirects.c.row)
    .where(redirects.c.event_id == events.c.id, redirects.c.own, redirects.c.until.is_(None))
    .exists()
)
_WRITTEN: Final = frozenset({"began", "last", "places", "aliases"})
# Each half has its index; SQLite uses both only where they are written out as halves.
_NEAR: Final = select(
    *(cast(events.c[name], Text) if name in _WRITTEN else events.c[name] for name in EVENT_COLUMNS)
).where(
    or_(
        and_(text("long"), _OVERLAPS),
        and_(text("NOT long"), _OVERLAPS, events.c.began >= bindparam("since")),
    ),
    ~_VACATED,
)


class NearStore(Transactions):
    """Events by their days."""

    async def events_near(self, first: date, last: date) -> list[Event]:
        """Return events that overlap the days `first`..`last`, by id."""
        asked: Mapping[str, date] = {"first": first, "last": last, "since": max(first, date.min + LONG) - LONG}
        rows = await self.glance(_NEAR, asked)
        return sorted(map(plain_event, rows), key=attrgetter("id"))
