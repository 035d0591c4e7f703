"""Read one number: digits, number words, dozens, vague words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.figures.tables import ONES, POWERS, SETS, TENS, VAGUE, WORDS
from bot.core.model import Figure
from bot.core.text import Token


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure with the tokens that it takes, `first` included and `last` not."""

    figure: Figure
    first: int
    last: int

    @property
    def is_none(self) -> bool:
        """Tell "no", "none", "zero"."""
        return self.figure.high == 0


@dataclass(frozen=True, slots=True)
class Count:
    low: int
    high: int | None
    approx: bool
    last: int


_DIGITS: Final = re.compile(r"\d{1,3}(?:,\d{2,3})+|\d+")
_DOZEN: Final = 12


def count_at(tokens: Sequence[Token], at: int) -> Count | None:
    if at >= len(tokens):
        return None
    lower = tokens[at].lower
    if lower in VAGUE:
        return _vague_at(tokens, at)
    counted = _dozen_at(tokens, at) or _set_at(tokens, at)
    if counted is not None:
        return counted
    if lower == "a" and at + 1 < len(tokens) and tokens[at + 1].lower in POWERS:
        return _powers(tokens, at + 1, 1)
    rounded = _rounded(lower)
    if rounded is not None:
        return Count(rounded, rounded, True, at + 1)
    value = plain_number(tokens[at])
    if value is not None and lower in TENS and at + 1 < len(tokens) and tokens[at + 1].lower in ONES[1:10]:
        value, at = value + WORDS[tokens[at + 1].lower], at + 1  # "fifty eight"
    return None if value is None else _powers(tokens, at + 1, value)


def _rounded(lower: str) -> int | None:
    """Return the number of "twenty-odd"."""
    return WORDS.get(lower.removesuffix("-odd")) if lower.endswith("-odd") else None


def _vague_at(tokens: Sequence[Token], at: int) -> Count:
    """Return "dozens", "several", "several dozen", "several hundred"."""
    lower = tokens[at].lower
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if lower in {"several", "multiple"} and following in {"dozen", "dozens"}:
        return Count(VAGUE["dozens"], None, True, at + 2)
    if lower in {"several", "multiple"} and following in {"hundred", "hundreds", "thousand"}:
        return Count(VAGUE[following if following.endswith("s") else following + "s"], None, True, at + 2)
    return Count(VAGUE[lower], None, True, at + 1)


def _dozen_at(tokens: Sequence[Token], at: int) -> Count | None:
    """Return "a dozen", "two dozen", "half a dozen", "a couple of dozen", "dozen"."""
    lower = [token.lower for token in tokens[at : at + 4]]
    if lower[:3] == ["half", "a", "dozen"] or lower[:1] == ["half-a-dozen"]:
        return Count(_DOZEN // 2, _DOZEN // 2, False, at + (1 if "-" in lower[0] else 3))
    if lower == ["a", "couple", "of", "dozen"]:
        return Count(2 * _DOZEN, 2 * _DOZEN, True, at + 4)
    if lower[:1] == ["dozen"]:
        return Count(_DOZEN, _DOZEN, False, at + 1)
    if len(lower) > 1 and lower[1] in {"dozen", "dozens"}:
        times = 1 if lower[0] in {"a", "one"} else plain_number(tokens[at])
        return None if times is None else Count(times * _DOZEN, times * _DOZEN, False, at + 2)
    return None


def _set_at(tokens: Sequence[Token], at: int) -> Count | None:
    """Return "a score of", "a couple of", "a pair of", "a handful of", "a few"."""
    lower = [token.lower for token in tokens[at : at + 3]]
    if lower[:1] != ["a"] or len(lower) < len("of") or lower[1] not in SETS:
        return None
    low, high = SETS[lower[1]]
    if lower[1] == "couple" and lower[2] != "of":  # a couple of people, not a couple of things
        return Count(low, high, False, at + 1)
    if lower[1] == "few":
        return Count(low, high, True, at + 2)
    return Count(low, high, high is None, at + 2) if lower[2:] == ["of"] else None


def _powers(tokens: Sequence[Token], at: int, value: int) -> Count:
    """Read on over "hundred", "thousand" and what is added to them."""
    while at < len(tokens) and tokens[at].lower in POWERS:
        value *= POWERS[tokens[at].lower]
        at += 1
        joined = at + 1 < len(tokens) and tokens[at].lower == "and"
        added = plain_number(tokens[at + joined]) if at + joined < len(tokens) else None
        if added is not None and added < POWERS["hundred"] and not tokens[at + joined].text[0].isdigit():
            value, at = value + added, at + joined + 1
    return Count(value, value, False, at)


def plain_number(token: Token) -> int | None:
    if _DIGITS.fullmatch(token.text):
        return int(token.text.replace(",", ""))
    first, _, second = token.lower.partition("-")
    if second and first in TENS and second in ONES:
        return WORDS[first] + WORDS[second]
    return None if second else WORDS.get(first)
