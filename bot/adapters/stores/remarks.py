"""What is said beside the cards: remarks that wait to be sent, and what channels have missed.

A remark is leased like a card.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, or_, select, update

from bot.adapters.stores.rows import AnyRow, event_of
from bot.adapters.stores.transactions import Transactions, insert, wake
from bot.adapters.tables import OPEN, entries, events, missed, remarks
from bot.core.delivery import Remark
from bot.ports import DueRemark, Missed

LEASE: Final = timedelta(seconds=120)


def add_remark(connection: Connection, remark: Remark, now: datetime) -> None:
    """Let a remark wait to be sent; one that is known by its nonce is left alone."""
    row = insert(connection, remarks).values(
        channel_id=remark.channel_id,
        thread_of=remark.thread_of,
        title=remark.title,
        text=remark.text,
        nonce=remark.nonce,
        state="pending",
        attempts=0,
        next_try=now,
        created=now,
    )
    connection.execute(row.on_conflict_do_nothing(index_elements=["nonce"]))
    wake(connection, "publish")


def add_missed(connection: Connection, channels: Collection[int], what: tuple[str, str], now: datetime) -> None:
    """Count a report, given by its entry and event, among what `channels` have missed."""
    entry_id, event_id = what
    rows = [{"channel_id": one, "entry_id": entry_id, "event_id": event_id, "at": now} for one in sorted(channels)]
    if rows:
        row = insert(connection, missed).on_conflict_do_nothing(index_elements=["channel_id", "entry_id"])
        connection.execute(row, rows)


class RemarkStore(Transactions):
    """Remarks that wait, and what channels have missed."""

    async def remarks_due(self, now: datetime, limit: int, *, lease: timedelta = LEASE) -> list[DueRemark]:
        """Lease remarks whose time has come, oldest first."""
        due = select(remarks).where(OPEN, _due(now)).order_by(remarks.c.row).limit(limit)
        if await self.read(lambda connection: connection.execute(due).first()) is None:
            return []

        def take(connection: Connection) -> Sequence[AnyRow]:
            rows = connection.execute(due.with_for_update(skip_locked=True)).all()
            taken = update(remarks).where(remarks.c.row.in_([row.row for row in rows]))
            leased = taken.values(
                state="sending",
                attempts=remarks.c.attempts + 1,
                lease_until=now + lease,
                claimed_at=func.coalesce(remarks.c.claimed_at, now),
            )
            connection.execute(leased)
            return rows

        return [_due_remark_of(row) for row in await self.write(take)]

    async def save_said(self, due: DueRemark, now: datetime) -> None:
        """Close a remark that was sent."""
        await self._change(due, state="sent", closed=now, lease_until=None)

    async def drop_remark(self, due: DueRemark, reason: str, now: datetime) -> None:
        """Close a remark that is not sent."""
        await self._change(due, state="dead", reason=reason, closed=now, lease_until=None)

    async def save_remark_delay(self, due: DueRemark, until: datetime, reason: str, *, unsure: bool = True) -> None:
        """Give a remark back, to be tried again at `until`; not `unsure`: it has not arrived for certain."""
        tried = remarks.c.claimed_at if unsure else due.tried
        await self._change(due, state="pending", reason=reason, next_try=until, lease_until=None, claimed_at=tried)

    async def _change(self, due: DueRemark, **values: object) -> None:
        held = and_(remarks.c.row == due.row, remarks.c.state == "sending", remarks.c.attempts == due.attempts + 1)
        change = update(remarks).where(held).values(**values)
        await self.write(lambda connection: connection.execute(change))

    async def missed(self, before: datetime) -> list[Missed]:
        """Return what channels missed, of those that missed nothing since `before`; none while entries wait."""
        waits = exists(select(entries.c.row).where(entries.c.state == "pending"))
        settled = select(missed.c.channel_id).group_by(missed.c.channel_id).having(func.max(missed.c.at) <= before)
        rows = (
            select(missed.c.channel_id, missed.c.row.label("missed_row"), events)
            .join(events, missed.c.event_id == events.c.id)
            .where(missed.c.channel_id.in_(settled), ~waits)
            .order_by(missed.c.channel_id, missed.c.row)
        )
        return _by_channel(await self.read(lambda connection: connection.execute(rows).all()))

    async def save_away(self, missed_there: Missed, remark: Remark, now: datetime) -> None:
        """Save the remark about what a channel missed, and forget what it tells."""
        there = and_(missed.c.channel_id == missed_there.channel_id, missed.c.row <= missed_there.last_row)

        def save(connection: Connection) -> None:
            if connection.execute(delete(missed).where(there).returning(missed.c.row)).first() is not None:
                add_remark(connection, remark, now)

        await self.write(save)


def _by_channel(rows: Sequence[AnyRow]) -> list[Missed]:
    grouped: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        grouped[row.channel_id].append(row)
    return [
        Missed(channel, tuple(dict.fromkeys(map(event_of, some))), len(some), some[-1].missed_row)
        for channel, some in grouped.items()
    ]


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(remarks.c.state == "pending", remarks.c.next_try <= now),
        and_(remarks.c.state == "sending", remarks.c.lease_until <= now),
    )


def _due_remark_of(row: AnyRow) -> DueRemark:
    remark = Remark(row.channel_id, row.text, row.nonce, row.thread_of, row.title)
    return DueRemark(row.row, remark, row.attempts, row.claimed_at)
