"""Tell losses outside an entry's own event: earlier dates, other episodes, the clash behind a truce."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core.claims.told import Case
from bot.core.model import Entry
from bot.core.wordlists import word_list

_MONTHS: Final = word_list("january february march april may june july august september october november december")
_MONTH: Final = "|".join(_MONTHS)
_DAY: Final = "sunday|monday|tuesday|wednesday|thursday|friday|saturday"
_TRUCE: Final = re.compile(
    r"\b(?:truce|ceasefire|cease-fire|peace deal|talks|dialogue|negotiations?|negotiators|agreement)\b", re.IGNORECASE
)
_FIGHT: Final = re.compile(
    r"\b(?:kill\w*|dead|deaths?|die[sd]?|strikes?|raids?|bomb\w*|clash\w*|attacks?|blasts?|martyr\w*|shell\w*|"
    r"trade fire|wounded|hurt|fighting|mourning|breaks?|breach\w*|violat\w*)\b",
    re.IGNORECASE,
)
_EARLIER: Final = re.compile(
    rf"\b(?:last (?:week|month|year|winter|summer|spring|autumn|weekend|{_MONTH}|{_DAY})|"
    r"(?:weeks?|months?|years?) (?:ago|earlier|before)|earlier (?:this|in the|that) (?:year|month|week)|"
    rf"(?:in|since|during|of) (?:{_MONTH}|mid-\w+|\d{{4}})|between (?:{_MONTH}) and|elsewhere|turning to|at the time|"
    r"(?:previous|earlier|past|similar) (?:clash|fighting|battle|attack|strike|operation|exchange|incident|raid)\w*|"
    rf"since the fighting|before (?:{_DAY}))\b",
    re.IGNORECASE,
)
_DATED: Final = re.compile(rf"\b(?:in|during|of) (?:({_MONTH})(?: \d{{4}})?|(\d{{4}}))\b", re.IGNORECASE)
_ON_DAY: Final = re.compile(rf"\bon (?:({_MONTH}) (\d{{1,2}})|(\d{{1,2}}) ({_MONTH}))\b", re.IGNORECASE)
_CAUSE: Final = re.compile(
    r"\b(?:an answer to|in response to|in retaliation for|retribution for|"
    r"(?:came|comes) (?:\w+ )?(?:hours|days|weeks?) after|(?:was|were) behind|was shut after|came after|"
    r"(?:hours|days|weeks) after)\b",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(rf"\b(?:{_DAY})\b", re.IGNORECASE)
_ON_WEEKDAY: Final = re.compile(rf"\b(?:on ({_DAY})|({_DAY})['’]s)\b", re.IGNORECASE)
_WEEK: Final = word_list("monday tuesday wednesday thursday friday saturday sunday")
_LEAD: Final = 260
_CAUSE_REACH: Final = 90
_OPENING: Final = 30
_OWN_DAYS: Final = 4


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What an entry's own event is measured by: whether it is about a truce, and the day it was published.

    `opening` are the days of the week that its title and lead name: those of its own event.
    """

    truce: bool
    day: date | None
    opening: frozenset[str] = frozenset()


def read_backdrop(entry: Entry) -> Backdrop:
    """Return what an entry is about, as far as telling background asks."""
    truce = bool(_TRUCE.search(entry.title)) and not _FIGHT.search(entry.title)
    opening = frozenset(found[0].casefold() for found in _WEEKDAY.finditer(f"{entry.title} {entry.text[:_LEAD]}"))
    return Backdrop(truce, entry.seen.date() if entry.seen is not None else None, opening)


def is_background(case: Case, backdrop: Backdrop) -> bool:
    """Tell whether the loss lies outside the entry's own event."""
    if backdrop.truce:
        return True
    start = case.scan.tokens[case.loss.phrase.first].start
    before = case.scan.text[:start].rpartition(";")[2]
    clause = _clause_of(case.scan.text, start)
    if _is_other_day(f"{before} {clause}", backdrop.day) or _names_other_month(before, backdrop.day):
        return True
    if case.sentence > 0 and _is_other_weekday(before or clause, backdrop):
        return True
    if case.sentence > 0 and _EARLIER.search(clause):
        named = _months_of(clause)
        return not named or _names_other_month(clause, backdrop.day)
    cause = _CAUSE.search(before)
    return cause is not None and len(before) - cause.end() < _CAUSE_REACH


def _is_other_weekday(text: str, backdrop: Backdrop) -> bool:
    """Tell a day of the week four or five days before the entry that its lead does not name."""
    found = _ON_WEEKDAY.search(text)
    if found is None or backdrop.day is None:
        return False
    named = (found[1] or found[2]).casefold()
    since = (backdrop.day.weekday() - _WEEK.index(named)) % len(_WEEK)
    return named not in backdrop.opening and since in _PAST


# six days before is as well tomorrow
_PAST: Final = frozenset({4, 5})


def _clause_of(text: str, start: int) -> str:
    """Return the words around the figure: from the comma before it to the semicolon behind, with what opens all."""
    left = max((text.rfind(mark, 0, start) for mark in (",", ";", ":")), default=-1) + 1
    right = text.find(";", start)
    opening = "" if ";" in text[:start] else text[: min(_OPENING, left)]
    return f"{opening} | {text[left : right if right >= 0 else len(text)]}"


def _months_of(text: str) -> set[str]:
    return {found[1].casefold() for found in _DATED.finditer(text) if found[1] is not None}


def _names_other_month(text: str, day: date | None) -> bool:
    """Tell whether a month or year is named that is not the entry's own."""
    if day is None:
        return False
    own = {_MONTHS[day.month - 1], _MONTHS[day.month - 2] if day.day <= _OWN_DAYS else _MONTHS[day.month - 1]}
    years = {int(found[2]) for found in _DATED.finditer(text) if found[2] is not None}
    return bool(_months_of(text) - own) or bool(years - {day.year})


def _is_other_day(text: str, day: date | None) -> bool:
    """Tell whether the loss is put on a day more than four days before the entry."""
    found = _ON_DAY.search(text)
    if found is None or day is None:
        return False
    month = _MONTHS.index((found[1] or found[4]).casefold()) + 1
    told = int(found[2] or found[3])
    return month != day.month or abs(day.day - told) > _OWN_DAYS
