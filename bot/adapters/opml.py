"""Write and read lists of feeds as OPML 2.0, with what this program knows of a feed as further attributes."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from bot.core.feeds import Feed
from bot.core.model import OTHER
from bot.errors import FeedError

LARGEST: Final = 5 * 1024 * 1024
_YES: Final = "true"


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


def read_opml(document: bytes, sides: Collection[str], name: str) -> list[Feed]:
    """Return the feeds of an OPML document of any program; raise FeedError where it cannot be read.

    `sides` are the codes that are known; any other side becomes OTHER. `id` is empty where the document gives none.
    """
    if len(document) > LARGEST:
        raise FeedError(name, "it is larger than a list of feeds may be (5 MB)")
    outlines: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, values: outlines.append(values) if tag.lower() == "outline" else None
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise FeedError(name, f"it is no OPML: {error}") from None
    return [_feed(one, sides) for one in outlines if one.get("xmlUrl", "").lower().startswith(("http://", "https://"))]


def _refuse(*_: object) -> None:
    raise FeedError("the OPML document", "it has a DOCTYPE, which is not accepted")


def _feed(values: dict[str, str], sides: Collection[str]) -> Feed:
    side = values.get("side", OTHER)
    return Feed(
        id=values.get("id", ""),
        outlet=(values.get("title") or values.get("text") or values["xmlUrl"]).strip()[:200],
        address=values["xmlUrl"].strip(),
        language=values.get("language") or "en",
        side=side if side in sides else OTHER,
        state_owned=values.get("state") == _YES,
        interval=_interval(values.get("interval", "")),
        paused=values.get("paused") == _YES,
        full_text=values.get("fullText") == _YES,
        user_agent=values.get("userAgent", "").strip()[:200] or None,
    )


def _interval(minutes: str) -> timedelta:
    try:
        return timedelta(minutes=min(max(float(minutes), 1.0), 24 * 60.0))
    except ValueError:
        return Feed("", "", "").interval
