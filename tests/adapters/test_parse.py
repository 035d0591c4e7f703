"""Bytes to entries: every kind of feed, plain text, and bodies that mean harm."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.parse import Body, FeedParser, ParseLimits
from bot.adapters.parse_child import read_feed
from bot.core.feeds import FetchedEntry
from bot.errors import FeedError
from tests.support.feed_server import item, rss

ADDRESS = "https://news.example.org/feed/"


@pytest.fixture
async def parser() -> AsyncIterator[FeedParser]:
    async with FeedParser(processes=1) as one:
        yield one


async def entries_of(parser: FeedParser, body: bytes | str, content_type: str | None = None) -> list[FetchedEntry]:
    whole = body.encode() if isinstance(body, str) else body
    return list((await parser.parse_body(Body(whole, ADDRESS, content_type))).entries)


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry>
<id>tag:1</id><link href="/a"/><updated>2026-02-27T12:00:00+04:30</updated>
<title type="text">5 &lt; 6 &amp;amp; more</title><summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Full one.</p><p>Full two.</p></div></content>
</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://x"><items><rdf:Seq/></items></channel>
<item rdf:about="https://x/1"><title>One</title><link>https://x/1</link><dc:date>2026-02-27</dc:date>
<description>Text</description></item></rdf:RDF>"""


async def test_atom_with_full_content(parser: FeedParser) -> None:
    (one,) = await entries_of(parser, ATOM)
    assert (one.key, one.link, one.title) == ("tag:1", "https://news.example.org/a", "5 < 6 & more")
    assert one.text == "Full one.\nFull two."
    assert one.published == datetime(2026, 2, 27, 7, 30, tzinfo=UTC)


async def test_rss_1_0(parser: FeedParser) -> None:
    (one,) = await entries_of(parser, RDF)
    assert (one.key, one.title, one.published) == ("https://x/1", "One", datetime(2026, 2, 27, tzinfo=UTC))


async def test_rss_prefers_full_content_and_keeps_the_items_own_fields(parser: FeedParser) -> None:
    body = rss(
        "<item><title>Clash &amp;amp; claims</title><guid>g1</guid><category>War</category>"
        "<description>Short</description><content:encoded><![CDATA[<p>55 <b>soldiers</b> killed.</p>"
        "<ul><li>19 posts</li></ul>]]></content:encoded></item>"
    )
    (one,) = await entries_of(parser, body)
    assert (one.key, one.title, one.text) == ("g1", "Clash & claims", "55 soldiers killed.\n19 posts")
    assert one.published is None
    assert json.loads(json.dumps(one.raw)) == one.raw
    assert one.raw["summary"] == "Short"
    assert "War" in json.dumps(one.raw)


async def test_key_falls_back_from_guid_to_address_to_content(parser: FeedParser) -> None:
    body = rss(
        "<item><title>A</title><guid> id-1 </guid></item>",
        "<item><title>B</title><link>HTTPS://www.News.example.org:443/b/?utm_source=rss&amp;x=1#top</link></item>",
        "<item><title>C</title></item>",
        f"<item><title>D</title><guid>{'long' * 100}</guid></item>",
    )
    a, b, c, d = await entries_of(parser, body)
    assert (a.key, b.key) == ("id-1", "news.example.org/b?x=1")
    assert c.key == f"content:{c.digest}"
    assert d.key.startswith("sha256:")


async def test_guid_that_every_item_shares_tells_nothing_apart(parser: FeedParser) -> None:
    body = rss(
        *(f"<item><guid>same</guid><title>{n}</title><link>https://x.example/{n}</link></item>" for n in range(3))
    )
    assert [one.key for one in await entries_of(parser, body)] == [f"x.example/{n}" for n in range(3)]


async def test_digest_changes_with_title_text_and_link_but_not_with_date_or_tracking(parser: FeedParser) -> None:
    def body(title: str = "T", text: str = "X", link: str = "https://x.example/1", when: str = "") -> bytes:
        return rss(
            f"<item><guid>g</guid><title>{title}</title><link>{link}</link><description>{text}</description>"
            f"<pubDate>{when}</pubDate></item>"
        )

    async def digest(whole: bytes) -> str:
        return (await entries_of(parser, whole))[0].digest

    same = {await digest(body()), await digest(body(when="Fri, 27 Feb 2026 10:00:00 GMT"))}
    same.add(await digest(body(link="https://x.example/1?utm_campaign=z")))
    others = {
        await digest(body(title="U")),
        await digest(body(text="Y")),
        await digest(body(link="https://x.example/2")),
    }
    assert len(same) == 1
    assert len(same | others) == 4


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "http://[::1", "data:text/html,x"])
async def test_link_that_is_not_of_the_web_is_dropped(parser: FeedParser, link: str) -> None:
    (one,) = await entries_of(parser, rss(f"<item><guid>g</guid><title>T</title><link>{link}</link></item>"))
    assert one.link == ""


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        (b'<?xml version="1.0" encoding="windows-1252"?>' + rss(item("g", "Ñ’"))[38:], None, None),
        (rss(item("g", "پاکستان")), "application/rss+xml; charset=utf-8", "پاکستان"),
        (rss(item("g", "پاکستان")), "text/xml; charset=iso-8859-1", None),
        (rss(item("g", "café")).decode().replace('"utf-8"', '"iso-8859-1"').encode("latin-1"), None, "café"),
        (rss(item("g", "کابل")).decode().replace('"utf-8"', '"utf-16"').encode("utf-16"), None, "کابل"),
        (rss(item("g", "x")) + b"\xff\xfe broken \xc3", "application/xml; charset=no-such-charset", "x"),
    ],
)
async def test_wrong_or_odd_charset_loses_no_entry(
    parser: FeedParser, body: bytes, content_type: str | None, title: str | None
) -> None:
    (one,) = await entries_of(parser, body, content_type)
    assert one.key == "g"
    assert title is None or one.title == title


async def test_broken_xml_gives_what_can_be_saved(parser: FeedParser) -> None:
    body = rss(item("a", "Fish & chips"), item("b"))[:-30]
    assert [one.key for one in await entries_of(parser, body)] == ["a", "b"]


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        (b"", None, "answered with nothing"),
        (b" \n\t ", None, "answered with nothing"),
        (b"<html><body><p>Sign in</p></body></html>", "text/html; charset=utf-8", "not a feed (text/html)"),
        (b'{"items": []}', "application/json", "not a feed (application/json)"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image/png", "not a feed (image/png)"),
        (b"<rss version='2.0'><channel><title>T</tit", "text/xml", "broken XML"),
        (b"x", "evil/\r\ntype\x1b[31m", "not a feed"),
    ],
)
async def test_what_is_no_feed_is_refused_in_one_line(
    parser: FeedParser, body: bytes, content_type: str | None, words: str
) -> None:
    with pytest.raises(FeedError) as caught:
        await parser.parse_body(Body(body, ADDRESS, content_type))
    assert words in caught.value.reason
    assert caught.value.reason.isprintable()


async def test_feed_without_entries_is_a_feed(parser: FeedParser) -> None:
    assert await entries_of(parser, rss()) == []


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(9))


@pytest.mark.parametrize(
    "body",
    [
        f"<!DOCTYPE r [{BOMB}]><rss><channel><item><title>&l8;</title></item></channel></rss>".encode(),
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
        b'<?xml version="1.0"?><!-- > --><!doctype r [<!entity % x SYSTEM "http://127.0.0.1/"> %x;]><rss></rss>',
        '<!DOCTYPE r [<!ENTITY x "y">]><rss><channel><item><title>&x;</title></item></channel></rss>'.encode("utf-16"),
    ],
)
async def test_declared_entities_are_refused(parser: FeedParser, body: bytes) -> None:
    with pytest.raises(FeedError, match="declares XML entities"):
        await parser.parse_body(Body(body, ADDRESS))


async def test_plain_doctype_and_talk_about_entities_are_fine(parser: FeedParser) -> None:
    old = b'<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://x/rss-0.91.dtd">' + rss(item("a"))[38:]
    assert len(await entries_of(parser, old)) == 1
    assert len(await entries_of(parser, rss(item("a", text="<![CDATA[<!DOCTYPE x [<!ENTITY y 'z'>]>]]>")))) == 1


# --- bodies that mean harm: every one ends within the limits, and the next feed is read all the same


def described(text: bytes) -> bytes:
    return rss("<item><guid>g</guid><description>\0</description></item>").replace(b"\0", text)


HARMLESS_WHEN_CUT = {
    "endless author": rss("<item><guid>g</guid><author>\0</author></item>").replace(b"\0", b"a." * 20_000),
    "endless creator": rss("<item><guid>g</guid><dc:creator>\0</dc:creator></item>").replace(b"\0", b"a." * 20_000),
    "endless author in CDATA": rss("<item><guid>g</guid><author><![CDATA[\0]]></author></item>").replace(
        b"\0", b"a." * 20_000
    ),
    "comments that never end": described(b"&lt;!--" * 60_000),
    "tags that never end": described(b"&lt;a " * 60_000),
    "nested tags": described(b"&lt;div&gt;" * 60_000),
    "control characters": described(b"&#x1b;[31m\x01\x02\x7f"),
    "long title": rss(item("g", "x" * 500_000)),
}


@pytest.mark.parametrize("name", HARMLESS_WHEN_CUT)
async def test_endless_fields_are_cut_and_the_entry_kept(parser: FeedParser, name: str) -> None:
    (one,) = await entries_of(parser, HARMLESS_WHEN_CUT[name])
    assert one.key == "g"
    assert len(one.title) <= 1_000
    assert len(one.text) <= 40_000
    assert len(json.dumps(one.raw)) < 2_000_000
    assert (one.title + one.text).replace("\n", "").isprintable()


async def test_only_the_first_entries_of_a_flood_are_read(parser: FeedParser) -> None:
    found = await entries_of(parser, rss(*(item(f"k{n}") for n in range(20_000))))
    assert [one.key for one in found] == [f"k{n}" for n in range(500)]


async def test_parse_that_takes_too_long_is_killed_and_the_next_feed_read() -> None:
    endless = b"<rss><channel>" + b"<item><title>" * 400_000
    async with FeedParser(ParseLimits(seconds=0.8), processes=1) as parser:
        with pytest.raises(FeedError, match=r"longer than 0\.8 s"):
            await parser.parse_body(Body(endless, ADDRESS))
    async with FeedParser(processes=1) as parser:
        assert len(await entries_of(parser, rss(item("a")))) == 1


@pytest.mark.skipif(os.name != "posix", reason="memory limits are POSIX")
async def test_parse_that_takes_too_much_memory_is_ended_and_the_next_feed_read() -> None:
    greedy = b"<rss><channel>" + b"<item><title>a</title><b/>" * 300_000 + b"</channel></rss>"
    async with FeedParser(ParseLimits(seconds=60, memory=64 * 1024 * 1024), processes=1) as parser:
        with pytest.raises(FeedError, match=r"more memory|ended its process"):
            await parser.parse_body(Body(greedy, ADDRESS))
        assert len(await entries_of(parser, rss(item("a")))) == 1


async def test_feed_that_takes_long_does_not_hold_up_the_others() -> None:
    endless = b"<rss><channel>" + b"<item><title>" * 400_000
    async with FeedParser(ParseLimits(seconds=30), processes=2) as parser:
        slow = asyncio.create_task(parser.parse_body(Body(endless, ADDRESS)))
        plain = asyncio.create_task(entries_of(parser, ATOM))
        await asyncio.wait({slow, plain}, return_when=asyncio.FIRST_COMPLETED)
        assert plain.done()
        assert not slow.done()
        slow.cancel()
        await asyncio.wait({slow})


async def test_children_are_replaced_after_some_feeds_and_none_is_left_behind() -> None:
    async with FeedParser(ParseLimits(feeds=2), processes=2) as parser:
        for _ in range(5):
            assert len(await entries_of(parser, rss(item("a")))) == 1


async def test_child_gets_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "canary-of-the-test")
    async with FeedParser(processes=1) as parser:
        await entries_of(parser, rss(item("a")))
        assert children_with(b"canary-of-the-test") == []


def children_with(words: bytes) -> list[Path]:
    return [one for one in Path("/proc").glob("[0-9]*") if is_child_with(one, words)]


def is_child_with(process: Path, words: bytes) -> bool:
    try:
        line, environ = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
    except OSError:
        return False
    return b"parse_child" in line and words in environ


# --- whatever the bytes are

pieces = st.sampled_from(
    [
        b"<rss version='2.0'>", b"<channel>", b"<item>", b"</item>", b"<entry>", b"<feed>", b"<title>", b"</title>",
        b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&amp;", b"&#0;", b"&#xd800;", b"&bogus;", b"\xff\xfe", b"\x00",
        b"<guid>", b"</guid>", b"<link>http://[</link>", b"<pubDate>Fri, 99 Feb 99999</pubDate>",
        b"<content type='xhtml'>", b"&#55357;", b"&#x110000;", b"&#1114112;",
        "مرز".encode(), b"<?xml version='1.0' encoding='utf-7'?>", b"<a b='", b"<!DOCTYPE x>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(pieces | st.binary(max_size=8), max_size=25), st.booleans())
def test_any_bytes_give_entries_or_one_plain_line(parts: list[bytes], in_item: bool) -> None:
    body = b"".join(parts)
    if in_item:
        body = rss("<item><guid>g</guid>\0</item>").replace(b"\0", body)
    found = read_or_reason(body)
    if isinstance(found, str):
        assert found.isprintable()
        return
    keys = [one["key"] for one in found]
    assert all(keys)
    json.dumps(found).encode("ascii")
    for one in found:
        (one["title"] + one["text"] + one["link"] + one["key"]).encode("utf-8")


def read_or_reason(body: bytes) -> list[dict[str, Any]] | str:
    try:
        return read_feed(body, None, ADDRESS)
    except FeedError as error:
        return error.reason


async def test_emoji_written_as_halves_of_a_pair_costs_no_entry(parser: FeedParser) -> None:
    (one,) = await entries_of(parser, rss(item("g", "Sad &#55357;&#56832; &#xD83D;&#xde00;news & more")))
    assert one.title == "Sad news & more"
