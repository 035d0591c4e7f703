"""Tell entries apart: an item is known again by its guid, else its address, else its content; never by its date."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

LONGEST_KEY: Final = 200
_TRACKING: Final = re.compile(
    r"^(utm_.*|at_.*|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|cmpid|ocid|ito|__twitter_.*)$"
)
# white space may stand between them, and at the end of a link it counts no more than around one
_ENDS: Final = "/" + "".join(filter(str.isspace, map(chr, range(0x3001))))
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_SEPARATOR: Final = "\x1f"


def canonical_address(link: str) -> str:
    """Return `link` without what does not tell pages apart: scheme, case of the host, tracking, fragment, last slash.

    Empty for what is no web address. The result is for comparing, not for opening.
    """
    try:
        parts = urlsplit(link.strip())
        host = _host(parts)
    except ValueError:
        return ""
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host:
        return ""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([(name, value) for name, value in pairs if not _TRACKING.match(name.lower())])
    return f"{host}{parts.path.rstrip(_ENDS)}" + (f"?{query}" if query else "")


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    port = parts.port
    return host if port in {None, _DEFAULT_PORTS.get(parts.scheme.lower())} else f"{host}:{port}"


def content_digest(title: str, text: str, link: str) -> str:
    """Return a digest that changes when title, text or link change (tracking parts of the link aside)."""
    return short_digest(_SEPARATOR.join((title, text, canonical_address(link) or link)))


def short_digest(words: str, length: int = 32) -> str:
    """Return the first `length` hex digits of the SHA-256 of `words`."""
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:length]


def entry_key(guid: str, link: str, digest: str) -> str:
    """Return what identifies an item within its feed; one longer than LONGEST_KEY is replaced by its own digest."""
    key = guid.strip() or canonical_address(link) or f"content:{digest}"
    return key if len(key) <= LONGEST_KEY else f"sha256:{short_digest(key, 64)}"


def entry_keys(items: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return the keys of one body's items, given as (guid, link, digest).

    A guid that items with different addresses share tells nothing apart: their addresses do then.
    """
    pages: dict[str, set[str]] = {}
    for guid, link, _ in items:
        pages.setdefault(guid.strip(), set()).add(canonical_address(link))
    return [entry_key("" if len(pages[guid.strip()]) > 1 else guid, link, digest) for guid, link, digest in items]


@dataclass(frozen=True, slots=True)
class Mark:
    """By what an entry is known again when its key has changed: its content, its address, its title (as digests).

    `key` is the feed's own, `stored` the one under which the entry was first stored.
    """

    key: str
    stored: str
    content: str
    link: str
    title: str


_MARK_LENGTH: Final = 12


def mark(key: str, title: str, link: str, digest: str) -> Mark:
    """Return the mark of an entry stored under its own key; a part that is empty stays so and is never matched."""
    address, words = canonical_address(link), " ".join(title.casefold().split())
    return Mark(
        key=key,
        stored=key,
        content=digest[:_MARK_LENGTH],
        link=short_digest(address, _MARK_LENGTH) if address else "",
        title=short_digest(words, _MARK_LENGTH) if words else "",
    )


def write_mark(one: Mark) -> str:
    """Return a mark as one line, the form in which a feed's state keeps it."""
    stored = "" if one.stored == one.key else one.stored
    parts = (one.content, one.link, one.title, one.key, stored)
    line = "\t".join(parts)
    # A tab or a line break in a key is rare, so is this slower form.
    plain = line.count("\t") == len(parts) - 1 and "\n" not in line and not line.startswith("[")
    return line if plain else json.dumps(parts)


def read_mark(line: str) -> Mark | None:
    """Read a line of `write_mark`; None where it is not one."""
    try:
        parts = json.loads(line) if line.startswith("[") else line.split("\t")
        content, link, title, key, stored = map(str, parts)
    except (TypeError, ValueError):
        return None
    return Mark(key, stored or key, content, link, title)
