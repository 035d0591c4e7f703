"""Hold our reading of feeds against feedparser's own, whole and as delta, on any folder of files.

feedparser reads each file as its documentation says, with everything switched on; what it gives is taken over as the
program does it: texts as plain text, links as addresses of the web. Nothing is fetched.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import feedparser

from bot.adapters.delta import plan_delta, split_items
from bot.adapters.parse_child import MOST_ENTRIES, read_feed, taken_over
from bot.errors import FeedError

FIELDS: Final = ("title", "link", "date", "id", "text")
ADDRESS: Final = "http://feed.example/"
MOST_DELTAS: Final = 10
_LONGEST_SHOWN: Final = 60

Fields = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one entry that we read otherwise; `way` is "whole" or "delta"."""

    file: Path
    way: str
    entry: int
    field: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one file showed: how many entries were compared, in how many readings, and what differed.

    `refused` is why we do not read the file on purpose, None where we do.
    """

    file: Path
    compared: int
    differences: tuple[Difference, ...]
    refused: str | None = None

    @property
    def differing(self) -> int:
        """Return how many of the compared readings of an entry differ in any field."""
        return len({(one.way, one.entry) for one in self.differences})


def compare_folder(folder: Path) -> Iterator[Comparison]:
    """Compare every file below `folder` in which feedparser finds entries, in the order of their names."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        body = file.read_bytes()
        theirs = _theirs(body)
        if theirs:
            yield _compare(file, body, theirs)


def _theirs(body: bytes) -> list[Fields]:
    try:
        parsed = feedparser.parse(BytesIO(body))
    except Exception:  # noqa: BLE001  whatever it raises, it has no reading to compare with
        return []
    return [_fields(taken_over(item, ADDRESS)) for item in parsed.entries[:MOST_ENTRIES]]


def _fields(entry: Mapping[str, Any]) -> Fields:
    raw_id = str(entry["raw"].get("id", ""))
    return (entry["title"], entry["link"], entry["published"] or "", raw_id, entry["text"])


def _compare(file: Path, body: bytes, theirs: list[Fields]) -> Comparison:
    try:
        ours = [_fields(entry) for entry in read_feed(body, None, ADDRESS)]
    except FeedError as error:
        return Comparison(file, 0, (), error.reason)
    deltas = dict(_deltas(body)) if len(ours) == len(theirs) else {}
    readings = [("whole", at, one) for at, one in enumerate(ours)] + [("delta", at, one) for at, one in deltas.items()]
    found = [
        Difference(file, way, at, name, mine, other)
        for way, at, one in readings
        for name, mine, other in zip(FIELDS, one, theirs[at] if at < len(theirs) else ("",) * len(FIELDS), strict=True)
        if mine != other
    ]
    if len(ours) != len(theirs):
        found.append(Difference(file, "whole", -1, "entries", str(len(ours)), str(len(theirs))))
    return Comparison(file, max(len(readings), len(theirs)), tuple(found))


def _deltas(body: bytes) -> Iterator[tuple[int, Fields]]:
    """Read single entries as if all the others had been in the body before."""
    split = split_items(body)
    positions = range(len(split.items)) if split else range(0)
    for at in positions[:MOST_DELTAS]:
        before = plan_delta(split.only([other for other in positions if other != at]), b"") if split else None
        delta = plan_delta(body, before.memory) if before else None
        if delta and delta.skipped == len(positions) - 1:
            (entry,) = read_feed(delta.body, None, ADDRESS)
            yield at, _fields(entry)


def shown(words: str) -> str:
    """Return a value short enough for a table, with what cannot be seen written out."""
    line = repr(words)[1:-1]
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…"
