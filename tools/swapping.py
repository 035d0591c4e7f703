"""Read a corpus in a world in which the two sides have changed places, and count what is not read in mirror image.

A reader that takes no side must read "A says that it killed 55 of B's soldiers" and "B says that it killed 55 of A's
soldiers" alike. So every entry is written anew and read again, and its claims must be the first reading's with the two
sides exchanged as claimant and as subject, and everything else equal: stance, measure, kind, figure and its words,
place, evidence, speaker, background, rule. Its sentences must be the other side's word.

What changes in the text: the words that both sides have in the same role, so that one can stand for the other: the
name of the country, its adjective and demonyms, and its seats, each paired with the other side's in the order of the
file (a longer list's rest has no counterpart). "A" and "an" before them follow.

What cannot change in the text, because the other side has no such word: what a regime is called, bodies, offices and
their holders, militants, places. These stay as they are and change hands in the theatre instead: in the mirrored
theatre they belong to the other side, and places lie on the other side's soil. The words that have a counterpart are
then where they were (A's demonyms are still A's), so that nothing is tested by renaming alone.

Two counts come of it:

* the mirrored world: every entry. Fails where code, rather than a list, treats one side otherwise.
* the lists as they are: the entries that use only words with a counterpart, read with the theatre's own lists (places
  alone change hands). Fails also where one side's list lacks what the other's has.

What is not tested: whether the lists are equally long, the filter (every entry is read, whatever it concerns), and the
record.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final

from bot.core.model import Claim, Entry, Relevance, Report, Side
from bot.core.reading import Reader, compile_reader, read_entry
from bot.core.theatre import Party, Place, Theatre
from bot.core.tokens import PhraseTable, is_capitalised, phrase, table, tokens

# In these roles the sides' words stand for each other; the first name is the country's.
_PAIRED_ROLES: Final = ("demonyms", "seats")
# What cards call things, days and the like: not looked for in a text.
_UNREAD_ROLES: Final = frozenset({"troops", "regime_since", "outlets"})
_ARTICLES: Final = {"a": "an", "an": "a"}


@dataclass(frozen=True, slots=True)
class Mirror:
    """Which word stands for which in the other world, and whose side is whose."""

    theatre: Theatre
    words: Mapping[str, str]
    pattern: re.Pattern[str]

    def side(self, code: Side) -> Side:
        """Return the other of the two sides; any other code stays."""
        return self.theatre.enemy(code) if code in {side.code for side in self.theatre.sides} else code

    def text(self, words: str) -> str:
        """Return a text with every paired word changed for its counterpart."""
        return self.pattern.sub(self._counterpart, words)

    def _counterpart(self, found: re.Match[str]) -> str:
        article, space, word = found["article"] or "", found["space"] or "", found["word"]
        new = self.words[word.casefold()]
        new = new.upper() if word.isupper() else new
        return f"{_agreeing(article, new)}{space}{new}"


def _agreeing(article: str, word: str) -> str:
    wanted = "an" if word[0].casefold() in "aeiou" else "a"
    if not article or article.casefold() == wanted:
        return article
    return wanted.capitalize() if article[0].isupper() else wanted


def mirror_of(theatre: Theatre) -> Mirror:
    """Pair the words of the theatre's sides."""
    one, other = theatre.sides
    pairs = [(one.name, other.name), (one.adjective, other.adjective)]
    for role in _PAIRED_ROLES:
        pairs += zip(one.group(role), other.group(role), strict=False)
    words = {a.casefold(): b for a, b in pairs} | {b.casefold(): a for a, b in pairs}
    spellings = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return Mirror(
        theatre,
        words,
        re.compile(rf"(?:(?<!\w)(?P<article>an?)(?P<space>\s+))?(?<!\w)(?P<word>{spellings})(?!\w)", re.IGNORECASE),
    )


def mirrored_theatre(mirror: Mirror) -> Theatre:
    """Return the theatre in which everything that has no counterpart belongs to the other side."""
    theatre = mirror.theatre
    one, other = theatre.sides
    return replace(
        theatre,
        sides=(_mirrored_party(other, mirror), _mirrored_party(one, mirror)),
        militants=_mirrored_party(theatre.militants, mirror),
        words=_mirrored_words(theatre.words, mirror),
        time_zones={mirror.side(code): zone for code, zone in theatre.time_zones.items()},
        places=tuple(_mirrored_place(place, mirror) for place in theatre.places),
    )


def with_mirrored_soil(mirror: Mirror) -> Theatre:
    """Return the theatre with its own lists, and places and the outlets named after them on other soil."""
    one, other = mirror.theatre.sides
    return replace(
        mirror.theatre,
        sides=(_with_outlets_of(one, other, mirror), _with_outlets_of(other, one, mirror)),
        places=tuple(_mirrored_place(place, mirror) for place in mirror.theatre.places),
    )


def _with_outlets_of(party: Party, other: Party, mirror: Mirror) -> Party:
    outlets = tuple(map(mirror.text, other.group("outlets")))
    return replace(party, words={**party.words, "outlets": outlets})


def _mirrored_party(party: Party, mirror: Mirror) -> Party:
    return Party(
        code=mirror.side(party.code),
        name=mirror.text(party.name),
        adjective=mirror.text(party.adjective),
        words=_mirrored_words(party.words, mirror),
    )


def _mirrored_words(words: Mapping[str, Sequence[str]], mirror: Mirror) -> dict[str, tuple[str, ...]]:
    return {role: tuple(map(mirror.text, listed)) for role, listed in words.items()}


def _mirrored_place(place: Place, mirror: Mirror) -> Place:
    return replace(
        place,
        name=mirror.text(place.name),
        side=mirror.side(place.side) if place.side else None,
        village=mirror.side(place.village) if place.village else None,
        variants=tuple(map(mirror.text, place.variants)),
        within=mirror.text(place.within) if place.within else None,
    )


def without_counterpart(mirror: Mirror) -> frozenset[str]:
    """Return the words of the sides, the militants and the rest whose counterpart is not in the list it belongs to."""
    theatre, mirrored = mirror.theatre, mirrored_theatre(mirror)
    lists = [(one.words, other.words) for one, other in zip(theatre.sides, mirrored.sides, strict=True)]
    lists += [(theatre.militants.words, mirrored.militants.words), (theatre.words, mirrored.words)]
    odd: set[str] = set()
    for own, other in lists:
        for role in ({*own} | {*other}) - _UNREAD_ROLES:
            odd |= set(own.get(role, ())) ^ set(other.get(role, ()))
    return frozenset(odd)


@dataclass(frozen=True, slots=True)
class SwapCount:
    """How many claims, sentences (whose word they are) and entries were not read in mirror image, of how many."""

    claims: int = 0
    failed_claims: int = 0
    sentences: int = 0
    failed_sentences: int = 0
    entries: int = 0
    failed_entries: int = 0
    misses: tuple[str, ...] = ()

    def __add__(self, other: "SwapCount") -> "SwapCount":
        """Return both counts together."""
        return SwapCount(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))

    def __str__(self) -> str:
        """Return the counts as they are printed."""
        return (
            f"{self.failed_claims} of {self.claims} claims, {self.failed_sentences} of {self.sentences} sentences, "
            f"{self.failed_entries} of {self.entries} entries"
        )


@dataclass(frozen=True, slots=True)
class Worlds:
    """The readers that a corpus is read with, compiled once."""

    mirror: Mirror
    original: Reader
    mirrored: Reader
    own_lists: Reader
    unpaired: PhraseTable[str] = field(repr=False)


def compile_worlds(reader: Reader) -> Worlds:
    """Compile the mirrored theatres of `reader`'s."""
    mirror = mirror_of(reader.theatre)
    return Worlds(
        mirror=mirror,
        original=reader,
        mirrored=compile_reader(mirrored_theatre(mirror)),
        own_lists=compile_reader(with_mirrored_soil(mirror)),
        unpaired=table((phrase(word), word) for word in sorted(without_counterpart(mirror)) if phrase(word)),
    )


def count_swaps(entries: Iterable[Entry], worlds: Worlds) -> dict[str, SwapCount]:
    """Return the counts of the mirrored world and of the lists as they are."""
    every = list(entries)
    paired = [entry for entry in every if not _has_unpaired(entry, worlds)]
    return {
        "mirrored world": _count(every, worlds, worlds.mirrored),
        "lists as they are": _count(paired, worlds, worlds.own_lists),
    }


def _has_unpaired(entry: Entry, worlds: Worlds) -> bool:
    text = f"{entry.source}\n{entry.title}\n{entry.text}"
    found = tokens(text)

    def fits(first: int, after: int, spelling: str) -> bool:
        words = text[found[first].start : found[after - 1].end]
        if spelling.isupper():
            return words.isupper()
        return is_capitalised(text, found[first]) or not any(letter.isupper() for letter in spelling)

    return any(True for _ in worlds.unpaired.longest(found, [token.word for token in found], fits))


def _count(entries: Sequence[Entry], worlds: Worlds, other: Reader) -> SwapCount:
    return sum((_compare(entry, worlds, other) for entry in entries), start=SwapCount())


def _compare(entry: Entry, worlds: Worlds, other: Reader) -> SwapCount:
    mirror = worlds.mirror
    one, two = _read(entry, worlds.original), _read(mirrored_entry(entry, mirror), other)
    wanted = Counter(_key(mirrored_claim(claim, mirror)) for claim in one.claims)
    found = Counter(map(_key, two.claims))
    voices = Counter(_voices(mirror.text(each.sentence.text), map(mirror.side, each.by)) for each in one.sentences)
    heard = Counter(_voices(each.sentence.text, each.by) for each in two.sentences)
    return SwapCount(
        claims=wanted.total(),
        failed_claims=max((wanted - found).total(), (found - wanted).total()),
        sentences=voices.total(),
        failed_sentences=max((voices - heard).total(), (heard - voices).total()),
        entries=1,
        failed_entries=wanted != found or voices != heard,
        misses=(
            *(f"{entry.id} | swap | lost {key}" for key in (wanted - found).elements()),
            *(f"{entry.id} | swap | only in the mirror {key}" for key in (found - wanted).elements()),
            *(f"{entry.id} | swap | voice only in the mirror {key}" for key in (heard - voices).elements()),
        ),
    )


def _read(entry: Entry, reader: Reader) -> Report:
    return read_entry(entry, Relevance(True, (), "read whatever it concerns"), (), reader, wanted=True)


def _voices(text: str, sides: Iterable[Side]) -> Hashable:
    return (text, *sorted(sides))


def mirrored_entry(entry: Entry, mirror: Mirror) -> Entry:
    """Return the entry as it reads in the other world."""
    text = mirror.text
    return replace(entry, source=text(entry.source), title=text(entry.title), text=text(entry.text))


def mirrored_claim(claim: Claim, mirror: Mirror) -> Claim:
    """Return what the claim must be in the other world; spans are left as they are."""
    return replace(
        claim,
        claimant=mirror.side(claim.claimant),
        subject=mirror.side(claim.subject),
        by=mirror.text(claim.by) if claim.by else claim.by,
        place=mirror.text(claim.place) if claim.place else claim.place,
        evidence=mirror.text(claim.evidence),
        figure=replace(claim.figure, words=mirror.text(claim.figure.words)),
    )


def _key(claim: Claim) -> Hashable:
    """Return what must be equal: all but the spans, which move with the length of words; "a" is "an"."""
    words = claim.figure.words.casefold()
    return (
        *(claim.claimant, claim.stance.value, claim.measure.value, claim.subject, claim.kind.value),
        *(claim.figure.low, claim.figure.high, claim.figure.approx, "a" if words in _ARTICLES else words),
        *(claim.place, claim.background, claim.by, claim.rule, claim.evidence),
    )
