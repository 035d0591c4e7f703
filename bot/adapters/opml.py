"""Write and read lists of feeds as OPML 2.0, with what this program knows of a feed as further attributes."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from bot.core.feeds import Feed
from bot.core.model import OTHER
from bot.errors import FeedError

LARGEST: Final = 5 * 1024 * 1024
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_YES: Final = "true"
_ENGLISH: Final = "en"
_MOST: Final = 24 * 60


def write_opml(feeds: Iterable[Feed]) -> str:
    """Return the feeds as an OPML document, in their order."""
    lines = "".join(f"    <outline {_attributes(feed)}/>\n" for feed in feeds)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"  <head><title>Counterclaim</title></head>\n  <body>\n{lines}  </body>\n</opml>\n"
    )


def _attributes(feed: Feed) -> str:
    values = {
        "type": "rss",
        "text": feed.outlet,
        "title": feed.outlet,
        "xmlUrl": feed.address,
        "id": feed.id,
        "language": feed.language,
        "side": feed.side,
        "state": str(feed.state_owned).lower(),
        "interval": f"{feed.interval.total_seconds() / 60:g}",
        "paused": str(feed.paused).lower(),
        "fullText": str(feed.full_text).lower(),
    }
    if feed.user_agent is not None:
        values["userAgent"] = feed.user_agent
    return " ".join(f"{name}={quoteattr(value)}" for name, value in values.items())


@dataclass(frozen=True, slots=True)
class FeedList:
    """The feeds of a document in their order, and a line for each value that was not taken as it stands there."""

    feeds: tuple[Feed, ...]
    remarks: tuple[str, ...]


def read_opml(document: bytes, sides: Collection[str], name: str) -> FeedList:
    """Return the feeds of an OPML document of any program; raise FeedError where it cannot be read.

    `sides` are the codes that are known. `id` is empty where the document gives none.
    """
    if len(document) > LARGEST:
        raise FeedError(name, "it is larger than a list of feeds may be (5 MB)")
    outlines: list[tuple[int, dict[str, str]]] = []
    parser = expat.ParserCreate()

    def begin(tag: str, values: dict[str, str]) -> None:
        if tag.lower() == "outline" and values.get("xmlUrl", "").strip():
            outlines.append((parser.CurrentLineNumber, values))

    def refuse(*_: object) -> None:
        raise FeedError(name, f"line {parser.CurrentLineNumber}: it has a DOCTYPE, which is not accepted; take it out")

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise FeedError(name, f"it is no OPML: {error}") from None
    read = [_feed(line, values, {*sides, OTHER}) for line, values in outlines]
    return FeedList(
        tuple(feed for feed, _ in read if feed), tuple(f"{name}, {said}" for _, remarks in read for said in remarks)
    )


def _feed(line: int, values: dict[str, str], sides: Collection[str]) -> tuple[Feed | None, list[str]]:
    """Return the feed of an outline, None where its address is none of the web, and what is to be said of it."""
    remarks: list[str] = []

    def otherwise(attribute: str, wrong: str) -> None:
        remarks.append(f'line {line}: {attribute}="{values[attribute][:80]}" {wrong}')

    address, side, language = values["xmlUrl"].strip(), values.get("side") or OTHER, values.get("language") or _ENGLISH
    if not address.lower().startswith(("http://", "https://")):
        otherwise("xmlUrl", "does not begin with http:// or https://, so this feed is left out")
        return None, remarks
    if side not in sides:
        otherwise("side", f"is none of {', '.join(sorted(sides))}; {OTHER} is taken")
        side = OTHER
    if not LANGUAGE.fullmatch(language):
        otherwise("language", f"is no language code such as {_ENGLISH}; {_ENGLISH} is taken")
        language = _ENGLISH
    interval = _interval(values.get("interval", ""))
    if interval is None:
        interval = Feed("", "", "").interval
        if values.get("interval"):
            otherwise("interval", f"is no number of minutes from 1 to {_MOST}; {interval.seconds // 60} is taken")
    feed = Feed(
        id=values.get("id", ""),
        outlet=(values.get("title") or values.get("text") or address).strip()[:200],
        address=address,
        language=language,
        side=side,
        state_owned=values.get("state") == _YES,
        interval=interval,
        paused=values.get("paused") == _YES,
        full_text=values.get("fullText") == _YES,
        user_agent=values.get("userAgent", "").strip()[:200] or None,
    )
    return feed, remarks


def _interval(written: str) -> timedelta | None:
    try:
        minutes = float(written)
    except ValueError:
        return None
    return timedelta(minutes=minutes) if 1 <= minutes <= _MOST else None
