"""Find events of the record: the newest, and those that hold some words."""

from typing import Final

from sqlalchemy import Connection, select

from bot.adapters.record_tables import redirects
from bot.adapters.stores.filings import kept_id
from bot.adapters.stores.rows import AnyRow, event_of
from bot.adapters.stores.transactions import Transactions
from bot.adapters.tables import events
from bot.core.model import Event

# was not merged into another
STANDS: Final = ~(
    select(redirects.c.row).where(redirects.c.event_id == events.c.id, redirects.c.until.is_(None)).exists()
)
_NEWEST: Final = (events.c.latest.desc(), events.c.id.desc())
_MERGED_AWAY: Final = select(redirects.c.event_id).where(redirects.c.until.is_(None))


class SearchStore(Transactions):
    """Lists of events."""

    async def events_latest(self, limit: int) -> list[Event]:
        """Return the events with the newest reports, newest first; seeded events without reports by their last day."""
        newest = select(events).where(STANDS).order_by(*_NEWEST).limit(limit)
        return await self.read(lambda connection: [event_of(row) for row in connection.execute(newest)])

    async def events_like(self, words: str, limit: int) -> list[Event]:
        """Return events whose id, title, places or aliases hold all of `words`, newest first; all when empty."""
        wanted = [events.c.folded.contains(word, autoescape=True) for word in words.casefold().split()]
        query = select(events).where(*wanted)

        def collect(connection: Connection) -> list[AnyRow]:
            merged_away = select(events.c.id).where(events.c.id.in_(_MERGED_AWAY), *wanted)
            kept = {kept_id(connection, one) for one in connection.scalars(merged_away)}
            rows = connection.execute(query.where(STANDS).order_by(*_NEWEST).limit(limit)).all()
            missing = kept - {row.id for row in rows}
            rows = [*rows, *(connection.execute(select(events).where(events.c.id.in_(missing))) if missing else ())]
            return sorted(rows, key=lambda row: (row.latest, row.id), reverse=True)[:limit]

        return [event_of(row) for row in await self.read(collect)]
