"""Read feeds, one after another, in a process of its own that may be killed at any moment.

Started by `bot.adapters.parse`; speaks with it through standard input and output, one JSON line before each body. It
gets no setting and no secret, and opens no connection.
"""

import calendar
import contextlib
import gc
import json
import re
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any, BinaryIO, Final
from urllib.parse import urljoin
from xml.sax import SAXException

import feedparser

if sys.platform != "win32":
    import resource

from bot.adapters.delta import plan_delta, split_items
from bot.adapters.packing import BadlyPacked, TooLarge, refusal, unpack
from bot.adapters.plain_text import LONGEST_HTML, from_html, tidy
from bot.core.identity import content_digest, entry_keys
from bot.errors import FeedError

MOST_ENTRIES: Final = 500
LONGEST_TITLE: Final = 1_000
LONGEST_LINK: Final = 2_000
MOST_RAW: Final = 200
DEEPEST_RAW: Final = 6

_ENTITY: Final = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_ROOT: Final = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel|cdf)[\s>]", re.IGNORECASE)
# feedparser looks for an e-mail address in a person's name, which takes quadratic time; a name is never this long.
_LONG_NAME: Final = re.compile(
    rb"(<(?:[\w-]+:)?(?:author|creator|contributor|publisher|owner|name|email|managingEditor|webMaster)\b[^<>]{0,500}>)"
    rb"(\s*<!\[CDATA\[)?([^<\]]{300})[^<\]]+",
    re.IGNORECASE,
)
# Halves of surrogate pairs and numbers beyond Unicode: some feeds write emoji so, and feedparser raises on them.
_BAD_REFERENCE: Final = re.compile(
    rb"&#(?:0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]|[2-9]\d{6}|\d{8,40})"
    rb"|x0*(?:d[89a-f][0-9a-f]{2}|[2-9a-f][0-9a-f]{5}|[0-9a-f]{7,40}));",
    re.IGNORECASE,
)
_TTL: Final = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")
_HEADER_SEARCHED: Final = 32 * 1024
_COUNTED: Final = "feedburner_origlink"
_ONE_BYTE_CHARSET: Final = re.compile(
    r";\s*charset\s*=\s*[\"']?(?:iso-?8859|windows-125|cp125|latin|us-ascii)", re.IGNORECASE
)
_ENCODING: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^<>]{0,200}?\bencoding\s*=\s*[\"']([\w.-]{1,40})")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f\s]+")
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def read_feed(
    body: bytes, content_type: str | None, address: str, *, may_be_empty: bool = False
) -> list[dict[str, Any]]:
    """Return the entries of a feed as JSON values; raise FeedError with a plain reason."""
    _refuse_entities(body, address)
    content_type = believable_type(body, content_type)
    headers = {"content-type": content_type} if content_type else {}
    parsed = _parsed(_trimmed(body), headers, address)
    items = parsed.entries[:MOST_ENTRIES]
    if not items and not may_be_empty:
        _refuse_nonsense(parsed, body, content_type, address)
    entries = [taken_over(item, address) for item in items]
    guids = [tidy(str(item.get("id", ""))) for item in items]
    keys = entry_keys([(guid, one["link"], one["digest"]) for guid, one in zip(guids, entries, strict=True)])
    return [one | {"key": key} for one, key in zip(entries, keys, strict=True)]


def believable_type(body: bytes, content_type: str | None) -> str | None:
    """Return a Content-Type without the charset that its host puts into all of them, where the body is UTF-8.

    By the rules the header counts more than the prolog, and every byte means something in an alphabet of one byte.
    """
    if not content_type or body.isascii() or not _ONE_BYTE_CHARSET.search(content_type):
        return content_type
    prolog = _ENCODING.match(body)
    if prolog and prolog[1].lower() not in {b"utf-8", b"utf8"}:
        return content_type
    try:
        body.decode()
    except UnicodeDecodeError:
        return content_type
    return content_type.split(";")[0]


def _parsed(body: bytes, headers: Mapping[str, str], address: str) -> Any:
    try:
        return feedparser.parse(
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except MemoryError:
        raise
    except RecursionError:
        raise FeedError(address, "it is nested too deeply") from None
    except Exception as error:  # a hostile body makes the library raise whatever its own code raises
        raise FeedError(address, f"it cannot be read ({type(error).__name__})") from error


def _refuse_entities(body: bytes, address: str) -> None:
    """Refuse a document that declares entities: no feed needs them, and they can grow without bound."""
    plain = body.replace(b"\0", b"")
    doctype = _DOCTYPE.search(plain)
    root = _ROOT.search(plain)
    if doctype and (root is None or doctype.start() < root.start()) and _ENTITY.search(plain):
        raise FeedError(address, "it declares XML entities, which are not accepted")


def _trimmed(body: bytes) -> bytes:
    """Return the body with no more items than are wanted and without what trips the parser."""
    if max(body.count(b"<item"), body.count(b"<entry")) > MOST_ENTRIES:
        split = split_items(body)
        body = split.only(range(MOST_ENTRIES)) if split else body
    return _LONG_NAME.sub(_cut_name, _BAD_REFERENCE.sub(b"", body))


def _cut_name(found: re.Match[bytes]) -> bytes:
    whole_letters = found[3].decode("utf-8", "ignore").encode() if not found[3].isascii() else found[3]
    return found[1] + (found[2] or b"") + whole_letters


def _refuse_nonsense(parsed: Any, body: bytes, content_type: str | None, address: str) -> None:
    if not body.strip():
        raise FeedError(address, "it answered with nothing")
    if not parsed.get("version"):
        kind = _UNPRINTABLE.sub(" ", (content_type or "unknown type").split(";")[0])[:60]
        raise FeedError(address, f"it answered with something that is not a feed ({kind})")
    if isinstance(parsed.get("bozo_exception"), SAXException):
        raise FeedError(address, "it is broken XML in which no entry can be found")


def taken_over(item: Any, address: str) -> dict[str, Any]:
    """Return what of the library's item becomes of our entry, as JSON values; its key is still to be found."""
    title = " ".join(_plain(item.get("title", "")).split())[:LONGEST_TITLE]
    text, link = _text(item), _own_page(item, address)
    # asked of the plain dict: feedparser's own would answer one date for the other, and warn of it
    published = _date(dict.get(item, "published_parsed")) or _date(dict.get(item, "updated_parsed"))
    return {
        "digest": content_digest(title, text, link),
        "link": link,
        "title": title,
        "text": text,
        "published": published.isoformat() if published else None,
        "raw": _raw(item, 0),
    }


def _text(item: Any) -> str:
    """Return the full content where the feed gives it, else the summary."""
    contents = [_plain(one.get("value", "")) for one in item.get("content", [])[:5]]
    full = max(contents, key=len, default="")
    return full or _plain(item.get("summary", ""))


def _plain(value: Any) -> str:
    """Return a field as plain text.

    Every text is read as HTML: what Atom calls plain text is as often HTML that was escaped once too often.
    """
    return from_html(str(value))


def _own_page(item: Any, address: str) -> str:
    """Return the entry's own page where the feed names it beside a link that counts clicks, else its link."""
    return _link(str(item.get(_COUNTED, "")), address) or _link(str(item.get("link", "")), address)


def _link(link: str, address: str) -> str:
    try:
        whole = urljoin(address, _UNPRINTABLE.sub("", link))
    except ValueError:
        return ""
    return whole if link and len(whole) <= LONGEST_LINK and whole.lower().startswith(("http://", "https://")) else ""


def _date(value: Any) -> datetime | None:
    if not isinstance(value, struct_time):
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _raw(value: Any, depth: int) -> Any:
    """Return the item's own fields as JSON values, cut where they are endless; feedparser's derived dates left out."""
    if isinstance(value, str):
        return _storable(value[:LONGEST_HTML])
    if isinstance(value, dict) and depth < DEEPEST_RAW:
        own = [(key, one) for key, one in list(value.items())[:MOST_RAW] if not isinstance(one, struct_time)]
        return {_storable(str(key)[:200]): _raw(one, depth + 1) for key, one in own}
    if isinstance(value, (list, tuple)) and depth < DEEPEST_RAW:
        return [_raw(one, depth + 1) for one in value[:MOST_RAW]]
    return value if isinstance(value, (bool, int, float)) else None


def _storable(text: str) -> str:
    return text if text.isascii() and "\0" not in text else _UNSTORABLE.sub("\ufffd", text)


# --- the conversation with the parent


def main() -> None:
    """Answer requests until standard input ends; the one argument is the memory limit in bytes."""
    _limit_memory(int(sys.argv[1]))
    # Before every feed the library looks through all folders for this parser, which Python has not had for long.
    feedparser.api.PREFERRED_XML_PARSERS.clear()
    # What is loaded by now stays; nobody need look through it for garbage again.
    gc.freeze()
    # A feed's values are many and seldom go round in circles: look every few feeds, not ten times in each.
    gc.set_threshold(50_000)
    # A Ctrl-C is for the parent, which then ends this process itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    # Whatever a library prints must not get between the answers.
    sys.stdout = sys.stderr
    while line := source.readline():
        request = json.loads(line)
        answer = _answer(source.read(request["length"]), request)
        _write(sink, answer)
        if answer.get("fatal"):
            return


def _limit_memory(size: int) -> None:
    if sys.platform == "win32":
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(body: bytes, request: Mapping[str, Any]) -> dict[str, Any]:
    _alarm(int(request["seconds"]) + 2)
    try:
        return _read_page(body, request) if request.get("page") else _read_delta(body, request)
    except FeedError as error:
        return {"error": error.reason}
    except MemoryError:
        return {"error": "it needs more memory than a feed may take", "fatal": True}
    finally:
        _alarm(0)


def _read_delta(packed: bytes, request: Mapping[str, Any]) -> dict[str, Any]:
    """Read what of the body was not in the one before; the whole where that cannot be told."""
    body = _unpacked(packed, request)
    delta = plan_delta(body, bytes.fromhex(request["memory"]))
    entries: list[dict[str, Any]] = []
    if not request["known"] and (delta.body or not delta.skipped):
        entries = read_feed(delta.body, request["content_type"], request["address"], may_be_empty=delta.skipped > 0)
    # Items beyond the limit are not read, so they must not be remembered as read.
    memory = delta.memory if delta.items < MOST_ENTRIES else b""
    return {"entries": entries, "skipped": delta.skipped, "memory": memory.hex(), "ttl": _ttl(body)}


def _read_page(packed: bytes, request: Mapping[str, Any]) -> dict[str, Any]:
    """Read the article of a page; the library is loaded by the children that need it."""
    from bot.adapters.page_text import page_text  # noqa: PLC0415  heavy, and not everybody has it

    text = page_text(_unpacked(packed, request), request["content_type"])
    return {"text": text} if text else {"error": "no article can be found on it"}


def _unpacked(packed: bytes, request: Mapping[str, Any]) -> bytes:
    try:
        return unpack(packed, request["encoding"], request["most"])
    except (TooLarge, BadlyPacked) as error:
        raise FeedError(request["address"], refusal(error, request["most"])) from error


def _ttl(body: bytes) -> int | None:
    """Return for how many minutes the feed says that it stays as it is."""
    found = _TTL.search(body, 0, _HEADER_SEARCHED)
    return int(found[1]) if found else None


def _alarm(seconds: int) -> None:
    """Let the kernel end this process if nobody else does (the parent may be gone)."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _write(sink: BinaryIO, answer: Mapping[str, Any]) -> None:
    payload = json.dumps(answer, allow_nan=False).encode()
    sink.write(f"{len(payload)}\n".encode() + payload)
    sink.flush()


if __name__ == "__main__":
    main()
