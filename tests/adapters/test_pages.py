"""The pages behind entries: read in a child process, with their hosts' consent, and never to the feed's harm."""

import gzip
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.adapters.fetch import FeedFetcher, FetchLimits
from bot.adapters.fetch.pages import PageReader
from bot.adapters.page_text import page_text
from bot.adapters.parse import FeedParser, ParseLimits
from bot.core.feeds import Feed, FetchedEntry
from bot.core.pages import FullTexts
from tests.support.feed_server import FeedServer, serving

FEED = Feed("t", "Test", "https://feed.example/", full_text=True)
HTML = {"Content-Type": "text/html; charset=utf-8"}
TOLD = "The army said on Friday that 12 soldiers were killed at the crossing."
REST = "Residents told reporters that they had heard artillery until dawn and that schools stayed shut all day."


def page(*paragraphs: str) -> bytes:
    told = "".join(f"<p>{one}</p>" for one in paragraphs)
    menu = "<nav><a href='/'>Home</a> <a href='/world'>World</a> <a href='/sport'>Sport</a></nav>"
    return (
        f"<html><head><title>Clash</title></head><body>{menu}<article><h1>Clash</h1>{told}</article>"
        "<footer>All rights reserved. Subscribe to our newsletter.</footer></body></html>"
    ).encode()


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with serving() as running:
        running.pages["/a"] = (200, HTML, page(TOLD, REST))
        running.pages["/robots.txt"] = (404, {}, b"")
        yield running


@asynccontextmanager
async def fetching(parse: ParseLimits | None = None, limits: FetchLimits | None = None) -> AsyncIterator[FeedFetcher]:
    async with (
        FeedParser(parse, processes=1) as parser,
        FeedFetcher(parser, contact="test", allow_private=True, limits=limits) as fetcher,
    ):
        yield fetcher


def entry(address: str) -> FetchedEntry:
    return FetchedEntry(address, "d", address, "Clash", "Short.", None)


async def read(server: FeedServer, *paths: str, parse: ParseLimits | None = None) -> FullTexts:
    async with fetching(parse) as fetcher:
        return await fetcher.full_texts(FEED, [entry(server.address(path)) for path in paths])


async def test_article_is_read_and_what_stands_around_it_is_not(server: FeedServer) -> None:
    found = await read(server, "/a")
    (text,) = found.texts.values()
    assert TOLD in text
    assert REST in text
    assert "Subscribe" not in text
    assert "Sport" not in text
    assert found.faults == ()


async def test_packed_page_is_read(server: FeedServer) -> None:
    packed = gzip.compress(page(TOLD, REST))
    server.pages["/a"] = (200, {**HTML, "Content-Encoding": "gzip"}, packed)
    assert TOLD in (await read(server, "/a")).texts[server.address("/a")]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((404, {}, b""), "there is nothing at its address (status 404)"),
        ((403, {}, b""), "it turns this program away (status 403)"),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF"), "its address leads to no page of text"),
        ((200, HTML, b"<html><body></body></html>"), "no article can be found on it"),
        ((200, HTML, b"x" * 4_000_000), "its body is larger than 3 MB"),
        ((200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(bytes(60_000_000))), "its body is larger than 3 MB"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "it redirects to an address that is not one of the web"),
    ],
)
async def test_page_that_cannot_be_read_costs_no_other_its_text(
    server: FeedServer, answer: tuple[int, dict[str, str], bytes], reason: str
) -> None:
    server.pages["/b"] = answer
    found = await read(server, "/b", "/a")
    assert found.faults == (reason,)
    assert set(found.texts) == {server.address("/a")}


async def test_address_that_is_none_is_a_fault(server: FeedServer) -> None:
    async with fetching() as fetcher:
        found = await fetcher.full_texts(FEED, [entry("http://[::1"), entry("ftp://x.example/")])
    assert len(found.faults) == 2
    assert server.asked.total() == 0


async def test_private_address_is_refused_as_a_feeds_would_be(server: FeedServer) -> None:
    async with FeedParser(processes=1) as parser, FeedFetcher(parser, contact="test") as fetcher:
        found = await fetcher.full_texts(FEED, [entry(server.address("/a"))])
    assert (found.texts, len(found.faults)) == ({}, 1)
    assert server.asked.total() == 0


# --- consent


async def test_host_that_asks_programs_to_keep_out_is_not_asked(server: FeedServer) -> None:
    server.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /a\n\nUser-agent: Counterclaim\nDisallow: /b")
    server.pages["/b"] = server.pages["/a"]
    found = await read(server, "/b", "/a")
    assert found.faults == ("its host asks programs to keep out (robots.txt)",)
    assert (server.asked["/a"], server.asked["/b"], server.asked["/robots.txt"]) == (1, 0, 1)


async def test_host_to_which_a_page_redirects_is_asked_for_its_consent_too(server: FeedServer) -> None:
    async with serving() as other:
        other.pages = {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /a"), "/a": server.pages["/a"]}
        found = await read(server, f"/redirect/302/x?to={other.address('/a')}")
    assert found.faults == ("its host asks programs to keep out (robots.txt)",)
    assert (other.asked["/robots.txt"], other.asked["/a"]) == (1, 0)


async def test_host_behind_a_redirect_that_asks_to_wait_is_left_alone_and_no_other(server: FeedServer) -> None:
    async with serving() as other:
        other.pages = {"/robots.txt": (404, {}, b""), "/a": (503, {"Retry-After": "120"}, b"")}
        found = await read(server, *[f"/redirect/302/{n}?to={other.address('/a')}" for n in range(2)], "/a")
    assert found.faults == ("its host has a fault (status 503)", "its host asks to wait")
    assert list(found.texts) == [server.address("/a")]
    assert other.asked["/a"] == 1


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_host_whose_rules_cannot_be_read_is_left_alone_for_now(server: FeedServer, status: int) -> None:
    server.pages["/robots.txt"] = (status, {}, b"")
    assert (await read(server, "/a", "/a")).texts == {}
    assert (server.asked["/a"], server.asked["/robots.txt"]) == (0, 1)


async def test_host_that_asks_to_wait_is_left_alone(server: FeedServer) -> None:
    server.pages["/b"] = (503, {"Retry-After": "120"}, b"")
    found = await read(server, "/b", "/a")
    assert found.faults == ("its host has a fault (status 503)", "its host asks to wait")
    assert server.asked["/a"] == 0


async def test_without_the_optional_package_no_page_is_asked_for_and_the_reason_is_told(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    found = await read(server, "/a")
    assert found.line.endswith('the package trafilatura is not installed (pip install "counterclaim[full-text]")')
    assert server.asked.total() == 0


async def test_feeds_own_name_is_used_for_its_pages(server: FeedServer) -> None:
    named = Feed("t", "Test", "https://feed.example/", user_agent="Reader/1", full_text=True)
    async with fetching() as fetcher:
        await fetcher.full_texts(named, [entry(server.address("/a"))])
    assert server.headers["User-Agent"] == "Reader/1"


async def test_pages_of_one_poll_end_in_time(server: FeedServer) -> None:
    async with fetching() as fetcher, FeedParser(processes=1) as parser:
        reader = PageReader(fetcher, parser, seconds=0.3)
        began = time.monotonic()
        found = await reader.full_texts(FEED, [entry(server.address("/hang")), entry(server.address("/a"))])
    assert time.monotonic() - began < 5
    assert (found.texts, len(found.faults)) == ({}, 2)


# --- harm


async def test_page_that_is_not_read_in_time_is_a_fault(server: FeedServer) -> None:
    # a child is not even started in so little time
    found = await read(server, "/a", parse=ParseLimits(seconds=0.01))
    assert found.faults == ("it takes longer than 0.01 s to read",)


async def test_page_of_nested_tags_ends(server: FeedServer) -> None:
    server.pages["/deep"] = (200, HTML, b"<html><body>" + b"<div><p>" * 200_000)
    began = time.monotonic()
    found = await read(server, "/deep")
    assert (found.texts, len(found.faults)) == ({}, 1)
    assert time.monotonic() - began < 2 * ParseLimits().seconds


@pytest.mark.parametrize(
    ("body", "content_type", "word"),
    [
        ("جنگ".encode("cp1256"), "text/html; charset=windows-1256", "جنگ"),
        (b"<meta charset='iso-8859-1'>" + "Café".encode("latin-1"), "text/html", "Café"),
        ("Café".encode(), "text/html; charset=no-such-thing", "Café"),
        ("Café".encode(), None, "Café"),
    ],
)
def test_page_is_decoded_as_its_host_or_it_itself_says(body: bytes, content_type: str | None, word: str) -> None:
    told = b"<p>" + body + b" " + REST.encode() + b"</p>"
    assert word in page_text(b"<html><body><article>" + told + b"</article></body></html>", content_type)
