"""Find the places of the gazetteer in a text."""

from dataclasses import dataclass

from bot.core.theatre import Place


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place named in a text: which, and where (characters from the text's start)."""

    place: Place
    start: int
    end: int
