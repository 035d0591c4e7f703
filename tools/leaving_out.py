"""Read each episode of a corpus as though nothing in the data had been taken from it: leave one episode out.

The rules are written by hand, so what can be left out is data: the episode in the seeded record, and every place,
speaker, outlet and keyword that no entry of another episode uses. An entry about no episode is one of its own.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from bot.analyse import analyse
from bot.core.inflection import stem
from bot.core.model import Entry, Event
from bot.core.reading import compile_reader
from bot.core.relevance import Rules, compile_rules, spellings
from bot.core.theatre import Party, Place, Theatre
from bot.core.tokens import tokens

Row = Mapping[str, Any]
Phrase = tuple[str, ...]

_LONGEST: Final = 6
_NEAR: Final = timedelta(days=21)
_ROLES: Final = ("institutions", "offices", "holders", "outlets")
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ground:
    """What entries are read with: the theatre, the rules of relevance, the seeded record."""

    theatre: Theatre
    rules: Rules
    record: tuple[Event, ...]


def read_left_out(
    corpus: Sequence[Row], entries: Sequence[Entry], others: Iterable[Row], ground: Ground
) -> Iterator[Row]:
    """Yield the reading of each entry of a corpus, made without what only its episode brought into the data.

    `others` are labelled entries of other corpora. Entries three weeks around are read along, so that an episode may
    be mistaken for another.
    """
    by_episode: dict[str, set[str]] = {}
    for row in corpus:
        by_episode.setdefault(_episode(row), set()).add(row["id"])
    every = [*corpus, *others]
    for episode, ids in by_episode.items():
        own = _used(row for row in every if _episode(row) == episode)
        left = _without(ground, own - _used(row for row in every if _episode(row) != episode), episode)
        around = _around([one for one in entries if one.id in ids], entries)
        reader = compile_reader(left.theatre)
        yield from (row for row in analyse(around, left.rules, reader, left.record) if row["id"] in ids)


def _episode(row: Row) -> str:
    return row["event"] or f"alone:{row['id']}"


def _used(rows: Iterable[Row]) -> set[Phrase]:
    """Return every run of words, as stems, that entries hold."""
    return set().union(*(_runs(f"{row['source']}\n{row['title']}\n{row['text']}") for row in rows))


@lru_cache(maxsize=2_000)
def _runs(text: str) -> frozenset[Phrase]:
    words = _stems(text)
    return frozenset(words[first : first + long] for first in range(len(words)) for long in range(1, _LONGEST + 1))


@lru_cache(maxsize=20_000)
def _stems(text: str) -> Phrase:
    return tuple(stem(one.word) for one in tokens(text))


def _without(ground: Ground, alone: Collection[Phrase], episode: str) -> Ground:
    """Return the ground without an episode and without the words in `alone`."""
    theatre, wording = ground.theatre, ground.rules.wording
    first, second = (_thinned(side, alone) for side in theatre.sides)
    groups = {group: tuple(_terms(terms, alone)) for group, terms in wording.groups.items()}
    names = {group: _kept(named, alone) for group, named in (wording.names or {}).items()}
    return Ground(
        replace(theatre, sides=(first, second), places=tuple(_places(theatre.places, alone))),
        compile_rules(replace(wording, groups=groups, names=names)),
        tuple(one for one in ground.record if episode not in (one.id, *one.aliases)),
    )


def _thinned(side: Party, alone: Collection[Phrase]) -> Party:
    words = {role: _kept(said, alone) if role in _ROLES else said for role, said in side.words.items()}
    return replace(side, words=words)


def _kept(words: Iterable[str], alone: Collection[Phrase]) -> tuple[str, ...]:
    return tuple(one for one in words if _stems(one) not in alone)


def _terms(terms: Iterable[str], alone: Collection[Phrase]) -> Iterator[str]:
    for term in terms:
        if left := _kept(spellings(term), alone):
            yield " | ".join(left)


def _places(places: Iterable[Place], alone: Collection[Phrase]) -> Iterator[Place]:
    """Yield the places under the spellings that are left; countries stay, they are what the theatre is."""
    for place in places:
        left = _kept((place.name, *place.variants), alone)
        if place.kind == "country" or place.name in left:
            yield replace(place, variants=tuple(one for one in left if one != place.name))


def _around(own: Sequence[Entry], entries: Iterable[Entry]) -> list[Entry]:
    times = [one.seen or _NEVER for one in own]
    first, last = min(times), max(times)
    return [one for one in entries if first <= (one.seen or _NEVER) + _NEAR and (one.seen or _NEVER) <= last + _NEAR]
