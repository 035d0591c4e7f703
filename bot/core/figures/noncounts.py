"""Tell what is plainly no count: years, dates, clock times, sums of money, distances, ages, ratios."""

from collections.abc import Sequence
from typing import Final

from bot.core.figures.numbers import FoundFigure, plain_number
from bot.core.figures.tables import WORDS
from bot.core.text import Token
from bot.core.wordlists import word_set

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
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
_OLDEST: Final = 99
_AGE_PAIR: Final = 3  # "aged six and nine"
_KIN: Final = word_set("boy girl man woman brother sister son daughter father mother wife husband cousin")


def is_no_count(tokens: Sequence[Token], found: FoundFigure) -> bool:
    before = _word_before(tokens, found.first)
    following = [token.lower for token in tokens[found.last : found.last + 2]]
    after = following[0] if following else ""
    if (
        (after in _ORDINALS and tokens[found.last].start == tokens[found.last - 1].end)
        or _is_age(tokens, found)
        or _is_ratio(tokens, found)
        or after in _PARTS_OF_ONE
        or _is_below_age(tokens, found)
        or _is_of_unit(tokens, found)
        or _is_compared(tokens, found.last)
        or [one.lower for one in tokens[max(0, found.first - 2) : found.first]] == ["let", "alone"]
        or [one.lower for one in tokens[max(0, found.first - 4) : found.first]] == ["of", "a", "family", "of"]
        or (before == "no" and tokens[found.first].lower == "one")
    ):
        return True
    if before in _MONEY or after in _UNITS or _is_compound(tokens, found.last):
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


def _word_before(tokens: Sequence[Token], at: int) -> str:
    """Return the word before a token, past the full stop of "Oct. 15"."""
    words = [token.lower for token in tokens[max(0, at - 2) : at]]
    return words[0] if words[1:] == ["."] and words[0] in _MONTHS else "".join(words[-1:])


def _is_compound(tokens: Sequence[Token], at: int) -> bool:
    """Tell "48-hour" and "12-strong" from "nine - including five" at the dash, which is token `at`."""
    hyphen, behind = (*tokens[at : at + 2], None, None)[:2]
    if hyphen is None or behind is None or hyphen.lower != "-" or behind.lower in WORDS:
        return False
    return hyphen.start == tokens[at - 1].end


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
    return named.lower in _KIN or (tokens[found.first].text.isdigit() and named.text.istitle())


def _is_below_age(tokens: Sequence[Token], found: FoundFigure) -> bool:
    """Tell "children under 10", "girls below 15"."""
    bound = tokens[found.first].lower in _BELOW
    return bound and found.first > 0 and tokens[found.first - 1].lower in _OF_AGE


_BELOW: Final = frozenset({"under", "below", "over", "above"})
_OF_AGE: Final = word_set("children child boys girls boy girl minors youths people women men infants aged ages")
# "Two thirds of the 46 killed".
_PARTS_OF_ONE: Final = word_set("third thirds quarter quarters fifth fifths tenths half halves")


def _is_of_unit(tokens: Sequence[Token], found: FoundFigure) -> bool:
    """Tell a unit's number: "the 201 Corps headquarters", "9 Red Star Brigade", "Corps 205"; "2 Corps" may be two."""
    if not tokens[found.last - 1].text.isdigit():
        return False
    if found.first and tokens[found.first - 1].lower in _UNITS_OF_ARMIES and tokens[found.first - 1].text[0].isupper():
        return True
    words = tokens[found.last : found.last + _LONGEST_UNIT]
    at = next((at for at, token in enumerate(words) if token.lower in _UNITS_OF_ARMIES), None)
    if at is None or not all(token.text[0].isupper() for token in words[: at + 1]):
        return False
    return at > 0 or (found.figure.low or 0) >= _CORPS


def _is_compared(tokens: Sequence[Token], at: int) -> bool:
    """Tell "three more than the army says", which counts a difference."""
    behind = [token.lower for token in tokens[at : at + 3]]
    compared = behind[:2] in (["more", "than"], ["fewer", "than"], ["less", "than"])
    return compared and bool(behind[2:]) and plain_number(tokens[at + 2]) is None


_UNITS_OF_ARMIES: Final = word_set("corps brigade division battalion regiment squadron")
_LONGEST_UNIT: Final = 6
_CORPS: Final = 100


def _is_ratio(tokens: Sequence[Token], found: FoundFigure) -> bool:
    """Tell "nine in ten", both numbers."""
    behind = tokens[found.last : found.last + 2]
    before = tokens[max(0, found.first - 2) : found.first]
    return (
        len(behind) > 1
        and behind[0].lower == "in"
        and plain_number(behind[1]) is not None
        and not behind[1].text[0].isdigit()
    ) or (len(before) > 1 and before[1].lower == "in" and plain_number(before[0]) is not None)


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
    if before in _MONTHS and (before != "may" or tokens[found.first - 1].text != "may"):
        return value <= _DAYS_IN_MONTH
    return after in _MONTHS and value <= _DAYS_IN_MONTH and tokens[found.last].text[0].isupper()
