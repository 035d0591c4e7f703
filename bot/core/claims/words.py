"""The theatre's words as the reader of claims needs them, compiled once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.core.losses.chunks import Lexicon, compile_lexicon
from bot.core.model import OTHER, Side
from bot.core.places import Gazetteer, compile_gazetteer
from bot.core.theatre import Party, Theatre

# The roles of a party's words, and what a mention of one is taken as; the first that names a phrase wins.
_ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "names": "state",
        "demonyms": "people",
        "seats": "seat",
        "regime": "regime",
        "institutions": "institution",
        "forces": "forces",
    }
)


@dataclass(frozen=True, slots=True)
class LossWords:
    """Everything that reading claims asks of a theatre; `fought` is the side that the militants fight."""

    theatre: Theatre
    lexicon: Lexicon
    gazetteer: Gazetteer
    sides: frozenset[Side]
    militants: Side
    fought: Side | None = None
    seasons: frozenset[str] = frozenset()


def compile_loss_words(theatre: Theatre) -> LossWords:
    """Compile the theatre's parties, usages and places for reading claims."""
    parties: dict[tuple[str, ...], tuple[Side, str]] = {}
    for phrase in theatre.group("countries"):
        parties[_key(phrase)] = (OTHER, "country")
    for party in theatre.sides:
        parties.update(_of_party(party))
    militant = (*theatre.group("militants"), *theatre.militants.group("names"), *theatre.militants.group("called"))
    for phrase in militant:
        parties[_key(phrase)] = (theatre.militants.code, "militant")
    honours = [phrase for party in theatre.sides for phrase in party.group("honours")]
    return LossWords(
        theatre,
        compile_lexicon(parties, honours),
        compile_gazetteer(theatre.places),
        frozenset(party.code for party in theatre.sides),
        theatre.militants.code,
        _fought_by_militants(theatre),
        frozenset(word.casefold() for party in theatre.sides for word in party.group("seasons")),
    )


def _fought_by_militants(theatre: Theatre) -> Side | None:
    """Return the side that the militants fight: the one that their names tell of, None where they tell of neither."""
    named = {word.casefold() for name in theatre.militants.group("names") for word in name.split()}
    counts = {
        side.code: len(named & {word.casefold() for role in ("names", "demonyms") for word in side.group(role)})
        for side in theatre.sides
    }
    first, second = theatre.sides
    if counts[first.code] == counts[second.code]:
        return None
    return max(counts, key=lambda code: counts[code])


def _of_party(party: Party) -> Iterable[tuple[tuple[str, ...], tuple[Side, str]]]:
    for group, role in _ROLES.items():
        for phrase in party.group(group):
            yield _key(phrase), (party.code, role)


def _key(phrase: str) -> tuple[str, ...]:
    """Return a phrase as tokens: casefolded, but all in capitals where only capitals mean it ("US")."""
    words = tuple(phrase.replace(".", " . ").replace("’", "'").split())
    return tuple(word if word.isupper() and len(word) < 3 else word.casefold() for word in words)
