"""What reading a body promises, whatever the body: used by the tests and by the fuzzer."""

import contextlib
import json
from pathlib import Path
from typing import Final

from bot.adapters.delta import plan_delta, split_items
from bot.adapters.packing import BadlyPacked, TooLarge, unpack
from bot.adapters.parse_child import LONGEST_LINK, LONGEST_TITLE, MOST_ENTRIES, read_feed
from bot.adapters.plain_text import LONGEST_TEXT, from_html
from bot.errors import FeedError

MOST_UNPACKED: Final = 10_000
CORPUS: Final = Path(__file__).resolve().parents[1] / "tests" / "adapters" / "corpus"


def check_body(body: bytes) -> None:
    """Read a body in every way that the parsing child does; raise where a promise is broken."""
    try:
        entries = read_feed(body, None, "https://feed.example/")
    except FeedError:
        entries = []
    _hold(len(entries) <= MOST_ENTRIES, "too many entries")
    for entry in entries:
        json.dumps(entry, allow_nan=False).encode()
        _hold(len(entry["title"]) <= LONGEST_TITLE and "\n" not in entry["title"], "a title that is no line")
        _hold(len(entry["text"]) <= LONGEST_TEXT, "a text too long")
        _hold(len(entry["link"]) <= LONGEST_LINK, "a link too long")
        _hold(entry["link"] == "" or entry["link"].lower().startswith(("http://", "https://")), "a link of no web")
        _hold(bool(entry["key"]), "an entry without a key")
        _hold("\0" not in entry["title"] + entry["text"] + entry["key"], "an invisible character")
    split = split_items(body)
    if split:
        _hold(split.header + b"".join(split.items) + split.footer == body, "parts that are not the body")
        _check_alone(split.lean([0]))
    _check_unpacked(body)
    first = plan_delta(body, b"")
    again = plan_delta(body, first.memory)
    _hold(not first.memory or again.skipped == len(again.memory) // 12 - 1, "an item known and yet read again")
    text = from_html(body.decode("utf-8", "replace"))
    _hold(len(text) <= LONGEST_TEXT and "\0" not in text, "a text that is not tidy")


def _check_alone(item: bytes) -> None:
    """One item in nothing but its feed's tags is read, or refused, like any body."""
    with contextlib.suppress(FeedError):
        read_feed(item, None, "https://feed.example/", may_be_empty=True)


def _check_unpacked(body: bytes) -> None:
    for encoding in ("gzip", "deflate", ""):
        with contextlib.suppress(TooLarge, BadlyPacked):
            _hold(len(unpack(body, encoding, MOST_UNPACKED)) <= MOST_UNPACKED, "a body beyond its limit")


def _hold(promise: bool, otherwise: str) -> None:
    if not promise:
        raise AssertionError(otherwise)
