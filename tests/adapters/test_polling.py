"""A feed's life through the real fetcher, parser, planner and database: nothing lost, nothing twice."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.database import open_store
from bot.adapters.fetch import FeedFetcher
from bot.adapters.parse import FeedParser
from bot.core.feeds import Feed, FeedState
from bot.pipeline import poll
from bot.ports import PendingEntry, Store
from tests.support.feed_server import FeedServer, item, rss, serving
from tests.support.reports import EVENT


class Watch:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 2, 27, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the time it was moved to."""
        return self.time


class Newsroom:
    """One feed server and one database; the program on top of them can be started again at will."""

    def __init__(self, server: FeedServer, database: Path) -> None:
        self.server, self.database, self.clock = server, database, Watch()
        self.feed = Feed("t", "Test", server.address())
        self.texts: dict[str, str] = {}
        self.ops: int | None = None

    async def open(self, stack: AsyncExitStack) -> tuple[Store, FeedFetcher]:
        """Start the program: store, parser and fetcher, none of which remembers anything but the database."""
        store = await stack.enter_async_context(open_store(f"sqlite+aiosqlite:///{self.database}"))
        parser = await stack.enter_async_context(FeedParser(processes=1))
        fetcher = await stack.enter_async_context(FeedFetcher(parser, contact="test", allow_private=True))
        await store.save_feeds([self.feed], self.clock.now())
        return store, fetcher

    async def poll(self, store: Store, fetcher: FeedFetcher, *items: str) -> list[tuple[str, bool]]:
        """Poll an hour later, the feed holding `items`; return what came in by title, and whether quietly."""
        self.server.body = rss(*items, head=f"<lastBuildDate>{self.clock.now():%c}</lastBuildDate>")
        self.clock.time += timedelta(hours=1)
        await poll(store, fetcher, self.clock, ops=self.ops)
        return [(one.entry.title, one.quiet) for one in await self._added(store)]

    async def _added(self, store: Store) -> list[PendingEntry]:
        pending = await store.entries_pending(100)
        for one in pending:
            self.texts[one.entry.title] = one.entry.text
            await store.save_unreadable(one.entry.id, "read by the test", self.clock.now())
        return pending


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with serving() as server:
        yield Newsroom(server, tmp_path / "record.db")


async def test_feeds_life_from_baseline_to_correction(newsroom: Newsroom) -> None:
    a, b, c = item("a", "A"), item("b", "B"), item("c", "C")
    async with AsyncExitStack() as stack:
        program = await newsroom.open(stack)
        assert await newsroom.poll(*program, a, b) == [("A", True), ("B", True)]
        assert await newsroom.poll(*program, b, a) == []
        assert await newsroom.poll(*program, c, a, b) == [("C", False)]
        assert await newsroom.poll(*program, c, a, item("b", "B", "133 killed.")) == [("B", False)]
        assert await newsroom.poll(*program, c) == []
        assert await newsroom.poll(*program, c, a) == []


async def test_restart_forgets_nothing_and_repeats_nothing(newsroom: Newsroom) -> None:
    items = [item(key, key.upper()) for key in "abcd"]
    seen: list[tuple[str, bool]] = []
    for upto in range(1, 5):
        async with AsyncExitStack() as stack:
            program = await newsroom.open(stack)
            seen += await newsroom.poll(*program, *items[:upto])
            seen += await newsroom.poll(*program, *items[:upto])
    assert seen == [("A", True), ("B", False), ("C", False), ("D", False)]


async def test_entry_that_was_fetched_but_never_saved_is_fetched_again(newsroom: Newsroom) -> None:
    a, b = item("a", "A"), item("b", "B")
    async with AsyncExitStack() as stack:
        store, fetcher = await newsroom.open(stack)
        assert await newsroom.poll(store, fetcher, a) == [("A", True)]
        (standing,) = await store.feeds()
        newsroom.server.body = rss(b, a)
        # the process dies, or the database refuses, between fetching and saving
        await fetcher.fetch(newsroom.feed, standing.state)
        assert await newsroom.poll(store, fetcher, b, a) == [("B", False)]


async def test_feed_that_changes_all_its_ids_repeats_nothing_and_goes_on(newsroom: Newsroom) -> None:
    def page(key: str, title: str) -> str:
        return item(key, title).replace(f"org/{key}", f"org/{title}")

    old = [page(f"id-{n}", f"T{n}") for n in range(5)]
    moved = [page(f"new-{n}", f"T{n}") for n in range(5)]
    async with AsyncExitStack() as stack:
        program = await newsroom.open(stack)
        assert len(await newsroom.poll(*program, *old)) == 5
        assert await newsroom.poll(*program, *moved) == []
        assert await newsroom.poll(*program, page("new-5", "T5"), *moved) == [("T5", False)]
    async with AsyncExitStack() as stack:
        program = await newsroom.open(stack)
        assert await newsroom.poll(*program, page("new-6", "T6"), page("new-5", "T5"), *moved) == [("T6", False)]


async def test_operators_are_told_of_a_feed_that_is_gone_or_changes_all_its_ids(newsroom: Newsroom) -> None:
    async with AsyncExitStack() as stack:
        store, fetcher = await newsroom.open(stack)
        newsroom.ops = 77
        await newsroom.poll(
            store, fetcher, *[item(f"id-{n}", f"T{n}").replace(f"org/id-{n}", "org/p") for n in range(5)]
        )
        await newsroom.poll(
            store, fetcher, *[item(f"no-{n}", f"T{n}").replace(f"org/no-{n}", "org/p") for n in range(5)]
        )
        newsroom.server.pages["/feed"] = (410, {}, b"")
        for _ in range(2):
            newsroom.clock.time += timedelta(days=1)
            await newsroom.poll(store, fetcher)
        said = [(due.remark.channel_id, due.remark.text) for due in await store.remarks_due(newsroom.clock.now(), 10)]
    assert [channel for channel, _ in said] == [77, 77]
    assert said[0][1].startswith("Feed t: gave all its entries new ids at once; known ones were recognised")
    assert said[1][1].startswith("Feed t: it is gone for good, its host says")


async def test_full_texts_are_read_once_for_each_version_of_an_entry(newsroom: Newsroom) -> None:
    told = "The army said on Friday that 12 soldiers were killed at the crossing, and that four were wounded there."

    def linked(key: str, text: str = "Short.") -> str:
        return item(key, text=text).replace(f"https://news.example.org/{key}", newsroom.server.address(f"/{key}"))

    page = f"<html><body><article><p>{told}</p><p>{told[::-1]}</p></article></body></html>".encode()
    newsroom.feed = replace(newsroom.feed, full_text=True)
    newsroom.server.pages = {f"/{key}": (200, {"Content-Type": "text/html"}, page) for key in "abc"}
    newsroom.server.pages["/c"] = (500, {}, b"")
    async with AsyncExitStack() as stack:
        store, fetcher = await newsroom.open(stack)
        await newsroom.poll(store, fetcher, linked("a"))
        await newsroom.poll(store, fetcher, linked("b"), linked("a"))
        assert (await store.note("pages:t") or ("?",))[0] == ""
        await newsroom.poll(store, fetcher, linked("c"), linked("b", "Edited."), linked("a"))
        assert (await store.note("pages:t") or ("?",))[0] == (
            "1 of 2 pages could not be read: its host has a fault (status 500)"
        )
        await newsroom.poll(store, fetcher, linked("c"), linked("b", "Edited."), linked("a"))
    assert newsroom.texts["a"] == newsroom.texts["b"]
    assert newsroom.texts["a"].startswith(told)
    assert newsroom.texts["c"] == "Short."
    assert [newsroom.server.asked[f"/{key}"] for key in "abc"] == [1, 2, 1]


@pytest.mark.parametrize(("days", "minutes"), [(0, 1), (1, 1), (2, 5)])
async def test_feeds_are_polled_more_often_while_an_event_develops(newsroom: Newsroom, days: int, minutes: int) -> None:
    last = newsroom.clock.now().date() - timedelta(days=days)
    async with AsyncExitStack() as stack:
        store, fetcher = await newsroom.open(stack)
        await store.save_events([replace(EVENT, began=last, last=last)], {}, newsroom.clock.now())
        await newsroom.poll(store, fetcher, item("a"))
        (standing,) = await store.feeds()
    pause = standing.state.next_poll - newsroom.clock.now()
    assert timedelta(minutes=minutes) <= pause <= timedelta(minutes=minutes) * 1.1


async def test_feed_that_was_down_resumes_by_itself(newsroom: Newsroom) -> None:
    a, b = item("a", "A"), item("b", "B")
    async with AsyncExitStack() as stack:
        store, fetcher = await newsroom.open(stack)
        await newsroom.poll(store, fetcher, a)
        for _ in range(3):
            newsroom.server.body = b"<html>Sorry</html>"
            newsroom.clock.time += timedelta(days=1)
            await poll(store, fetcher, newsroom.clock)
        state: FeedState = (await store.feeds())[0].state
        assert state.failures == 3
        assert state.last_error
        assert "not a feed" in state.last_error
        newsroom.clock.time += timedelta(days=1)
        assert await newsroom.poll(store, fetcher, b, a) == [("B", False)]
        assert (await store.feeds())[0].state.failures == 0
