"""The event record as commands and cards read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.stores.growth import add_event, last_day
from bot.adapters.stores.rows import (
    ENTRY_COLUMNS,
    claim_values,
    event_of,
    filed_claim_of,
    seed_digest,
    stored_report_of,
)
from bot.adapters.stores.transactions import Transactions
from bot.adapters.tables import claims, entries, events, reports
from bot.core.model import Event, FiledClaim
from bot.ports import EventFile

# A report that a newer one has replaced counts no longer, and its claims with it; seeded claims have no report.
_CLAIMS = (
    select(claims)
    .outerjoin(reports, claims.c.report_row == reports.c.row)
    .where(claims.c.event_id == bindparam("event"), reports.c.superseded.is_(None))
    .order_by(claims.c.said, claims.c.row)
)
_REPORTS = (
    select(
        *(entries.c[name] for name in ENTRY_COLUMNS),
        reports.c.event_id.label("report_event"),
        reports.c.reason.label("report_reason"),
        reports.c.match_reason.label("report_match"),
        reports.c.judged.label("report_judged"),
    )
    .join(entries, reports.c.entry_id == entries.c.id)
    .where(reports.c.event_id == bindparam("event"), reports.c.superseded.is_(None))
    .order_by(reports.c.judged, reports.c.row)
)


class RecordStore(Transactions):
    """Events with what is filed under them."""

    async def save_events(
        self, seeded: Sequence[Event], claims_of: Mapping[str, Sequence[FiledClaim]], now: datetime
    ) -> int:
        """Load seeded events and claims; what is there already is left alone. Return how many rows were added."""
        added = 0
        async with self.writing() as connection:
            for event in seeded:
                added += await add_event(self, connection, event, last_day(event), now)
            for event_id, filed in claims_of.items():
                added += await self._save_seeded_claims(connection, event_id, filed, now)
        return added

    async def _save_seeded_claims(
        self, connection: AsyncConnection, event_id: str, filed: Sequence[FiledClaim], now: datetime
    ) -> int:
        added = 0
        for one in filed:
            row = self.insert(claims).values(
                **claim_values(one.claim),
                digest=seed_digest(event_id, one),
                entry_id=one.entry_id,
                event_id=event_id,
                source=one.source,
                link=one.link,
                said=one.said,
                saved=now,
            )
            new = row.on_conflict_do_nothing(index_elements=["digest"]).returning(claims.c.row)
            added += (await connection.execute(new)).first() is not None
        return added

    async def event_file(self, event_id: str) -> EventFile | None:
        """Return an event with its claims and reports, or None where there is no such event."""
        async with self.reading() as connection:
            row = (await connection.execute(select(events).where(events.c.id == event_id))).one_or_none()
            if row is None:
                return None
            filed = (await connection.execute(_CLAIMS, {"event": event_id})).all()
            told = (await connection.execute(_REPORTS, {"event": event_id})).all()
        return EventFile(
            event_of(row), tuple(filed_claim_of(claim) for claim in filed), tuple(stored_report_of(r) for r in told)
        )

    async def events_latest(self, limit: int) -> list[Event]:
        """Return the events with the newest reports, newest first; seeded events without reports by their last day."""
        latest = select(events).order_by(events.c.latest.desc(), events.c.id.desc()).limit(limit)
        async with self.reading() as connection:
            return [event_of(row) for row in await connection.execute(latest)]

    async def events_like(self, words: str, limit: int) -> list[Event]:
        """Return events whose id, title, places or aliases hold all of `words`, newest first; all when empty."""
        query = select(events).order_by(events.c.latest.desc(), events.c.id.desc()).limit(limit)
        for word in words.casefold().split():
            query = query.where(events.c.folded.contains(word, autoescape=True))
        async with self.reading() as connection:
            return [event_of(row) for row in await connection.execute(query)]
