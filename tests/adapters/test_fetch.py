"""Fetching from a loopback server: courtesy, every kind of failure, and addresses that must not be reached."""

import asyncio
import gzip
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.adapters.addresses import AddressRefused, guarded_socket, is_public
from bot.adapters.fetch import NOT_PUBLIC, FeedFetcher, FetchLimits, check_feed
from bot.adapters.parse import FeedParser
from bot.core.feeds import Failed, Feed, FeedState, Fetched, FetchOutcome, Unchanged
from bot.core.refresh import plan_refresh
from tests.support.feed_server import FeedServer, item, rss, serving

NOW = datetime(2026, 2, 27, 12, tzinfo=UTC)
FRESH = FeedState("t", NOW)
SHORT = FetchLimits(connect=0.5, read=0.5, total=0.5)


def feed(address: str) -> Feed:
    return Feed("t", "Test", address)


@asynccontextmanager
async def fetching(
    limits: FetchLimits | None = None, *, allow_private: bool = True, resolver: AbstractResolver | None = None
) -> AsyncIterator[FeedFetcher]:
    async with (
        FeedParser(processes=1) as parser,
        FeedFetcher(
            parser, contact="https://example.org/bot", allow_private=allow_private, limits=limits, resolver=resolver
        ) as fetcher,
    ):
        yield fetcher


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with serving() as running:
        yield running


async def fetch(address: str, state: FeedState = FRESH, limits: FetchLimits | None = None) -> FetchOutcome:
    async with fetching(limits) as fetcher:
        return await fetcher.fetch(feed(address), state)


def saved(state: FeedState, outcome: FetchOutcome, address: str) -> FeedState:
    return plan_refresh(feed(address), state, outcome, {}, NOW).state


# --- courtesy


async def test_feed_is_fetched_with_an_honest_name(server: FeedServer) -> None:
    outcome = await fetch(server.address())
    assert isinstance(outcome, Fetched)
    assert [one.key for one in outcome.entries] == ["a", "b"]
    assert server.headers["User-Agent"].startswith("Counterclaim/")
    assert "(+https://example.org/bot)" in server.headers["User-Agent"]
    assert server.headers["Accept-Encoding"] == "gzip, deflate"
    assert "If-None-Match" not in server.headers


async def test_feed_may_be_given_another_name(server: FeedServer) -> None:
    async with fetching() as fetcher:
        await fetcher.fetch(replace(feed(server.address()), user_agent="Reader/1"), FRESH)
    assert server.headers["User-Agent"] == "Reader/1"


async def test_second_fetch_is_conditional_and_a_304_keeps_the_validators(server: FeedServer) -> None:
    address = server.address()
    async with fetching() as fetcher:
        state = saved(FRESH, await fetcher.fetch(feed(address), FRESH), address)
        outcome = await fetcher.fetch(feed(address), state)
    assert outcome == Unchanged(state.etag, state.last_modified)
    assert server.headers["If-None-Match"] == state.etag
    assert server.headers["If-Modified-Since"] == "Fri, 27 Feb 2026 10:00:00 GMT"


async def test_same_body_again_is_unchanged_without_any_validator(server: FeedServer) -> None:
    address = server.address("/bytes")
    async with fetching() as fetcher:
        state = saved(FRESH, await fetcher.fetch(feed(address), FRESH), address)
        assert isinstance(await fetcher.fetch(feed(address), state), Unchanged)
        server.body = rss(item("c"))
        assert isinstance(await fetcher.fetch(feed(address), state), Fetched)


async def test_ttl_of_the_feed_counts_when_it_answers_that_nothing_is_new(server: FeedServer) -> None:
    address = server.address()
    server.body = rss(item("a"), head="<ttl>30</ttl>")
    async with fetching() as fetcher:
        state = saved(FRESH, await fetcher.fetch(feed(address), FRESH), address)
        again = await fetcher.fetch(feed(address), state)
    assert isinstance(again, Unchanged)
    assert again.minimum_wait == timedelta(minutes=30)


async def test_only_new_items_are_parsed_once_the_body_before_was_saved(server: FeedServer) -> None:
    address = server.address()
    async with fetching() as fetcher:
        first = await fetcher.fetch(feed(address), FRESH)
        server.body = rss(item("c"), item("a"), item("b"), head="<lastBuildDate>later</lastBuildDate>")
        unsaved = await fetcher.fetch(feed(address), FRESH)
        assert isinstance(unsaved, Fetched)
        assert [one.key for one in unsaved.entries] == ["c", "a", "b"]
        server.body = rss(item("d"), item("c"), item("a", text="Edited."), item("b"))
        state = saved(saved(FRESH, first, address), unsaved, address)
        delta = await fetcher.fetch(feed(address), state)
    assert isinstance(delta, Fetched)
    assert ([one.key for one in delta.entries], delta.unparsed) == (["d", "a"], 2)


async def test_body_that_stands_since_before_a_restart_is_only_split(server: FeedServer) -> None:
    address = server.address("/bytes")
    server.body = rss(item("a"), item("b"), head="<ttl>90</ttl>")
    state = saved(FRESH, await fetch(address), address)
    async with fetching() as fetcher:
        again = await fetcher.fetch(feed(address), state)
        server.body = rss(item("c"), item("a"), item("b"), head="<ttl>90</ttl>")
        later = await fetcher.fetch(feed(address), state)
    assert again == Unchanged(minimum_wait=timedelta(minutes=90))
    assert isinstance(later, Fetched)
    assert ([one.key for one in later.entries], later.unparsed) == (["c"], 2)


async def test_body_that_only_its_packing_tells_from_the_one_before_gives_no_entry(server: FeedServer) -> None:
    address, plain = server.address("/bytes"), server.body
    async with fetching() as fetcher:
        state = saved(FRESH, await fetcher.fetch(feed(address), FRESH), address)
        server.body, server.extra = gzip.compress(plain), {"Content-Encoding": "gzip"}
        packed = await fetcher.fetch(feed(address), state)
    assert isinstance(packed, Fetched)
    assert (packed.entries, packed.unparsed) == ((), 2)


async def test_requests_to_one_host_take_turns(server: FeedServer) -> None:
    async with fetching(FetchLimits(per_host=2)) as fetcher:
        await asyncio.gather(*(fetcher.fetch(feed(server.address(f"/status/404?{n}")), FRESH) for n in range(12)))
    assert server.asked["/status/404"] == 12
    assert server.most_together <= 2


async def test_requests_to_one_host_keep_their_distance(server: FeedServer) -> None:
    clock = asyncio.get_running_loop().time
    async with fetching(FetchLimits(host_gap=0.02)) as fetcher:
        began = clock()
        await asyncio.gather(*(fetcher.fetch(feed(server.address(f"/status/404?{n}")), FRESH) for n in range(6)))
    assert clock() - began >= 5 * 0.02


@pytest.mark.parametrize(
    ("extra", "head", "wait"),
    [
        ({"Cache-Control": "public, max-age=900"}, "", timedelta(minutes=15)),
        ({"Cache-Control": "max-age=900", "Age": "600"}, "", timedelta(minutes=5)),
        ({"Cache-Control": "no-cache, max-age=900"}, "", None),
        ({"Cache-Control": "max-age=0"}, "", None),
        ({"Retry-After": "120"}, "", timedelta(minutes=2)),
        ({}, "<ttl>30</ttl>", timedelta(minutes=30)),
        ({"Cache-Control": "max-age=60"}, "<ttl>30</ttl>", timedelta(minutes=30)),
        ({"Cache-Control": "max-age=abc", "Age": "\u0662"}, "<ttl>x</ttl>", None),
    ],
)
async def test_wait_that_is_asked_for_is_passed_on(
    server: FeedServer, extra: dict[str, str], head: str, wait: timedelta | None
) -> None:
    server.extra, server.body = extra, rss(item("a"), head=head)
    outcome = await fetch(server.address())
    assert isinstance(outcome, Fetched)
    assert outcome.minimum_wait == wait


@pytest.mark.parametrize(
    ("extra", "after"),
    [
        ({"Retry-After": "120"}, timedelta(seconds=120)),
        (
            {"Retry-After": "Fri, 27 Feb 2026 11:00:00 GMT", "Date": "Fri, 27 Feb 2026 10:00:00 GMT"},
            timedelta(hours=1),
        ),
        ({"Retry-After": "Fri, 27 Feb 1998 11:00:00 GMT"}, timedelta()),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
    ],
)
async def test_retry_after_is_read_in_both_forms(
    server: FeedServer, extra: dict[str, str], after: timedelta | None
) -> None:
    server.extra = extra
    outcome = await fetch(server.address("/status/503"))
    assert isinstance(outcome, Failed)
    assert outcome.retry_after == after


# --- redirects


@pytest.mark.parametrize(
    ("path", "permanent"),
    [
        ("/redirect/301/feed", "/feed"),
        ("/redirect/308/feed", "/feed"),
        ("/redirect/302/feed", None),
        ("/redirect/307/feed", None),
        ("/redirect/301/redirect/308/feed", "/feed"),
        ("/redirect/301/redirect/302/feed", "/redirect/302/feed"),
        ("/redirect/302/redirect/301/feed", None),
    ],
)
async def test_permanent_redirects_are_told_from_passing_ones(
    server: FeedServer, path: str, permanent: str | None
) -> None:
    outcome = await fetch(server.address(path))
    assert isinstance(outcome, Fetched)
    assert outcome.permanent_address == (server.address(permanent) if permanent else None)


async def test_relative_links_are_those_of_the_host_that_answered(server: FeedServer) -> None:
    server.body = rss("<item><guid>g</guid><title>T</title><link>/page</link></item>")
    async with serving() as moved:
        outcome = await fetch(moved.address(f"/redirect/302/x?to={server.address()}"))
    assert isinstance(outcome, Fetched)
    assert outcome.entries[0].link == server.address("/page")


async def test_every_host_of_a_chain_of_redirects_is_asked_in_its_turn(server: FeedServer) -> None:
    clock = asyncio.get_running_loop().time
    async with fetching(FetchLimits(per_host=1, host_gap=0.02)) as fetcher:
        began = clock()
        await asyncio.gather(*(fetcher.fetch(feed(server.address("/loop/0")), FRESH) for _ in range(2)))
    assert clock() - began >= 11 * 0.02
    assert server.most_together == 1


async def test_redirects_end_after_five(server: FeedServer) -> None:
    assert await fetch(server.address("/loop/0")) == Failed("it redirects more than 5 times")
    assert sum(server.asked.values()) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://example.org/feed", "http://[::1", "data:,x"]
)
async def test_redirect_to_anything_but_the_web_is_refused(server: FeedServer, target: str) -> None:
    outcome = await fetch(server.address(f"/redirect/302/x?to={target}"))
    assert isinstance(outcome, Failed)
    assert "redirects to an address" in outcome.reason


# --- failures


@pytest.mark.parametrize(
    ("status", "words", "blocked", "gone"),
    [
        (401, "password", True, False),
        (403, "turns this program away", True, False),
        (404, "nothing at its address", False, False),
        (410, "gone for good", False, True),
        (429, "less often", True, False),
        (418, "cannot be used", False, False),
        (500, "its host has a fault", False, False),
        (503, "its host has a fault", False, False),
    ],
)
async def test_status_becomes_one_plain_line(
    server: FeedServer, status: int, words: str, blocked: bool, gone: bool
) -> None:
    outcome = await fetch(server.address(f"/status/{status}"))
    assert isinstance(outcome, Failed)
    assert words in outcome.reason
    assert (outcome.blocked, outcome.gone) == (blocked, gone)
    assert "internal detail" not in outcome.reason


HOSTILE = FetchLimits(body=1024 * 1024)


@pytest.mark.parametrize(
    ("path", "limits", "words"),
    [
        ("/oversize", HOSTILE, "larger than 1 MB"),
        ("/bomb", HOSTILE, "larger than 1 MB"),
        ("/hang", SHORT, "did not answer in time"),
        ("/drip", SHORT, "did not answer in time"),
        ("/broken-gzip", None, "broke off or is packed wrongly"),
        ("/cut", None, "broke off or is packed wrongly"),
        ("/many-headers", None, "does not keep to HTTP"),
    ],
)
async def test_hostile_answer_ends_within_its_limit(
    server: FeedServer, path: str, limits: FetchLimits | None, words: str
) -> None:
    outcome = await fetch(server.address(path), limits=limits)
    assert isinstance(outcome, Failed)
    assert words in outcome.reason
    assert "127.0.0.1" not in outcome.reason


async def test_one_bad_feed_leaves_the_fetcher_fit_for_the_next(server: FeedServer) -> None:
    async with fetching(replace(SHORT, body=1024 * 1024)) as fetcher:
        for path in ("/hang", "/bomb", "/cut", "/status/500"):
            assert isinstance(await fetcher.fetch(feed(server.address(path)), FRESH), Failed)
        server.body = b"<html>no feed</html>"
        assert isinstance(await fetcher.fetch(feed(server.address("/bytes")), FRESH), Failed)
    server.body = rss(item("a"))
    assert isinstance(await fetch(server.address()), Fetched)


async def test_closed_port_is_a_plain_failure() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/feed"
        assert await fetch(address) == Failed("its host cannot be reached")


async def test_secure_connection_to_a_plain_server_is_a_plain_failure(server: FeedServer) -> None:
    outcome = await fetch(server.address().replace("http:", "https:"))
    assert outcome == Failed("no secure connection can be made")


@pytest.mark.parametrize("address", ["", "feed", "file:///etc/passwd", "http://", "http://[::1", "javascript:alert(1)"])
async def test_address_that_is_none_fails_without_a_request(address: str) -> None:
    outcome = await fetch(address)
    assert isinstance(outcome, Failed)
    assert "address" in outcome.reason


async def test_learnt_address_is_asked_instead_of_the_feeds_own(server: FeedServer) -> None:
    outcome = await fetch(server.address("/status/404"), replace(FRESH, address=server.address()))
    assert isinstance(outcome, Fetched)


# --- addresses that must not be reached


class Names(AbstractResolver):
    """Gives every name the same address, or none; stands in for a name server that has changed its mind."""

    def __init__(self, address: str | None) -> None:
        self.address, self.asked = address, 0

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:
        """Return the address for the name, whatever the family."""
        self.asked += 1
        if self.address is None:
            raise OSError(f"no such name {host}")
        found = ResolveResult(
            hostname=host, host=self.address, port=port, family=socket.AF_INET, proto=0, flags=socket.AI_NUMERICHOST
        )
        return [found] if family in {socket.AF_INET, socket.AF_UNSPEC} else []

    async def close(self) -> None:
        """Close nothing: nothing is held."""


# host, and whether it reaches this machine when there is no guard
ATTACKS = [
    ("127.0.0.1", True),
    ("localhost", True),
    ("127.1", False),
    ("2130706433", False),
    ("0x7f000001", True),
    ("0177.0.0.1", False),
    ("0.0.0.0", True),
    ("[::ffff:127.0.0.1]", True),
    ("[::ffff:7f00:1]", True),
    ("１２７.０.０.１", True),
    ("[::ffff:100.64.0.1]", False),
    ("[::1]", False),
    ("[::]", False),
    ("[::127.0.0.1]", False),
    ("[64:ff9b::7f00:1]", False),
    ("[64:ff9b:1::a00:1]", False),
    ("[2002:7f00:1::]", False),
    ("[2001:0:7f00:1::]", False),
    ("[fe80::1]", False),
    ("[fd00::1]", False),
    ("[ff02::1]", False),
    ("[3fff::1]", False),
    ("[2001:db8::1]", False),
    ("10.0.0.1", False),
    ("172.16.0.1", False),
    ("192.168.1.1", False),
    ("169.254.169.254", False),
    ("100.64.0.1", False),
    ("192.0.0.8", False),
    ("192.0.2.1", False),
    ("198.18.0.1", False),
    ("224.0.0.1", False),
    ("255.255.255.255", False),
    ("127.0.0.1:{port}\\@news.example.org", False),
    ("news.example.org@127.0.0.1", True),
]


def attack(host: str, port: int) -> str:
    return f"http://{host.format(port=port)}:{port}/feed"


@pytest.mark.parametrize("host", [host for host, _ in ATTACKS])
async def test_guard_lets_no_attack_through(server: FeedServer, host: str) -> None:
    limits = FetchLimits(ports=frozenset({server.port}))
    async with fetching(limits, allow_private=False) as fetcher:
        outcome = await fetcher.fetch(feed(attack(host, server.port)), FRESH)
    assert isinstance(outcome, Failed)
    assert server.asked.total() == 0
    assert outcome.reason in {NOT_PUBLIC, "its address is not valid", "its host cannot be reached"}


@pytest.mark.parametrize("host", [host for host, reaches in ATTACKS if reaches])
async def test_without_the_guard_the_same_attack_arrives(server: FeedServer, host: str) -> None:
    async with fetching(SHORT, allow_private=True) as fetcher:
        await fetcher.fetch(feed(attack(host, server.port)), FRESH)
    assert server.asked.total() == 1


@pytest.mark.parametrize("guarded", [True, False])
async def test_name_that_leads_to_loopback_is_refused_where_it_connects(server: FeedServer, guarded: bool) -> None:
    resolver = Names("127.0.0.1")
    limits = FetchLimits(ports=frozenset({server.port}))
    async with fetching(limits, allow_private=not guarded, resolver=resolver) as fetcher:
        outcome = await fetcher.fetch(feed(server.address(host="rebound.example.org")), FRESH)
    assert resolver.asked == 1
    assert server.asked.total() == (0 if guarded else 1)
    assert (outcome == Failed(NOT_PUBLIC)) is guarded


@pytest.mark.skipif(sys.platform != "linux", reason="needs a second loopback address")
@pytest.mark.parametrize("guarded", [True, False])
async def test_redirect_is_guarded_though_its_first_host_is_allowed(server: FeedServer, guarded: bool) -> None:
    limits = FetchLimits(private=frozenset({"127.0.0.1"}))
    async with serving("127.0.0.2") as inner, fetching(limits, allow_private=not guarded) as fetcher:
        target = inner.address(host="127.0.0.2")
        outcome = await fetcher.fetch(feed(server.address(f"/redirect/302/x?to={target}")), FRESH)
        assert (server.asked.total(), inner.asked.total()) == (1, 0 if guarded else 1)
        assert (outcome == Failed(NOT_PUBLIC)) is guarded


async def test_port_that_is_not_allowed_is_not_asked() -> None:
    makes = guarded_socket({80, 443}, ())
    with pytest.raises(AddressRefused):
        makes((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 22)))
    makes((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))).close()


async def test_unknown_host_and_refused_host_cannot_be_told_apart() -> None:
    reasons = []
    for resolver in (Names(None), Names("127.0.0.1"), Names("10.0.0.1")):
        async with fetching(allow_private=False, resolver=resolver) as fetcher:
            reasons.append(await fetcher.fetch(feed("http://inner.example.org/feed"), FRESH))
    assert reasons == [Failed(NOT_PUBLIC)] * 3


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001::1", "2001:4860::8", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["", "localhost", "127.0.0.1", "::1%lo", "fe80::1%eth0", "::ffff:10.0.0.1", "::ffff:100.64.0.1"]
)
def test_other_addresses_are_not(address: str) -> None:
    assert not is_public(address)


# --- the trial fetch


async def test_check_tells_entries_newest_date_and_time_taken(server: FeedServer) -> None:
    server.body = rss(item("a"), item("b", when="Fri, 27 Feb 2026 11:00:00 GMT"), item("c", when="1 Jan 2099"))
    async with fetching() as fetcher:
        check = await check_feed(fetcher, feed(server.address()), NOW)
    assert (check.entries, check.newest) == (3, datetime(2026, 2, 27, 11, tzinfo=UTC))
    assert check.line.startswith("t: 3 entries, newest 2026-02-27 11:00 UTC, ")


async def test_check_tells_why_a_feed_failed(server: FeedServer) -> None:
    async with fetching() as fetcher:
        missing = await check_feed(fetcher, feed(server.address("/status/404")), NOW)
        stuck = await check_feed(fetcher, feed(server.address("/status/304")), NOW)
    assert missing.reason == "there is nothing at its address (status 404)"
    assert missing.line.startswith("t: failed after ")
    assert stuck.reason
