"""Read the days that a text names, relative to the day on which it was told.

Weekdays mean the latest such day not after the telling; a month's day takes the year that
puts it nearest before; days that are still to come are left out.
What it does not do: hours, and days of other calendars.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS: Final = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip
_ORDINALS: Final = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_MONTH: Final = (
    r"(?P<{0}>(?-i:Jan(?:uary)?|Feb(?:ruary)?|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?))\.?"
)
_DAY: Final = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–/]\s?\d{{1,2}})?"
_YEAR: Final = r"(?:,?\s(?P<{0}>(?:19|20)\d\d))?"
_PATTERN: Final = re.compile(
    r"\b(?:"
    rf"{_MONTH.format('month')}\s{_DAY.format('day')}(?!\d){_YEAR.format('year')}"
    rf"|{_DAY.format('day2')}\s(?:of\s)?{_MONTH.format('month2')}{_YEAR.format('year2')}"
    r"|(?P<next>next|coming)\s\w+"
    r"|(?P<last>last\s)?(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"(?!,?\s\(?(?-i:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d)"
    r"|(?P<ago>a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s(?P<unit>days?|weeks?|nights?)"
    r"\s(?:ago|earlier|before|(?P<after>after))"
    r"|(?:on|of|since|from|until)\sthe\s(?P<nth_of_month>\d{1,2})(?:st|nd|rd|th)"
    r"(?!\s(?:of|century|anniversary|amendment|corps|division|brigade|battalion|regiment|infantry|round|day|edition))"
    r"|(?P<hours>\d{2})\shours\s(?:ago|earlier)"
    r"|(?P<before>day\sbefore\syesterday)"
    r"|(?P<eve>yesterday|overnight|last\snight|previous\snight|night\sbefore|previous\sday)"
    r"|(?P<same>today|tonight|this\smorning|this\safternoon|this\sevening)"
    r"|(?P<weekend>(?:at|over|during|this|last)\s(?:the\s)?weekend)"
    r"|(?P<nth>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s"
    r"(?:(?:consecutive|straight|successive)\s)?day"
    r")\b",
    re.IGNORECASE,
)
_ROW: Final = re.compile(
    r"\b(?:(?:in|over|for|during|after|nearly|almost|about|past|last)\s(?:the\s)?(?:(?:past|last|nearly|almost|about|some)\s)?"
    r"(?P<number>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s(?P<unit>days|nights|weeks)"
    r"|(?P<word>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s(?P<units>days|nights|weeks)\sof"
    r"|(?P<long>two|three|four|five|six|seven)-day)\b",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(
    rf"\b(?:in|during|of|early|late|mid-?)\s?{_MONTH.format('month')}(?:,?\sof)?{_YEAR.format('year')}(?!\s?\d)\b"
    r"|\b(?P<past>last|earlier\sthis|previous)\s(?P<unit>week|month|year)\b"
    r"|\b(?P<ago>a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s(?P<units>weeks?|months?)\s(?:ago|earlier)\b"
    r"|\b(?:in|during)\s(?P<whole>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# A row of days is named by a word that holds one of these, a day by one of more or a digit: the rest is not searched.
_ROWS: Final = ("days", "nights", "weeks", "-day")
_NAMING: Final = ("day", "night", "week", "morning", "afternoon", "evening")
_DIGIT: Final = re.compile(r"\d")
_KEPT: Final = 64
_AHEAD: Final = timedelta(days=2)
_SOON: Final = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class DateHit:
    """A day named in a text: which, where, and whether it is the first of a row of days ("for a third day").

    `former` is the day of what went before ("five days after a clash").
    """

    day: date
    start: int
    end: int
    counted: bool = False
    former: bool = False


@lru_cache(maxsize=_KEPT)
def dates_in(text: str, told: date) -> tuple[DateHit, ...]:
    """Return the days that `text`, told on the day `told`, names, in order; impossible ones are left out."""
    if not (_holds(text, _NAMING) or _DIGIT.search(text)):
        return ()
    return tuple(hit for found in _PATTERN.finditer(text) if (hit := _hit(found, told)))


def rows_in(text: str, told: date) -> tuple[DateHit, ...]:
    """Return first days of rows that lead up to the telling ("in the past three weeks", "two days of talks")."""
    if not _holds(text, _ROWS):
        return ()
    return tuple(
        DateHit(told - timedelta(days=_length(found)), found.start(), found.end(), counted=True)
        for found in _ROW.finditer(text)
    )


def _holds(text: str, parts: tuple[str, ...]) -> bool:
    folded = text.casefold()
    return any(part in folded for part in parts)


def spans_in(text: str, told: date) -> tuple[tuple[date, date], ...]:
    """Return the stretches of days that `text` names without a day ("in October", "last month", "two months ago")."""
    return tuple(span for found in _SPAN.finditer(text) if (span := _span(found, told)))


def _span(found: re.Match[str], told: date) -> tuple[date, date] | None:
    if found["month"]:
        month = _MONTHS.index(found["month"][:3].lower()) + 1
        year = int(found["year"]) if found["year"] else told.year - (month > told.month)
        return _whole_month(year, month)
    if found["whole"]:
        return date(int(found["whole"]), 1, 1), date(int(found["whole"]), 12, 31)
    if found["ago"]:
        return _around(found, told)
    return _past(found["past"].lower(), found["unit"].lower(), told)


def _past(which: str, unit: str, told: date) -> tuple[date, date]:
    this = which.startswith("earlier")
    if unit == "week":
        monday = told - timedelta(days=told.weekday())
        return (monday, told) if this else (monday - timedelta(days=7), monday - timedelta(days=1))
    if unit == "year":
        return (date(told.year, 1, 1), told) if this else (date(told.year - 1, 1, 1), date(told.year - 1, 12, 31))
    first = told.replace(day=1)
    if this:
        return first, told
    before = first - timedelta(days=1)
    return before.replace(day=1), before


def _around(found: re.Match[str], told: date) -> tuple[date, date]:
    count = _NUMBERS.get(found["ago"].lower()) or int(found["ago"])
    weeks = found["units"].lower().startswith("week")
    day = told - timedelta(days=count * 7 if weeks else round(count * 30.4))
    slack = timedelta(days=4 if weeks else 16)
    return day - slack, day + slack


def _whole_month(year: int, month: int) -> tuple[date, date]:
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def _length(found: re.Match[str]) -> int:
    number = (found["number"] or found["word"] or found["long"]).lower()
    unit = (found["unit"] or found["units"] or "days").lower()
    return (_NUMBERS.get(number) or int(number)) * (7 if unit == "weeks" else 1)


def _hit(found: re.Match[str], told: date) -> DateHit | None:
    try:
        day = _day(found, told)
    except (ValueError, OverflowError):
        return None
    return DateHit(day, found.start(), found.end(), bool(found["nth"]), bool(found["after"])) if day else None


def _day(found: re.Match[str], told: date) -> date | None:
    if found["next"]:
        return None
    if found["month"] or found["month2"]:
        return _of_month(found, told)
    if found["weekday"]:
        back = (told.weekday() - _WEEKDAYS.index(found["weekday"].lower())) % 7
        return told - timedelta(days=back or (7 if found["last"] else 0))
    if found["nth_of_month"]:
        return _of_the_nth(int(found["nth_of_month"]), told)
    if found["weekend"]:
        return told - timedelta(days=(told.weekday() - 5) % 7)
    return told - timedelta(days=_days_back(found))


def _of_the_nth(number: int, told: date) -> date:
    """Return the latest day of that number not after the telling."""
    before = told.replace(day=1) - timedelta(days=1)
    return told.replace(day=number) if number <= told.day else before.replace(day=number)


def _days_back(found: re.Match[str]) -> int:
    if found["ago"]:
        count = _NUMBERS.get(found["ago"].lower()) or int(found["ago"])
        return count * 7 if found["unit"].lower().startswith("week") else count
    if found["hours"]:
        return round(int(found["hours"]) / 24)
    if found["before"]:
        return 2
    if found["nth"]:
        return _ORDINALS[found["nth"].lower()] - 1
    return 1 if found["eve"] else 0


def _of_month(found: re.Match[str], told: date) -> date | None:
    month = _MONTHS.index((found["month"] or found["month2"])[:3].lower()) + 1
    number = int(found["day"] or found["day2"])
    year = found["year"] or found["year2"]
    if year:
        return date(int(year), month, number)
    days = (date(told.year + ahead, month, number) for ahead in (1, 0, -1))
    day = next(one for one in days if one <= told + _SOON)
    return day if day <= told + _AHEAD else None
