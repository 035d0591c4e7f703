"""The theatre's words as values: the two sides, the militants, the places.

Loaded from the theatre's folder by `config.rules`; core code asks for word groups by role ("demonyms", "seats") and
never names a party or a place itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.model import OTHER, Side


@dataclass(frozen=True, slots=True)
class Party:
    """One party's words, by role: `words["demonyms"]`, `words["seats"]`, ... An absent role is an empty tuple.

    `name` is what a card calls it ("Ruritania"), `adjective` what its losses are called ("Ruritanian").
    """

    code: Side
    name: str
    adjective: str
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def group(self, role: str) -> tuple[str, ...]:
        """Return the words of one role."""
        return self.words.get(role, ())


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    `side` is on whose soil it lies (None on neither's), `kind` one of country, province, district, town, crossing,
    region; `within` names the next larger place; `latitude` and `longitude` are degrees, None where unknown. `beside`
    names places across the line, or at a crossing's two ends: what the other side calls the same ground. `village` is
    on whose soil the village lies by whose name a crossing goes.
    """

    name: str
    side: Side | None
    kind: str
    variants: tuple[str, ...] = ()
    within: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    beside: tuple[str, ...] = ()
    village: Side | None = None


@dataclass(frozen=True, slots=True)
class Theatre:
    """One border: its two sides in the order of the columns, its militants, its other words, its places.

    `words` holds the groups that belong to no party ("witnesses", "aid_groups", ...), `time_zones` the IANA zone of
    each side's clock.
    """

    key: str
    title: str
    sides: tuple[Party, Party]
    militants: Party
    words: Mapping[str, tuple[str, ...]]
    time_zones: Mapping[Side, str]
    places: tuple[Place, ...] = ()

    @property
    def claimants(self) -> tuple[Side, Side, Side]:
        """The three whose word is told apart: both sides, then everybody else."""
        return (self.sides[0].code, self.sides[1].code, OTHER)

    def group(self, role: str) -> tuple[str, ...]:
        """Return the words of one role that belong to no party."""
        return self.words.get(role, ())

    def enemy(self, side: Side) -> Side:
        """Return the other of the two sides."""
        first, second = self.sides
        return second.code if side == first.code else first.code
