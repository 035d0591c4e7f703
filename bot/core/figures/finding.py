"""Find the figures of a sentence with their bounds and ranges."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.core.figures.noncounts import is_no_count
from bot.core.figures.numbers import Count, FoundFigure, count_at, plain_number
from bot.core.figures.tables import AFTER, BEFORE, VAGUE, WORDS
from bot.core.model import Figure
from bot.core.text import Token
from bot.core.wordlists import word_set

# "Control over eight posts" and "took over eight posts" are no bound.
_HELD_OVER: Final = word_set(
    "flag flags control banner took takes taken taking handed handing turned gave given giving"
)
_NONE: Final = frozenset({"no", "none", "nobody", "nil"})


def find_figures(tokens: Sequence[Token], text: str) -> tuple[FoundFigure, ...]:
    """Return the figures of a sentence in order; `text` is what the tokens were cut from."""
    found = []
    at = 0
    while at < len(tokens):
        figure = _figure_at(tokens, at, text) if _may_open(tokens[at].lower) else None
        if figure is None:
            at += 1
            continue
        if not is_no_count(tokens, figure):
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
    start += _anywhere(tokens, start)
    between = start < len(tokens) and (
        tokens[start].lower == "between" or (start > at and tokens[start - 1].lower in _ANYWHERE)
    )
    count = count_at(tokens, start + between)
    held = at > 0 and tokens[at].lower in {"over", "above"} and tokens[at - 1].lower in _HELD_OVER
    if count is None or held:
        return None
    revised = at > 0 and tokens[at - 1].lower == "from"
    second = None if revised else _second_of_range(tokens, count.last, between=between)
    if between and second is None:
        return None
    if second is not None and second.high is not None and second.high > count.low:
        figure = _bounded(Count(count.low, second.high, False, second.last), bound)
        return _found(tokens, at, second.last, figure, text)
    after, last = _bound_after(tokens, count.last)
    last = _again_in_brackets(tokens, last, count)
    return _found(tokens, at, last, _bounded(count, after if bound == "approx" and after else bound or after), text)


def _anywhere(tokens: Sequence[Token], at: int) -> int:
    """Return how far "anywhere" leads on before "from 60 to 70"."""
    lower = [token.lower for token in tokens[at : at + 2]]
    return int(bool(_ANYWHERE.intersection(lower[:1])) and lower[1:] in (["from"], ["between"]))


def _again_in_brackets(tokens: Sequence[Token], at: int, count: Count) -> int:
    """Return where "nine (9)" ends, which tells one number twice."""
    signs = [token.lower for token in tokens[at : at + 3 : 2]]
    same = signs == ["(", ")"] and plain_number(tokens[at + 1]) == count.low
    return at + 3 if same else at


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
            if words == _UP_TO and _has_risen(tokens, at):
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


def _has_risen(tokens: Sequence[Token], at: int) -> bool:
    """Tell "has gone up to 19" and "brought its losses this week up to 19": where a number has risen, no bound."""
    if at and tokens[at - 1].lower in _RISING:
        return True
    before = [token.lower for token in tokens[max(0, at - _RAISED_REACH) : at]]
    verb = next((i for i, word in enumerate(before) if word in _RAISING), None)
    return verb is not None and not _TALLIES.isdisjoint(before[verb:])


_RAISED_REACH: Final = 12
_RAISING: Final = word_set(
    "bring brings brought bringing take takes took taking push pushes pushed pushing raised lifted"
)
_TALLIES: Final = word_set("toll tolls losses tally number total count dead")
_UP_TO: Final = ("up", "to")
_RISING: Final = word_set("gone went go goes going climbed climbs jumped moved pushed taken brought shot crept")
_BEFORE_BY_WORD: Final = _under_first_word(BEFORE)
_AFTER_BY_WORD: Final = _under_first_word(AFTER)
_ANYWHERE: Final = word_set("anywhere anything")
_OPENERS: Final = (
    _NONE | _BEFORE_BY_WORD.keys() | WORDS.keys() | VAGUE.keys() | _ANYWHERE | word_set("not a between half dozen")
)


def _bounded(count: Count, bound: str | None) -> Figure:
    match bound:
        case "low":
            return Figure(count.low, None, count.approx and count.high is not None)
        case "high":
            return Figure(None, count.high if count.high is not None else count.low)
        case "approx":
            return Figure(count.low, count.high, approx=True)
        case _:
            return Figure(count.low, count.high, count.approx)


def _second_of_range(tokens: Sequence[Token], at: int, *, between: bool) -> Count | None:
    """Return the upper end where a range goes on at `at` ("to", "or", a dash; "and" after "between")."""
    if at >= len(tokens):
        return None
    link = tokens[at].lower
    if link not in {"to", "or", "-"} and not (between and link == "and"):
        return None
    if link == "-" and (at + 1 >= len(tokens) or tokens[at].end != tokens[at + 1].start):
        return None
    upper = count_at(tokens, at + 1)
    if link == "or" and upper is not None and tokens[at - 1].text[0].isdigit() != tokens[at + 1].text[0].isdigit():
        return None
    return upper
