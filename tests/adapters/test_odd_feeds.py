"""Feeds as newsrooms really give them, polled three times: as they stand, the same again, and with one entry more.

A case is what differs from a plain feed. Whatever it is: the second poll brings nothing, the third the one new entry.
"""

import gzip
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.database import open_store
from bot.adapters.fetch import FeedFetcher
from bot.adapters.parse import FeedParser
from bot.core.feeds import Feed
from bot.pipeline import poll
from bot.ports import PendingEntry, Store
from tests.support.feed_server import FeedServer, serving

XML = '<?xml version="1.0" encoding="utf-8"?>\n'
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)


def channel(*items: str, prolog: str = XML, head: str = "") -> str:
    return f'{prolog}<rss version="2.0" {NAMESPACES}><channel><title>News</title>{head}{"".join(items)}</channel></rss>'


def atom(*items: str) -> str:
    return f'{XML}<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><id>tag:news</id>{"".join(items)}</feed>'


def told(number: int, title: str = "", more: str = "") -> str:
    """Return an ordinary RSS item; `more` stands in it too."""
    return (
        f"<item><title>{title or f'Report {number}'}</title><link>https://news.example.org/{number}</link>"
        f'<guid isPermaLink="false">{number}</guid><pubDate>Fri, 27 Feb 2026 10:0{number}:00 GMT</pubDate>'
        f"<description>Words of {number}.</description>{more}</item>"
    )


@dataclass
class Odd:
    """How one feed differs: `body` of its item numbers, newest first, and the `count`th poll; its headers."""

    body: Callable[[list[int], int], str | bytes]
    headers: dict[str, str] = field(default_factory=dict)
    expected: dict[str, str] = field(default_factory=dict)
    """Fields of the newest entry."""


def plain(*, of: Callable[[int, int], str], **shape: str) -> Callable[[list[int], int], str]:
    return lambda numbers, count: channel(*[of(number, count) for number in numbers], **shape)


def no_guid(number: int, count: int) -> str:
    return (
        f"<item><title>Report {number}</title><link>https://news.example.org/{number}?utm_source=rss{count}"
        f"&amp;fbclid={count}</link><description>Words of {number}.</description></item>"
    )


def burnt(number: int, count: int) -> str:
    return (
        told(number)
        .replace(f"https://news.example.org/{number}", f"https://feeds.feedburner.example/~r/news/~3/x{number}{count}/")
        .replace("</item>", f"<feedburner:origLink>https://news.example.org/{number}</feedburner:origLink></item>")
    )


def of_atom(number: int, dates: str) -> str:
    return (
        f'<entry><id>tag:news,2026:{number}</id><title type="html">Report {number}</title>'
        f'<link rel="self" href="https://news.example.org/self/{number}"/>'
        f'<link rel="alternate" href="/{number}"/>{dates}<summary>Words of {number}.</summary></entry>'
    )


def rdf(numbers: list[int], count: int) -> str:
    items = "".join(
        f'<item rdf:about="https://news.example.org/{number}"><title>Report {number}</title>'
        f"<link>https://news.example.org/{number}</link><dc:date>2026-02-27T10:0{number}:00Z</dc:date></item>"
        for number in numbers
    )
    listed = "".join(f'<rdf:li resource="https://news.example.org/{number}"/>' for number in numbers)
    return (
        f'{XML}<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel rdf:about="https://news.example.org/">'
        f"<title>News</title><items><rdf:Seq>{listed}</rdf:Seq></items></channel>{items}</rdf:RDF>"
    )


SCRIPT = (
    "<content:encoded><![CDATA[<p>Long words.</p><script>alert('x')</script><style>p{}</style>]]></content:encoded>"
)
CASES = {
    "charset of the header wrong": Odd(
        plain(of=lambda n, _: told(n, f"Añil {n} — پشاور")),
        {"Content-Type": "text/xml; charset=ISO-8859-1"},
        {"title": "Añil 3 — پشاور"},
    ),
    "charset of the header right, of the prolog wrong": Odd(
        lambda numbers, _: channel(*[told(n, f"Café {n}") for n in numbers]).encode("cp1252"),
        {"Content-Type": "text/xml; charset=windows-1252"},
        {"title": "Café 3"},
    ),
    "no charset anywhere": Odd(
        plain(of=lambda n, _: told(n, f"پشاور {n}"), prolog=""), {"Content-Type": "text/xml"}, {"title": "پشاور 3"}
    ),
    "windows-1252 that calls itself so": Odd(
        lambda numbers, _: channel(
            *[told(n, f"Caf\u00e9 \u201c{n}\u201d") for n in numbers],
            prolog='<?xml version="1.0" encoding="windows-1252"?>',
        ).encode("cp1252"),
        {"Content-Type": "application/rss+xml"},
        {"title": "Café “3”"},
    ),
    "text/html as its type": Odd(plain(of=lambda n, _: told(n)), {"Content-Type": "text/html"}),
    "byte order mark": Odd(lambda numbers, _: channel(*map(told, numbers)).encode("utf-8-sig")),
    "blank lines before the prolog": Odd(lambda numbers, _: "\n\n  " + channel(*map(told, numbers))),
    "UTF-16": Odd(
        lambda numbers, _: channel(*map(told, numbers), prolog='<?xml version="1.0" encoding="utf-16"?>').encode(
            "utf-16"
        )
    ),
    "entities in titles": Odd(
        plain(of=lambda n, _: told(n, f"Army &amp;amp; rebels&amp;#8217; {n} &amp;quot;clash&amp;quot;")),
        expected={"title": 'Army & rebels’ 3 "clash"'},
    ),
    "HTML entities that XML does not know": Odd(
        plain(of=lambda n, _: told(n, f"Clash&nbsp;{n}&mdash;again")), expected={"title": "Clash 3—again"}
    ),
    "bare ampersand": Odd(plain(of=lambda n, _: told(n, f"Q & A {n}")), expected={"title": "Q & A 3"}),
    "relative links": Odd(
        plain(of=lambda n, _: told(n).replace("https://news.example.org/", "/world/")),
        expected={"link": "SERVER/world/3"},
    ),
    "no guid, tracking parameters that change": Odd(plain(of=no_guid)),
    "guid that is no link": Odd(
        plain(of=lambda n, _: told(n).replace(' isPermaLink="false"', "")),
        expected={"link": "https://news.example.org/3"},
    ),
    "guid is the only link": Odd(
        plain(of=lambda n, _: f"<item><title>Report {n}</title><guid>https://news.example.org/{n}</guid></item>"),
        expected={"link": "https://news.example.org/3"},
    ),
    "same guid for all": Odd(plain(of=lambda n, _: told(n).replace(f">{n}</guid>", ">post</guid>"))),
    "feedburner links that change": Odd(plain(of=burnt), expected={"link": "https://news.example.org/3"}),
    "dates bumped at every poll": Odd(
        plain(of=lambda n, count: told(n).replace("27 Feb 2026", f"{27 - count} Feb 2026"))
    ),
    "dates of 1970 and of the future": Odd(
        plain(of=lambda n, _: told(n).replace("27 Feb 2026", "01 Jan 1970" if n % 2 else "27 Feb 2031"))
    ),
    "dc:date": Odd(
        plain(
            of=lambda n, _: (
                told(n)
                .replace("pubDate>", "dc:date>")
                .replace(f"Fri, 27 Feb 2026 10:0{n}:00 GMT", f"2026-02-27T15:0{n}:00+05:00")
            )
        ),
        expected={"published": "2026-02-27T10:03:00+00:00"},
    ),
    "atom with updated only": Odd(
        lambda numbers, _: atom(*[of_atom(n, f"<updated>2026-02-27T10:0{n}:00Z</updated>") for n in numbers]),
        expected={"published": "2026-02-27T10:03:00+00:00", "link": "SERVER/3"},
    ),
    "atom updated at every poll": Odd(
        lambda numbers, count: atom(*[of_atom(n, f"<updated>2026-02-27T1{count}:0{n}:00Z</updated>") for n in numbers])
    ),
    "RSS 1.0": Odd(rdf, expected={"published": "2026-02-27T10:03:00+00:00"}),
    "scripts in content": Odd(plain(of=lambda n, _: told(n, more=SCRIPT)), expected={"text": "Long words."}),
    "podcast": Odd(
        plain(
            of=lambda n, _: told(
                n,
                more=(
                    f'<enclosure url="https://cdn.example.org/{n}.mp3" length="99" type="audio/mpeg"/>'
                    f"<itunes:duration>10:00</itunes:duration><itunes:summary>Other {n}.</itunes:summary>"
                ),
            )
        ),
        expected={"link": "https://news.example.org/3"},
    ),
    "item quoted in CDATA": Odd(
        plain(
            of=lambda n, _: told(
                n, more="<content:encoded><![CDATA[<item><title>no</title></item>]]></content:encoded>"
            )
        )
    ),
    "items in another order every time": Odd(
        lambda numbers, count: channel(*[told(n) for n in (sorted(numbers) if count % 2 else numbers)])
    ),
    "every item twice": Odd(lambda numbers, _: channel(*[told(n) for n in numbers for _ in range(2)])),
    "date in the channel changes": Odd(
        lambda numbers, count: channel(*map(told, numbers), head=f"<lastBuildDate>{count}</lastBuildDate>")
    ),
    "broken off in the last item": Odd(lambda numbers, _: channel(*map(told, [*numbers, 0]))[:-60]),
    "gzip": Odd(lambda numbers, _: gzip.compress(channel(*map(told, numbers)).encode()), {"Content-Encoding": "gzip"}),
    "bare deflate": Odd(
        lambda numbers, _: zlib.compress(channel(*map(told, numbers)).encode(), wbits=-15),
        {"Content-Encoding": "deflate"},
    ),
    "signs that XML forbids": Odd(plain(of=lambda n, _: told(n, f"Bell \x07 {n}"))),
}


class Room:
    """A feed server, a database and the program between them; time passes at each poll."""

    def __init__(self, server: FeedServer, store: Store, fetcher: FeedFetcher) -> None:
        self.server, self.store, self.fetcher = server, store, fetcher
        self.time = datetime(2026, 2, 27, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the time that the polls have come to."""
        return self.time

    async def poll(self, body: str | bytes, headers: dict[str, str], status: int = 200) -> list[PendingEntry]:
        """Poll a day later, the feed answering so; return what came in."""
        raw = body.encode() if isinstance(body, str) else body
        self.server.pages["/odd"] = (status, {"Content-Type": "application/rss+xml", **headers}, raw)
        self.time += timedelta(days=1)
        await poll(self.store, self.fetcher, self)
        pending = await self.store.entries_pending(100)
        for one in pending:
            await self.store.save_unreadable(one.entry.id, "read by the test", self.time)
        return pending

    async def error(self) -> str | None:
        """Return why the last poll failed."""
        (one,) = await self.store.feeds()
        return one.state.last_error


@asynccontextmanager
async def _open(database: Path) -> AsyncIterator[Room]:
    async with (
        serving() as server,
        open_store(f"sqlite+aiosqlite:///{database}") as store,
        FeedParser(processes=1) as parser,
        FeedFetcher(parser, contact="test", allow_private=True) as fetcher,
    ):
        room = Room(server, store, fetcher)
        await store.save_feeds([Feed("odd", "Odd", server.address("/odd"))], room.now())
        yield room


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with _open(tmp_path / "record.db") as opened:
        yield opened


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
async def test_odd_feed_gives_its_new_entry_once_and_nothing_else(room: Room, case: Odd) -> None:
    first = await room.poll(case.body([2, 1], 0), case.headers)
    assert all(one.quiet for one in first)
    assert await room.poll(case.body([2, 1], 1), case.headers) == []
    fresh = await room.poll(case.body([3, 2, 1], 2), case.headers)
    assert await room.poll(case.body([3, 2, 1], 3), case.headers) == []
    assert await room.error() is None
    assert (len(fresh), [one.quiet for one in fresh[:1]]) == (1, [False])
    entry = fresh[0].entry
    for name, value in case.expected.items():
        found = entry.published.isoformat() if name == "published" and entry.published else getattr(entry, name)
        assert found == value.replace("SERVER", room.server.address(""))
    assert "3" in entry.title + entry.text


NO_FEED = {
    "empty answer": (200, "", {}),
    "page of the site": (200, "<!DOCTYPE html><html><head><title>News</title></head><body>Hi</body></html>", {}),
    "log-in page": (200, "<html><body><form action='/login'><input name=password></form></body></html>", {}),
    "wall of a network": (403, "<html><title>Just a moment...</title></html>", {"Server": "cloudflare"}),
    "wall that is overloaded": (503, "<html><title>Attention</title></html>", {"Server": "cloudflare"}),
    "gzip that is none": (200, "not packed", {"Content-Encoding": "gzip"}),
    "gzip that breaks off": (200, gzip.compress(channel(told(2), told(1)).encode())[:-9], {"Content-Encoding": "gzip"}),
    "JSON": (200, '{"error": "rate limited"}', {"Content-Type": "application/json"}),
    "half a feed": (200, channel(told(2))[:200], {}),
}


@pytest.mark.parametrize(("status", "body", "headers"), NO_FEED.values(), ids=NO_FEED.keys())
async def test_what_is_no_feed_for_a_day_costs_no_entry(
    room: Room, status: int, body: str | bytes, headers: dict[str, str]
) -> None:
    await room.poll(channel(told(2), told(1)), {})
    assert await room.poll(body, headers, status) == []
    assert await room.error()
    assert [one.entry.title for one in await room.poll(channel(told(3), told(2), told(1)), {})] == ["Report 3"]
    assert await room.error() is None


async def test_feed_that_is_empty_for_a_day_repeats_nothing(room: Room) -> None:
    await room.poll(channel(told(2), told(1)), {})
    assert await room.poll(channel(), {}) == []
    assert [one.entry.title for one in await room.poll(channel(told(3), told(2), told(1)), {})] == ["Report 3"]


async def test_live_blog_that_is_rewritten_all_day_is_one_entry_with_versions(room: Room) -> None:
    await room.poll(channel(told(1)), {})
    came = [await room.poll(channel(told(2, f"Live: {count} killed"), told(1)), {}) for count in range(20)]
    assert [len(one) for one in came] == [1] * 20
    assert [one[0].version for one in came] == list(range(1, 21))
    assert await room.poll(channel(told(2, "Live: 19 killed"), told(1)), {}) == []
