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
    """Everything that reading claims asks of a theatre."""

    theatre: Theatre
    lexicon: Lexicon
    gazetteer: Gazetteer
    sides: frozenset[Side]
    militants: Side


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
    )


def _of_party(party: Party) -> Iterable[tuple[tuple[str, ...], tuple[Side, str]]]:
    for group, role in _ROLES.items():
        for phrase in party.group(group):
            yield _key(phrase), (party.code, role)


def _key(phrase: str) -> tuple[str, ...]:
    """Return a phrase as tokens: casefolded, but all in capitals where only capitals mean it ("US")."""
    words = tuple(phrase.replace(".", " . ").replace("’", "'").split())
    return tuple(word if word.isupper() and len(word) < 3 else word.casefold() for word in words)
