"""Read figures out of tokens: digits, number words, vague words, bounds and ranges.

A figure is a closed range with the words that stand for it; nothing is averaged and no word is turned into the number
that stands behind it on a card. What is plainly no count (years, dates, clock times, sums of money, percentages,
distances) is passed over here; whether a count is of a loss is decided elsewhere.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.core.model import Figure
from bot.core.text import Token
from bot.core.wordlists import word_list, word_set

_ONES: Final = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS: Final = word_list("twenty thirty forty fifty sixty seventy eighty ninety")
_WORDS: Final[Mapping[str, int]] = MappingProxyType(
    {word: value for value, word in enumerate(_ONES)} | {word: 20 + 10 * step for step, word in enumerate(_TENS)}
)
_POWERS: Final[Mapping[str, int]] = MappingProxyType({"hundred": 100, "thousand": 1000, "lakh": 100_000})
# Words of unclear size and the least that they stand for (the guidelines' table).
_VAGUE: Final[Mapping[str, int]] = MappingProxyType(
    {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "several": 3, "multiple": 3}
)
# Sets told by a noun: "a score of soldiers".
_SETS: Final[Mapping[str, tuple[int, int | None]]] = MappingProxyType(
    {
        "score": (20, 20),
        "couple": (2, 2),
        "pair": (2, 2),
        "brace": (2, 2),
        "trio": (3, 3),
        "quartet": (4, 4),
        "handful": (3, None),
        "few": (3, None),
    }
)
_BEFORE: Final[tuple[tuple[tuple[str, ...], str], ...]] = tuple(
    (tuple(words.split()), bound)
    for bound, phrases in {
        "low": (
            "at least",
            "at the very least",
            "at a minimum",
            "a minimum of",
            "no fewer than",
            "no less than",
            "not fewer than",
            "not less than",
            "upwards of",
            "upward of",
            "more than",
            "greater than",
            "higher than",
            "larger than",
            "well over",
            "just over",
            "well above",
            "in excess of",
            "well in excess of",
            "north of",
            "anything over",
            "exceeding",
            "over",
            "above",
        ),
        "high": (
            "up to",
            "as many as",
            "no more than",
            "not more than",
            "at most",
            "a maximum of",
            "fewer than",
            "less than",
            "under",
        ),
        "approx": (
            "about",
            "around",
            "some",
            "nearly",
            "almost",
            "roughly",
            "approximately",
            "close to",
            "close on",
            "something like",
            "in the order of",
            "an approximate",
            "just under",
            "just short of",
            "an estimated",
            "estimated",
            "circa",
            "perhaps",
            "in the region of",
        ),
    }.items()
    for words in phrases
)
_AFTER: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("or", "more"), "low"),
    (("or", "so"), "approx"),
    (("at", "least"), "low"),
    (("at", "the", "very", "least"), "low"),
    (("or", "fewer"), "high"),
    (("at", "most"), "high"),
    (("plus",), "low"),
    (("+",), "low"),
    (("-", "plus"), "low"),
    (("-", "odd"), "approx"),
    (("odd",), "approx"),
)
_HELD_OVER: Final = frozenset({"flag", "flags", "control", "banner"})  # "control over eight posts" is no bound
_NONE: Final = frozenset({"no", "none", "nobody", "nil"})
_MONTHS: Final = word_set(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec"
)
_MONEY: Final = frozenset({"$", "£", "€", "rs", "rupees", "dollars", "usd", "euros"})
_UNITS: Final = word_set(
    "gmt percent per cent % km kilometres kilometers kilometre kilometer km² miles mile metres meters feet am pm a.m "
    "p.m utc years year year-old months month weeks week days day hours hour minutes minute seconds pst pkt tonnes "
    "tons million billion crore kg kilograms"
)
_YEAR: Final = range(1900, 2101)
_DAYS_IN_MONTH: Final = 31
_DIGITS: Final = re.compile(r"\d{1,3}(?:,\d{2,3})+|\d+")
_DOZEN: Final = 12
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
_OLDEST: Final = 99
_AGE_PAIR: Final = 3  # "aged six and nine"
_KIN: Final = word_set("boy girl man woman brother sister son daughter father mother wife husband cousin")


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
class _Count:
    low: int
    high: int | None
    approx: bool
    last: int


def find_figures(tokens: Sequence[Token], text: str) -> tuple[FoundFigure, ...]:
    """Return the figures of a sentence in order; `text` is what the tokens were cut from."""
    found = []
    at = 0
    while at < len(tokens):
        figure = _figure_at(tokens, at, text) if _may_open(tokens[at].lower) else None
        if figure is None:
            at += 1
            continue
        if not _is_no_count(tokens, figure):
            found.append(figure)
        at = figure.last
    return tuple(found)


def _may_open(word: str) -> bool:
    """Tell whether a figure can begin with a word: asked of every word of a text, so cheaply."""
    return word in _OPENERS or word[0].isdecimal() or "-" in word


def _figure_at(tokens: Sequence[Token], at: int, text: str) -> FoundFigure | None:
    bound, start = _bound_before(tokens, at)
    if start == at and _is_denied_single(tokens, at):
        return _found(tokens, at, at + 2, Figure(0, 0), text)
    if start == at and (tokens[at].lower in _NONE or _is_not_one(tokens, at)):
        return _none_at(tokens, at, text)
    between = tokens[start].lower == "between" if start < len(tokens) else False
    count = _count_at(tokens, start + between)
    held = at > 0 and tokens[at].lower in {"over", "above"} and tokens[at - 1].lower in _HELD_OVER
    if count is None or held:
        return None
    revised = at > 0 and tokens[at - 1].lower == "from"
    second = None if revised else _second_of_range(tokens, count.last, between=between)
    if between and second is None:
        return None
    if second is not None and second.high is not None and second.high > count.low:
        figure = _bounded(_Count(count.low, second.high, False, second.last), bound)
        return _found(tokens, at, second.last, figure, text)
    after, last = _bound_after(tokens, count.last)
    return _found(tokens, at, last, _bounded(count, bound or after), text)


def _found(tokens: Sequence[Token], first: int, last: int, figure: Figure, text: str) -> FoundFigure:
    words = text[tokens[first].start : tokens[last - 1].end]
    return FoundFigure(Figure(figure.low, figure.high, figure.approx, words), first, last)


def _none_at(tokens: Sequence[Token], at: int, text: str) -> FoundFigure | None:
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if tokens[at].lower == "no" and following == "one":
        return _found(tokens, at, at + 2, Figure(0, 0), text)
    if tokens[at].lower in _NONE and following in {"longer", "one", "doubt", "matter", "fewer", "less", "more"}:
        return None
    last = at + (1 if tokens[at].lower in _NONE else 3 if following == "a" else 2)
    return _found(tokens, at, last, Figure(0, 0), text)


def _is_denied_single(tokens: Sequence[Token], at: int) -> bool:
    """Tell "a single" behind a "not" of its clause ("have not lost a single post")."""
    if [token.lower for token in tokens[at : at + 2]] not in (["a", "single"], ["one", "single"]):
        return False
    before = [token.lower for token in tokens[max(0, at - 4) : at]]
    return any(word in {"not", "never", "nor", "without"} or word.endswith("n't") for word in before)


def _is_not_one(tokens: Sequence[Token], at: int) -> bool:
    """Tell "not one" and "not a single"."""
    words = [token.lower for token in tokens[at : at + 3]]
    return words[:2] == ["not", "one"] or words == ["not", "a", "single"]


def _bound_before(tokens: Sequence[Token], at: int) -> tuple[str | None, int]:
    if at >= len(tokens):
        return None, at
    for words, bound in _BEFORE_BY_WORD.get(tokens[at].lower, ()):
        if tuple(token.lower for token in tokens[at : at + len(words)]) == words:
            if words == _UP_TO and at and tokens[at - 1].lower in _RISING:
                return None, at
            inner, start = _bound_before(tokens, at + len(words))
            return bound if inner is None else inner, start
    return None, at


def _bound_after(tokens: Sequence[Token], at: int) -> tuple[str | None, int]:
    if at >= len(tokens):
        return None, at
    for words, bound in _AFTER_BY_WORD.get(tokens[at].lower, ()):
        if tuple(token.lower for token in tokens[at : at + len(words)]) == words:
            return bound, at + len(words)
    return None, at


def _under_first_word(
    table: Sequence[tuple[tuple[str, ...], str]],
) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    return MappingProxyType({words[0]: tuple(row for row in table if row[0][0] == words[0]) for words, _ in table})


# "Has gone up to 19" says where a number has risen.
_UP_TO: Final = ("up", "to")
_RISING: Final = word_set("gone went go goes going climbed climbs jumped moved pushed taken brought shot crept")
_BEFORE_BY_WORD: Final = _under_first_word(_BEFORE)
_AFTER_BY_WORD: Final = _under_first_word(_AFTER)
_OPENERS: Final = _NONE | _BEFORE_BY_WORD.keys() | _WORDS.keys() | _VAGUE.keys() | word_set("not a between half dozen")


def _bounded(count: _Count, bound: str | None) -> Figure:
    match bound:
        case "low":
            return Figure(count.low, None, count.approx and count.high is not None)
        case "high":
            return Figure(None, count.high if count.high is not None else count.low)
        case "approx":
            return Figure(count.low, count.high, approx=True)
        case _:
            return Figure(count.low, count.high, count.approx)


def _second_of_range(tokens: Sequence[Token], at: int, *, between: bool) -> _Count | None:
    """Return the upper end where a range goes on at `at` ("to", "or", a dash; "and" after "between")."""
    if at >= len(tokens):
        return None
    link = tokens[at].lower
    if link not in {"to", "or", "-"} and not (between and link == "and"):
        return None
    if link == "-" and (at + 1 >= len(tokens) or tokens[at].end != tokens[at + 1].start):
        return None
    upper = _count_at(tokens, at + 1)
    if link == "or" and upper is not None and tokens[at - 1].text[0].isdigit() != tokens[at + 1].text[0].isdigit():
        return None
    return upper


def _count_at(tokens: Sequence[Token], at: int) -> _Count | None:
    if at >= len(tokens):
        return None
    lower = tokens[at].lower
    if lower in _VAGUE:
        return _vague_at(tokens, at)
    counted = _dozen_at(tokens, at) or _set_at(tokens, at)
    if counted is not None:
        return counted
    if lower == "a" and at + 1 < len(tokens) and tokens[at + 1].lower in _POWERS:
        return _powers(tokens, at + 1, 1)
    value = _plain_number(tokens[at])
    return None if value is None else _powers(tokens, at + 1, value)


def _vague_at(tokens: Sequence[Token], at: int) -> _Count:
    """Return "dozens", "several", "several dozen", "several hundred"."""
    lower = tokens[at].lower
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if lower in {"several", "multiple"} and following in {"dozen", "dozens"}:
        return _Count(_VAGUE["dozens"], None, True, at + 2)
    if lower in {"several", "multiple"} and following in {"hundred", "hundreds", "thousand"}:
        return _Count(_VAGUE[following if following.endswith("s") else following + "s"], None, True, at + 2)
    return _Count(_VAGUE[lower], None, True, at + 1)


def _dozen_at(tokens: Sequence[Token], at: int) -> _Count | None:
    """Return "a dozen", "two dozen", "half a dozen", "dozen"."""
    lower = [token.lower for token in tokens[at : at + 3]]
    if lower == ["half", "a", "dozen"]:
        return _Count(_DOZEN // 2, _DOZEN // 2, False, at + 3)
    if lower[:1] == ["dozen"]:
        return _Count(_DOZEN, _DOZEN, False, at + 1)
    if len(lower) > 1 and lower[1] == "dozen":
        times = 1 if lower[0] in {"a", "one"} else _plain_number(tokens[at])
        return None if times is None else _Count(times * _DOZEN, times * _DOZEN, False, at + 2)
    return None


def _set_at(tokens: Sequence[Token], at: int) -> _Count | None:
    """Return "a score of", "a couple of", "a pair of", "a handful of", "a few"."""
    lower = [token.lower for token in tokens[at : at + 3]]
    if lower[:1] != ["a"] or len(lower) < len("of") or lower[1] not in _SETS:
        return None
    low, high = _SETS[lower[1]]
    if lower[1] == "couple" and lower[2] != "of":  # a couple of people, not a couple of things
        return _Count(low, high, False, at + 1)
    if lower[1] == "few":
        return _Count(low, high, True, at + 2)
    return _Count(low, high, high is None, at + 2) if lower[2:] == ["of"] else None


def _powers(tokens: Sequence[Token], at: int, value: int) -> _Count:
    """Read on over "hundred", "thousand" and what is added to them."""
    while at < len(tokens) and tokens[at].lower in _POWERS:
        value *= _POWERS[tokens[at].lower]
        at += 1
        joined = at + 1 < len(tokens) and tokens[at].lower == "and"
        added = _plain_number(tokens[at + joined]) if at + joined < len(tokens) else None
        if added is not None and added < _POWERS["hundred"] and not tokens[at + joined].text[0].isdigit():
            value, at = value + added, at + joined + 1
    return _Count(value, value, False, at)


def _plain_number(token: Token) -> int | None:
    if _DIGITS.fullmatch(token.text):
        return int(token.text.replace(",", ""))
    first, _, second = token.lower.partition("-")
    if second and first in _TENS and second in _ONES:
        return _WORDS[first] + _WORDS[second]
    return None if second else _WORDS.get(first)


def _is_no_count(tokens: Sequence[Token], found: FoundFigure) -> bool:
    before = tokens[found.first - 1].lower if found.first else ""
    following = [token.lower for token in tokens[found.last : found.last + 2]]
    after = following[0] if following else ""
    if (
        (after in _ORDINALS and tokens[found.last].start == tokens[found.last - 1].end)
        or _is_age(tokens, found)
        or _is_ratio(tokens, found)
        or (before == "no" and tokens[found.first].lower == "one")
    ):
        return True
    if before in _MONEY or after in _UNITS or (after == "-" and following[1:] and following[1] not in _WORDS):
        return True
    if (
        after in {":", ".", "/"}
        and following[1:]
        and following[1][0].isdigit()
        and tokens[found.last].end == tokens[found.last + 1].start
    ):
        return True
    if before in {"-", ":", "/"} and tokens[found.first - 1].end == tokens[found.first].start and found.first > 1:
        return tokens[found.first - 2].end == tokens[found.first - 1].start
    return _is_date(found, before, after, tokens)


def _is_age(tokens: Sequence[Token], found: FoundFigure) -> bool:
    """Tell "aged 9", "Gul Khan, 34, said", "his sister, 6, died"."""
    before = tokens[found.first - 1].lower if found.first else ""
    if before in {"aged", "age"} or (before == "of" and tokens[found.first - 2].lower == "age"):
        return True
    if before == "and" and found.first > _AGE_PAIR and tokens[found.first - _AGE_PAIR].lower == "aged":
        return True
    after = tokens[found.last].lower if found.last < len(tokens) else ""
    value = found.figure.high
    if before != "," or after != "," or found.first <= 1 or value is None or value > _OLDEST:
        return False
    named = tokens[found.first - 2]
    return tokens[found.first].text.isdigit() and (named.text.istitle() or named.lower in _KIN)


def _is_ratio(tokens: Sequence[Token], found: FoundFigure) -> bool:
    """Tell "nine in ten", both numbers."""
    behind = tokens[found.last : found.last + 2]
    before = tokens[max(0, found.first - 2) : found.first]
    return (
        len(behind) > 1
        and behind[0].lower == "in"
        and _plain_number(behind[1]) is not None
        and not behind[1].text[0].isdigit()
    ) or (len(before) > 1 and before[1].lower == "in" and _plain_number(before[0]) is not None)


def _follows_day(tokens: Sequence[Token], at: int) -> bool:
    """Tell "April 25" at token `at` and the one before it, which "and 26" follows."""
    if at < 1 or not tokens[at].text.isdigit():
        return False
    return tokens[at - 1].lower in _MONTHS and tokens[at - 1].text[0].isupper()


def _is_date(found: FoundFigure, before: str, after: str, tokens: Sequence[Token]) -> bool:
    value = found.figure.low
    if value is None or not tokens[found.last - 1].text[0].isdigit():
        return False
    if before in {"and", "or", "to"} and _follows_day(tokens, found.first - 2):
        return value <= _DAYS_IN_MONTH
    plain = "," not in tokens[found.last - 1].text
    if plain and value in _YEAR and after not in {"people", "soldiers", "civilians", "killed"}:
        return True
    if before in _MONTHS and (before != "may" or tokens[found.first - 1].text[0].isupper()):
        return value <= _DAYS_IN_MONTH
    return after in _MONTHS and value <= _DAYS_IN_MONTH and tokens[found.last].text[0].isupper()
