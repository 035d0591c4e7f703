"""A loopback server of many feeds that all clients see alike: one entry more in a tenth of them in every round.

Seven of ten feeds give an ETag and answer 304 while nothing is new; the others send the same body again. Every second
feed gives the full text of its entries. Everything follows from a feed's number and the round's.
"""

import asyncio
import gzip
import json
import random
import sys
from typing import Final

from aiohttp import web

ITEMS: Final = 30
CHANGED: Final = 10
HOSTS: Final = tuple(f"127.0.0.{last}" for last in range(1, 21))
_WORDS: Final = (
    "border", "clash", "troops", "province", "officials", "said", "killed", "wounded",
    "crossing", "closed", "spokesman", "statement", "night", "fire", "army", "ministry",
    "capital", "talks", "trade", "refugees", "drone", "strike", "village", "police",
    "attack", "claimed", "denied", "morning", "hundreds", "families",
)  # fmt: skip


def _paragraphs() -> list[str]:
    chance = random.Random(7)
    return [" ".join(chance.choices(_WORDS, k=80)) + "." for _ in range(200)]


_TEXT: Final = _paragraphs()


def version(feed: int, round_number: int) -> int:
    """Return how many new entries a feed has had by a round."""
    return (round_number + feed // 2 % CHANGED) // CHANGED


def feed_body(feed: int, newest: int, items: int = ITEMS) -> bytes:
    """Return the RSS of a feed whose newest entry is number `newest`."""
    written = "".join(_item(feed, newest - back) for back in range(items))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Feed {feed}</title><link>https://feed{feed}.example/</link>{written}</channel></rss>"
    ).encode()


def _item(feed: int, number: int) -> str:
    """Return an item as the usual newsroom software writes it; every second feed gives the whole text."""
    at, home = feed * 31 + (number + ITEMS) * 7, f"https://feed{feed}.example"
    full = "".join(_paragraph(at + part, home) for part in range(5))
    content = f"<content:encoded><![CDATA[{_picture(home, number)}{full}]]></content:encoded>" if feed % 2 else ""
    day, hour = divmod(number + ITEMS, 24)
    return (
        f"<item><title>{_TEXT[at % len(_TEXT)][:60].strip()} {number}</title>"
        f"<link>{home}/{number}</link><comments>{home}/{number}#comments</comments>"
        f'<dc:creator><![CDATA[Desk {at % 9}]]></dc:creator><guid isPermaLink="false">{home}/{number}</guid>'
        f"<pubDate>{1 + day % 28:02d} Feb 2026 {hour:02d}:00:00 +0000</pubDate>"
        f"<category><![CDATA[World]]></category><category><![CDATA[Border]]></category>"
        f'<description><![CDATA[<p>{_TEXT[at % len(_TEXT)][:300]}&#8230; <a href="{home}/{number}">Read more</a></p>'
        f"]]></description>{content}</item>\n"
    )


def _paragraph(at: int, home: str) -> str:
    words = _TEXT[at % len(_TEXT)]
    return f'<p>{words[:120]} <a href="{home}/tag/{at}">{words[120:140]}</a>&#8217;s <strong>{words[140:]}</strong></p>'


def _picture(home: str, number: int) -> str:
    return f'<figure><img src="/images/{number}.jpg" alt="" width="800" /><figcaption>{home}</figcaption></figure>'


class FeedsOfRounds:
    """Answers for every feed as the present round has it."""

    def __init__(self, feeds: int) -> None:
        self._feeds = feeds
        self._bodies: dict[int, tuple[int, bytes]] = {}
        self.begin(0)

    def begin(self, round_number: int) -> None:
        """Make ready what the feeds answer from now on."""
        for feed in range(self._feeds):
            newest = version(feed, round_number)
            if self._bodies.get(feed, (-1, b""))[0] != newest:
                self._bodies[feed] = (newest, gzip.compress(feed_body(feed, newest), 1))

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one poll."""
        feed = int(request.match_info["feed"])
        newest, body = self._bodies[feed]
        headers = {"Content-Type": "application/rss+xml", "Content-Encoding": "gzip"}
        if feed // (2 * CHANGED) % 10 < 7:
            headers["ETag"] = etag = f'"{newest}"'
            if request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, headers=headers)

    async def turn(self, request: web.Request) -> web.Response:
        """Begin the round that the request names."""
        self.begin(int(request.match_info["round"]))
        return web.Response()


async def serve(feeds: int) -> None:
    """Serve until standard input ends; print the port first."""
    answers = FeedsOfRounds(feeds)
    app = web.Application()
    app.router.add_get("/feed/{feed}", answers.answer)
    app.router.add_post("/round/{round}", answers.turn)
    runner = web.AppRunner(app, access_log=None, keepalive_timeout=3600)
    await runner.setup()
    first = web.TCPSite(runner, HOSTS[0], 0)
    await first.start()
    port = runner.addresses[0][1]
    for host in HOSTS[1:]:
        await web.TCPSite(runner, host, port).start()
    print(json.dumps({"port": port}), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


def address(feed: int, port: int) -> str:
    """Return where a feed is served."""
    return f"http://{HOSTS[feed % len(HOSTS)]}:{port}/feed/{feed}"


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
