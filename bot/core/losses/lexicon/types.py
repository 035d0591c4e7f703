"""What the tables of English loss words are made of: nouns that can be lost, words that tell a loss."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from bot.core.model import Kind, Measure

_Entry = TypeVar("_Entry")


class Thing(StrEnum):
    """What a noun counts."""

    PERSON = "person"
    FAMILY = "family"
    POST = "post"
    VEHICLE = "vehicle"
    AIRCRAFT = "aircraft"
    RAID = "raid"
    TOLL = "toll"


class Shape(StrEnum):
    """How a loss word stands to its figure.

    PART may be active or passive ("killed"), ACTIVE has its object behind it ("killing"), INTRANSITIVE its subject
    before it ("died"), STATE needs a copula or nothing ("dead", "in custody").
    """

    PART = "part"
    ACTIVE = "active"
    INTRANSITIVE = "intransitive"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that can be lost.

    `trait` tells what the noun leaves open: "fighter" (whose is told by the context), "hostile" (the speaker's foe),
    "member" (of what follows), "other" (as the noun before), "own" (the speaker's), "count" (a number of something).
    `measure` is set where the noun says by itself what happened ("deaths").
    """

    thing: Thing
    kind: Kind
    trait: str = ""
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class LossWord:
    """A verb or state of loss: its measure for each thing; `own` where only a side's own dead are so called."""

    shape: Shape
    measures: Mapping[Thing, Measure]
    own: bool = False

    def measure_of(self, thing: Thing) -> Measure | None:
        """Return what is measured when this happens to `thing`, None where it makes no sense."""
        return self.measures.get(thing)


# How a word stands, what it measures, whose it is, the words.
Row = tuple[Shape, Mapping[Thing, Measure], bool, str]
# Whose dead are told of so: anybody's, or only the speaker's own.
ANY: Final = False
OWN: Final = True


def split_phrases(phrases: str) -> Iterable[tuple[str, ...]]:
    """Return the phrases of a row, told apart by bars, each as its words."""
    return (tuple(phrase.split()) for phrase in phrases.split("|"))


def by_first_word(table: Mapping[tuple[str, ...], _Entry]) -> Mapping[str, tuple[tuple[tuple[str, ...], _Entry], ...]]:
    """Return `table` as lists under the first word of each phrase, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], _Entry]]] = {}
    for words, entry in table.items():
        found.setdefault(words[0], []).append((words, entry))
    return MappingProxyType({first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()})
