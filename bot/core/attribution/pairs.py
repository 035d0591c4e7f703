"""Find the two who speak where one phrase means both: "both sides", "the two armies", "officials in X and Y"."""

from typing import Final

from bot.core.attribution.lexicon import PARTY
from bot.core.attribution.lines import Line
from bot.core.attribution.memory import BODY_KIND, MANY, Speaker
from bot.core.attribution.naming import text_of
from bot.core.attribution.nouns import COUNTRIES, OFFICIAL_PEOPLE, PAPERS, PRIVATE, STUDIES
from bot.core.attribution.phrases import Mention
from bot.core.attribution.readings import read
from bot.core.model import Side
from bot.core.text import word_set

_BOTH: Final = word_set("both each two rival either")
_PARTIES: Final = COUNTRIES | word_set("government side country army")
_MINISTRIES: Final = word_set("ministries governments armies militaries")


def both_of(line: Line, mention: Mention, pair: tuple[Side, ...]) -> list[Speaker]:
    """Return a speaker of each of the pair where a phrase means both, none where it means one."""
    if mention.pronoun:
        return []
    if _means_both(line, mention, len(pair)):
        return [Speaker(side, None, BODY_KIND, start=mention.start, end=mention.end) for side in pair]
    return _split_tails(line, mention, len(pair))


def _means_both(line: Line, mention: Mention, many: int) -> bool:
    """Tell "both sides", "each government", "the two countries", "officials on each side"."""
    words = set(line.low[mention.start : mention.end])
    tail = {word for _, start, end in mention.tails for word in line.low[start:end]}
    signed = "joint" in words and line.low[mention.end - 1] in PAPERS - STUDIES
    joint = signed and (not mention.tails or bool(tail & _BOTH))
    if words in ({"each"}, {"both"}) or joint or _theirs(line, words, many) or _paired(line, mention, words):
        return True
    return bool(tail & {"each", "both", "two"} and tail & _PARTIES and not words & PRIVATE)


def _paired(line: Line, mention: Mention, words: set[str]) -> bool:
    """Tell "the two armies" and "both countries' officials" from "the two army officers"."""
    both = words & _BOTH
    if not both or (both == {"two"} and not words & {"the", "these", "those"}):
        return False
    owning = any(line.low[at] in {"'s", "'"} for at in range(mention.start, mention.end))
    return bool(words & _PARTIES) and (owning or line.low[mention.end - 1] not in OFFICIAL_PEOPLE)


def _theirs(line: Line, words: set[str], many: int) -> bool:
    """Tell "their ministries" where the sentence is about both sides."""
    hits = list(line.hits.values())[:many]
    both = len({hit.side for hit in hits if hit.sort == PARTY}) == many
    joined = both and line.low[hits[0].end : hits[1].start] == ("and",)
    return joined and "their" in words and bool(words & _MINISTRIES)


def _split_tails(line: Line, mention: Mention, many: int) -> list[Speaker]:
    """Read "officials in X and Y" as a speaker of each."""
    tails = [read(line, start, end) for prep, start, end in mention.tails if prep in {"in", "from", "of"}]
    sides = list(dict.fromkeys(tail.side for tail in tails if tail.side is not None and tail.bare))
    if len(sides) < many:
        return []
    core = read(line, mention.start, mention.end)
    if not core.official or core.side is not None or not core.plural:
        return []
    by = text_of(line, mention)
    return [Speaker(side, by, MANY, start=mention.start, end=mention.end) for side in sides]
