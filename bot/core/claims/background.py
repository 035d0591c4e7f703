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
    r"\b(?:truces?|ceasefire|cease-fire|peace deal|talks|dialogue|negotiations?|negotiators|agreement|accord|lull|"
    r"hotline|pact|treaty|mediat\w+|brokered|brokers|swap prisoners|prisoner (?:swap|exchange)|(?:shake|join) hands|"
    r"strikes? (?:a )?deal|reopen(?:s|ed|ing)?|agree(?:s|d)? (?:to|on|in)|together in|frees? \w+ \w+ ?soldiers)\b",
    re.IGNORECASE,
)
# A truce that breaks is fighting again.
_BROKEN: Final = re.compile(
    r"\b(?:frays?|fraying|breaks?|broken|breaking|collaps\w+|violat\w+|shatter\w*|unravel\w*|in tatters|strain\w*|"
    r"shak(?:y|es)|in doubt|crumbl\w+|breach\w*|despite|wobbl\w+|tested|in ruins|falter\w*)\b",
    re.IGNORECASE,
)
_FIGHT: Final = re.compile(
    r"\b(?:kill\w*|dead|deaths?|die[sd]?|air ?strikes?|strikes?\b(?! (?:a )?(?:deal|truce|accord|agreement))|raids?|"
    r"bomb\w*|clash\w*|attacks?|blasts?|martyr\w*|shell\w*|trade fire|wounded|hurt|fighting|mourning|"
    r"injur\w+|drones? hit)\b",
    re.IGNORECASE,
)
# A gate that opens again has closed over a clash: the clash in the title is then what went before.
_OPENED: Final = re.compile(r"\b(?:reopen(?:s|ed|ing)?)\b[^;:]*\b(?:after|as)\b", re.IGNORECASE)
# A piece about no single episode has no background: whatever it counts is its own matter.
_FEATURE: Final = re.compile(
    r"\b(?:explain\w+|things to know|timeline|(?:by the|in) numbers|q&a|fact ?box|backgrounder|why the|how the border|"
    r"(?:is|are) counted|(?:who )?counts? the dead|counting the|ledgers?|a (?:short )?history of|long read|in charts|"
    r"year of (?:war|fighting))\b",
    re.IGNORECASE,
)
_EARLIER: Final = re.compile(
    rf"\b(?:last (?:week|month|year|winter|summer|spring|autumn|weekend|{_MONTH}|{_DAY})|"
    r"(?:three|four|five|six|seven|ten|several|[3-9]|\d\d) days (?:ago|earlier|before)|"
    r"(?:truce|ceasefire|cease-fire) (?:was|had been) (?:mediated|brokered|agreed|signed|reached)|"
    r"(?:weeks?|months?|years?) (?:ago|earlier|before)|earlier (?:this|in the|that) (?:year|month|week)|"
    r"(?<!time )this year|in (?:a|the (?:past|last|previous|same)) (?:months?|weeks?|years?)|"
    r"over the (?:past|last) \w+|"
    r"in recent (?:months|years)|since (?:the|last) (?:spring|summer|autumn|winter|start of the year)|"
    rf"(?:early|mid|late)[- ](?:{_MONTH})|the same months|a year ago|years? since|"
    r"(?:separate|another|unrelated) (?:attack|raid|ambush|incident|operation|bombing|encounter)|"
    rf"(?:in|since|during|of) (?:{_MONTH}|mid-\w+|\d{{4}})|between (?:{_MONTH}) and|"
    r"elsewhere(?! during| that night)|turning to|at the time|"
    r"(?:previous|earlier|past|similar) (?:clash|fighting|battle|attack|strike|operation|exchange|incident|raid)\w*|"
    rf"since the fighting|before (?:{_DAY}))\b",
    re.IGNORECASE,
)
_DATED: Final = re.compile(rf"\b(?:in|during|of) (?:({_MONTH})(?: \d{{4}})?|(\d{{4}}))\b", re.IGNORECASE)
_ON_DAY: Final = re.compile(
    rf"(?<!since )(?<!by )(?<!until )(?<!till )\b(?:({_MONTH}|jan|feb|mar|apr|aug|sept?|oct|nov|dec)\.? (\d{{1,2}})|"
    rf"(\d{{1,2}}) ({_MONTH}))\b(?! \d)",
    re.IGNORECASE,
)
# "the worst since 2021" dates another clash than the one whose dead are told.
_RANKED: Final = re.compile(
    r", (?:in |marking |making it |one of |what \w+ |in what \w+ )*(?:the|a) (?:first|second|third|fourth|fifth|latest|"
    r"worst|deadliest|heaviest|bloodiest|highest|biggest|most|largest|such)\b[^;]*|"
    r"(?:one of )?the (?:second|third|worst|deadliest|heaviest|bloodiest|biggest|fiercest|most \w+) (?:\w+ )*"
    r"since\b[^;,]*",
    re.IGNORECASE,
)
_RECALLED: Final = re.compile(
    r"\b(?:recall(?:s|ed|ing)|remind(?:s|ed|ing)|remember(?:s|ed)|commemorat\w+)\b", re.IGNORECASE
)
_MILITANTS_DEED: Final = re.compile(
    r"\b(?:car bomb|suicide|bomber|ambush\w*|bombing|bombed|attack on|militants|truck bomb\w*|gunmen|insurgents)\b",
    re.IGNORECASE,
)
_CAUSE: Final = re.compile(
    r"\b(?:an? (?:answer|reply|response) to|in response to|in retaliation for|retribution for|"
    r"reply enough to|responsible for|only after|"
    r"(?:came|comes) (?:\w+ )?(?:hours|days|weeks?) after|(?:was|were) behind|was shut after|came after|"
    r"(?:hours|days|weeks) after)\b",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(rf"\b(?:{_DAY})\b", re.IGNORECASE)
_ON_WEEKDAY: Final = re.compile(rf"\b(?:on ({_DAY})|({_DAY})['’]s)\b", re.IGNORECASE)
_WEEK: Final = word_list("monday tuesday wednesday thursday friday saturday sunday")
_LEAD: Final = 260
_CAUSE_REACH: Final = 90
_OPENING: Final = 6
_OWN_DAYS: Final = 4


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What an entry's own event is measured by: whether it is about a truce, and the day it was published.

    `opening` are the days of the week that its title and lead name: those of its own event.
    """

    truce: bool
    day: date | None
    opening: frozenset[str] = frozenset()
    feature: bool = False


def read_backdrop(entry: Entry) -> Backdrop:
    """Return what an entry is about, as far as telling background asks."""
    title = entry.title
    calm = bool(_TRUCE.search(title)) and not _BROKEN.search(title)
    truce = calm and (not _FIGHT.search(title) or _OPENED.search(title) is not None)
    opening = frozenset(found[0].casefold() for found in _WEEKDAY.finditer(f"{entry.title} {entry.text[:_LEAD]}"))
    day = entry.seen.date() if entry.seen is not None else None
    return Backdrop(truce, day, opening, feature=bool(_FEATURE.search(title)))


def is_background(case: Case, backdrop: Backdrop) -> bool:
    """Tell whether the loss lies outside the entry's own event."""
    if backdrop.truce or backdrop.feature:
        return backdrop.truce and not backdrop.feature
    start = case.scan.tokens[case.loss.phrase.first].start
    before = case.scan.text[:start].rpartition(";")[2]
    clause = _clause_of(case.scan.text, start)
    if _is_other_day(f"{before} {clause}", backdrop.day) or _names_other_month(before, backdrop.day):
        return True
    cause = _CAUSE.search(before)
    if cause is not None and len(before) - cause.end() < _CAUSE_REACH * (2 if "in which" in before else 1):
        return True
    if case.sentence == 0:
        return False
    recalled = _is_recalled(case) or _is_other_weekday(before or clause, backdrop) or _is_apart(case, start)
    return recalled or _is_earlier(clause, backdrop.day)


def _is_earlier(clause: str, day: date | None) -> bool:
    """Tell "last month", "so far this year", "in October" of another month than the entry's."""
    if _EARLIER.search(clause) is None:
        return False
    return not _months_of(clause) or _names_other_month(clause, day)


def _is_apart(case: Case, start: int) -> bool:
    """Tell what else happened in a separate attack, or "there" where the sentence before told of an older one."""
    if _SEPARATE.search(case.scan.text[:start]):
        return True
    last = case.loss.phrase.last
    there = "there" in case.scan.lower[last : last + _THERE_REACH]
    before = case.earlier[-1].text if case.earlier else ""
    if _WHEN.search(case.scan.text[:start]):
        return True
    return there and (_CAUSE.search(before) is not None or _EARLIER.search(before) is not None)


_WHEN: Final = re.compile(rf"\b(?:since|in) (?:{_MONTH}|last \w+|\d{{4}}), when\b[^,;]*$", re.IGNORECASE)
_THERE_REACH: Final = 14
_SEPARATE: Final = re.compile(r"\bseparate (?:attack|raid|ambush|incident|operation|bombing)\b", re.IGNORECASE)
_ASIDE: Final = re.compile(r", (?:and an? |and the |which |who |while |but ).*$")


def _is_recalled(case: Case) -> bool:
    """Tell what the speaker says that he recalls, and hundreds that militants have killed over the years."""
    cue = case.voice.cue if case.voice is not None else None
    figure = case.loss.phrase.figure
    if cue is not None and _RECALLED.search(case.scan.text[cue.start : cue.end]):
        return True
    words = figure.figure.words.casefold() if figure is not None else ""
    group = any(m.code == case.words.militants for scan in (case.scan, *case.earlier[-1:]) for m in scan.mentions)
    return group and words in {"hundreds", "thousands"}


def _is_other_weekday(text: str, backdrop: Backdrop) -> bool:
    """Tell a day of the week four or five days before the entry that its lead does not name."""
    found = _ON_WEEKDAY.search(text)
    if found is None or backdrop.day is None:
        return False
    named = (found[1] or found[2]).casefold()
    since = _days_since(named, backdrop.day)
    if named in backdrop.opening:
        return False
    earlier = bool(backdrop.opening) and all(since > _days_since(one, backdrop.day) for one in backdrop.opening)
    return since in _PAST or (earlier and 1 < since <= max(_PAST) and _MILITANTS_DEED.search(text) is not None)


def _days_since(weekday: str, day: date) -> int:
    return (day.weekday() - _WEEK.index(weekday)) % len(_WEEK)


# six days before is as well tomorrow
_PAST: Final = frozenset({4, 5})


def _clause_of(text: str, start: int) -> str:
    """Return the words around the figure: from the comma before it to the semicolon behind, with what opens all."""
    left = max((text.rfind(mark, 0, start) for mark in (",", ";", ":")), default=-1) + 1
    right = text.find(";", start)
    opening = "" if ";" in text[:start] else " ".join(text[:left].split()[:_OPENING])
    return f"{opening} | {_ASIDE.sub('', _RANKED.sub('', text[left : right if right >= 0 else len(text)]))}"


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
    month = next(at for at, name in enumerate(_MONTHS, 1) if name.startswith((found[1] or found[4]).casefold()[:3]))
    told = int(found[2] or found[3])
    days = (month - day.month) * _DAYS_OF_MONTH + told - day.day
    return abs(days) > _OWN_DAYS


# near enough to tell four days from a month
_DAYS_OF_MONTH: Final = 30
