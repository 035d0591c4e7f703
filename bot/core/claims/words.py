"""The theatre's words as the reader of claims needs them, compiled once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
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
    """Everything that reading claims asks of a theatre; `fought` is the side that the militants fight.

    `troops` are a side's words for its own fighting men. Before the day `regime_since` those who are a side's rulers
    now are militants, as `before` has it.
    """

    theatre: Theatre
    lexicon: Lexicon
    gazetteer: Gazetteer
    sides: frozenset[Side]
    militants: Side
    fought: Side | None = None
    seasons: frozenset[str] = frozenset()
    troops: Mapping[Side, frozenset[str]] = field(default_factory=dict)
    regime_since: date | None = None
    before: "LossWords | None" = None

    def on(self, moment: datetime | None) -> "LossWords":
        """Return the words as they were meant at a moment, as they are now where it is unknown."""
        if self.before is None or self.regime_since is None or moment is None:
            return self
        return self.before if moment.date() < self.regime_since else self


def compile_loss_words(theatre: Theatre) -> LossWords:
    """Compile the theatre's parties, usages and places for reading claims."""
    words = LossWords(
        theatre,
        _lexicon(theatre, ruling=True),
        compile_gazetteer(theatre.places),
        frozenset(party.code for party in theatre.sides),
        theatre.militants.code,
        _fought_by_militants(theatre),
        frozenset(word.casefold() for party in theatre.sides for word in party.group("seasons")),
        {party.code: frozenset(word.casefold() for word in party.group("troops")) for party in theatre.sides},
    )
    since = next((date.fromisoformat(day) for party in theatre.sides for day in party.group("regime_since")), None)
    if since is None:
        return words
    return replace(words, regime_since=since, before=replace(words, lexicon=_lexicon(theatre, ruling=False), troops={}))


def _lexicon(theatre: Theatre, *, ruling: bool) -> Lexicon:
    """Compile the parties' words; those who do not rule yet are militants."""
    parties: dict[tuple[str, ...], tuple[Side, str]] = {}
    for phrase in (*theatre.group("countries"), *theatre.group("forces")):
        parties[_key(phrase)] = (OTHER, "country")
    for party in theatre.sides:
        parties.update(_of_party(party))
    militants = (*theatre.group("militants"), *theatre.militants.group("names"), *theatre.militants.group("called"))
    regimes = () if ruling else (phrase for party in theatre.sides for phrase in party.group("regime"))
    for phrase in (*militants, *regimes):
        parties[_key(phrase)] = (theatre.militants.code, "militant")
    deaths = [word for party in theatre.sides for word in party.group("honours")]
    return compile_lexicon(parties, deaths)


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


_LETTERS: Final = re.compile(r"(?:[A-Z]\.)+(?:-led)?")


def _key(phrase: str) -> tuple[str, ...]:
    """Return a phrase as tokens: casefolded, but all in capitals where only capitals mean it ("US"); "U.S." is one."""
    parts = phrase.replace("’", "'").split()
    words = tuple(
        word for part in parts for word in ([part] if _LETTERS.fullmatch(part) else part.replace(".", " . ").split())
    )
    return tuple(word if word.isupper() and len(word) < 3 else word.casefold() for word in words)
