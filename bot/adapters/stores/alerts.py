"""Which channels get automatic posts."""

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.adapters.stores.stale import close_open_rows
from bot.adapters.stores.transactions import Transactions
from bot.adapters.tables import alerts, outbox
from bot.ports import AlertChannel


class AlertStore(Transactions):
    """Channels with automatic posts, running or parked."""

    async def save_alerts(self, channel_id: int, guild_id: int, by: int, now: datetime) -> bool:
        """Turn automatic posts on in a channel; False when they were on. A parked channel resumes."""
        row = self.insert(alerts).values(channel_id=channel_id, guild_id=guild_id, by=by, since=now)
        added = row.on_conflict_do_nothing(index_elements=["channel_id"]).returning(alerts.c.channel_id)
        async with self.writing() as connection:
            if (await connection.execute(added)).first() is not None:
                return True
            parked = update(alerts).where(alerts.c.channel_id == channel_id, alerts.c.parked.is_not(None))
            resumed = await connection.execute(parked.values(parked=None, parked_at=None).returning(alerts.c.guild_id))
            if resumed.first() is not None:
                waiting = update(outbox).where(outbox.c.channel_id == channel_id, outbox.c.state == "pending")
                await connection.execute(waiting.values(next_try=now))
            return False

    async def drop_alerts(self, channel_id: int, now: datetime | None = None) -> bool:
        """Turn automatic posts off in a channel; False when they were off."""
        async with self.writing() as connection:
            gone = delete(alerts).where(alerts.c.channel_id == channel_id).returning(alerts.c.channel_id)
            was_on = (await connection.execute(gone)).first() is not None
            await close_open_rows(connection, channel_id, "alerts were turned off", now)
            return was_on

    async def alert_channels(self) -> list[AlertChannel]:
        """Return all channels with automatic posts."""
        query = select(alerts).order_by(alerts.c.channel_id)
        async with self.reading() as connection:
            return [AlertChannel(row.channel_id, row.guild_id, row.parked) for row in await connection.execute(query)]

    async def save_parked(self, channel_id: int, reason: str, now: datetime) -> None:
        """Park a channel: its rows wait, nothing is deleted."""
        async with self.writing() as connection:
            channel = update(alerts).where(alerts.c.channel_id == channel_id)
            await connection.execute(channel.values(parked=reason, parked_at=now))
            out = update(outbox).where(outbox.c.channel_id == channel_id, outbox.c.state == "sending")
            await connection.execute(out.values(state="pending", lease_until=None, again=False, reason=reason))
