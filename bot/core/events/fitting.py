"""Score how well an event of the record fits the episode that an entry tells of: by days, ground and kind.

Vetoes come first, cheapest first: begun later, four days apart, another kind, far apart. Never a figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from bot.core.events.episode import ARMED, Episode
from bot.core.events.nearness import (
    ACROSS,
    SAME_GROUND,
    Ground,
    Nearness,
    all_beyond,
    apart_km,
    closest,
    ground_of,
    spots_of,
)
from bot.core.model import Event, EventKind
from bot.core.places import Gazetteer
from bot.core.theatre import Place

Days = tuple[date, date]

# So many days apart are another episode, and rounds of talks.
APART: Final = 4
ROUND_DAYS: Final = 7
_ANSWERED: Final = 2
_BY_GAP: Final = (1.0, 0.85, 0.6, 0.25)
# The same where the entry gives no day of its own: it was told on the last day that it can have been.
_BY_GAP_AT_MOST: Final = (1.0, 0.9, 0.75, 0.5)
_DAYS_WEIGH: Final = 0.4
_GROUND_WEIGHS: Final = 0.4
_KIND_WEIGHS: Final = 0.2
_ANEW: Final = 0.15
_SAME_VENUE: Final = 0.8
_VAGUE: Final = 0.8
_FAR_KM: Final = {EventKind.CLASH: 80.0, EventKind.STRIKE: 150.0}
_FAR_KM_ELSE: Final = 80.0
# Tuples: an enumeration's member is found in a few of them sooner than in a set.
_ARMS: Final = (EventKind.CLASH, EventKind.STRIKE)
SETTLING: Final = (EventKind.TRUCE, EventKind.TALKS)
_TOO_FAR: Final = Nearness(-1.0, "")
_ALONG: Final = Nearness(0.9, "along the border")
_BORDER_WIDE: Final = Nearness(0.6, "border-wide")


class Fit(NamedTuple):
    """How well an event fits: the score, and in a few words why (or why not; empty where it is too far away)."""

    event: Event
    score: float
    why: str
    paired: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """An episode as every event is asked about it: where it is, and which other places it names further down."""

    episode: Episode
    spots: tuple[Place, ...]
    beyond: tuple[Place, ...]


def asked_of(episode: Episode) -> Asked:
    """Return an episode with what is asked of it again and again."""
    return Asked(episode, spots_of(episode.main), _beyond(episode.named, episode.main))


def fit_of(asked: Asked, event: Event, gazetteer: Gazetteer, days: Days) -> Fit:
    """Return how well an event fits an episode of those days."""
    episode = asked.episode
    if event.began > episode.told:
        return Fit(event, 0.0, "began after the entry was told")
    gap = _gap(days, event)
    if gap >= APART and (gap >= ROUND_DAYS or not _are(SETTLING, episode.kind, event.kind)):
        return Fit(event, 0.0, f"{gap} days apart")
    if not _may_go(episode, event.kind):
        return Fit(event, 0.0, _is_not(episode, event))
    ground = ground_of(event.places, gazetteer)
    nearness = _nearness(asked, ground, gazetteer)
    if gap <= _ANSWERED and episode.kind is not event.kind and _are(_ARMS, episode.kind, event.kind):
        answered = _answered(episode, (event, gap), ground.spots, gazetteer)
        nearness = max(answered or nearness, nearness, key=lambda one: one.near)
    kind = _kinship(episode, event, nearness.near if nearness.paired else 0.0, gap)
    if kind is None:
        return Fit(event, 0.0, _is_not(episode, event))
    if nearness.near < 0:
        return Fit(event, 0.0, nearness.how)
    return _scored(asked, event, nearness, gap, kind)


def why_of(fit: Fit, asked: Asked, gazetteer: Gazetteer) -> str:
    """Return in a few words why an event fits as it does."""
    if fit.why:
        return fit.why
    ground = ground_of(fit.event.places, gazetteer)
    return f"{apart_km(asked.spots, ground.spots, gazetteer):.0f} km apart"


def _scored(asked: Asked, event: Event, nearness: Nearness, gap: int, kind: float) -> Fit:
    episode = asked.episode
    days = _days_part(gap, at_most=nearness.paired and not episode.dated)
    score = _DAYS_WEIGH * days + _GROUND_WEIGHS * nearness.near + _KIND_WEIGHS * kind
    score -= _ANEW if episode.anew and gap > 1 and episode.kind in ARMED else 0.0
    when = "same days" if gap == 0 else f"{gap} day{'s' if gap > 1 else ''} apart"
    why = f"{when}, {nearness.how}, {event.kind.value}"
    return Fit(event, round(max(score, 0.0), 3), why, nearness.paired, nearness.aside)


def _is_not(episode: Episode, event: Event) -> str:
    return f"{episode.kind.value} is not {event.kind.value}"


def _may_go(episode: Episode, kind: EventKind) -> bool:
    """Tell whether there is any ground on which an episode goes with an event of that kind."""
    if episode.kind is kind:
        return True
    both = _are(_ARMS, episode.kind, kind) or _are(SETTLING, episode.kind, kind)
    return both or (episode.lull and kind in _ARMS)


def _are(kinds: tuple[EventKind, ...], one: EventKind, other: EventKind) -> bool:
    return one in kinds and other in kinds


def _beyond(named: Iterable[Place], main: Sequence[Place]) -> tuple[Place, ...]:
    """Return the places named further down; none where they are all among the main ones."""
    spots = spots_of(named)
    return () if {one.name for one in spots} <= {one.name for one in main} else spots


def _days_part(gap: int, *, at_most: bool) -> float:
    by_gap = _BY_GAP_AT_MOST if at_most else _BY_GAP
    return by_gap[min(gap, len(by_gap) - 1)]


def _gap(days: Days, event: Event) -> int:
    first, last = days
    if event.began > last:
        return (event.began - last).days
    return (first - event.last).days if first > event.last else 0


def _kinship(episode: Episode, event: Event, near: float, gap: int) -> float | None:
    """Return how the kinds go together, or None where they never do."""
    if episode.kind is event.kind:
        return 1.0 if gap < APART or near >= _SAME_VENUE else None
    if (episode.vague or episode.mixed) and event.kind in _ARMS:
        return _VAGUE
    if episode.lull and event.kind in _ARMS:
        return 0.5 if near >= SAME_GROUND else None
    if _are(_ARMS, episode.kind, event.kind) and ((near > ACROSS and gap < APART - 1) or (not near and gap <= 1)):
        return 0.5
    if _are(SETTLING, episode.kind, event.kind) and (near >= _SAME_VENUE or gap <= 1):
        return 0.5
    return None


def _nearness(asked: Asked, ground: Ground, gazetteer: Gazetteer) -> Nearness:
    episode, spots = asked.episode, asked.spots
    found = closest(spots, ground.spots, gazetteer)
    if found and found.near > ACROSS:
        return found
    if ground.wide and not found and (episode.wide or not spots):
        return _ALONG
    others = [found] if found else []
    further = closest(asked.beyond, ground.spots, gazetteer)
    if further and (further.near >= SAME_GROUND or (further.near > ACROSS and not spots)):
        others.append(Nearness(further.near * 0.6, f"{further.how} (further down)", paired=True, aside=bool(spots)))
    if ground.spread and episode.kind is EventKind.CLASH:
        others.append(_BORDER_WIDE)
    return max(others, key=lambda one: one.near) if others else _unpaired(asked, ground, gazetteer)


def _unpaired(asked: Asked, ground: Ground, gazetteer: Gazetteer) -> Nearness:
    """Return the nearness where no place of the one goes with a place of the other."""
    episode, spots, theirs = asked.episode, asked.spots, ground.spots
    if spots and theirs:
        if all_beyond(spots, theirs, _FAR_KM.get(episode.kind, _FAR_KM_ELSE), gazetteer):
            return _TOO_FAR
        return Nearness(0.1, f"{apart_km(spots, theirs, gazetteer):.0f} km apart")
    if episode.kind in SETTLING and not spots:
        return Nearness(0.5, "no place to compare")
    if episode.kind not in _ARMS and bool(spots) != bool(theirs):
        return Nearness(0.2, "no place to compare")
    return Nearness(0.7, "border-wide") if episode.wide else Nearness(0.4, "no place to compare")


def _answered(
    episode: Episode, blow: tuple[Event, int], spots: Sequence[Place], gazetteer: Gazetteer
) -> Nearness | None:
    """Return the nearness of a blow that the text calls the answer to one of the event's kind or at its places."""
    event, gap = blow
    if gap <= 1 and episode.answers is event.kind and not episode.behind:
        return Nearness(0.7, f"in answer to a {event.kind}", paired=True)
    found = closest(episode.behind, spots, gazetteer)
    return Nearness(0.7, f"in answer to {found.how}", paired=True) if found and found.near >= 0.9 else None
