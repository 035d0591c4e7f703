"""File reports again when one arrives that was published before them: claims are carried along, nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Table, select, update

from bot.adapters.record_tables import pins
from bot.adapters.stores.filings import save_doubt
from bot.adapters.stores.growth import grow_event
from bot.adapters.stores.rows import ENTRY_COLUMNS, AnyRow, Values, digest_of, entry_of, event_of
from bot.adapters.stores.states import Position, as_of, keep_state, keep_stored_base, states_after
from bot.adapters.stores.transactions import Transactions, insert
from bot.adapters.tables import claims, entries, events, reports
from bot.core.events import position
from bot.core.model import Entry, Event, EventMatch


@dataclass(frozen=True, slots=True)
class Refiled:
    """A report that stands elsewhere now: the events that it left and joined (None: none), and its new row."""

    entry_id: str
    left: str | None
    joined: str | None
    quiet: bool


class OrderStore(Transactions):
    """The record in the order in which entries were published."""

    async def filed_after(self, entry: Entry, until: datetime) -> list[Entry]:
        """Return entries that were published after one, up to `until`, and are filed where digest put them."""
        mine = entries.alias("mine")
        own = (
            select(entries.c.id)
            .join(mine, (mine.c.feed_id == entries.c.feed_id) & (mine.c.key_digest == entries.c.key_digest))
            .where(mine.c.id == entry.id)
        )

        def collect(connection: Connection) -> list[Entry]:
            ids = [row.entry_id for row in states_after(connection, position(entry), until)]
            if not ids:
                return []
            versions = set(connection.scalars(own).all())
            asked = select(*(entries.c[name] for name in ENTRY_COLUMNS)).where(entries.c.id.in_(set(ids) - versions))
            return sorted(map(entry_of, connection.execute(asked)), key=position)

        return await self.read(collect)

    async def events_before(self, entry: Entry, first: date, last: date) -> list[Event]:
        """Return events that overlap the days `first`..`last`, as they stood before an entry was published."""
        overlap = select(events).where(events.c.last >= first, events.c.began <= last).order_by(events.c.id)

        def collect(connection: Connection) -> list[Event]:
            found = (as_of(connection, event_of(row), position(entry)) for row in connection.execute(overlap).all())
            return [event for event in found if event is not None]

        return await self.read(collect)


def file_again(connection: Connection, again: Sequence[tuple[str, EventMatch]], now: datetime) -> list[Refiled]:
    """File the reports that stand of some entries where they match now; return those that moved."""
    moved = []
    for entry_id, match in again:
        row = connection.execute(
            select(reports, entries.c.published, entries.c.fetched)
            .join(entries, entries.c.id == reports.c.entry_id)
            .where(reports.c.entry_id == entry_id, reports.c.superseded.is_(None))
        ).first()
        if row is not None and (found := _file_one(connection, row, match, now)) is not None:
            moved.append(found)
    return moved


def _file_one(connection: Connection, row: AnyRow, match: EventMatch, now: datetime) -> Refiled | None:
    event, seen = match.event, row.published or row.fetched
    at: Position = (seen, row.entry_id)
    if event is not None:
        keep_stored_base(connection, event.id)
        grow_event(connection, event, seen, now)
    if row.event_id == (event.id if event else None):
        if event is not None:
            keep_state(connection, row.row, event, at)
        return None
    number = _anew(connection, row, match, now)
    if event is not None:
        keep_state(connection, number, event, at)
    first = first_version(connection, row.entry_id)
    if connection.scalar(select(pins.c.entry_id).where(pins.c.entry_id == first)) is None:
        save_doubt(connection, first, match, now)
    return Refiled(row.entry_id, row.event_id, event.id if event else None, row.quiet)


def _anew(connection: Connection, row: AnyRow, match: EventMatch, now: datetime) -> int:
    """Let a copy of a report, with its claims, take its place under another event."""
    event_id = match.event.id if match.event else None
    values = {
        **columns(reports, row),
        "digest": digest_of("again", row.digest, event_id),
        "event_id": event_id,
        "is_new": match.is_new,
        "score": match.score,
        "runner_up": match.runner_up,
        "runner_up_score": match.runner_up_score,
        "match_reason": match.reason,
        "judged": now,
        "superseded": None,
    }
    number: int = connection.execute(insert(connection, reports).values(values).returning(reports.c.row)).scalar_one()
    carry_claims(connection, row, (number, event_id), ("again", event_id), now)
    connection.execute(update(reports).where(reports.c.row == row.row).values(superseded=now))
    return number


def carry_claims(
    connection: Connection, old: AnyRow, new: tuple[int, str | None], mark: tuple[object, ...], now: datetime
) -> None:
    """Copy a report's claims to the one that takes its place; `mark` tells the copies from the claims.

    What was filed under an older event stays there.
    """
    row, event_id = new
    for claim in connection.execute(select(claims).where(claims.c.report_row == old.row).order_by(claims.c.row)):
        carried = columns(claims, claim) | {"report_row": row, "saved": now}
        carried |= {"event_id": event_id} if claim.event_id == old.event_id else {}
        carried |= {"digest": digest_of(claim.digest, *mark)}
        connection.execute(insert(connection, claims).values(carried))


def columns(table: Table, row: AnyRow) -> Values:
    """Return a row's values by column, without its number."""
    mapping = row._mapping
    return {column.name: mapping[column] for column in table.columns if column.name != "row"}


def first_version(connection: Connection, entry_id: str) -> str:
    """Return the id of an entry's first version."""
    mine = entries.alias("mine")
    query = (
        select(entries.c.id)
        .join(mine, (mine.c.feed_id == entries.c.feed_id) & (mine.c.key_digest == entries.c.key_digest))
        .where(mine.c.id == entry_id)
        .order_by(entries.c.row)
    )
    return connection.scalars(query).first() or entry_id
