"""Find who a sentence introduces by name and office, speaking or not: "led by Y's deputy minister, N N"."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.core.attribution.lexicon import HOLDER
from bot.core.attribution.lines import Line
from bot.core.attribution.memory import PERSON, Speaker
from bot.core.attribution.nouns import AUXILIARIES, OFFICES, OFFICIAL_PEOPLE, SPEAKER_NOUNS
from bot.core.attribution.phrases import phrase_left
from bot.core.attribution.readings import office_key, owner_after, read
from bot.core.model import Side

_FULL_NAME: Final = 2
_LEADING: Final = frozenset({"led", "headed", "represented", "chaired"})
_REACH: Final = 14
_AFTER_NAME: Final = frozenset({",", ".", ")", ";", "-"})
_KEPT: Final = 256


@lru_cache(maxsize=_KEPT)
def offices(line: Line) -> tuple[tuple[frozenset[str], Side, Speaker | None], ...]:
    """Return the offices that a sentence names together with their owner, and who holds them where it says so."""
    return tuple(_offices(line))


def _offices(line: Line) -> Iterator[tuple[frozenset[str], Side, Speaker | None]]:
    for at, word in enumerate(line.low):
        if word not in OFFICES or line.covering[at] is not None:
            continue
        start = phrase_left(line, at + 1)
        if start is None:
            continue
        reading = read(line, start, at + 1)
        after = owner_after(line, at + 1)
        side = reading.side or reading.place or (after[0] if after is not None else None)
        if side is None or reading.never or reading.private or reading.former:
            continue
        key = office_key(line, start, at + 1)
        holder = _holder(line, start, after[1] if after is not None else at + 1, side, key)
        subject = reading.plural or not AUXILIARIES.isdisjoint(
            line.low[at + 1 : at + 2]
        )  # "According to X, a guard was"
        yield key, side, holder if word in OFFICIAL_PEOPLE and not subject else None


def _holder(line: Line, start: int, end: int, side: Side, key: frozenset[str]) -> Speaker | None:
    """Return who holds an office: the name behind it, or before it and a comma."""
    names = _name_behind(line, end) or _name_before(line, start)
    if names is None:
        return None
    words = frozenset(word for word in line.low[names[0] : names[1]] if word.isalpha() or "-" in word)
    by = line.slice(*names)
    return Speaker(side, by, PERSON, words, key, names[0], names[1], sure=True, official=True) if words else None


def _name_behind(line: Line, end: int) -> tuple[int, int] | None:
    first = end + (line.low[end : end + 1] == (",",))
    last = first
    while last < len(line.low) and _is_name(line, last):
        last += 1
    if first == end:
        return (first, last) if last > first else None
    closed = last >= len(line.low) or line.low[last] in _AFTER_NAME
    return (first, last) if last - first >= _FULL_NAME and closed else None


def _name_before(line: Line, start: int) -> tuple[int, int] | None:
    if start < _FULL_NAME or line.low[start - 1] != ",":
        return None
    first = start - 1
    while first > 0 and _is_name(line, first - 1):
        first -= 1
    return (first, start - 1) if start - 1 - first >= _FULL_NAME else None


def _is_name(line: Line, at: int) -> bool:
    hit = line.covering[at]
    if hit is not None:
        return hit.sort == HOLDER
    return line.is_name(at) and line.low[at] not in SPEAKER_NOUNS and line.low[at][0].isalpha()


def led_by(line: Line) -> Speaker | None:
    """Return who leads what a sentence is about: "Y's team, led by the deputy minister, N N"."""
    for at in range(1, len(line.low) - 2):
        if line.low[at] not in _LEADING or line.low[at + 1] != "by":
            continue
        for first in range(at + 2, min(at + _REACH, len(line.low))):
            last = first
            while last < len(line.low) and _is_name(line, last):
                last += 1
            if last - first >= _FULL_NAME:
                words = frozenset(line.low[first:last])
                by = line.slice(first, last)
                return Speaker(None, by, PERSON, words, frozenset(), first, last, sure=True, official=True)
    return None
