"""Tell losses outside an entry's own event: earlier dates, other episodes, the clash behind a truce."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from bot.core.claims.background import cues as say
from bot.core.claims.told import Case
from bot.core.events import cues
from bot.core.events.episode import is_lull, is_period, read_day, read_kind, read_lead
from bot.core.model import Entry, EventKind, Side

_LEAD: Final = 260
_CAUSE_REACH: Final = 130
_OPENING: Final = 6
_OWN_DAYS: Final = 4
_DIGIT: Final = re.compile(r"\d")
_KEPT: Final = 16


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What an entry's own event is measured by: whether it is about a truce, when it was published and when it was.

    `own` is the day that its opening gives its own event, None where it gives none. `opening` are the days of the week
    that its title and lead name: those of its own event; `feature` says that it is about no single episode, `after`
    that its title tells what followed its event ("trade charges after a raid"), `struck` that it is about air strikes.
    """

    truce: bool
    day: date | None
    own: date | None = None
    opening: frozenset[str] = frozenset()
    feature: bool = False
    after: bool = False
    struck: bool = False


def read_backdrop(entry: Entry) -> Backdrop:
    """Return what an entry is about, as far as telling background asks."""
    title, told, lead_sentences = entry.title, entry.seen, read_lead(entry)
    found = say.TRUCE.search(title)
    calm = (found is not None and not cues.SOUGHT.search(title[: found.start()])) or _is_settled(lead_sentences)
    truce = calm and not say.BROKEN.search(title) and (not say.FIGHT.search(title) or bool(say.OPENED.search(title)))
    lead = f"{entry.title} {entry.text[:_LEAD]}".casefold()
    opening = frozenset(found[0] for found in say.WEEKDAY.finditer(lead))
    feature = bool(say.FEATURE.search(title) or cues.NO_EPISODE.search(title)) and not say.ONE_BLOW.search(title)
    day = told.date() if told is not None else None
    own, dated = read_day(lead_sentences, day) if day is not None else (None, False)
    return Backdrop(
        truce,
        day,
        own if dated else None,
        opening,
        feature=feature or (not truce and day is not None and is_period(lead_sentences, day)),
        after=bool(say.TOLD_AFTER.search(title)),
        struck=read_kind(lead_sentences) is EventKind.STRIKE,
    )


def _is_settled(lead: tuple[str, ...]) -> bool:
    """Tell what the opening calls a truce that somebody made, talks or a reopening."""
    kind = read_kind(lead)
    return kind in say.SETTLED and not is_lull(kind, lead)


def is_background(case: Case, subject: Side, backdrop: Backdrop) -> bool:
    """Tell whether the loss, which is `subject`'s, lies outside the entry's own event."""
    if backdrop.truce or backdrop.feature:
        return backdrop.truce and not backdrop.feature
    start = case.scan.tokens[case.loss.phrase.first].start
    before = case.scan.text[:start].rpartition(";")[2]
    clause = _clause_of(case.scan.text, start)
    if _is_of_own_day(f"{before} {clause}", backdrop.own):
        return False
    why = (backdrop.struck and _provoked_it(case, subject)) or _is_the_cause(case, before, backdrop)
    if why or _is_other_day(f"{before} {clause}", backdrop.day) or _names_other_month(before, backdrop.day):
        return True
    return case.sentence > 0 and _goes_back(case, start, (before, clause), backdrop)


def _is_the_cause(case: Case, before: str, backdrop: Backdrop) -> bool:
    """Tell what the words before the figure call the cause of the entry's own event."""
    cause = say.CAUSE.search(before)
    if cause is None or (backdrop.after and case.sentence == 0) or say.WENT_ON.search(before[cause.end() :]):
        return False
    if not before[: cause.start()].strip(' "“') and say.ANSWERED.search(before[cause.end() :]):
        return False
    return len(before) - cause.end() < _CAUSE_REACH * (2 if "in which" in before else 1)


def _goes_back(case: Case, start: int, around: tuple[str, str], backdrop: Backdrop) -> bool:
    """Tell whether a sentence below the first goes back to what was before."""
    before, clause = around
    if _points_back(case, start, backdrop.day) or say.SUMMED.search(clause):
        return True
    recalled = (
        _is_recalled(case)
        or _is_there_again(case, backdrop.day)
        or _is_other_weekday(before or clause, backdrop)
        or _is_apart(case, start)
    )
    return recalled or _is_earlier(clause, backdrop.day)


def _is_there_again(case: Case, day: date | None) -> bool:
    """Tell what happened where the sentence before, which named the place too, told of an older time."""
    earlier = case.earlier[-1].text if case.earlier else ""
    if case.voice is not None or not case.hits or not _is_earlier(earlier, day):
        return False
    here = {case.scan.text[hit.start : hit.end] for hit in case.hits if hit.place.kind != "country"}
    lead = case.earlier[0].text
    return any(name in earlier and name not in lead for name in here)


def _provoked_it(case: Case, subject: Side) -> bool:
    """Tell what militants cost the other side, in an entry about air strikes on this side's soil: why it struck."""
    sides = case.words.sides
    across = subject in sides and (subject != case.soil if case.soil in sides else case.speaker in {subject, None})
    return across and case.speaker in {subject, None} and say.MILITANTS_BLOW.search(case.scan.text) is not None


def _is_of_own_day(text: str, own: date | None) -> bool:
    """Tell whether the loss is put on the very day that the entry's opening gives its own event."""
    found = _day_in(text) if own is not None else None
    return found is not None and own is not None and _month_and_day(found) == (own.month, own.day)


def _is_earlier(clause: str, day: date | None) -> bool:
    """Tell "last month", "so far this year", "in October" of another month than the entry's."""
    if say.EARLIER.search(clause) is None:
        return False
    return not _months_of(clause) or _names_other_month(clause, day)


def _points_back(case: Case, start: int, day: date | None) -> bool:
    """Tell "in that attack", "killed then", "in them" of what is told just before as older or as a cause."""
    folded = case.scan.text.casefold()
    found = say.POINTS_BACK.search(case.scan.text) if any(word in folded for word in say.POINTING) else None
    if found is None:
        return False
    before = case.scan.text[: min(found.start(), start)]
    behind = case.scan.text[start : found.start()] if found.start() > start else ""
    earlier = case.earlier[-1].text if case.earlier else ""
    return any(_is_former(text, day) for text in (before, behind, earlier))


def _is_former(text: str, day: date | None) -> bool:
    """Tell whether a text tells of what was before the entry's event, or of its cause."""
    return (
        _is_earlier(text, day)
        or _is_other_day(text, day)
        or bool(say.CAUSE.search(text) or say.BEFORE_THAT.search(text))
    )


def _is_apart(case: Case, start: int) -> bool:
    """Tell what else happened in a separate attack, or "there" where the sentence before told of an older one."""
    if say.SEPARATE.search(case.scan.text[:start]):
        return True
    last = case.loss.phrase.last
    there = "there" in case.scan.lower[last : last + _THERE_REACH]
    before = case.earlier[-1].text if case.earlier else ""
    if say.WHEN.search(case.scan.text[:start]):
        return True
    return there and (say.CAUSE.search(before) is not None or say.EARLIER.search(before) is not None)


_THERE_REACH: Final = 14


def _is_recalled(case: Case) -> bool:
    """Tell what the speaker says that he recalls, and hundreds that militants have killed over the years."""
    cue = case.voice.cue if case.voice is not None else None
    figure = case.loss.phrase.figure
    if cue is not None and say.RECALLED.search(case.scan.text[cue.start : cue.end]):
        return True
    words = figure.figure.words.casefold() if figure is not None else ""
    group = any(m.code == case.words.militants for scan in (case.scan, *case.earlier[-1:]) for m in scan.mentions)
    return group and words in {"hundreds", "thousands"}


def _is_other_weekday(text: str, backdrop: Backdrop) -> bool:
    """Tell a day of the week four or five days before the entry that its lead does not name."""
    found = say.ON_WEEKDAY.search(text)
    if found is None or backdrop.day is None:
        return False
    named = (found[1] or found[2] or found[3]).casefold()
    since = _days_since(named, backdrop.day)
    if named in backdrop.opening:
        return False
    earlier = bool(backdrop.opening) and all(since > _days_since(one, backdrop.day) for one in backdrop.opening)
    return since in _PAST or (earlier and 1 < since <= max(_PAST) and say.MILITANTS_DEED.search(text) is not None)


def _days_since(weekday: str, day: date) -> int:
    return (day.weekday() - say.WEEK.index(weekday)) % len(say.WEEK)


# six days before is as well tomorrow
_PAST: Final = frozenset({4, 5})


def _clause_of(text: str, start: int) -> str:
    """Return the words around the figure: from the comma before it to the semicolon behind, with what opens all."""
    left = _left_of(text, start)
    if say.RELATIVE.match(text[left:start]):
        left = _left_of(text, left - 1)
    right = text.find(";", start)
    opening = "" if ";" in text[:start] else " ".join(text[:left].split()[:_OPENING])
    return f"{opening} | {say.ASIDE.sub('', say.RANKED.sub('', text[left : right if right >= 0 else len(text)]))}"


def _left_of(text: str, start: int) -> int:
    return max((text.rfind(mark, 0, start) for mark in (",", ";", ":")), default=-1) + 1


def _months_of(text: str) -> set[str]:
    return {found[1].casefold() for found in say.DATED.finditer(text) if found[1] is not None}


def _names_other_month(text: str, day: date | None) -> bool:
    """Tell whether a month or year is named that is not the entry's own."""
    if day is None:
        return False
    own = {say.MONTHS[day.month - 1], say.MONTHS[day.month - 2] if day.day <= _OWN_DAYS else say.MONTHS[day.month - 1]}
    years = {int(found[2]) for found in say.DATED.finditer(text) if found[2] is not None}
    return bool(_months_of(text) - own) or bool(years - {day.year})


def _is_other_day(text: str, day: date | None) -> bool:
    """Tell whether the loss is put on a day, or in days that end, more than four days before the entry."""
    found = _day_in(text)
    if found is None or day is None:
        return False
    found = _end_of_period(text.replace(f" {day.year}", ""), found) or found
    month, told = _month_and_day(found)
    days = (month - day.month) * _DAYS_OF_MONTH + told - day.day
    return abs(days) > _OWN_DAYS


def _end_of_period(text: str, first: re.Match[str]) -> re.Match[str] | None:
    """Return the last day of "from 26 February to 2 March", "between 26 February and 2 March"."""
    last = say.ON_DAY.search(text, first.end()) if say.SPANNING.search(text[: first.start()]) else None
    joined = last is not None and say.UP_TO.fullmatch(text[first.end() : last.start()])
    return last if joined else None


@lru_cache(maxsize=_KEPT)
def _day_in(text: str) -> re.Match[str] | None:
    """Find the day of a month that a text names; one without a digit names none."""
    return say.ON_DAY.search(text) if _DIGIT.search(text) else None


def _month_and_day(found: re.Match[str]) -> tuple[int, int]:
    """Return the month and day that `say.ON_DAY` found."""
    name = (found[1] or found[4]).casefold()[:3]
    return next(at for at, month in enumerate(say.MONTHS, 1) if month.startswith(name)), int(found[2] or found[3])


# near enough to tell four days from a month
_DAYS_OF_MONTH: Final = 30
