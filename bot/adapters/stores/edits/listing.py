"""What analysts choose from: events, reports and doubts as lists show them, and the audit trail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.adapters.record_tables import closings, doubts, record_edits
from bot.adapters.stores.edits.state import standing
from bot.adapters.stores.filings import kept_id, member_ids
from bot.adapters.stores.rows import event_of
from bot.adapters.stores.transactions import Transactions
from bot.adapters.tables import claims, entries, events, reports
from bot.core.model import Event


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event as lists show it; `kept` is the one it was merged into, None where it stands by itself."""

    event: Event
    kept: str | None
    closed: bool
    reports: int
    claims: int


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report under an event: its number, its entry, and why it is there."""

    number: int
    entry_id: str
    source: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoredEdit:
    """A line of the audit trail."""

    number: int
    at: datetime
    by: str
    action: str
    words: str
    reason: str
    undone: int | None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A match that waits for an analyst."""

    number: int
    entry_id: str
    title: str
    source: str
    event_id: str
    runner_up: str | None
    reason: str


class ListingStore(Transactions):
    """Lists for the analyst."""

    async def entry_of_report(self, number: int) -> str | None:
        """Return the entry of the report with that number, None where there is none."""
        return await self.read(
            lambda connection: connection.scalar(select(reports.c.entry_id).where(reports.c.row == number))
        )

    async def doubt_entry(self, number: int) -> str | None:
        """Return the entry whose report an open doubt of that number is about."""

        def ask(connection: Connection) -> str | None:
            first = connection.scalar(
                select(doubts.c.entry_id).where(doubts.c.row == number, doubts.c.settled.is_(False))
            )
            row = None if first is None else standing(connection, first)
            return None if row is None else row.entry_id

        return await self.read(ask)

    async def doubts_open(self, limit: int) -> list[Doubtful]:
        """Return what waits for an analyst, oldest first."""
        query = (
            select(doubts, entries.c.title, entries.c.source)
            .join(entries, entries.c.id == doubts.c.entry_id)
            .where(doubts.c.settled.is_(False))
            .order_by(doubts.c.row)
            .limit(limit)
        )
        rows = await self.read(lambda connection: connection.execute(query).all())
        return [
            Doubtful(row.row, row.entry_id, row.title, row.source, row.event_id, row.runner_up, row.reason)
            for row in rows
        ]

    async def listed_events(self, words: str, limit: int) -> list[ListedEvent]:
        """Return events that hold all of `words`, merged ones too, newest first."""
        query = select(events).order_by(events.c.latest.desc(), events.c.id.desc()).limit(limit)
        for word in words.casefold().split():
            query = query.where(events.c.folded.contains(word, autoescape=True))

        def collect(connection: Connection) -> list[ListedEvent]:
            return [_listed(connection, event_of(row)) for row in connection.execute(query).all()]

        return await self.read(collect)

    async def listed_reports(self, event_id: str) -> list[ListedReport]:
        """Return the reports that stand under an event, those of events merged into it included."""

        def collect(connection: Connection) -> list[ListedReport]:
            query = (
                select(reports.c.row, reports.c.entry_id, reports.c.match_reason, entries.c.source, entries.c.title)
                .join(entries, entries.c.id == reports.c.entry_id)
                .where(reports.c.event_id.in_(member_ids(connection, event_id)), reports.c.superseded.is_(None))
                .order_by(reports.c.row)
            )
            return [
                ListedReport(row.row, row.entry_id, row.source, row.title, row.match_reason)
                for row in connection.execute(query)
            ]

        return await self.read(collect)

    async def edits_of(self, event_id: str | None, limit: int = 1000) -> list[StoredEdit]:
        """Return the audit trail of an event and of those merged into it (of all without one), oldest first."""
        later = record_edits.alias("later")
        query = (
            select(record_edits, later.c.row.label("undone"))
            .outerjoin(later, later.c.undoes == record_edits.c.row)
            .order_by(record_edits.c.row)
            .limit(limit)
        )

        def collect(connection: Connection) -> list[StoredEdit]:
            asked = query
            if event_id is not None:
                asked = query.where(record_edits.c.event_id.in_(member_ids(connection, event_id)))
            return [
                StoredEdit(row.row, row.at, row.by, row.action, row.words, row.reason, row.undone)
                for row in connection.execute(asked)
            ]

        return await self.read(collect)


def _listed(connection: Connection, event: Event) -> ListedEvent:
    kept = kept_id(connection, event.id)
    members = member_ids(connection, event.id)
    told = connection.scalar(
        select(func.count()).select_from(reports).where(reports.c.event_id.in_(members), reports.c.superseded.is_(None))
    )
    said = connection.scalar(
        select(func.count())
        .select_from(claims)
        .outerjoin(reports, claims.c.report_row == reports.c.row)
        .where(claims.c.event_id.in_(members), reports.c.superseded.is_(None))
    )
    closed = connection.scalar(select(closings.c.event_id).where(closings.c.event_id == event.id)) is not None
    return ListedEvent(event, kept if kept != event.id else None, closed, told or 0, said or 0)
