"""Read which episode an entry is about: its day, its kind, its places. Figures are never looked at.

The title and the first sentences decide; what stands after "after", "since" or "before" is background.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.dates import DateHit, dates_in
from bot.core.model import Entry, EventKind
from bot.core.places import Gazetteer, PlaceHit
from bot.core.text import split_sentences
from bot.core.theatre import Place, Theatre

_LEAD: Final = 3
_WIDE_FROM: Final = 4
_STOPS: Final = str.maketrans({"۔": ".", "؟": "?"})

# A day that only tells when somebody spoke.
_SPOKE: Final = re.compile(
    r"\b(?:said|says|say|told\s(?:\S+\s){1,4}?|announced|reported|added|wrote|writes|claimed|confirmed|accused|acknowledged|"
    r"declared|stated|insisted|posted|statement|briefing|conference|interview|summoned|condemned|welcomed|called|urged|"
    r"denied|protested|on\sX|on\sTwitter)\s?(?:in\s\S+\s)?(?:late\s|early\s|later\s)?(?:on\s)?(?:\S+\s)?$",
    re.IGNORECASE,
)
_SPEAKS: Final = re.compile(
    r"^,?\s(?:said|says|accused|announced|condemned|summoned|denied|called|declared|told|claimed|warned|rejected|urged|"
    r"welcomed|reported|confirmed|protested|put\s|acknowledged|asked|described|dismissed)\b",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"\b(?:retribution\sfor|revenge\sfor|response\sto|reply\sto|avenge|after|following|until|before|ahead\sof|amid|despite|in\sresponse\sto|in\sreply\sto|in\sretaliation\sfor|retaliation\sfor|"
    r"weeks?\safter|days?\safter|hours?\safter)\b[^,;:.]*$",
    re.IGNORECASE,
)
_DATELINE: Final = re.compile(
    r"^[^a-z—–:]{2,60}?(?:,\s(?:[A-Z][\w.]+\s?){1,3}\d{0,2})?\s?(?:—|–|-\s|:)|^[A-Z/ ]{3,40},\s[A-Z][a-z]+(?:,?\s\w+\s\d+)?\s?(?:—|–|-|:)"
)
_SHUT: Final = re.compile(r"\b(?:clos\w+|shut|seal\w+|standstill|stranded|suspend\w+)\b", re.IGNORECASE)

_KINDS: Final[tuple[tuple[EventKind, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        (EventKind.REOPENING, r"\b(?:re-?open(?:s|ed|ing)?|opened again|opens? (?:again|after)|opened (?:for|to) (?:trade|traffic)|بازگشایی)\b"),
        (EventKind.TRUCE, r"\b(?:truce|cease-?\s?fire|hold their fire|stop(?:ping)? (?:the )?fighting|end (?:to )?hostilities|جنگ بندی|آتش‌?\s?بس|اوربند)\b"),
        (EventKind.TALKS, r"\b(?:talks|negotiat\w+|dialogue|round of|mediat\w+|مذاکرات|خبرې اترې|گفت‌?وگو)\b"),
        (EventKind.STRIKE, r"\b(?:air\s?-?strikes?|air\s?-?raids?|air attacks?|aerial (?:attack|bombing)|drone strikes?|drones?|jets?|warplanes?|aircraft|helicopters?|bomb(?:s|ed|ing|ings|ardment)?|(?:hospital |night )?strikes?|struck|raids? on|raids|blasts?|explosions?|فضائی حمل\w+|حملات هوایی|حمله هوایی|حملهٔ هوایی|بمباران|هوايي برید\w*)\b"),
        (EventKind.CLASH, r"\b(?:clash\w*|exchang\w+ (?:of )?(?:heavy )?(?:gun)?fire|trad\w+ (?:heavy )?fire|fight\w*|fought|firing|fires?|fired|gun\w*|shell\w*|mortars?|artillery|rockets?|storm\w*|attack\w*|assault\w*|outposts?|posts?|skirmish\w*|infiltrat\w+|battles?|shoot\w*|shot|shot down|downed|sentry|standoff|stand-off|retaliat\w+|repuls\w+|war|جھڑپ\w*|فائرنگ|گولہ باری|درگیری\w*|نښت\w+|جګړ\w+)\b"),
    )
)  # fmt: skip
_BROKEN: Final = re.compile(
    r"\b(?:break\w*|broke|broken|violat\w+|breach\w*|ahead of|before|despite|during|after|since|end(?:ed|s)|collapse\w*|shaky|"
    r"tests?|threat\w+|no)\b(?:\W+[\w’'-]+){0,4}\W*$",
    re.IGNORECASE,
)
_NO_EPISODE: Final = re.compile(
    r"\b(?:quarter(?:ly)?|annual(?:ly)?|yearly|timeline|explain(?:ed|er)|explainer|q&a|year in review|three-month|six-month|"
    r"in the (?:first|last|past) (?:\w+ ){0,2}(?:months|years|half|quarter)|half of (?:the year|20\d\d)|so far this year|"
    r"between (?:January|February|March|April|May|June|July|August|September|October|November|December) and|"
    r"how (?:we|did|the two)|a history of|why (?:are|is|do)|what (?:is|are) the)\b",
    re.IGNORECASE,
)
_AT: Final = re.compile(
    r"(?:\b(?:in|on|near|over|at|across|outside|around|inside|into|(?:bombing|shelling|attack|strikes?|raids?)\s(?:of|on)|central|eastern|western|bomb\w*|hit\w*|shak\w+|rock\w*|pound\w*|struck|strikes?|strik\w+)\s)$",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(r"\b(?:ministr\w+|report\w*|spokes\w+|government|administration|officials?|authorit\w+|command\w*|mission|rulers?|ambassador|court|embassy|speaking|conference|military|power|seat|capital|visit\w*|envoys?|told\W+\w+|based)\b\W+(?:\w+\W+){0,2}$", re.IGNORECASE)  # fmt: skip
_STRUCK: Final = re.compile(
    r"^['’]?s?\s(?:blast|explosion|strike|air|hospital|airport|sky|rehab|cemetery|bombing)", re.IGNORECASE
)
_LISTED: Final = re.compile(r",?\s(?:and\s|or\s)?")


@dataclass(frozen=True, slots=True)
class Episode:
    """What an entry tells of its episode.

    `day` is when it happened (`dated` where the text says so, else the day of telling), `begun` the first day that
    the text counts back to. `main` are the places of the title and the opening, `named` all places of the entry.
    `wide` is true where it runs along the border as a whole, `period` where the entry sums up a longer time.
    """

    told: date
    day: date
    dated: bool
    kind: EventKind
    main: tuple[Place, ...]
    named: tuple[Place, ...]
    wide: bool
    anew: bool
    period: bool


def day_told(entry: Entry, theatre: Theatre) -> date | None:
    """Return the day on the first side's clock when the entry was published; a day ahead of its fetching is wrong."""
    published, fetched = entry.published, entry.fetched
    moment = published or fetched
    if published and fetched and published - fetched > timedelta(days=1):
        moment = fetched
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(theatre.time_zones[theatre.sides[0].code])).date()


def read_episode(entry: Entry, theatre: Theatre, gazetteer: Gazetteer) -> Episode | None:
    """Return which episode the entry is about, or None where neither it nor its text has a date."""
    sentences = [entry.title, *(one.text for one in split_sentences(entry.text.translate(_STOPS)))]
    told = day_told(entry, theatre)
    if told is None:
        return None
    lead = [sentences[0], *(_DATELINE.sub("", one, count=1) for one in sentences[1 : 1 + _LEAD])]
    day, dated = _day(lead, told)
    places = [tuple(_places(one, theatre, gazetteer)) for one in [*lead, *sentences[1 + _LEAD :]]]
    main = _main(places)
    return Episode(
        told=told,
        day=day,
        dated=dated,
        kind=_kind(lead),
        main=main,
        named=tuple(dict.fromkeys(place for found in places for place in found)),
        wide=_is_wide(main, lead),
        anew=bool(
            re.search(
                r"\b(?:fresh|anew|again|renewed|new (?:clash|round|fight)\w*|resum\w+)\b", " ".join(lead[:2]), re.I
            )
        ),
        period=bool(_NO_EPISODE.search(f"{lead[0]}\n{lead[1] if len(lead) > 1 else ''}")),
    )


def _day(lead: Sequence[str], told: date) -> tuple[date, bool]:
    """Return the first day of the lead that is not one of speaking or of background; else the telling."""
    overall = []
    for sentence in lead:
        for hit in dates_in(sentence, told):
            before = sentence[: hit.start]
            if hit.counted and _SHUT.search(sentence):
                continue
            if _BEHIND.search(before):
                continue
            if not _SPOKE.search(before) and not _SPEAKS.match(sentence[hit.end :]):
                return hit.day, not _SHUT.search(sentence)
            overall.append(hit)
    return (min(hit.day for hit in overall), False) if overall else (told, False)


def _kind(lead: Sequence[str]) -> EventKind:
    """Return the kind that the title, then the opening speak of most; what lies behind counts for little."""
    scores = dict.fromkeys(EventKind, 0.0)
    for place, sentence in enumerate(lead):
        weight = (4.0, 2.0, 1.0, 0.5)[place]
        for kind, found in _kinds_in(sentence):
            behind = _BEHIND.search(sentence[:found]) or (kind is EventKind.TRUCE and _BROKEN.search(sentence[:found]))
            scores[kind] += weight * (0.2 if behind else 1.0)
    best = max(scores.values())
    return next((kind for kind in EventKind if scores[kind] == best), EventKind.CLASH) if best else EventKind.CLASH


def _kinds_in(sentence: str) -> Iterator[tuple[EventKind, int]]:
    for kind, pattern in _KINDS:
        starts = [found.start() for found in pattern.finditer(sentence)]
        if starts:
            yield kind, starts[0]


def _places(sentence: str, theatre: Theatre, gazetteer: Gazetteer) -> Iterator[Place]:
    """Yield the places that a sentence is about: no countries, no seats that stand for those who rule, no background."""
    seats = {seat for side in theatre.sides for seat in side.group("seats")}
    behind_to = -1
    for hit in gazetteer.find(sentence):
        listed = behind_to >= 0 and _LISTED.fullmatch(sentence[behind_to : hit.start])
        if listed or _BEHIND.search(sentence[: hit.start]):
            behind_to = hit.end
            continue
        if hit.place.kind == "country" or (hit.place.kind == "region" and hit.place.side is not None):
            continue
        if hit.place.name in seats and not _is_spot(sentence, hit):
            continue
        yield hit.place


def _is_spot(sentence: str, hit: PlaceHit) -> bool:
    """Tell whether a seat of government is meant as a town, not as those who rule in it."""
    before, behind = sentence[: hit.start], sentence[hit.end :]
    if _STRUCK.match(behind):
        return True
    return bool(_AT.search(before)) and not _OFFICE.search(before[: _AT.search(before).start()])  # type: ignore[union-attr]


def _main(places: Sequence[Sequence[Place]]) -> tuple[Place, ...]:
    """Return the places of the title and the first sentence, or of the first later sentence that names any."""
    opening = tuple(dict.fromkeys(place for found in places[:2] for place in found))
    return opening or next((tuple(dict.fromkeys(found)) for found in places[2 : 2 + _LEAD] if found), ())


def _is_wide(main: Sequence[Place], lead: Sequence[str]) -> bool:
    """Tell whether the entry is about the border as a whole."""
    astride = any(place.kind == "region" and place.side is None for place in main)
    spots = [place for place in main if place.kind != "region"]
    return (
        (astride and not spots)
        or len(spots) >= _WIDE_FROM
        or (not spots and bool(re.search(r"\bborders?\b|\bfrontiers?\b", " ".join(lead[:2]), re.I)))
    )
