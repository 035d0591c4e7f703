"""Mark cards stale: at most one open outbox row a channel and event, and no change is lost while one is being sent."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.stores.transactions import Transactions
from bot.adapters.tables import OPEN, alerts, outbox, postings


async def alert_guilds(connection: AsyncConnection) -> Mapping[int, int]:
    """Return the guild of every channel with automatic posts, parked ones included."""
    rows = await connection.execute(select(alerts.c.channel_id, alerts.c.guild_id))
    return {row.channel_id: row.guild_id for row in rows}


async def channels_with_card(connection: AsyncConnection, event_id: str) -> set[int]:
    """Return the channels in which a card of the event stands or is being sent."""
    standing = select(postings.c.channel_id).where(postings.c.event_id == event_id, postings.c.message_id.is_not(None))
    on_its_way = select(outbox.c.channel_id).where(outbox.c.event_id == event_id, OPEN)
    return set((await connection.scalars(standing.union(on_its_way))).all())


async def mark_stale(
    store: Transactions, connection: AsyncConnection, channels: Collection[int], event_id: str, now: datetime
) -> None:
    """Ask for the event's card in each of `channels`; a row that waits takes it in, one being sent comes again."""
    row = store.insert(outbox).values(
        event_id=event_id, state="pending", attempts=0, next_try=now, again=False, created=now
    )
    wanted = row.on_conflict_do_update(
        index_elements=["channel_id", "event_id"],
        index_where=OPEN,
        set_={"again": or_(outbox.c.again, outbox.c.state == "sending")},
    )
    # in one order, so that two writers never wait for each other crosswise
    for channel in sorted(channels):
        await connection.execute(wanted.values(channel_id=channel))


async def close_open_rows(connection: AsyncConnection, channel_id: int, reason: str, now: datetime | None) -> None:
    """Close whatever waits or is being sent in a channel, without a posting."""
    change = update(outbox).where(outbox.c.channel_id == channel_id, OPEN)
    await connection.execute(change.values(state="dead", reason=reason, closed=now, lease_until=None, again=False))
