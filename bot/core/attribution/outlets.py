"""Tell from an outlet's name on which side it is written, and whether a government speaks in it as itself."""

from dataclasses import dataclass
from typing import Final

from bot.core.attribution.lexicon import BODY, FOREIGN, PARTY, REGIME, Voices
from bot.core.model import Side
from bot.core.text import tokenise, word_set

_OWNED: Final = word_set("state official government national ministry presidency army armed")
_ISSUING: Final = word_set("bulletin communique communiqué gazette statement release directorate ministry office")
_NATIONAL: Final = frozenset({"name", "regime"})


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet: `home` is the side that it is written on, `voice` the side that speaks in it as itself.

    `abroad` tells that a third country's name stands in its own.
    """

    home: Side | None = None
    voice: Side | None = None
    abroad: bool = False


UNKNOWN: Final = Outlet()


def read_outlet(source: str, voices: Voices) -> Outlet:
    """Return what an outlet's name tells: "State Radio of Y" is Y's voice, a daily named after Y's river is Y's."""
    tokens = tokenise(source)
    found = voices.hits(tokens).values()
    codes = {side.code for side in voices.theatre.sides}
    hits = [hit for hit in found if hit.side in codes]
    words = {token.lower for token in tokens}
    sides = {hit.side for hit in hits if hit.sort in {BODY, PARTY, REGIME}} or {hit.side for hit in hits}
    sides = sides or {voices.outlets[word] for word in words if word in voices.outlets}
    if len(sides) != 1:
        return Outlet(abroad=any(hit.sort == FOREIGN for hit in found))
    (side,) = sides
    own = any(hit.sort == BODY and hit.role == "institution" for hit in hits)
    national = any(hit.role in _NATIONAL for hit in hits)
    speaks = own or bool(hits and words & _OWNED) or bool(national and words & _ISSUING)
    return Outlet(side, side if speaks else None)
