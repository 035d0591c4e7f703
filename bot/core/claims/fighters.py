"""Tell militants' own spokesmen from other voices that are neither side's."""

from collections.abc import Iterable
from typing import Final

from bot.core.claims.words import LossWords
from bot.core.losses.chunks import Scan
from bot.core.model import OTHER, Kind, Utterance
from bot.core.wordlists import word_set

_SPEAKERS: Final = word_set("militant militants insurgent insurgents jihadi jihadis fighters rebels militia faction")
_GROUPS: Final = word_set("group outfit faction")
_NEAR: Final = 8
_FEW: Final = 3


def speaks_for_militants(voice: Utterance | None, scan: Scan, earlier: Iterable[Scan], words: LossWords) -> bool:
    """Tell whether a voice is the militants': named so itself, or beside its name here or earlier in the entry."""
    if voice is None or voice.side != OTHER or voice.by is None:
        return False
    if set(voice.by.casefold().split()) & _SPEAKERS:
        return True
    if voice.speaker is not None and _militants_in(scan, voice.speaker.start, voice.speaker.end, words):
        return True
    name = voice.by.split()[-1].casefold()
    before = tuple(earlier)
    if name in _GROUPS and any(_names_militants(one, words) for one in before[-_FEW:]):
        return True
    if _speaks_for_group(scan, name) and any(_names_militants(one, words) for one in before):
        return True
    return any(_introduced(one, name, words) for one in (scan, *before))


def _speaks_for_group(scan: Scan, name: str) -> bool:
    """Tell "X, who speaks for the group", "the group's spokesman X"."""
    at = next((i for i, word in enumerate(scan.lower) if word == name), None)
    around = scan.lower[max(0, at - _NEAR) : at + _NEAR] if at is not None else ()
    return bool({"group", "group's"} & set(around)) and bool(set(around) & _TITLES)


def _names_militants(scan: Scan, words: LossWords) -> bool:
    return any(one.code == words.militants or one.role == "militant" for one in scan.mentions)


def _militants_in(scan: Scan, start: int, end: int, words: LossWords) -> bool:
    inside = [mention for mention in scan.mentions if start <= scan.tokens[mention.first].start < end]
    return any(one.code == words.militants or one.role in {"militant", "regime"} for one in inside)


def _introduced(scan: Scan, name: str, words: LossWords) -> bool:
    """Tell whether the sentence sets a name beside the militants' ("a group's spokesman X")."""
    at = next((i for i, word in enumerate(scan.lower) if word == name), None)
    if at is None:
        return False
    named = any(
        abs(mention.first - at) <= _NEAR and (mention.code == words.militants or mention.role in {"militant", "regime"})
        for mention in scan.mentions
    )
    around = scan.lower[max(0, at - _NEAR) : at + _NEAR]
    commander = any(
        chunk.phrase is not None
        and chunk.phrase.noun is not None
        and chunk.phrase.noun.kind is Kind.MILITANT
        and chunk.first < at <= chunk.last + 3
        for chunk in scan.chunks
    )
    return (named or commander) and bool(set(around) & _TITLES)


_TITLES: Final = word_set("spokesman spokesperson spokeswoman commander leader chief speaks emir amir deputy group who")
