"""Splitting a raw body at its items never changes what the exact parser makes of it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.delta import plan_delta, split_items
from bot.adapters.parse_child import read_feed
from tests.support.feed_server import item, rss

ADDRESS = "https://news.example.org/feed/"
ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>'
    + "".join(f'<entry><id>{n}</id><title>T{n}</title><link href="/{n}"/></entry>\n' for n in range(3))
    + "</feed>"
).encode()


def read(body: bytes) -> list[dict[str, Any]]:
    return read_feed(body, None, ADDRESS, may_be_empty=True)


@pytest.mark.parametrize("body", [rss(item("a"), item("b"), item("c")), ATOM])
def test_parts_are_the_body_and_any_item_alone_means_the_same(body: bytes) -> None:
    split = split_items(body)
    assert split
    assert split.header + b"".join(split.items) + split.footer == body
    whole = read(body)
    assert [read(split.only([at]))[0] for at in range(3)] == whole


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html></html>",
        rss(),
        rss(item("a", text="<![CDATA[an <item> in a text]]>")),
        rss(item("a", text="<![CDATA[</item><item>]]>")),
        rss("<!-- <item>old</item> -->", item("a")),
        rss("<!--", item("a"), "-->", item("b")),
        rss(item("a"), "<![CDATA[", item("b"), "]]>"),
        rss(item("a"), "<!-- never ends", item("b")),
        b"<!DOCTYPE rss>" + rss(item("a"))[38:],
        rss(item("a")).replace(b"<rss", b"<rdf:RDF><rss"),
        rss("<item><item>nested</item></item>"),
        rss(item("a"))[:-20] + b"<item>cut",
        rss(item("a")).decode().encode("utf-16"),
    ],
)
def test_body_that_cannot_safely_be_split_is_parsed_whole(body: bytes) -> None:
    assert split_items(body) is None
    delta = plan_delta(body, b"")
    assert (delta.body, delta.skipped, delta.memory) == (body, 0, b"")


def test_only_items_that_the_body_before_did_not_hold_are_parsed() -> None:
    first = plan_delta(rss(item("a"), item("b")), b"")
    second = plan_delta(rss(item("c"), item("a"), item("b", text="Edited.")), first.memory)
    assert [one["key"] for one in read(second.body)] == ["c", "b"]
    assert second.skipped == 1


def test_item_that_has_moved_to_the_end_is_not_parsed_again() -> None:
    first = plan_delta(rss(item("a"), item("b"), item("c")), b"")
    assert plan_delta(rss(item("c"), item("b"), item("a")), first.memory).skipped == 3


def test_changed_date_of_the_channel_changes_no_item() -> None:
    first = plan_delta(rss(item("a"), head="<lastBuildDate>1</lastBuildDate>"), b"")
    assert plan_delta(rss(item("a"), head="<lastBuildDate>2</lastBuildDate>"), first.memory).skipped == 1


ROOT = b'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
FEED = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><author><name>D</name></author>%b<id>f</id></feed>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<title>Test</title>", b"<title>Test</title><link>https://x</link><image><url>u</url></image>"),
        (b"<title>Test</title>", b'<title xmlns:dc="http://purl.org/dc/elements/1.1/">Test</title>'),
        (ROOT, b"<!-- <rss><channel> -->" + ROOT),
        (ROOT, ROOT.replace(b"version", b"note='a > b' version")),
        (b"</channel>", b"<title>Test</title><ttl>5</ttl></channel>"),
        (b"</channel>", b"</chann>"),
        (b"<channel>", b"<channel xml:base='https://base.example/' xml:lang='ps'>"),
        (b"<channel>", b"text <channel>"),
    ],
)
def test_item_read_alone_means_what_it_means_in_the_whole(old: bytes, new: bytes) -> None:
    whole = rss(item("a"), item("b", text="&lt;p&gt;B.&lt;/p&gt;")).replace(old, new)
    assert new in whole
    split = split_items(whole)
    assert split is not None
    assert [read(split.lean([at]))[0] for at in (0, 1)] == read(whole)


def test_entry_of_an_atom_feed_read_alone_means_the_same() -> None:
    entries = b"".join(b'<entry><id>%d</id><title>T</title><link href="/%d"/></entry>' % (at, at) for at in (1, 2))
    split = split_items(FEED % entries)
    assert split is not None
    alone = split.lean([1])
    assert b"<author>" not in alone, "nothing of the feed itself is read"
    assert read(alone) == read(FEED % entries)[1:]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"utf-8", b"iso-8859-1"),
        (b"xmlns:content", b"xmlns:other"),
        (b"<channel>", b"<channel xml:base='https://x/'>"),
    ],
)
def test_changed_header_that_gives_items_their_meaning_has_the_whole_parsed(old: bytes, new: bytes) -> None:
    first = plan_delta(rss(item("a")), b"")
    assert plan_delta(rss(item("a")).replace(old, new), first.memory).skipped == 0


def test_items_that_share_an_id_are_only_told_apart_together() -> None:
    body = rss(item("a"), item("a"))
    assert plan_delta(body, plan_delta(body, b"").memory).skipped == 0


bodies = st.lists(
    st.builds(
        item, st.sampled_from("abcdefgh"), text=st.sampled_from(["x", "y", "<![CDATA[<p>z</p>]]>", "<!-- c -->"])
    ),
    max_size=8,
    unique_by=lambda one: one[:20],
)


@settings(max_examples=60, deadline=None)
@given(bodies, bodies)
def test_what_was_skipped_had_been_read_and_what_is_read_means_the_same(before: list[str], after: list[str]) -> None:
    first, second = rss(*before), rss(*after)
    delta = plan_delta(second, plan_delta(first, b"").memory)
    fresh = read(delta.body) if delta.body else []
    old, whole = read(first), read(second)
    assert len(fresh) + delta.skipped == len(whole)
    assert all(one in fresh or one in old for one in whole)
    assert all(one in whole for one in fresh)
