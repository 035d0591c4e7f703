"""Which channels get automatic posts."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.adapters.stores.remarks import add_remark
from bot.adapters.stores.stale import close_open_rows
from bot.adapters.stores.transactions import Transactions, insert, wake
from bot.adapters.tables import alerts, missed, outbox
from bot.core.delivery import Remark
from bot.ports import AlertChannel


class AlertStore(Transactions):
    """Channels with automatic posts, running or parked."""

    async def save_alerts(self, channel_id: int, guild_id: int, by: int, now: datetime) -> bool:
        """Turn automatic posts on in a channel; False when they were on. A parked channel resumes."""

        def turn_on(connection: Connection) -> bool:
            row = insert(connection, alerts).values(channel_id=channel_id, guild_id=guild_id, by=by, since=now)
            added = row.on_conflict_do_nothing(index_elements=["channel_id"]).returning(alerts.c.channel_id)
            if connection.execute(added).first() is not None:
                # what a report asked for at the very moment at which alerts were turned off
                close_open_rows(connection, channel_id, "alerts were off", now)
                return True
            resume(connection, channel_id, now)
            return False

        return await self.write(turn_on)

    async def drop_alerts(self, channel_id: int, now: datetime | None = None) -> bool:
        """Turn automatic posts off in a channel; False when they were off."""
        gone = delete(alerts).where(alerts.c.channel_id == channel_id).returning(alerts.c.channel_id)

        def turn_off(connection: Connection) -> bool:
            was_on = connection.execute(gone).first() is not None
            close_open_rows(connection, channel_id, "alerts were turned off", now)
            connection.execute(delete(missed).where(missed.c.channel_id == channel_id))
            return was_on

        return await self.write(turn_off)

    async def alert_channels(self) -> list[AlertChannel]:
        """Return all channels with automatic posts."""
        query = select(alerts).order_by(alerts.c.channel_id)
        rows = await self.read(lambda connection: connection.execute(query).all())
        return [AlertChannel(row.channel_id, row.guild_id, row.parked) for row in rows]

    async def save_parked(
        self,
        channel_id: int,
        reason: str,
        now: datetime,
        probe_at: datetime | None = None,
        remark: Remark | None = None,
    ) -> bool:
        """Park a channel: its rows wait, nothing is deleted; at `probe_at` one of them is tried.

        The remark is saved only where the channel was not parked before, which is what is returned.
        """
        here = alerts.c.channel_id == channel_id
        first = update(alerts).where(here, alerts.c.parked.is_(None)).values(parked_at=now, probes=0)
        parked = update(alerts).where(here).values(parked=reason, probe_at=probe_at, probes=alerts.c.probes + 1)
        out = update(outbox).where(outbox.c.channel_id == channel_id, outbox.c.state == "sending")
        waits = out.values(state="pending", lease_until=None, again=False, reason=reason)

        def park(connection: Connection) -> bool:
            is_new = connection.execute(first.returning(alerts.c.channel_id)).first() is not None
            connection.execute(parked)
            connection.execute(waits)
            if is_new and remark is not None:
                add_remark(connection, remark, now)
            return is_new

        return await self.write(park)


def resume(connection: Connection, channel_id: int, now: datetime) -> None:
    """Let a parked channel have everything that waits for it; any other is left as it is."""
    parked = update(alerts).where(alerts.c.channel_id == channel_id, alerts.c.parked.is_not(None))
    resumed = parked.values(parked=None, parked_at=None, probes=0, probe_at=None).returning(alerts.c.channel_id)
    if connection.execute(resumed).first() is not None:
        waiting = update(outbox).where(outbox.c.channel_id == channel_id, outbox.c.state == "pending")
        connection.execute(waiting.values(next_try=now))
        wake(connection, "publish")
