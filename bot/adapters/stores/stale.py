"""Mark cards stale: at most one open outbox row a channel and event, and no change is lost while one is being sent."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, or_, select, update

from bot.adapters.stores.transactions import insert, wake
from bot.adapters.tables import OPEN, alerts, outbox, postings


def alert_guilds(connection: Connection) -> Mapping[int, int]:
    """Return the guild of every channel with automatic posts, parked ones included."""
    rows = connection.execute(select(alerts.c.channel_id, alerts.c.guild_id))
    return {row.channel_id: row.guild_id for row in rows}


def channels_with_card(connection: Connection, event_id: str) -> set[int]:
    """Return the channels in which a card of the event stands or is being sent."""
    standing = select(postings.c.channel_id).where(postings.c.event_id == event_id, postings.c.message_id.is_not(None))
    on_its_way = select(outbox.c.channel_id).where(outbox.c.event_id == event_id, OPEN)
    return set(connection.scalars(standing.union(on_its_way)).all())


def mark_stale(connection: Connection, channels: Collection[int], event_id: str, now: datetime) -> None:
    """Ask for the event's card in each of `channels`; a row that waits takes it in, one being sent comes again."""
    if not channels:
        return
    wanted = insert(connection, outbox).on_conflict_do_update(
        index_elements=["channel_id", "event_id"],
        index_where=OPEN,
        set_={"again": or_(outbox.c.again, outbox.c.state == "sending")},
    )
    shared = {
        "event_id": event_id,
        "state": "pending",
        "attempts": 0,
        "next_try": now,
        "again": False,
        "created": now,
    }
    # in one order, so that two writers never wait for each other crosswise
    connection.execute(wanted, [{"channel_id": channel, **shared} for channel in sorted(channels)])
    wake(connection, "publish")


def carry_cards(connection: Connection, event_id: str, heir_id: str, now: datetime) -> None:
    """Let the heir's card take the place of an event's by an edit; where it has one, the event's points to it."""
    taken = select(postings.c.channel_id).where(postings.c.event_id == heir_id)
    free = (postings.c.event_id == event_id, postings.c.message_id.is_not(None), postings.c.channel_id.not_in(taken))
    carried = update(postings).where(*free).values(event_id=heir_id).returning(postings.c.channel_id)
    moved = set(connection.scalars(carried).all())
    left = channels_with_card(connection, event_id)
    mark_stale(connection, left, event_id, now)
    mark_stale(connection, moved | left, heir_id, now)


def close_open_rows(connection: Connection, channel_id: int, reason: str, now: datetime | None) -> None:
    """Close whatever waits or is being sent in a channel, without a posting."""
    change = update(outbox).where(outbox.c.channel_id == channel_id, OPEN)
    connection.execute(change.values(state="dead", reason=reason, closed=now, lease_until=None, again=False))
