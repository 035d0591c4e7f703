"""Tell where a text is written from and whom it names: its dateline, its words, the party that it names more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.attribution.lexicon import BODY, FOREIGN, MILITANT, PARTY, PLACE, REGIME, Voices
from bot.core.attribution.lines import Line, dateline
from bot.core.attribution.outlets import Outlet
from bot.core.model import OTHER, Side
from bot.core.text import tokenise

_WEIGHED: Final = frozenset({PARTY, REGIME, PLACE, BODY, MILITANT})
_OWN_PLACE: Final = frozenset({PARTY, PLACE, REGIME})


@dataclass(frozen=True, slots=True)
class Setting:
    """A text as a whole: its lines, its first sentence as it stands, its headline and its outlet."""

    voices: Voices
    lines: Sequence[Line]
    opening: str
    headline: Line | None
    outlet: Outlet

    @property
    def sides(self) -> tuple[Side, Side]:
        """Return the codes of both sides."""
        one, other = self.voices.theatre.sides
        return one.code, other.code

    @property
    def _named(self) -> list[Line]:
        return [line for line in (*self.lines, self.headline) if line is not None]

    def issuer(self, home: Side | None) -> Side | None:
        """Return whose communique the whole text is: it says "our" in its own voice and names the enemy's regime."""
        own = any(word == "our" and not line.quoted[at] for line in self.lines for at, word in enumerate(line.low))
        if not own or home is not None:
            return None
        for line in self.lines:
            for hit in line.hits.values():
                named = hit.end < len(line.low) and line.low[hit.end] == "regime" and not line.quoted[hit.start]
                if named and hit.sort in {PARTY, REGIME} and hit.side in self.sides:
                    return self.voices.theatre.enemy(hit.side)
        return None

    def home(self) -> Side | None:
        head = dateline(self.opening)
        for hit in self.voices.hits(tokenise(head)).values():
            if hit.sort in _OWN_PLACE:
                return hit.side
        used = self._used()
        first, second = (used.count(side) for side in self.sides)
        if first == second:
            return None
        return self.sides[0] if first > second else self.sides[1]

    def _used(self) -> list[Side]:
        """Return whose words the text uses: more than once, or at its head, where nobody else is quoted."""
        usage = self.voices.usage
        used = [usage[word] for line in self.lines for word in line.low if word in usage]
        head = [line for line in (*self.lines[:2], self.headline) if line is not None]
        told = any(word in usage and not line.quoted[at] for line in head for at, word in enumerate(line.low))
        return used if told or len(used) > 1 else []

    def weightier(self) -> Side | None:
        """Return the side that the text names clearly more often."""
        named = [
            hit for line in self._named for hit in line.hits.values() if hit.sort in _WEIGHED or hit.sort == FOREIGN
        ]
        first, second = (sum(1 for hit in named if side in {hit.side, hit.role}) for side in self.sides)
        if sum(1 for hit in named if hit.sort == FOREIGN) > max(first, second) and (
            self._abroad() or self._headlined() is None
        ):
            return OTHER
        if first == second:
            return self._headlined()
        return self.sides[0] if first > second else self.sides[1]

    def _abroad(self) -> bool:
        """Tell a report whose dateline is a third country's."""
        head = dateline(self.opening)
        return any(hit.sort == FOREIGN for hit in self.voices.hits(tokenise(head)).values())

    def _headlined(self) -> Side | None:
        """Return the side that the headline begins with."""
        hits = self.headline.hits if self.headline is not None else {}
        sided = (hit.side for hit in hits.values() if hit.sort in _WEIGHED and hit.side in self.sides)
        return None if self.outlet.abroad else next(sided, None)

    def pair(self) -> tuple[Side, ...]:
        """Return the two parties that "both sides" means here, the first named first; a third country's may be one."""
        named = [hit for line in self._named for hit in line.hits.values()]
        order = [hit.side for hit in named if hit.side in self.sides]
        sides = sorted(self.sides, key=lambda side: order.index(side) if side in order else len(order))
        counts = [sum(1 for hit in named if hit.side == side) for side in self.sides]
        foreign = sum(1 for hit in named if hit.sort == FOREIGN)
        if foreign <= min(counts) or min(counts) > 1:
            return tuple(sides)
        return (*(side for side in sides if order.count(side) == max(counts)), OTHER)
