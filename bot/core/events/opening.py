"""Open a new event for an episode, named by the day it began and its main place, or let one grow by what it tells.

What it does not do: tell which of the two is due.
"""

import re
import unicodedata
from dataclasses import replace
from itertools import chain, count
from typing import Final

from bot.core.events.episode import ARMED, Episode
from bot.core.events.nearness import largest
from bot.core.model import Event, EventKind
from bot.core.places import Gazetteer
from bot.core.theatre import Place

_PLACES_MOST: Final = 16
_SHORT_NAME: Final = 24
_TITLES: Final = {
    EventKind.CLASH: ("Clash", "Clashes"),
    EventKind.STRIKE: ("Strike", "Strikes"),
    EventKind.TRUCE: ("Truce", "Truce"),
    EventKind.TALKS: ("Talks", "Talks"),
    EventKind.REOPENING: ("Reopening", "Reopening"),
}
_WIDE: Final = "border"


def extended(event: Event, episode: Episode) -> Event:
    """Return the event as it stands after the entry."""
    began, last = event.began, event.last
    if episode.dated or (episode.kind not in ARMED and not (episode.lull and event.kind in ARMED)):
        began, last = min(began, episode.day), max(last, episode.day)
    names = dict.fromkeys((*event.places, *_names(episode)))
    return replace(event, began=began, last=last, places=tuple(names)[: max(_PLACES_MOST, len(event.places))])


def _names(episode: Episode) -> tuple[str, ...]:
    return tuple(place.name for place in episode.main)


def opened(episode: Episode, taken: set[str], gazetteer: Gazetteer) -> Event:
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
    spots = largest([place for place in episode.main if place.kind != "region"], gazetteer)
    if len(spots) == 2 and episode.kind in ARMED and all(len(one.name) <= _SHORT_NAME for one in spots):
        return f"{several} {where} {spots[0].name} and {spots[1].name}"
    if len(spots) > 1 and episode.kind in ARMED:
        return f"{several} {where} {spot.name} and elsewhere"
    return f"{one} {'of' if episode.kind is EventKind.REOPENING else where} {spot.name}"


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or _WIDE
