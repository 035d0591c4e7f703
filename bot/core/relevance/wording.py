"""The rules as an admin writes them: groups of terms, what together is a hit, what raises the bar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Needs: TypeAlias = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """Groups that make a hit when one sentence holds all of `together`; `top` at the top, `title` in the title.

    Each need is a tuple of groups of which any will do. The top is the title and the first three sentences; groups
    of `without` must stand nowhere in the entry, those of `apart` not in the same sentence. `one_sentence` is for
    loose ones, which the title and the opening sentences do not make together. Where `points` are given, the groups
    may stand anywhere in the title and the first `Points.whole` sentences, with `at_least` different terms in all.
    One that `follows` counts only where the record has the episode after which the entry is told.
    """

    name: str
    together: Needs
    top: Needs = ()
    without: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    one_sentence: bool = False
    points: int = 0
    at_least: int = 0
    title: Needs = ()
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A subject that raises the bar to `needed` points where the top holds `at_least` different terms of `group`."""

    group: str
    at_least: int
    needed: int


@dataclass(frozen=True, slots=True)
class Points:
    """What a hit is worth by where it stands, how much all further sentences count at most, how much is needed.

    `opening` is for a hit that only the title and the first two sentences taken together make;
    it counts where the title holds a group of the wording's `title_holds`. `whole` is how many sentences are read
    for hits of the whole entry.
    """

    title: int = 3
    first: int = 3
    second: int = 2
    opening: int = 3
    rest: int = 1
    rest_most: int = 3
    needed: int = 3
    whole: int = 12


@dataclass(frozen=True, slots=True)
class Wording:
    """The rules as an admin writes them; `names` are groups to which place names (found capitalised) are added."""

    groups: Mapping[str, tuple[str, ...]]
    combinations: tuple[Combination, ...]
    exclusions: tuple[Exclusion, ...] = ()
    points: Points = Points()
    names: Mapping[str, tuple[str, ...]] | None = None
    title_holds: tuple[str, ...] = ()
