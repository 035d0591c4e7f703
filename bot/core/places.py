"""Find the places of the gazetteer in a text, and tell how they lie to each other.

A name is found as whole words, the longest first. A name that the file writes with a capital must have one in the
text too, so that it is not taken for a common word; scripts without capitals match as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, dist, hypot, radians, sin, sqrt
from typing import Final

from bot.core.theatre import Place
from bot.core.tokens import PhraseTable, Token, is_capitalised, phrase, table, tokens

_EARTH_DIAMETER_KM: Final = 12_742.0


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place named in a text: which, and where (characters from the text's start)."""

    place: Place
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """The places of a theatre, ready to be found by name."""

    by_name: Mapping[str, Place]
    phrases: PhraseTable[tuple[Place, bool]]
    # each place with what it lies in, from small to large; its name with theirs; its point in space, in kilometres:
    # asked for every pair of places of a match
    chains: Mapping[str, tuple[Place, ...]]
    holders: Mapping[str, frozenset[str]]
    points: Mapping[str, tuple[float, float, float]]

    def find(self, text: str, words: Sequence[Token] | None = None) -> tuple[PlaceHit, ...]:
        """Return the places named in `text`, in order; `words` are its tokens where they are at hand."""
        found = tokens(text) if words is None else words

        def fits(first: int, _after: int, named: tuple[Place, bool]) -> bool:
            return not named[1] or is_capitalised(text, found[first])

        hits = self.phrases.longest(found, [token.word for token in found], fits)
        return tuple(
            PlaceHit(
                named[0][0], found[first].start, _without_possessive(text, found[first].start, found[after - 1].end)
            )
            for first, after, named in hits
        )

    def chain(self, place: Place) -> tuple[Place, ...]:
        """Return the place, then what it lies in, from small to large."""
        return self.chains[place.name]

    def holds(self, outer: Place, inner: Place) -> bool:
        """Tell whether `inner` is `outer` or lies in it."""
        return outer.name in self.holders[inner.name]

    def faces(self, one: Place, other: Place) -> bool:
        """Tell whether one of two places is named as lying beside the other."""
        return other.name in one.beside or one.name in other.beside

    def beyond(self, one: Place, other: Place, km: float) -> bool:
        """Tell whether two places surely lie further than `km` apart: in a straight line, so others may as well."""
        mine, theirs = self.points.get(one.name), self.points.get(other.name)
        return mine is not None and theirs is not None and dist(mine, theirs) > km

    def distance_km(self, one: Place, other: Place) -> float | None:
        """Return the great-circle distance of two places' centres, or None where either is unknown."""
        if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
            return None
        north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
        shrink = sqrt(cos(radians(one.latitude)) * cos(radians(other.latitude)))
        return _EARTH_DIAMETER_KM * asin(min(1.0, hypot(sin(north / 2), shrink * sin(east / 2))))


def compile_gazetteer(places: Iterable[Place]) -> Gazetteer:
    """Return the gazetteer of `places`; of two places with one spelling the first is found."""
    every = tuple(places)
    by_name = {place.name: place for place in every}
    chains = {place.name: _chain(place, by_name) for place in by_name.values()}
    return Gazetteer(
        by_name=by_name,
        chains=chains,
        holders={name: frozenset(one.name for one in chain) for name, chain in chains.items()},
        points={place.name: point for place in by_name.values() if (point := _point(place))},
        phrases=table(
            (phrase(spelling), (place, spelling[:1].isupper()))
            for place in every
            for spelling in (place.name, *place.variants)
        ),
    )


def _chain(place: Place, by_name: Mapping[str, Place]) -> tuple[Place, ...]:
    found = [place]
    while (upper := by_name.get(found[-1].within or "")) is not None and upper not in found:
        found.append(upper)
    return tuple(found)


def _point(place: Place) -> tuple[float, float, float] | None:
    """Return where a place's centre lies in space, from the middle of the earth; None where it is unknown."""
    if place.latitude is None or place.longitude is None:
        return None
    north, east, radius = radians(place.latitude), radians(place.longitude), _EARTH_DIAMETER_KM / 2
    return radius * cos(north) * cos(east), radius * cos(north) * sin(east), radius * sin(north)


def _without_possessive(text: str, start: int, end: int) -> int:
    return end - 2 if text[start:end].endswith(("'s", "’s")) else end
