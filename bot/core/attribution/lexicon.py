"""The theatre's own words compiled for matching: parties, institutions, militants, third countries, places."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.core.model import OTHER, Side
from bot.core.text import Token, fold, tokenise
from bot.core.theatre import Party, Theatre

PARTY: Final = "party"
REGIME: Final = "regime"
BODY: Final = "body"
MILITANT: Final = "militant"
FOREIGN: Final = "foreign"
THIRD: Final = "third"
BOARD: Final = "board"
PLACE: Final = "place"
HOLDER: Final = "holder"
RANK: Final = "rank"

_SHORT_ACRONYM: Final = 4
# A linking vowel in a name ("Harakat-e-...") before a country's: a movement there, not its government.
_LINKED: Final = re.compile(r"^[A-Z]\w+-(?:e|i|ul|al)(?:-[A-Z]\w+)?$")
_NATIONAL: Final = frozenset({"national", "supreme", "federal", "state"})
# What may follow a party's name with a hyphen and still mean that party's own body.
_HYPHENED: Final = ("run", "led", "appointed", "controlled", "administered", "ruled", "based", "held", "manned")


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of tokens that is one of the theatre's words: what sort, whose, and how many tokens."""

    sort: str
    side: Side
    start: int
    end: int
    role: str = ""


_PROPER: Final = frozenset({PLACE, PARTY, REGIME})


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the lexicon: its tokens folded, whether all or the first must be capitals, what it stands for."""

    words: tuple[str, ...]
    capitals: bool
    sort: str
    side: Side
    role: str = ""
    proper: bool = False


@dataclass(frozen=True, slots=True)
class Voices:
    """The theatre's speakers, compiled once: terms by their first token, longest first.

    `plain` are the words that mean one side's body where no other word tells whose ("the army").
    """

    theatre: Theatre
    terms: Mapping[str, tuple[Term, ...]]
    usage: Mapping[str, Side] = field(default_factory=dict)
    regime_since: date | None = None
    regime_side: Side | None = None
    outlets: Mapping[str, Side] = field(default_factory=dict)
    plain: Mapping[str, Side] = field(default_factory=dict)

    def hits(self, tokens: Sequence[Token], *, before_regime: bool = False) -> dict[int, Hit]:
        """Return the longest hit at each token that begins one; hits do not overlap."""
        found: dict[int, Hit] = {}
        at = 0
        while at < len(tokens):
            word = tokens[at].lower
            hit = self._hit(tokens, at) if word in self.terms or "-" in word else None
            if hit is None:
                at += 1
                continue
            if (before_regime and hit.sort == RANK) or _is_of_a_longer_name(tokens, hit):
                at += 1
                continue
            if (
                hit.sort == REGIME
                and tokens[at].text.islower()
                and (before_regime or _is_of_elsewhere(tokens, hit.end))
            ):
                at += 1
                continue
            if before_regime and hit.sort == REGIME:
                hit = Hit(MILITANT, OTHER, hit.start, hit.end)
            if hit.role == "name" and at > 0 and _LINKED.search(tokens[at - 1].text):
                hit = Hit(THIRD, OTHER, hit.start, hit.end)
            found[at] = hit
            at = hit.end
        return found

    def _hit(self, tokens: Sequence[Token], at: int) -> Hit | None:
        for term in self.terms.get(tokens[at].lower, ()):
            end = at + len(term.words)
            if end > len(tokens) or any(
                tokens[at + offset].lower != word for offset, word in enumerate(term.words[1:], start=1)
            ):
                continue
            if term.capitals and not all(one.text.isupper() for one in tokens[at:end]):
                continue
            if term.proper and not tokens[at].text[0].isupper():
                continue
            return Hit(term.sort, term.side, at, end, term.role)
        return self._compound(tokens[at], at)

    def _compound(self, token: Token, at: int) -> Hit | None:
        """Read "Party-run" as the party's."""
        first, hyphen, last = token.lower.rpartition("-")
        if not hyphen or last not in _HYPHENED:
            return None
        for term in self.terms.get(first, ()):
            if len(term.words) == 1 and term.sort in {PARTY, REGIME, FOREIGN, PLACE, THIRD, MILITANT}:
                return Hit(term.sort, term.side, at, at + 1, "compound")
        return None


def compile_voices(theatre: Theatre) -> Voices:
    """Return the speakers of `theatre` ready for matching."""
    terms = [*_party_terms(theatre.sides[0]), *_party_terms(theatre.sides[1])]
    terms += _terms(theatre.militants.group("names"), MILITANT, OTHER, _ground(theatre))
    terms += _terms(theatre.group("militants"), MILITANT, OTHER)
    terms += _terms(theatre.group("institutions"), THIRD, OTHER)
    terms += _terms(theatre.group("countries"), FOREIGN, OTHER)
    terms += _terms(theatre.group("private"), BOARD, OTHER)
    taken = {term.words for term in terms}
    for place in theatre.places:
        if place.side is not None and place.kind != "country":
            names = (place.name, *place.variants)
            terms += [term for term in _terms(names, PLACE, place.side) if term.words not in taken]
    table: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda one: -len(one.words)):
        table.setdefault(term.words[0], []).append(term)
    since, side = _regime(theatre)
    usage = {fold(word): party.code for party in theatre.sides for word in party.group("usage")}
    outlets = {fold(word): party.code for party in theatre.sides for word in party.group("outlets")}
    plain = {fold(word): party.code for party in theatre.sides for word in party.group("plain")}
    return Voices(theatre, {word: tuple(found) for word, found in table.items()}, usage, since, side, outlets, plain)


def _ground(theatre: Theatre) -> Side:
    """Return the side on whose ground the militants fight: the one that their names tell of."""
    words = {word for name in theatre.militants.group("names") for word in fold(name).split()}
    named = {
        side.code: sum(fold(word) in words for role in ("names", "demonyms") for word in side.group(role))
        for side in theatre.sides
    }
    return max(named, key=lambda code: named[code]) if any(named.values()) else ""


def _regime(theatre: Theatre) -> tuple[date | None, Side | None]:
    for party in theatre.sides:
        for given in party.group("regime_since"):
            return date.fromisoformat(given), party.code
    return None, None


def _party_terms(party: Party) -> list[Term]:
    return [
        *_terms(party.group("names"), PARTY, party.code, "name"),
        *_terms(party.group("demonyms"), PARTY, party.code, "demonym"),
        *_terms(party.group("seats"), PARTY, party.code, "seat"),
        *_terms(party.group("regime"), REGIME, party.code, "regime"),
        *_terms(party.group("institutions"), BODY, party.code, "institution"),
        *_terms(party.group("offices"), BODY, party.code, "office"),
        *_terms(party.group("holders"), HOLDER, party.code),
        *_terms(party.group("ranks"), RANK, party.code),
    ]


def _terms(phrases: Iterable[str], sort: str, side: Side, role: str = "") -> list[Term]:
    terms = []
    for phrase in phrases:
        tokens = tokenise(phrase)
        acronym = phrase.isupper() and len(phrase.replace(".", "")) <= _SHORT_ACRONYM
        if tokens:
            words = tuple(fold(token.text) for token in tokens)
            terms.append(Term(words, acronym, sort, side, role, proper=sort in _PROPER and not phrase.islower()))
    return terms


def _is_of_elsewhere(tokens: Sequence[Token], at: int) -> bool:
    """Tell "the regime in X", which may be anybody's."""
    return at < len(tokens) and tokens[at].lower in {"in", "of"}


def _is_of_a_longer_name(tokens: Sequence[Token], hit: Hit) -> bool:
    """Tell a known surname that is somebody else's first name, outside headlines, where all words have capitals.

    "National Security Council" is no third body either: a state's own stands behind such a word.
    """
    if hit.sort == THIRD:
        return hit.start > 0 and tokens[hit.start - 1].lower in _NATIONAL and tokens[hit.start].text[0].isupper()
    if hit.sort != HOLDER:
        return False
    following = tokens[hit.end : hit.end + 1]
    if hit.end - hit.start > 1 or not following or not following[0].text[:1].isupper():
        return False
    small = sum(token.text.islower() for token in tokens)
    return small * 2 > len(tokens) and following[0].text.isalpha()
