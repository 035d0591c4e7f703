"""What cards are made of: an event with what is claimed about it, read for every command and every card.

So it asks little: two statements, built once, and no column that no card shows. An event that was merged, and one as it
stood at a former time, go the longer way round that `record` knows.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select

from bot.adapters.stores.bonds import bonds_of, is_closed
from bot.adapters.stores.record import claims_at, kept_event
from bot.adapters.stores.rows import CLAIM_COLUMNS, AnyRow, event_of, filed_claim_of
from bot.adapters.stores.searching import EVENTS, IS_GONE, Search, newest
from bot.adapters.stores.transactions import Transactions
from bot.adapters.tables import claims, events
from bot.core.model import Side
from bot.ports import EventClaims

_EVENT: Final = EVENTS.where(events.c.id == bindparam("event"))
# as `record` has it for a whole file, but for the background
_SHOWN: Final = (
    select(*(claims.c[name] for name in CLAIM_COLUMNS))
    .where(claims.c.event_id == bindparam("event"), ~claims.c.background, ~IS_GONE.exists())
    .order_by(claims.c.said, claims.c.row)
)


class ClaimStore(Transactions):
    """Events as cards show them."""

    async def event_claims(self, event_id: str, at: datetime | None = None) -> EventClaims | None:
        """Return what cards show of an event, background left out; `at` and None as of `event_file`."""

        def collect(connection: Connection) -> EventClaims | None:
            row = None if at else connection.execute(_EVENT, {"event": event_id}).one_or_none()
            return _whole(connection, event_id, at) if row is None else _claimed(connection, row)

        return await self.read(collect)

    async def claims_latest(
        self, limit: int, words: str = "", since: datetime | None = None, side: Side | None = None
    ) -> list[EventClaims]:
        """Return what cards show of the events with the newest reports, as `events_like` finds them.

        With `since` only of those that were reported on since then, with `side` of those of which it has spoken.
        """

        def collect(connection: Connection) -> list[EventClaims]:
            rows = newest(connection, Search(limit, words, since, side))
            return [one for row in rows if (one := _claimed(connection, row)) is not None]

        return await self.read(collect)


def _claimed(connection: Connection, row: AnyRow) -> EventClaims | None:
    if row.is_merged:
        return _whole(connection, row.id, None)
    shown = connection.execute(_SHOWN, {"event": row.id}).all()
    bonds = bonds_of(connection, [row.id]) if row.is_linked else ()
    return EventClaims(event_of(row), tuple(map(filed_claim_of, shown)), closed=bool(row.is_closed), bonds=bonds)


def _whole(connection: Connection, event_id: str, at: datetime | None) -> EventClaims | None:
    """Return an event with the claims of all that were merged into it, as they stand or stood at `at`."""
    event, members = kept_event(connection, event_id, at)
    if event is None:
        return None
    filed = claims_at(connection, members, at)
    shown = tuple(one for one in filed if not one.claim.background)
    bonds, closed = bonds_of(connection, members), is_closed(connection, members)
    return EventClaims(event, shown, closed=closed, bonds=bonds)
