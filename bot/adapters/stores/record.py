"""The event record as a whole: what seeds fill in, and everything that is filed under an event."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from bot.adapters.stores.filings import kept_id, member_ids
from bot.adapters.stores.growth import add_event, last_day, merged
from bot.adapters.stores.rows import (
    CLAIM_COLUMNS,
    ENTRY_COLUMNS,
    Values,
    claim_values,
    event_of,
    filed_claim_of,
    seed_digest,
    stored_report_of,
)
from bot.adapters.stores.searching import STANDS
from bot.adapters.stores.transactions import Transactions, insert
from bot.adapters.tables import claims, entries, events, reports
from bot.core.model import Event, FiledClaim
from bot.ports import EventFile

_EVENT = select(events).where(events.c.id == bindparam("event"))
# A report that a newer one has replaced counts no longer, and its claims with it; seeded claims have no report.
_FILED = (
    select(*(claims.c[name] for name in CLAIM_COLUMNS))
    .outerjoin(reports, claims.c.report_row == reports.c.row)
    .where(claims.c.event_id.in_(bindparam("events", expanding=True)))
    .order_by(claims.c.said, claims.c.row)
)
_CLAIMS = _FILED.where(reports.c.superseded.is_(None))
_STOOD = or_(reports.c.superseded.is_(None), reports.c.superseded > bindparam("at"))
_CLAIMS_AT = _FILED.where(_STOOD, claims.c.saved <= bindparam("at"))
_TOLD = (
    select(
        *(entries.c[name] for name in ENTRY_COLUMNS),
        reports.c.event_id.label("report_event"),
        reports.c.reason.label("report_reason"),
        reports.c.match_reason.label("report_match"),
        reports.c.judged.label("report_judged"),
    )
    .join(entries, reports.c.entry_id == entries.c.id)
    .where(reports.c.event_id.in_(bindparam("events", expanding=True)))
    .order_by(reports.c.judged, reports.c.row)
)
_REPORTS = _TOLD.where(reports.c.superseded.is_(None))
_REPORTS_AT = _TOLD.where(_STOOD, reports.c.judged <= bindparam("at"))


class RecordStore(Transactions):
    """Events with what is filed under them."""

    async def save_events(
        self, seeded: Sequence[Event], claims_of: Mapping[str, Sequence[FiledClaim]], now: datetime
    ) -> int:
        """Load seeded events and claims; what is there already is left alone. Return how many rows were added."""

        def load(connection: Connection) -> int:
            added = sum(add_event(connection, event, last_day(event), now) for event in seeded)
            for event_id, filed in claims_of.items():
                added += sum(_add_seeded(connection, event_id, one, now) for one in filed)
            return added

        return await self.write(load)

    async def event_file(self, event_id: str, at: datetime | None = None) -> EventFile | None:
        """Return an event with its claims and reports, or None where there is no such event.

        With `at` the claims and reports are those that were filed by then. A merged event's file is that of the event
        that was kept, which holds what was filed under either.
        """
        return await self.read(lambda connection: file_of(connection, event_id, at))


def file_of(connection: Connection, event_id: str, at: datetime | None = None) -> EventFile | None:
    """Return an event's file; see `RecordStore.event_file`."""
    event, members = kept_event(connection, event_id, at)
    if event is None:
        return None
    told = connection.execute(_REPORTS if at is None else _REPORTS_AT, _asked(members, at))
    return EventFile(event, claims_at(connection, members, at), tuple(map(stored_report_of, told)))


def claims_at(connection: Connection, members: Sequence[str], at: datetime | None) -> tuple[FiledClaim, ...]:
    """Return the claims filed under some events, oldest first, as they stand or stood at `at`."""
    filed = connection.execute(_CLAIMS if at is None else _CLAIMS_AT, _asked(members, at)).all()
    return tuple(map(filed_claim_of, filed))


def _asked(members: Sequence[str], at: datetime | None) -> Values:
    return {"events": list(members)} if at is None else {"events": list(members), "at": at}


def standing_ids(connection: Connection) -> Sequence[str]:
    """Return the ids of all events that were not merged into another."""
    return connection.scalars(select(events.c.id).where(STANDS).order_by(events.c.id)).all()


def kept_event(connection: Connection, event_id: str, at: datetime | None) -> tuple[Event | None, list[str]]:
    """Return the event under which an event's reports are shown, with days and places of all in it, and their ids."""
    members = member_ids(connection, kept_id(connection, event_id) if at is None else event_id, at)
    row, *others = [connection.execute(_EVENT, {"event": one}).one_or_none() for one in members]
    if row is None:
        return None, members
    event = event_of(row)
    for other in others:
        event = event if other is None else merged(event, event_of(other))
    return event, members


def _add_seeded(connection: Connection, event_id: str, filed: FiledClaim, now: datetime) -> bool:
    row = insert(connection, claims).values(
        **claim_values(filed.claim),
        digest=seed_digest(event_id, filed),
        entry_id=filed.entry_id,
        event_id=event_id,
        source=filed.source,
        link=filed.link,
        said=filed.said,
        saved=now,
    )
    new = row.on_conflict_do_nothing(index_elements=["digest"]).returning(claims.c.row)
    return connection.execute(new).first() is not None
