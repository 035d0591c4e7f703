"""Replay sample feeds through the real pipeline: a feed server on loopback, a clock that follows the samples."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

from aiohttp import web

from bot.core.cards import Card
from bot.core.delivery import Pace, Remark
from bot.core.feeds import Feed
from bot.core.reading import Reader
from bot.core.relevance import Rules
from bot.pipeline import digest, poll, publish
from bot.ports import FeedSource, Publisher, Store

STEP = timedelta(minutes=10)
AT_ONCE = Pace(least=timedelta(), most=timedelta())


@dataclass(frozen=True, slots=True)
class Sample:
    """One bundled entry: its outlet, when it appears in the outlet's feed, and its words."""

    id: str
    source: str
    published: datetime
    title: str
    text: str

    @property
    def feed_id(self) -> str:
        """The feed that carries it."""
        return self.source.lower().replace(" ", "-")


def read_samples(path: Path) -> list[Sample]:
    """Return the bundled entries, oldest first."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    samples = [Sample(**row | {"published": datetime.fromisoformat(row["published"])}) for row in rows]
    return sorted(samples, key=lambda sample: sample.published)


class ReplayClock:
    """A clock that stands where the replay has got to."""

    def __init__(self, start: datetime) -> None:
        """Start at `start`, an aware UTC time."""
        self._now = start

    def now(self) -> datetime:
        """Return the replay's present."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Move on to `moment`; it never runs backwards."""
        self._now = max(self._now, moment)


@dataclass(slots=True)
class CardWall:
    """A publisher that keeps every card as it stands, and hands each on to `beyond` where there is one."""

    beyond: Publisher | None = None
    cards: dict[int, Card] = field(default_factory=dict)

    async def send(self, channel_id: int, card: Card, nonce: str) -> int:
        """Keep a new card."""
        message_id = await self.beyond.send(channel_id, card, nonce) if self.beyond else len(self.cards) + 1
        self.cards[message_id] = card
        return message_id

    async def edit(self, channel_id: int, message_id: int, card: Card) -> bool:
        """Keep a card in place of the one that stood there."""
        self.cards[message_id] = card
        return await self.beyond.edit(channel_id, message_id, card) if self.beyond else True

    async def find(self, channel_id: int, event_id: str, since: datetime) -> int | None:
        """Return None: a replay that was interrupted starts afresh."""
        return await self.beyond.find(channel_id, event_id, since) if self.beyond else None

    async def point(self, channel_id: int, message_id: int, text: str) -> bool:
        """Take a card down whose place another has taken."""
        self.cards.pop(message_id, None)
        return await self.beyond.point(channel_id, message_id, text) if self.beyond else True

    async def say(self, remark: Remark, since: datetime | None = None) -> bool:
        """Hand a remark on; the wall shows cards alone."""
        return await self.beyond.say(remark, since) if self.beyond else True


@asynccontextmanager
async def sample_feeds(samples: Sequence[Sample], clock: ReplayClock) -> AsyncIterator[list[Feed]]:
    """Serve each outlet's feed as it stands at the replay's present; yield the feeds."""
    by_feed: defaultdict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_feed[sample.feed_id].append(sample)

    async def serve(request: web.Request) -> web.Response:
        entries = by_feed.get(request.match_info["feed"])
        if entries is None:
            raise web.HTTPNotFound
        body = _rss(entries[0].source, [entry for entry in entries if entry.published <= clock.now()])
        return web.Response(body=body, content_type="application/rss+xml", charset="utf-8")

    application = web.Application()
    application.router.add_get("/{feed}.xml", serve)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield [
            Feed(
                id=feed_id,
                outlet=entries[0].source,
                address=f"http://127.0.0.1:{port}/{feed_id}.xml",
                interval=timedelta(minutes=1),
            )
            for feed_id, entries in sorted(by_feed.items())
        ]
    finally:
        await runner.cleanup()


def _rss(outlet: str, entries: Sequence[Sample]) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{entry.id}</guid><title>{escape(entry.title)}</title>"
        f"<link>https://{entry.feed_id}.example/{entry.id}</link><pubDate>{format_datetime(entry.published)}</pubDate>"
        f"<description>{escape(_as_html(entry.text))}</description></item>"
        for entry in reversed(entries)
    )
    head = f"<title>{escape(outlet)}</title><link>https://example/</link><description>Sample</description>"
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


def _as_html(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that a replay runs on."""

    store: Store
    source: FeedSource
    reader: Reader
    rules: Rules
    clock: ReplayClock


@dataclass(frozen=True, slots=True)
class Audience:
    """Who watches a replay: `publisher` gets the cards, `told` a line a step, `moved` the time of each step."""

    publisher: Publisher
    told: Callable[[str], None]
    moved: Callable[[datetime], Awaitable[None]]


async def stay(_moment: datetime) -> None:
    """Do nothing when the replay moves on."""


async def replay(stage: Stage, audience: Audience, samples: Sequence[Sample]) -> None:
    """Poll once where the clock stands (the baseline), then once after each later sample."""
    later = [sample for sample in samples if sample.published > stage.clock.now()]
    await _cycle(stage, audience.publisher)
    audience.told("baseline: what the feeds held is in the record, nobody was alerted")
    for sample in later:
        stage.clock.move_to(sample.published + STEP)
        await audience.moved(stage.clock.now())
        await _cycle(stage, audience.publisher)
        audience.told(f"{sample.published:%d %b %H:%M}  {sample.source}: {sample.title}")


async def _cycle(stage: Stage, publisher: Publisher) -> None:
    await poll(stage.store, stage.source, stage.clock)
    while (await digest(stage.store, stage.reader, stage.rules, stage.clock)).taken:
        continue
    while (await publish(stage.store, publisher, stage.reader.theatre, stage.clock, AT_ONCE)).taken:
        continue
