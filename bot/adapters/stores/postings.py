"""What the publish stage keeps: the outbox, and which card stands where.

A row is leased, not taken: whoever dies with it loses it when the lease runs out, and the next one sends with the same
nonce. In one channel only one row is out at a time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, case, delete, exists, func, or_, select, text, update

from bot.adapters.stores.alerts import resume
from bot.adapters.stores.remarks import add_remark
from bot.adapters.stores.rows import AnyRow, Values
from bot.adapters.stores.stale import mark_stale
from bot.adapters.stores.transactions import Transactions, insert
from bot.adapters.tables import OPEN, alerts, outbox, postings, remarks
from bot.core.delivery import Remark, Standing
from bot.ports import StaleCard

LEASE: Final = timedelta(seconds=120)
# Discord takes a nonce of at most 25 characters.
_NONCE_LENGTH: Final = 25
_OTHER: Final = outbox.alias("other")
# of an event that was never shown in the channel
_IS_FIRST: Final = ~exists(
    select(postings.c.row).where(postings.c.channel_id == outbox.c.channel_id, postings.c.event_id == outbox.c.event_id)
)
_OPEN_OTHER: Final = text("other.state IN ('pending', 'sending')")


def nonce_of(channel_id: int, event_id: str, generation: int) -> str:
    """Return what Discord tells repeats of one posting by; a posting made afresh is of the next generation."""
    return sha256(f"{channel_id}|{event_id}|{generation}".encode()).hexdigest()[:_NONCE_LENGTH]


class PostingStore(Transactions):
    """Cards that must be posted or edited, and cards as they stand."""

    async def cards_due(self, now: datetime, limit: int, *, lease: timedelta = LEASE) -> list[StaleCard]:
        """Lease rows of the outbox whose time has come, at most one a channel: first cards, then others, oldest first.

        Where more is due than Discord takes, edits wait: they are gathered meanwhile, a new event nobody knows of yet.
        `now` is taken from one clock: processes whose clocks differ by more than the lease may send a card twice,
        and then with one nonce.
        """
        if await self.read(lambda connection: connection.execute(_channels_due(now, 1)).first()) is None:
            return []

        def take(connection: Connection) -> Sequence[AnyRow]:
            # The channels are locked first: what their rows say is asked only when nobody else can lease from them.
            locked = _channels_due(now, limit).with_for_update(of=alerts, skip_locked=True)
            channels = connection.scalars(locked).all()
            rows = connection.execute(_next_due(channels, now)).all()
            taken = (
                update(outbox)
                .where(outbox.c.row.in_([row.row for row in rows]))
                .values(
                    state="sending",
                    attempts=outbox.c.attempts + 1,
                    lease_until=now + lease,
                    claimed_at=func.coalesce(outbox.c.claimed_at, now),
                    again=False,
                )
            )
            connection.execute(taken)
            return rows

        return [_stale_card_of(row) for row in await self.write(take)]

    async def save_posting(
        self, card: StaleCard, message_id: int, shown: str, now: datetime, remark: Remark | None = None
    ) -> None:
        """Record that a card stands in its channel as `shown`, with what is to be said beside it; close its outbox row.

        A parked channel has taken a card, so it resumes.
        """

        def save(connection: Connection) -> None:
            held = _close(connection, card, ("sent", None), now)
            _save_posting(connection, card, {"message_id": message_id, "shown": shown, "at": now}, held=held)
            if remark is not None and held:
                add_remark(connection, remark, now)
            resume(connection, card.channel_id, now)

        await self.write(save)

    async def drop_closed(self, before: datetime) -> int:
        """Forget outbox rows and remarks that were closed before; return how many.

        What a repeat is known by stays: open rows, and the postings, of which a card's nonce is made. The newest row of
        each table stays as well, so that SQLite never gives a row's number again.
        """

        def drop(connection: Connection) -> int:
            count = 0
            for table in (outbox, remarks):
                newest = select(func.max(table.c.row)).scalar_subquery()
                old = delete(table).where(
                    table.c.state.in_(("sent", "dead")), table.c.closed < before, table.c.row < newest
                )
                count += len(connection.execute(old.returning(table.c.row)).all())
            return count

        return await self.write(drop)

    async def drop_card(self, card: StaleCard, reason: str, now: datetime) -> None:
        """Close an outbox row without a posting (nothing changed, or the channel no longer wants it)."""
        await self.write(lambda connection: _close(connection, card, ("dead", reason), now))

    async def save_delay(self, card: StaleCard, until: datetime, reason: str, *, unsure: bool = True) -> None:
        """Give a row back after a fault, to be tried at `until`; not `unsure`: nothing has arrived for certain."""
        tried = outbox.c.claimed_at if unsure else card.tried
        failures = outbox.c.failures + 1
        await self._give_back(card, next_try=until, reason=reason, failures=failures, claimed_at=tried)

    async def save_wait(self, card: StaleCard, until: datetime, reason: str) -> None:
        """Give a row back untried; it comes again at `until`."""
        await self._give_back(card, next_try=until, reason=reason, claimed_at=card.tried)

    async def _give_back(self, card: StaleCard, **values: object) -> None:
        change = update(outbox).where(_held(card)).values(state="pending", lease_until=None, again=False, **values)
        await self.write(lambda connection: connection.execute(change))

    async def save_fresh(self, card: StaleCard, now: datetime) -> None:
        """Let the card be posted afresh at once; its present message is kept as the former one."""
        old = update(postings).where(_card_of(card), postings.c.message_id == card.message_id)
        left = old.values(
            former_id=postings.c.message_id, message_id=None, shown=None, generation=postings.c.generation + 1
        )
        back = update(outbox).where(_held(card)).values(state="pending", lease_until=None, claimed_at=None, again=False)

        def leave(connection: Connection) -> None:
            connection.execute(left)
            connection.execute(back.values(next_try=now, reason="posted afresh"))

        await self.write(leave)

    async def drop_former(self, card: StaleCard) -> None:
        """Forget the former message: it points to the fresh card, or is past helping."""
        done = update(postings).where(_card_of(card), postings.c.former_id == card.former_id).values(former_id=None)
        await self.write(lambda connection: connection.execute(done))

    async def drop_posting(self, card: StaleCard) -> None:
        """Forget a message that is gone, so that the card is posted afresh: its row waits again, with another nonce."""
        gone = update(postings).where(_card_of(card), postings.c.message_id == card.message_id)
        forgotten = gone.values(message_id=None, shown=None, generation=postings.c.generation + 1)
        back = update(outbox).where(_held(card))
        waits = back.values(state="pending", lease_until=None, claimed_at=None, again=False)

        def forget(connection: Connection) -> None:
            connection.execute(forgotten)
            if connection.execute(waits.returning(outbox.c.row)).first() is None:
                since = connection.scalar(select(outbox.c.next_try).where(outbox.c.row == card.row))
                if since is not None:
                    mark_stale(connection, [card.channel_id], card.event_id, since)

        await self.write(forget)


def _close(connection: Connection, card: StaleCard, how: tuple[str, str | None], now: datetime) -> bool:
    """Close a row that the caller still holds; where the event has changed meanwhile, a new row waits."""
    state, reason = how
    change = update(outbox).where(_held(card)).values(state=state, reason=reason, closed=now, lease_until=None)
    row = connection.execute(change.returning(outbox.c.again)).one_or_none()
    if row is not None and row.again:
        mark_stale(connection, [card.channel_id], card.event_id, now)
    return row is not None


def _save_posting(connection: Connection, card: StaleCard, shown: Values, *, held: bool) -> None:
    row = insert(connection, postings).values(
        channel_id=card.channel_id,
        event_id=card.event_id,
        message_id=shown["message_id"],
        shown=shown["shown"],
        generation=0,
        posted=shown["at"],
        edited=shown["at"],
    )
    new = row.excluded
    upsert = row.on_conflict_do_update(
        index_elements=["channel_id", "event_id"],
        set_={
            "message_id": new.message_id,
            "shown": new.shown,
            "edited": new.edited,
            "edits": case((postings.c.message_id == new.message_id, postings.c.edits + 1), else_=0),
            "posted": case((postings.c.message_id == new.message_id, postings.c.posted), else_=new.posted),
        },
        # who comes after the lease has passed on tells only what nobody else has told
        where=None if held else postings.c.message_id.is_(None),
    )
    connection.execute(upsert)


def _card_of(card: StaleCard) -> ColumnElement[bool]:
    return and_(postings.c.channel_id == card.channel_id, postings.c.event_id == card.event_id)


def _held(card: StaleCard) -> ColumnElement[bool]:
    """Match the card's row while the lease under which it was handed out is the last one given."""
    return and_(outbox.c.row == card.row, outbox.c.state == "sending", outbox.c.attempts == card.attempts + 1)


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(outbox.c.state == "pending", outbox.c.next_try <= now),
        and_(outbox.c.state == "sending", outbox.c.lease_until <= now),
    )


def _out(channel: ColumnElement[int], now: datetime) -> ColumnElement[bool]:
    """Match a channel in which a row is being sent."""
    out = select(_OTHER.c.row).where(
        # OPEN, so that the index of open rows serves: closed ones stay for a month
        _OTHER.c.channel_id == channel,
        _OPEN_OTHER,
        _OTHER.c.state == "sending",
        _OTHER.c.lease_until > now,
    )
    return exists(out)


def _channels_due(now: datetime, limit: int) -> Select[int]:
    """Select channels that have a card due: those that wait for a first card, then the others, longest wait first."""
    here = select(func.min(outbox.c.row)).where(outbox.c.channel_id == alerts.c.channel_id, OPEN, _due(now))
    oldest, first = here.scalar_subquery(), here.where(_IS_FIRST).scalar_subquery()
    # a parked channel is probed with the card that would be next
    is_open = or_(alerts.c.parked.is_(None), alerts.c.probe_at <= now)
    free = select(alerts.c.channel_id).where(is_open, oldest.is_not(None), ~_out(alerts.c.channel_id, now))
    return free.order_by(first.is_(None), func.coalesce(first, oldest)).limit(limit)


def _next_due(channels: Sequence[int], now: datetime) -> "Select[*tuple[object, ...]]":
    """Select the due row of each channel whose turn it is, with the card that stands there."""
    oldest = (
        select(func.coalesce(func.min(case((_IS_FIRST, outbox.c.row))), func.min(outbox.c.row)))
        .where(outbox.c.channel_id.in_(channels), OPEN, _due(now), ~_out(outbox.c.channel_id, now))
        .group_by(outbox.c.channel_id)
    )
    here = and_(postings.c.channel_id == outbox.c.channel_id, postings.c.event_id == outbox.c.event_id)
    shown = ("message_id", "shown", "generation", "posted", "edited", "edits", "former_id")
    columns: list[Any] = [outbox, *(postings.c[name] for name in shown), alerts.c.guild_id, alerts.c.probes]
    rows = select(*columns).outerjoin(postings, here).outerjoin(alerts, alerts.c.channel_id == outbox.c.channel_id)
    return rows.where(outbox.c.row.in_(oldest)).order_by(outbox.c.row)


def _stale_card_of(row: AnyRow) -> StaleCard:
    return StaleCard(
        row=row.row,
        channel_id=row.channel_id,
        event_id=row.event_id,
        nonce=nonce_of(row.channel_id, row.event_id, row.generation or 0),
        attempts=row.attempts,
        message_id=row.message_id,
        shown=row.shown,
        tried=row.claimed_at,
        failures=row.failures,
        standing=Standing(row.posted, row.edited, row.edits) if row.message_id is not None else None,
        former_id=row.former_id,
        guild_id=row.guild_id or 0,
        probes=row.probes or 0,
    )
