"""Split the raw body of a feed at its items, so that only those never seen need the slow, exact parser.

It parses nothing and changes nothing: header, chosen items and footer are put together again as a smaller feed, to the
letter. Where splitting could change the meaning the answer is None, and the body is to be parsed whole.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

LONGEST_HEADER: Final = 256 * 1024
# RSS 1.0 lists its items apart from their content; UTF-16 and UTF-32 hold NUL; entities may hold items.
_UNSAFE_HEADER: Final = re.compile(rb"\x00|<!DOCTYPE|<(?:\w+:)?RDF\b", re.IGNORECASE)
# In small letters only, as nearly every feed has them; any other is parsed whole.
_ROOT: Final = re.compile(rb"<(rss|feed)[\s>]")
_ITEMS: Final = {
    b"rss": re.compile(rb"<(?:item(?=[\s>])|/item\s*>)"),
    b"feed": re.compile(rb"<(?:entry(?=[\s>])|/entry\s*>)"),
}
_IDS: Final = {
    b"rss": re.compile(rb"<guid(?=[\s>])[^<>]*>(.{0,400}?)</guid", re.DOTALL),
    b"feed": re.compile(rb"<id(?=[\s>])[^<>]*>(.{0,400}?)</id", re.DOTALL),
}
# The tags that are open around the items, from the root's on; attributes with angle brackets are left to the whole.
_ATTRIBUTES: Final = rb"""(?:[^<>"']|"[^<>"]*"|'[^<>']*')*+"""
_OPENING: Final = {
    b"rss": re.compile(rb"<rss" + _ATTRIBUTES + rb">\s*<channel" + _ATTRIBUTES + rb">"),
    b"feed": re.compile(rb"<feed" + _ATTRIBUTES + rb">"),
}
_CLOSING: Final = {b"rss": b"</channel", b"feed": b"</feed"}
_SECTIONS: Final = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))
_DIGEST_LENGTH: Final = 12


@dataclass(frozen=True, slots=True)
class Split:
    """A body as header, items and footer, which together are the body to the letter; `kind` is "rss" or "feed"."""

    kind: bytes
    header: bytes
    items: tuple[bytes, ...]
    footer: bytes

    @property
    def header_digest(self) -> bytes:
        """Return a digest of what gives the items their meaning: the root with its namespaces, the encoding."""
        return _digest(_meaning(self.header))

    def item_digests(self) -> tuple[bytes, ...]:
        """Return a digest of each raw item (white space around it aside, which goes with its place in the feed)."""
        return tuple(_digest(item.strip()) for item in self.items)

    def only(self, wanted: Collection[int]) -> bytes:
        """Return the body with no items but those at the positions `wanted`."""
        return b"".join((self.header, *(self.items[at] for at in sorted(wanted)), self.footer))

    def lean(self, wanted: Collection[int]) -> bytes:
        """Return the items at the positions `wanted` in nothing but what gives them their meaning.

        A channel's own title, picture and dates say nothing about its items, and cost as much to parse as one.
        """
        prolog, mark, _ = self.header.partition(b"<" + self.kind)
        opening = _OPENING[self.kind].match(self.header, len(prolog)) if mark and b"<!" not in prolog else None
        closing = self.footer.rfind(_CLOSING[self.kind])
        if opening is None or closing < 0 or b"xmlns" in self.header[opening.end() :]:
            return self.only(wanted)
        chosen = (self.items[at] for at in sorted(wanted))
        return b"".join((self.header[: opening.end()], *chosen, self.footer[closing:]))


def _digest(raw: bytes) -> bytes:
    return sha256(raw).digest()[:_DIGEST_LENGTH]


def _meaning(header: bytes) -> bytes:
    """Return the prolog and the root's tag: a channel's title and dates may change without touching any item."""
    root = _ROOT.search(header)
    end = header.find(b">", root.start()) if root else len(header)
    bases = re.findall(rb"xml:(?:base|lang)\s*=\s*[\"'][^\"']*[\"']", header)
    return b"\n".join((header[: end + 1], *bases))


def split_items(body: bytes) -> Split | None:
    """Return the body split at its items, or None where it cannot safely be split."""
    split = _cut(body)
    return split if split and all(map(_is_whole, split.items)) else None


def _cut(body: bytes) -> Split | None:
    """Split a body without looking into its items: whether each of them is whole is still to be seen."""
    root = _ROOT.search(body, 0, 4096)
    if root is None:
        return None
    edges = _edges(body, _ITEMS[root[1]])
    if not edges:
        return None
    starts = edges[::2]
    header, footer = body[: starts[0]], body[edges[-1] :]
    if len(header) > LONGEST_HEADER or _UNSAFE_HEADER.search(header) or _hides(header, footer):
        return None
    # What stands between two items (white space, a stray element) belongs to the one before.
    ends = (*starts[1:], edges[-1])
    items = tuple(body[start:end] for start, end in zip(starts, ends, strict=True))
    return Split(root[1], header, items, footer)


def _edges(body: bytes, pattern: re.Pattern[bytes]) -> list[int]:
    """Return where items start and end, in turn; empty where they do not take turns."""
    found = list(pattern.finditer(body))
    closing = [tag[0].startswith(b"</") for tag in found]
    if len(found) % 2 or any(closing[::2]) or not all(closing[1::2]):
        return []
    return [tag.end() if closes else tag.start() for tag, closes in zip(found, closing, strict=True)]


def _hides(header: bytes, footer: bytes) -> bool:
    return not (_is_whole(header) and _is_whole(footer))


def _is_whole(piece: bytes) -> bool:
    """Tell whether no CDATA section or comment runs over the edge of a piece."""
    at = piece.find(b"<!")
    rest = 0
    while at >= 0:
        end = next((mark for start, mark in _SECTIONS if piece.startswith(start, at)), None)
        closed = piece.find(end, at) if end else -1
        if end is None or closed < 0:
            return False
        at, rest = piece.find(b"<!", closed), closed + len(end)
    return b"]]>" not in piece[rest:] and b"-->" not in piece[rest:]


def shares_ids(split: Split) -> bool:
    """Tell whether two items seem to have the same id; then they can only be told apart together."""
    ids = [one for item in split.items for one in _IDS[split.kind].findall(item)]
    return len(ids) != len(set(ids))


@dataclass(frozen=True, slots=True)
class Delta:
    """What of a body must be parsed: `body` is the whole or the smaller feed, `skipped` how many items it leaves out.

    It is empty where every item is left out. `memory` is what to give to the next `plan_delta`: the digests of the
    header and of every item, or nothing.
    """

    body: bytes
    skipped: int
    memory: bytes

    @property
    def items(self) -> int:
        """Return how many items the memory holds."""
        return max(len(self.memory) // _DIGEST_LENGTH - 1, 0)


def plan_delta(body: bytes, memory: bytes) -> Delta:
    """Return what of `body` must be parsed when `memory` comes from the body before it (empty: from none)."""
    split = _cut(body)
    if split is None or shares_ids(split):
        return Delta(body, 0, b"")
    digests = split.item_digests()
    header = split.header_digest
    known = memory.startswith(header)
    starts = range(_DIGEST_LENGTH, len(memory) if known else 0, _DIGEST_LENGTH)
    # an item of the body before was found whole then
    seen = {memory[at : at + _DIGEST_LENGTH] for at in starts}
    fresh = [at for at, digest in enumerate(digests) if digest not in seen]
    if not all(_is_whole(split.items[at]) for at in fresh):
        return Delta(body, 0, b"")
    after = header + b"".join(digests)
    if not known:
        return Delta(body, 0, after)
    return Delta(split.lean(fresh) if fresh else b"", len(digests) - len(fresh), after)
