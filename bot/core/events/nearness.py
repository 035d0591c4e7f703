"""Tell how near two places lie, and what ground an entry and an event of the record have in common.

What lies in the other, beside it or close by counts as near, by how much from 0 to 1; whatever surely lies further
apart than any of these is told from the two points alone, since most pairs do.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from bot.core.places import Gazetteer
from bot.core.theatre import Place

_NEAR_KM: Final = 40.0
_ACROSS_KM: Final = 90.0
# What lies across the line from each other.
ACROSS: Final = 0.55
SAME_GROUND: Final = 0.75
_SAME_PART_KM: Final = 150.0
_HELD: Final = 0.9
_PAIRS_KEPT: Final = 50_000


class Nearness(NamedTuple):
    """How the places go together: 0..1, below 0 for a veto; `paired` where a place of each goes with the other's.

    `aside` where the entry's own place is another, and only one that it names further down goes with the event's.
    `how` is empty for a veto: it costs more than to know that they are too far apart (`apart_km`).
    """

    near: float
    how: str
    paired: bool = False
    aside: bool = False


class Ground(NamedTuple):
    """Where an event is; `wide` where it also runs along the border, `spread` where its spots do not say where."""

    spots: tuple[Place, ...]
    wide: bool
    spread: bool


def ground_of(names: Iterable[str], gazetteer: Gazetteer) -> Ground:
    """Return where an event of those places is."""
    places = places_of(names, gazetteer)
    spots = spots_of(places)
    if len(spots) == len(places):
        return Ground(spots, wide=False, spread=False)
    return Ground(spots, wide=True, spread=len(largest(spots, gazetteer)) != 1)


def places_of(names: Iterable[str], gazetteer: Gazetteer) -> list[Place]:
    """Return the places of those names that the gazetteer knows."""
    return [place for name in names if (place := gazetteer.by_name.get(name))]


def spots_of(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return the places that are not the border as a whole, or a stretch of it."""
    return tuple([place for place in places if place.kind != "region"])


def meet(ours: Iterable[Place], theirs: Sequence[Place], gazetteer: Gazetteer) -> bool:
    """Tell whether one of some places is near one of others, across the line too."""
    return any(nearest(one, theirs, gazetteer) >= ACROSS for one in ours)


def largest(spots: Sequence[Place], gazetteer: Gazetteer) -> list[Place]:
    """Return the places that lie in none of the others."""
    return [one for one in spots if not any(one != other and gazetteer.holds(other, one) for other in spots)]


def closest(ours: Sequence[Place], theirs: Sequence[Place], gazetteer: Gazetteer) -> Nearness | None:
    """Return the nearness of the nearest two of some places and some others; None where no two are near."""
    near, name = 0.0, ""
    for one in ours:
        for other in theirs:
            paired = _pair(one, other, gazetteer)
            if paired > near or (paired == near and one.name > name):
                near, name = paired, one.name
    return Nearness(near, name, paired=True) if near > 0 else None


def nearest(one: Place, places: Iterable[Place], gazetteer: Gazetteer) -> float:
    """Return how near a place lies to the nearest of some others: 1 the same, 0 not near."""
    return max((_pair(one, other, gazetteer) for other in places), default=0.0)


def all_beyond(ours: Sequence[Place], theirs: Sequence[Place], km: float, gazetteer: Gazetteer) -> bool:
    """Tell whether each of some places lies further than `km` from each of some others."""
    if all(gazetteer.beyond(one, other, km) for one in ours for other in theirs):
        return True
    return apart_km(ours, theirs, gazetteer) > km


def apart_km(ours: Sequence[Place], theirs: Sequence[Place], gazetteer: Gazetteer) -> float:
    """Return how far the nearest two of some places and some others lie apart; 0 where one's point is unknown."""
    return min(gazetteer.distance_km(one, other) or 0.0 for one in ours for other in theirs)


def _pair(one: Place, other: Place, gazetteer: Gazetteer) -> float:
    if one.name == other.name:
        return 1.0
    if gazetteer.beyond(one, other, _SAME_PART_KM):
        if gazetteer.holds(one, other) or gazetteer.holds(other, one):
            return _HELD
        return ACROSS if gazetteer.faces(one, other) else 0.0
    return _pair_of(one.name, other.name, gazetteer)


@lru_cache(maxsize=_PAIRS_KEPT)
def _pair_of(one_name: str, other_name: str, gazetteer: Gazetteer) -> float:
    """Return how near two places are that may be; the same pairs are asked for again and again."""
    one, other = gazetteer.by_name[one_name], gazetteer.by_name[other_name]
    if gazetteer.holds(one, other) or gazetteer.holds(other, one):
        return _HELD
    apart = gazetteer.distance_km(one, other)
    if apart is not None and apart <= _NEAR_KM:
        return SAME_GROUND
    if _is_across(one, other, apart, gazetteer):
        return ACROSS
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
