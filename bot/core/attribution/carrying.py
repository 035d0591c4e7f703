"""Tell a sentence that goes on with the last speaker's statement though no word of speech stands in it."""

from typing import Final

from bot.core.attribution.lines import Line
from bot.core.attribution.nouns import BACKGROUND, LOSSES, NUMBERS
from bot.core.text import word_set

_LEADS: Final = word_set(
    "another at least more than over about around some nearly almost up to a further as many no of"
)
_BACK: Final = word_set("they their them his her its")
_DAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday yesterday may week weeks ago earlier")
_HARM: Final = LOSSES | word_set("treated suffered missing fell hurt shot lose")
_NUMERALS: Final = NUMBERS | {"one", "another", "none", "no"}
_EARLY: Final = 4


def goes_on(line: Line) -> bool:
    """Tell "Another 53 are being treated", "Own troops fired back" and "Their positions had been razed"."""
    words = set(line.low)
    if not line.low or words & BACKGROUND or words & _DAYS or words & {"?", "reportedly"}:
        return False
    if "later" in words or came_after(line):
        return False
    return line.low[0] == "own" or _counts_on(line, words) or _points_back(line)


def turns_away(line: Line) -> bool:
    """Tell a sentence with which an outlet turns to another matter, ties this one to it, or looks back on years."""
    words = set(line.low)
    if line.low[0] in _ANEW or came_after(line) or words & (BACKGROUND | _TYING):
        return True
    return any(len(word) == len("2000") and word.isdigit() and word[:2] in {"19", "20"} for word in words)


_ANEW: Final = word_set("separately elsewhere meanwhile")
# "The shelling followed an attack in which ...", "From Y, our correspondent adds".
_TYING: Final = word_set("followed follows coincided marked marks mark sparked correspondent correspondents")


def came_after(line: Line) -> bool:
    """Tell "The attack comes a day after ...", with which an outlet looks back."""
    at = next((at for at, word in enumerate(line.low[:_COMING_REACH]) if word in _COMING), None)
    return at is not None and "after" in line.low[at + 1 : at + _COMING_REACH]


_COMING: Final = word_set("come comes came")
_COMING_REACH: Final = 6


def _counts_on(line: Line, words: set[str]) -> bool:
    """Tell a further count of losses at the head of a sentence."""
    at = 0
    while at < len(line.low) and line.low[at] in _LEADS and not _is_number(line.low[at]):
        at += 1
    headed = at < len(line.low) and at < _EARLY and _is_number(line.low[at])
    owned = line.low[0] in _BACK and any(_is_number(word) for word in words)
    return bool(words & _HARM) and (headed or owned)


def _points_back(line: Line) -> bool:
    """Tell "They had been seen gathering": who was told of, in the tense of words reported."""
    if line.low[0] not in {"they", "their"}:
        return False
    return any(line.low[at] == "had" and not line.quoted[at] for at in range(1, len(line.low)))


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in _NUMERALS
