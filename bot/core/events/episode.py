"""Read which episode an entry is about: its day, its kind, its places. Figures are never looked at.

The title and the first sentences decide; what stands after "after", "since" or "before" is background.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.dates import DateHit, dates_in, rows_in
from bot.core.events import cues
from bot.core.model import Entry, EventKind, Sentence
from bot.core.places import Gazetteer, PlaceHit
from bot.core.text import split_sentences, with_latin_stops
from bot.core.theatre import Place, Theatre
from bot.core.tokens import tokens

_LEAD: Final = 3
_WEIGHTS: Final = (4.0, 2.0, 1.0, 0.5)
_BEHIND_WEIGHT: Final = 0.1
_ENOUGH: Final = 0.5
_TOLD_TOO: Final = 1.0
_WIDE_FROM: Final = 4
_NEAR: Final = 80
_READ: Final = 4000
_KEPT: Final = 64

ARMED: Final = frozenset({EventKind.CLASH, EventKind.STRIKE})
_HAPPENED: Final = (*(cue for kind, cue in cues.KINDS if kind in ARMED), cues.LOSS, cues.SHUT)
_RETOLD: Final = timedelta(days=4)
_RETOLD_FROM: Final = 2
_ROW_MOST: Final = timedelta(days=7)
_FORMER_DAYS: Final = timedelta(days=14)
_FORMER_ROWS: Final = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Episode:
    """What an entry tells of its episode.

    `told` is the day of telling, `day` when it happened (`dated` where the text says so). `main` are the places of
    the title and the opening, `named` all places of the entry, `behind` those told as what went before. `wide` is
    true where it runs along the border as a whole, `anew` where the text says that it is another one, `period` where
    the entry sums up a longer time, `vague` where no word tells the kind, `lull` where guns fall silent and nobody
    is said to have agreed on it, `mixed` where a clash is told together with strikes. `answers` is the kind of blow
    that this one is said to answer.
    """

    told: date
    day: date
    dated: bool
    kind: EventKind
    main: tuple[Place, ...]
    named: tuple[Place, ...]
    behind: tuple[Place, ...]
    wide: bool
    anew: bool
    period: bool
    vague: bool = False
    lull: bool = False
    mixed: bool = False
    answers: EventKind | None = None


def day_told(entry: Entry, theatre: Theatre) -> date | None:
    """Return the day on the first side's clock when the entry was published; a day ahead of its fetching is wrong."""
    published, fetched = entry.published, entry.fetched
    moment = published or fetched
    if published and fetched and published - fetched > timedelta(days=1):
        moment = fetched
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(theatre.time_zones[theatre.sides[0].code])).date()


def read_lead(entry: Entry) -> tuple[str, ...]:
    """Return the title and the first sentences without their datelines."""
    return tuple(text for _, text in _cut(entry.title, entry.text))


@lru_cache(maxsize=_KEPT)
def _sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of as much of a text as is read."""
    return tuple(split_sentences(with_latin_stops(text[:_READ])))


@lru_cache(maxsize=_KEPT)
def _cut(title: str, text: str) -> tuple[tuple[int, str], ...]:
    """Return the title and the first sentences without datelines, each with where it starts in title and text."""
    lead = [(0, title)]
    for one in _sentences(text)[:_LEAD]:
        dateline = cues.DATELINE.match(one.text)
        left_out = dateline.end() if dateline else 0
        lead.append((len(title) + 1 + one.start + left_out, one.text[left_out:]))
    return tuple(lead)


@lru_cache(maxsize=_KEPT)
def read_day(lead: tuple[str, ...], told: date) -> tuple[date, bool]:
    """Return the earliest day of the first sentence that tells when it happened; else of speaking, else the telling."""
    spoken: list[date] = []
    anew = is_anew(lead)
    armed = read_kind(lead) in ARMED
    for place, sentence in enumerate(lead):
        shut = bool(cues.SHUT.search(sentence))
        happened: list[date] = []
        for hit in (*dates_in(sentence, told), *(_days_of_arms(sentence, told) if armed else ())):
            before = _before(sentence, hit.start)
            retold = place >= _RETOLD_FROM and told - hit.day >= _RETOLD and (anew or cues.EARLIER.search(sentence))
            lasting = (shut and (hit.counted or cues.SINCE.search(before))) or cues.COUNTS_SINCE.search(before)
            of_issue = place == 0 and before.endswith("(")
            if hit.former or of_issue or lasting or retold or cues.BEHIND.search(before) or cues.AHEAD.search(before):
                continue
            (spoken if _is_spoken(sentence, hit) else happened).append(hit.day)
        if happened:
            return min(happened), not shut and _tells_of_arms(sentence)
    return min(spoken, default=told), False


def _days_of_arms(sentence: str, told: date) -> Iterator[DateHit]:
    """Yield the first days of short rows of days of fighting ("in three days of clashes")."""
    rows = (hit for hit in rows_in(sentence, told) if told - hit.day <= _ROW_MOST)
    return (hit for hit in rows if cues.OF_ARMS.search(sentence[hit.end :].removeprefix(" of")))


def read_answer(lead: Sequence[str]) -> EventKind | None:
    """Return the kind of blow that the opening calls the cause of this one."""
    for found, sentence in ((cues.ANSWER.search(one), one) for one in lead):
        behind = dict(_kinds_in(sentence[found.end() : found.end() + _NEAR])) if found else {}
        armed = [kind for kind in behind if kind in ARMED]
        if armed:
            return min(armed, key=lambda kind: behind[kind])
    return None


def is_anew(lead: Sequence[str]) -> bool:
    """Tell whether the opening says that it is another episode than one before."""
    return bool(cues.ANEW.search("\n".join(lead[:_RETOLD_FROM])))


@lru_cache(maxsize=_KEPT)
def read_former(text: str, told: date) -> tuple[tuple[date, date], ...]:
    """Return the days and rows of days that sentences on fighting, losses or a closure name, as first and last."""
    found = (
        (hit.day, told if hit.counted else hit.day)
        for one in _sentences(text)
        if (hits := (*dates_in(one.text, told), *rows_in(one.text, told))) and _is_of_arms(one.text)
        for hit in hits
        if told - hit.day <= (_FORMER_ROWS if hit.counted else _FORMER_DAYS)
    )
    return tuple(dict.fromkeys(found))


def _is_of_arms(sentence: str) -> bool:
    return any(cue.search(sentence) for cue in _HAPPENED)


def _is_spoken(sentence: str, hit: DateHit) -> bool:
    """Tell whether a day is that of a statement or a funeral: the last word before it that could have one is such."""
    if cues.SPEAKS.match(sentence[hit.end :]):
        return True
    before = _before(sentence, hit.start)
    spoke = max((found.end() for found in cues.SPOKE.finditer(before)), default=-1)
    happened = max((found.end() for cue in _HAPPENED for found in cue.finditer(before)), default=-1)
    return spoke >= 0 and spoke >= happened


def read_episode(entry: Entry, theatre: Theatre, gazetteer: Gazetteer) -> Episode | None:
    """Return which episode the entry is about, or None where it has neither a time of publication nor of fetching."""
    told = day_told(entry, theatre)
    if told is None:
        return None
    lead = read_lead(entry)
    day, dated = read_day(lead, told)
    opening = "\n".join(lead[:2])
    *places, (rest, rest_behind), (written_in, _) = _all_places(entry, theatre, gazetteer)
    kinds = _kinds(lead)
    kind = _kind(kinds)
    main = _main([found for found, _ in places])
    mixed = kind is EventKind.CLASH and kinds[EventKind.STRIKE] >= _TOLD_TOO
    if kind in ARMED:
        struck = chain.from_iterable(behind for _, behind in places[:2]) if mixed else ()
        main = tuple(dict.fromkeys(one for one in (*main, *struck) if one.side or one.kind in ("crossing", "region")))
    else:
        venue = [place for place in written_in if place.side is None and place.kind == "town"]
        main = tuple(dict.fromkeys((*main, *venue, *chain.from_iterable(behind for _, behind in places[:2]))))
    return Episode(
        told=told,
        day=day,
        dated=dated,
        kind=kind,
        main=main,
        named=tuple(dict.fromkeys((*chain.from_iterable(found for found, _ in places), *rest))),
        behind=tuple(dict.fromkeys((*chain.from_iterable(found for _, found in places), *rest_behind))),
        wide=_is_wide(main, opening, gazetteer),
        anew=is_anew(lead),
        period=is_period(lead, told),
        vague=not any(kinds.values()),
        mixed=mixed,
        lull=is_lull(kind, lead),
        answers=read_answer(lead),
    )


def former_days(entry: Entry, told: date) -> tuple[tuple[date, date], ...]:
    """Return what an entry that tells of no dated fighting of its own goes back to; empty where it tells of some."""
    lead = read_lead(entry)
    shut = any(map(cues.SHUT.search, lead))
    if not shut and (is_anew(lead) or any(_tells_of_loss(one, told) for one in lead)):
        return ()
    return () if read_day(lead, told)[1] else read_former(entry.text, told)


def _tells_of_loss(sentence: str, told: date) -> bool:
    """Tell whether a sentence gives a recent day for deaths, not for what was said or mourned."""
    return bool(cues.LOSS.search(sentence)) and any(
        told - hit.day < _RETOLD and not _is_spoken(sentence, hit) for hit in dates_in(sentence, told)
    )


def _tells_of_late(sentence: str, told: date) -> bool:
    """Tell whether a sentence on fighting names a day just past."""
    return _is_of_arms(sentence) and any(told - hit.day < _RETOLD for hit in dates_in(sentence, told))


def is_period(lead: Sequence[str], told: date) -> bool:
    """Tell whether the entry sums up a longer time: it says so, or names a long time and no day."""
    opening = "\n".join(lead[:2])
    if cues.NO_EPISODE.search(opening):
        return True
    if cues.EXPLAINS.search(opening) and not any(_tells_of_late(one, told) for one in lead):
        return True
    return any(map(cues.LONG_TIME.search, lead)) and not any(dates_in(one, told) for one in lead)


def _tells_of_arms(sentence: str) -> bool:
    """Tell whether a sentence speaks of fighting itself, not only of what came after it."""
    armed = (start for kind, start in _kinds_in(sentence) if kind in ARMED)
    return any(not cues.BEHIND.search(_before(sentence, start)) for start in armed)


def _before(sentence: str, start: int) -> str:
    return sentence[max(0, start - _NEAR) : start]


@lru_cache(maxsize=_KEPT)
def _kinds(lead: tuple[str, ...]) -> Mapping[EventKind, float]:
    """Return how much the title, then the opening speak of each kind; what lies behind counts for little."""
    scores = dict.fromkeys((kind for kind, _ in cues.KINDS), 0.0)
    for place, (weight, sentence) in enumerate(zip(_WEIGHTS, lead, strict=False)):
        for kind, start in _kinds_in(sentence):
            if kind not in ARMED and not _settles(kind, place, sentence):
                continue
            behind = cues.BEHIND.search(_before(sentence, start)) or _is_apart(kind, sentence, start)
            scores[kind] += weight * (_BEHIND_WEIGHT if behind else 1.0)
    return scores


def is_lull(kind: EventKind, lead: Sequence[str]) -> bool:
    """Tell guns that fall silent, or a gate that opens again below the title, of which the opening names no maker."""
    opens = kind is EventKind.REOPENING and kind not in dict(_kinds_in(lead[0]))
    return (opens or kind is EventKind.TRUCE) and not any(map(cues.MADE.search, lead))


def read_kind(lead: tuple[str, ...]) -> EventKind:
    """Return the kind that the title, then the opening speak of most."""
    return _kind(_kinds(lead))


def _kind(scores: Mapping[EventKind, float]) -> EventKind:
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= _ENOUGH else EventKind.CLASH


def _is_apart(kind: EventKind, sentence: str, start: int) -> bool:
    """Tell a truce that does not hold or is sought, talks elsewhere or asked for, a reopening that talks promise."""
    before = _before(sentence, start)
    if kind is EventKind.TALKS:
        return bool(cues.MEANWHILE.search(before) or cues.URGED.search(before))
    if kind is EventKind.REOPENING:
        return bool(cues.PLEDGED.search(before))
    undone = cues.BROKEN.search(before) or cues.SOUGHT.search(before)
    return kind is EventKind.TRUCE and bool(undone or cues.BREAKS.search(_first_word_off(sentence[start:])))


def _first_word_off(text: str) -> str:
    """Return what follows the first word."""
    return text[len(text.split(maxsplit=1)[0]) :] if text.split() else ""


def _settles(kind: EventKind, place: int, sentence: str) -> bool:
    """Tell whether a truce, talks or a reopening is what the entry is about: told at the very top, of a crossing."""
    if place > 1:
        return False
    return kind is not EventKind.REOPENING or place == 0 or bool(cues.GATE.search(sentence))


@lru_cache(maxsize=_KEPT)
def _kinds_in(sentence: str) -> tuple[tuple[EventKind, int], ...]:
    found = ((kind, pattern.search(sentence)) for kind, pattern in cues.KINDS)
    return tuple((kind, hit.start()) for kind, hit in found if hit)


def _all_places(entry: Entry, theatre: Theatre, gazetteer: Gazetteer) -> list[tuple[list[Place], list[Place]]]:
    """Return the places of the title, each sentence of the opening, the rest, the dateline: about, told as before."""
    text = f"{entry.title}\n{entry.text}"
    words = tokens(text)
    end = len(entry.title) + 1 + _READ
    found = gazetteer.find(text, words[: bisect_right(words, end, key=lambda word: word.end)])
    spans = [(start, start + len(one)) for start, one in _cut(entry.title, entry.text)]
    spans = [*spans, (spans[-1][1], end), _dateline(spans, len(entry.title))]
    seats = frozenset(seat for side in theatre.sides for seat in side.group("seats"))
    return [_places(text, span, found, seats) for span in spans]


def _dateline(spans: Sequence[tuple[int, int]], title_end: int) -> tuple[int, int]:
    """Return where the dateline stands: between the title and the first sentence without it."""
    return (title_end, spans[1][0]) if len(spans) > 1 else (title_end, title_end)


def _places(
    text: str, span: tuple[int, int], found: Sequence[PlaceHit], seats: frozenset[str]
) -> tuple[list[Place], list[Place]]:
    """Return the places that a stretch of the text is about, and those told as what went before.

    Countries and their regions are left out, and seats that stand for those who rule there.
    """
    about: list[Place] = []
    behind: list[Place] = []
    behind_to = -1
    start, end = span
    for hit in found:
        if not start <= hit.start < end or _is_land(hit.place):
            continue
        before = text[max(start, hit.start - _NEAR) : hit.start]
        if hit.place.name in seats and not _is_spot(before, text[hit.end : hit.end + _NEAR]):
            continue
        listed = behind_to >= 0 and cues.LISTED.fullmatch(text[behind_to : hit.start])
        if listed or cues.BEHIND.search(before):
            behind_to = hit.end
            behind.append(hit.place)
        else:
            about.append(hit.place)
    return about, behind


def _is_land(place: Place) -> bool:
    return place.kind == "country" or (place.kind == "region" and place.side is not None)


def _is_spot(before: str, after: str) -> bool:
    """Tell whether a seat of government is meant as a town, not as those who rule in it."""
    if cues.SPOT_AFTER.match(after):
        return True
    at = cues.SPOT_BEFORE.search(before)
    return at is not None and not cues.OFFICE.search(before[: at.start()])


def _main(places: Sequence[Sequence[Place]]) -> tuple[Place, ...]:
    """Return the places of the title and the first sentence, or of the first later sentence that names any."""
    opening = tuple(dict.fromkeys(place for found in places[:2] for place in found))
    return opening or next((tuple(dict.fromkeys(found)) for found in places[2:] if found), ())


def _is_wide(main: Sequence[Place], opening: str, gazetteer: Gazetteer) -> bool:
    """Tell whether the entry is about the border as a whole."""
    spots = [place for place in main if place.kind != "region"]
    if spots:
        apart = [one for one in spots if not any(one != other and gazetteer.holds(other, one) for other in spots)]
        return len(apart) >= _WIDE_FROM
    return bool(main) or bool(cues.BORDER.search(opening))
