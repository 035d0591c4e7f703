"""Counterclaim as it runs: its poll job with the real fetcher, parser processes, plan and SQLite store."""

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select

from bot.adapters.database import open_store
from bot.adapters.fetch import FeedFetcher, FetchLimits
from bot.adapters.parse import FeedParser
from bot.adapters.stores import SqlStore
from bot.adapters.tables import entries, feeds
from bot.app.ground import read_ground
from bot.app.service import look_less_for_garbage
from bot.core.feeds import Feed
from bot.pipeline import ENTRIES_A_CYCLE, digest, poll
from config.settings import ROOT
from tools.benching.feed_server import HOSTS, address


class RoundClock:
    """A clock that stands still until it is moved on."""

    def __init__(self) -> None:
        self._now = datetime(2026, 3, 1, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the time of the round."""
        return self._now

    def advance(self) -> None:
        """Go on far enough for every feed to be due."""
        self._now += timedelta(hours=1)


async def contend(count: int, port: int, folder: Path) -> None:
    """Do what each line of standard input asks: poll every feed once, digest 200 entries, or count."""
    clock = RoundClock()
    reader, book = read_ground(ROOT / "afpak")
    rules = book.current()
    limits = FetchLimits(ports=frozenset({port}), private=frozenset(HOSTS))
    async with (
        open_store(f"sqlite:///{folder / 'ours.sqlite3'}") as store,
        FeedParser() as parser,
        FeedFetcher(parser, contact="bench@example.org", limits=limits) as source,
    ):
        numbered = [Feed(f"feed-{one:05d}", f"Outlet {one}", address(one, port)) for one in range(count)]
        await store.save_feeds(numbered, clock.now())
        look_less_for_garbage()
        print(json.dumps({"ready": True}), flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            if json.loads(line)["task"] == "count":
                print(json.dumps(await seen(store)), flush=True)
                continue
            if json.loads(line)["task"] == "digest":
                for _ in range(200 // ENTRIES_A_CYCLE):
                    await digest(store, reader, rules, clock)
                print("{}", flush=True)
                continue
            clock.advance()
            while (await poll(store, source, clock)).taken:
                continue
            print("{}", flush=True)


async def seen(store: SqlStore) -> dict[str, object]:
    """Return how many entries are stored, and a digest of feed, id, title, link and date of all of them."""
    query = select(feeds.c.address, entries.c.key, entries.c.title, entries.c.link, entries.c.published)
    query = query.join(feeds, feeds.c.id == entries.c.feed_id)
    rows = await store.read(lambda connection: connection.execute(query).all())
    lines = sorted(
        "\t".join((row.address, row.key, row.title, row.link, row.published.strftime("%Y-%m-%d %H:%M"))) for row in rows
    )
    return {"entries": len(lines), "digest": sha256("\n".join(lines).encode()).hexdigest()}


if __name__ == "__main__":
    asyncio.run(contend(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
