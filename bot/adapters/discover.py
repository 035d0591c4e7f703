"""Find the feed of a site: its address may be the feed's own, or that of a page that names its feeds.

Pages name them in <link rel="alternate">, the way browsers find feeds (WHATWG HTML, link type "alternate"). Where a
page names none, the paths are tried at which the usual programs for news sites give theirs.
"""

import re
from datetime import datetime
from html import unescape
from typing import Final
from urllib.parse import urljoin

from bot.adapters.fetch import FeedFetcher, check_feed
from bot.core.feeds import Feed, FeedCheck
from bot.errors import FeedError

MOST_CANDIDATES: Final = 5
USUAL_PATHS: Final = ("/feed/", "/rss.xml", "/feed.xml", "/rss", "/atom.xml")
_SEARCHED: Final = 512 * 1024
_LINK: Final = re.compile(r"<link\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""([a-zA-Z-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_KINDS: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})


def feed_links(page: str, address: str) -> list[str]:
    """Return the addresses of the feeds that a page names, in its order, each once."""
    found: dict[str, None] = {}
    for link in _LINK.finditer(page[:_SEARCHED]):
        values = {one[1].lower(): unescape(one[2] or one[3] or one[4] or "") for one in _ATTRIBUTE.finditer(link[1])}
        named = "alternate" in values.get("rel", "").lower().split() and values.get("type", "").lower() in _KINDS
        if named and (whole := _whole(address, values.get("href", ""))):
            found[whole] = None
    return list(found)


def _whole(address: str, href: str) -> str:
    try:
        whole = urljoin(address, href.strip())
    except ValueError:
        return ""
    return whole if href.strip() and whole.lower().startswith(("http://", "https://")) else ""


async def find_feeds(source: FeedFetcher, address: str, now: datetime) -> list[FeedCheck]:
    """Return a check of the feed at `address`, or of those of the page there; raise FeedError for none."""
    own = await _checked(source, address, now)
    if own.reason is None:
        return [own]
    page = await source.page(address)
    links = feed_links(page.body.decode("utf-8", "replace"), page.address)[:MOST_CANDIDATES]
    checks = [await _checked(source, link, now) for link in links]
    if good := [check for check in checks if check.reason is None]:
        return good
    if checks:
        raise FeedError(address, checks[0].reason or "")
    for path in USUAL_PATHS:
        guess = await _checked(source, urljoin(page.address, path), now)
        if guess.reason is None:
            return [guess]
    raise FeedError(address, "it is no feed, names none in a <link rel=alternate>, and has none at the usual paths")


async def _checked(source: FeedFetcher, address: str, now: datetime) -> FeedCheck:
    return await check_feed(source, Feed("candidate", address, address), now)
