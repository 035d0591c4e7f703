"""What an operator orders by command: feeds beside those of the theatre's file, and which are not to be polled."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.adapters.stores.rows import AnyRow, feed_values
from bot.adapters.stores.transactions import Transactions, insert
from bot.adapters.tables import feeds
from bot.core.feeds import Feed
from bot.errors import StoreError

FILE, COMMAND, REMOVED = "file", "command", "removed"


class FeedStore(Transactions):
    """Orders about feeds."""

    async def add_feeds(self, added: Sequence[Feed], now: datetime) -> None:
        """Add feeds beside those of the file; none, with StoreError, where an id or address is already taken."""

        def add(connection: Connection) -> None:
            for feed in added:
                _add(feed, now, connection)

        await self.write(add)

    async def drop_feed(self, feed_id: str) -> None:
        """Take out a feed that was added by command, not its entries; raises StoreError for any other."""

        def drop(connection: Connection) -> None:
            if _known(connection, feed_id).origin == FILE:
                raise StoreError(f"feed {feed_id} stands in the theatre's feeds.toml; take it out there, or pause it")
            connection.execute(update(feeds).where(feeds.c.id == feed_id).values(origin=REMOVED, paused=True))

        await self.write(drop)

    async def hold_feed(self, feed_id: str, now: datetime, *, held: bool) -> None:
        """Pause a feed or poll it again, whatever the file says; raises StoreError where no feed has this id."""

        def hold(connection: Connection) -> None:
            _known(connection, feed_id)
            values = {"held": held, "paused": held} | ({} if held else {"next_poll": now})
            connection.execute(update(feeds).where(feeds.c.id == feed_id).values(**values))

        await self.write(hold)


def _known(connection: Connection, feed_id: str) -> AnyRow:
    query = select(feeds.c.origin).where(feeds.c.id == feed_id, feeds.c.origin != REMOVED).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        raise StoreError(f'no feed is called {feed_id}; see "counterclaim feeds list"')
    return row


def _add(feed: Feed, now: datetime, connection: Connection) -> None:
    same = select(feeds.c.id, feeds.c.address, feeds.c.origin).where(
        (feeds.c.id == feed.id) | (feeds.c.address == feed.address)
    )
    stored = connection.execute(same.with_for_update()).all()
    for row in stored:
        if row.origin != REMOVED:
            raise StoreError(f"feed {row.id} ({row.address}) is there already; take another id or address")
    values = {**feed_values(feed), "origin": COMMAND, "held": None}
    if any(row.id == feed.id for row in stored):
        again = {**values, "next_poll": now, "baselined": False, "body_digest": None, "etag": None}
        connection.execute(update(feeds).where(feeds.c.id == feed.id).values(**again))
    else:
        connection.execute(insert(connection, feeds).values(**values, next_poll=now, recent=[]))
