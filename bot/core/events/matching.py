"""Match an entry to the record on date, place and kind, or open a new event. Never on a figure.

Vetoes come first: four days apart, another kind, far apart. What is left is scored, the best above the bar wins.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, count
from typing import Final

from bot.core.events.episode import (
    ARMED,
    Episode,
    day_told,
    former_days,
    read_day,
    read_episode,
    read_kind,
    read_lead,
)
from bot.core.model import Entry, Event, EventKind, EventMatch, Relevance
from bot.core.places import Gazetteer
from bot.core.theatre import Place, Theatre

_APART: Final = 4
_BAR: Final = 0.6
_ANSWERED: Final = 2
_BACK: Final = 0.05
_BY_GAP: Final = (1.0, 0.85, 0.6, 0.25)
# The same where the entry gives no day of its own: it was told on the last day that it can have been.
_BY_GAP_AT_MOST: Final = (1.0, 0.9, 0.75, 0.5)
_ROUND_DAYS: Final = 7
_WEIGHTS: Final = (0.4, 0.4, 0.2)
_NEAR_KM: Final = 40.0
_ACROSS_KM: Final = 90.0
_ACROSS: Final = 0.55
_SAME_VENUE: Final = 0.8
_SAME_GROUND: Final = 0.75
_VAGUE: Final = 0.8
_FAR_KM: Final = {EventKind.CLASH: 80.0, EventKind.STRIKE: 150.0}
_FAR_KM_ELSE: Final = 80.0
_SAME_PART_KM: Final = 150.0
_PLACES_MOST: Final = 16
_PAIRS_KEPT: Final = 100_000
_PLACES_KEPT: Final = 4_000
_SHORT_NAME: Final = 24
# Tuples: an enumeration's member is found in a few of them sooner than in a set.
_ARMS: Final = (EventKind.CLASH, EventKind.STRIKE)
_SETTLING: Final = (EventKind.TRUCE, EventKind.TALKS)
_TITLES: Final = {
    EventKind.CLASH: ("Clash", "Clashes"),
    EventKind.STRIKE: ("Strike", "Strikes"),
    EventKind.TRUCE: ("Truce", "Truce"),
    EventKind.TALKS: ("Talks", "Talks"),
    EventKind.REOPENING: ("Reopening", "Reopening"),
}
_WIDE: Final = "border"


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well an event fits: the score, and in a few words why (or why not)."""

    event: Event
    score: float
    why: str
    paired: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class _Nearness:
    """How the places go together: 0..1, below 0 for a veto; `paired` where a place of each goes with the other's.

    `aside` where the entry's own place is another, and only one that it names further down goes with the event's.
    """

    near: float
    how: str
    paired: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """An episode as every event is asked about it: where it is, and which other places it names further down."""

    episode: Episode
    spots: tuple[Place, ...]
    beyond: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Ground:
    """Where an event is; `wide` where it also runs along the border, `spread` where its spots do not say where."""

    spots: tuple[Place, ...]
    wide: bool
    spread: bool


def event_window(entry: Entry, theatre: Theatre, _gazetteer: Gazetteer) -> tuple[date, date]:
    """Return the first and last day of the record in which the entry's event can lie."""
    told = day_told(entry, theatre)
    if told is None:
        return date.min, date.min
    lead = read_lead(entry)
    day, _ = read_day(lead, told)
    margin = timedelta(days=_ROUND_DAYS if read_kind(lead) in _SETTLING else _APART)
    return min(day, told, *(first for first, _ in former_days(entry, told))) - margin, max(day, told)


def match_event(
    entry: Entry, relevance: Relevance, candidates: Sequence[Event], theatre: Theatre, gazetteer: Gazetteer
) -> EventMatch:
    """Return the event of the record that the entry is about, a new one, or none, with the reason."""
    if not relevance.relevant:
        return EventMatch(None, False, 0.0, None, 0.0, "not relevant")
    episode = read_episode(entry, theatre, gazetteer)
    if episode is None:
        return EventMatch(
            None, False, 0.0, None, 0.0, "no date of publication and none of fetching: no episode can be told"
        )
    if episode.period:
        return EventMatch(None, False, 0.0, None, 0.0, "sums up a longer time: about no single episode")
    asked = _Asked(episode, _spots(episode.main), _beyond(episode.named, episode.main))
    fits = _ranked(_fit(asked, event, gazetteer, (episode.day, episode.day)) for event in candidates)
    if not fits or fits[0].score < _BAR or fits[0].aside:
        goes_back = episode.answers is None and episode.kind is not EventKind.REOPENING
        former = former_days(entry, episode.told) if candidates and goes_back else ()
        fits = _ranked([*fits, *_back(asked, former, candidates, gazetteer)])
    best, second = [*fits, None, None][:2]
    runner_up, runner_up_score = (second.event.id, second.score) if second else (None, 0.0)
    if best is not None and best.score >= _BAR:
        reason = f"{best.event.id}: {best.why}; score {best.score:.2f}"
        reason += f", runner-up {runner_up} {runner_up_score:.2f}" if runner_up else ""
        event = best.event if relevance.follows else _extended(best.event, episode)
        return EventMatch(event, False, best.score, runner_up, runner_up_score, reason)
    event = _opened(episode, {one.id for one in candidates}, gazetteer)
    nearest = f"; nearest {best.event.id} {best.score:.2f} ({best.why})" if best else "; nothing else near"
    return EventMatch(
        event, True, 1.0 - (best.score if best else 0.0), best.event.id if best else None, best.score if best else 0.0,
        f"new: no event scores {_BAR}{nearest}",
    )  # fmt: skip


def _ranked(fits: Iterable[_Fit]) -> list[_Fit]:
    """Return the best fit of each event, best first."""
    best: dict[str, _Fit] = {}
    for fit in sorted(fits, key=lambda fit: (-fit.score, fit.event.id)):
        best.setdefault(fit.event.id, fit)
    return list(best.values())


def _back(
    asked: _Asked, former: Sequence[tuple[date, date]], candidates: Iterable[Event], gazetteer: Gazetteer
) -> Iterator[_Fit]:
    """Yield the fits of the days that an entry without fighting of its own goes back to, at places that it names."""
    for event in candidates:
        for days in former:
            fit = _fit(asked, event, gazetteer, days)
            if fit.paired:
                yield replace(fit, score=max(fit.score - _BACK, 0.0), why=f"{fit.why}, gone back to")


def _fit(asked: _Asked, event: Event, gazetteer: Gazetteer, days: tuple[date, date]) -> _Fit:
    episode = asked.episode
    if event.began > episode.told:
        return _Fit(event, 0.0, "began after the entry was told")
    gap = _gap(days, event)
    if gap >= (_ROUND_DAYS if _are(_SETTLING, episode.kind, event.kind) else _APART):
        return _Fit(event, 0.0, f"{gap} days apart")
    if not _may_go(episode, event.kind):
        return _Fit(event, 0.0, f"{episode.kind} is not {event.kind}")
    ground = _ground(event.places, gazetteer)
    nearness = _nearness(asked, ground, gazetteer)
    if gap <= _ANSWERED and episode.kind is not event.kind and _are(_ARMS, episode.kind, event.kind):
        answered = _answered(episode, (event, gap), ground.spots, gazetteer)
        nearness = max(answered or nearness, nearness, key=lambda one: one.near)
    near, how = nearness.near, nearness.how
    kind = _kinship(episode, event, near if nearness.paired else 0.0, gap)
    if kind is None:
        return _Fit(event, 0.0, f"{episode.kind} is not {event.kind}")
    if near < 0:
        return _Fit(event, 0.0, how)
    days_part = _days_part(gap, at_most=nearness.paired and not episode.dated)
    score = sum(weight * part for weight, part in zip(_WEIGHTS, (days_part, near, kind), strict=True))
    score -= 0.15 if episode.anew and gap > 1 and episode.kind in ARMED else 0.0
    when = "same days" if gap == 0 else f"{gap} day{'s' if gap > 1 else ''} apart"
    return _Fit(event, round(max(score, 0.0), 3), f"{when}, {how}, {event.kind}", nearness.paired, nearness.aside)


def _may_go(episode: Episode, kind: EventKind) -> bool:
    """Tell whether there is any ground on which an episode goes with an event of that kind."""
    if episode.kind is kind:
        return True
    both = _are(_ARMS, episode.kind, kind) or _are(_SETTLING, episode.kind, kind)
    return both or (episode.lull and kind in _ARMS)


def _are(kinds: tuple[EventKind, ...], one: EventKind, other: EventKind) -> bool:
    return one in kinds and other in kinds


@lru_cache(maxsize=_PLACES_KEPT)
def _ground(names: tuple[str, ...], gazetteer: Gazetteer) -> _Ground:
    """Return where an event is; the same events are asked about by entry after entry."""
    places = [place for name in names if (place := gazetteer.by_name.get(name))]
    spots = _spots(places)
    wide = len(spots) < len(places)
    return _Ground(spots, wide, spread=wide and len(_largest(spots, gazetteer)) != 1)


def _spots(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(place for place in places if place.kind != "region")


def _beyond(named: Iterable[Place], main: Sequence[Place]) -> tuple[Place, ...]:
    """Return the places named further down; none where they are all among the main ones."""
    spots = _spots(named)
    return () if {one.name for one in spots} <= {one.name for one in main} else spots


def _days_part(gap: int, *, at_most: bool) -> float:
    by_gap = _BY_GAP_AT_MOST if at_most else _BY_GAP
    return by_gap[min(gap, len(by_gap) - 1)]


def _gap(days: tuple[date, date], event: Event) -> int:
    first, last = days
    return max(0, (event.began - last).days, (first - event.last).days)


def _kinship(episode: Episode, event: Event, near: float, gap: int) -> float | None:
    """Return how the kinds go together, or None where they never do."""
    if episode.kind is event.kind:
        return 1.0 if gap < _APART or near >= _SAME_VENUE else None
    if (episode.vague or episode.mixed) and event.kind in _ARMS:
        return _VAGUE
    if episode.lull and event.kind in _ARMS:
        return 0.5 if near >= _SAME_GROUND else None
    if _are(_ARMS, episode.kind, event.kind) and ((near > _ACROSS and gap < _APART - 1) or (not near and gap <= 1)):
        return 0.5
    if _are(_SETTLING, episode.kind, event.kind) and (near >= _SAME_VENUE or gap <= 1):
        return 0.5
    return None


def _nearness(asked: _Asked, ground: _Ground, gazetteer: Gazetteer) -> _Nearness:
    episode, spots = asked.episode, asked.spots
    found = _closest(spots, ground.spots, gazetteer)
    if found and found.near > _ACROSS:
        return found
    if ground.wide and not found and (episode.wide or not spots):
        return _Nearness(0.9, "along the border")
    others = [found] if found else []
    further = _closest(asked.beyond, ground.spots, gazetteer)
    if further and (further.near >= _SAME_GROUND or (further.near > _ACROSS and not spots)):
        others.append(_Nearness(further.near * 0.6, f"{further.how} (further down)", paired=True, aside=bool(spots)))
    if ground.spread and episode.kind is EventKind.CLASH:
        others.append(_Nearness(0.6, "border-wide"))
    return max(others, key=lambda one: one.near) if others else _unpaired(asked, ground, gazetteer)


def _unpaired(asked: _Asked, ground: _Ground, gazetteer: Gazetteer) -> _Nearness:
    """Return the nearness where no place of the one goes with a place of the other."""
    episode, spots, theirs = asked.episode, asked.spots, ground.spots
    if spots and theirs:
        apart = min(_apart(one.name, other.name, gazetteer) or 0.0 for one in spots for other in theirs)
        far = apart > _FAR_KM.get(episode.kind, _FAR_KM_ELSE)
        return _Nearness(-1.0 if far else 0.1, f"{apart:.0f} km apart")
    if episode.kind in _SETTLING and not spots:
        return _Nearness(0.5, "no place to compare")
    if episode.kind not in _ARMS and bool(spots) != bool(theirs):
        return _Nearness(0.2, "no place to compare")
    return _Nearness(0.7, "border-wide") if episode.wide else _Nearness(0.4, "no place to compare")


@lru_cache(maxsize=_PAIRS_KEPT)
def _apart(one_name: str, other_name: str, gazetteer: Gazetteer) -> float | None:
    return gazetteer.distance_km(gazetteer.by_name[one_name], gazetteer.by_name[other_name])


def _answered(
    episode: Episode, blow: tuple[Event, int], spots: Sequence[Place], gazetteer: Gazetteer
) -> _Nearness | None:
    """Return the nearness of a blow that the text calls the answer to one of the event's kind or at its places."""
    event, gap = blow
    if gap <= 1 and episode.answers is event.kind and not episode.behind:
        return _Nearness(0.7, f"in answer to a {event.kind}", paired=True)
    found = _closest(episode.behind, spots, gazetteer)
    return _Nearness(0.7, f"in answer to {found.how}", paired=True) if found and found.near >= 0.9 else None


def _closest(ours: Sequence[Place], theirs: Sequence[Place], gazetteer: Gazetteer) -> _Nearness | None:
    near, name = 0.0, ""
    for one in ours:
        for other in theirs:
            paired = _pair(one, other, gazetteer)
            if paired > near or (paired == near and one.name > name):
                near, name = paired, one.name
    return _Nearness(near, name, paired=True) if near > 0 else None


def nearest(one: Place, places: Iterable[Place], gazetteer: Gazetteer) -> float:
    """Return how near a place lies to the nearest of some others: 1 the same, 0 not near."""
    return max((_pair(one, other, gazetteer) for other in places), default=0.0)


def _pair(one: Place, other: Place, gazetteer: Gazetteer) -> float:
    return 1.0 if one.name == other.name else _pair_of(one.name, other.name, gazetteer)


@lru_cache(maxsize=_PAIRS_KEPT)
def _pair_of(one_name: str, other_name: str, gazetteer: Gazetteer) -> float:
    """Return how near two places of the gazetteer are; the same pairs are asked for again and again."""
    one, other = gazetteer.by_name[one_name], gazetteer.by_name[other_name]
    if gazetteer.holds(one, other) or gazetteer.holds(other, one):
        return 0.9
    apart = _apart(one_name, other_name, gazetteer)
    if apart is not None and apart <= _NEAR_KM:
        return 0.75
    if _is_across(one, other, apart, gazetteer):
        return _ACROSS
    close = apart is not None and apart <= _SAME_PART_KM
    return 0.6 if close and _share_part(one, other, gazetteer) else 0.0


def _share_part(one: Place, other: Place, gazetteer: Gazetteer) -> bool:
    """Tell whether two places lie in one province or district that is itself a part of something."""
    theirs = {place.name for place in gazetteer.chain(other)}
    parts = (place for place in gazetteer.chain(one) if place.kind in ("province", "district") and place.side)
    return any(place.name in theirs and len(gazetteer.chain(place)) > 1 for place in parts)


def _is_across(one: Place, other: Place, apart: float | None, gazetteer: Gazetteer) -> bool:
    """Tell whether two places, or two that hold them and are not far from each other, lie across the line."""
    if gazetteer.faces(one, other):
        return True
    if apart is None or apart > _ACROSS_KM:
        return False
    return any(gazetteer.faces(mine, theirs) for mine in gazetteer.chain(one) for theirs in gazetteer.chain(other))


def _extended(event: Event, episode: Episode) -> Event:
    """Return the event as it stands after the entry."""
    began, last = event.began, event.last
    if episode.dated or (episode.kind not in ARMED and not (episode.lull and event.kind in ARMED)):
        began, last = min(began, episode.day), max(last, episode.day)
    names = dict.fromkeys((*event.places, *_names(episode)))
    return replace(event, began=began, last=last, places=tuple(names)[: max(_PLACES_MOST, len(event.places))])


def _names(episode: Episode) -> tuple[str, ...]:
    return tuple(place.name for place in episode.main)


def _opened(episode: Episode, taken: set[str], gazetteer: Gazetteer) -> Event:
    """Return a new event, named by the day it began and its main place."""
    spot = _main_spot(episode)
    slug = _slug(spot.name) if spot else (_WIDE if episode.kind in ARMED else episode.kind.value)
    stem = f"{episode.day.isoformat()}-{slug}"
    endings = chain(("", f"-{episode.kind}"), (f"-{episode.kind}-{number}" for number in count(2)))
    name = next(stem + ending for ending in endings if stem + ending not in taken)
    places = _names(episode)
    if episode.wide and not any(place.kind == "region" for place in episode.main):
        places = (*_border(gazetteer), *places)
    return Event(name, episode.kind, _title(episode, spot, gazetteer), episode.day, episode.day, places)


def _border(gazetteer: Gazetteer) -> tuple[str, ...]:
    return tuple(place.name for place in gazetteer.by_name.values() if place.kind == "region" and place.side is None)[
        :1
    ]


def _main_spot(episode: Episode) -> Place | None:
    spots = [place for place in episode.main if place.kind != "region"]
    return None if episode.wide or not spots else spots[0]


def _title(episode: Episode, spot: Place | None, gazetteer: Gazetteer) -> str:
    one, several = _TITLES[episode.kind]
    if spot is None:
        return f"{several} along the border"
    where = "at" if spot.kind == "crossing" else "in"
    spots = _largest([place for place in episode.main if place.kind != "region"], gazetteer)
    if len(spots) == 2 and episode.kind in ARMED and all(len(one.name) <= _SHORT_NAME for one in spots):
        return f"{several} {where} {spots[0].name} and {spots[1].name}"
    if len(spots) > 1 and episode.kind in ARMED:
        return f"{several} {where} {spot.name} and elsewhere"
    return f"{one} {'of' if episode.kind is EventKind.REOPENING else where} {spot.name}"


def _largest(spots: Sequence[Place], gazetteer: Gazetteer) -> list[Place]:
    """Return the places that lie in none of the others."""
    return [one for one in spots if not any(one != other and gazetteer.holds(other, one) for other in spots)]


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or _WIDE
