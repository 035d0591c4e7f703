"""Read figures that are given without a verb of speech: "Y's count was 13", "Y lost five and Z three"."""

from typing import Final

from bot.core.attribution.ahead import mention_right
from bot.core.attribution.cues import Cue
from bot.core.attribution.lexicon import PLACE
from bot.core.attribution.lines import Line, is_speaker_noun
from bot.core.attribution.nouns import AUXILIARIES, NUMBERS, PREPOSITIONS, PRONOUNS, TIMES
from bot.core.attribution.phrases import Mention, phrase_left, phrase_right
from bot.core.attribution.subjects import Found, can_speak
from bot.core.text import word_set

OWNERS: Final = {"its": "it", "his": "he", "her": "she", "their": "they"}
_COUNTS: Final = word_set("count tally figure figures toll estimate reckoning total losses casualties")
_LOST: Final = frozenset({"losses", "casualties"})
_TOLD: Final = word_set("according said says say claimed claims")
_COPULAS: Final = word_set(
    "is was were are stood stands stand reached rose went had has been remains remained came comes climbed grew ran"
)
_MEASURES: Final = word_set("death casualty morning evening earlier first latest own official initial final new daily")
_GAPPING: Final = word_set("speak talk put give report say claim admit acknowledge count list record announce state")
_SPEAKING: Final = word_set("speak talk")
_LEADING: Final = word_set("at least more than about around nearly over some as many up to only just no a an")
_JOINTS: Final = frozenset({",", "and", ";", "while", "but"})
_RIGHT: Final = frozenset({("right",), ("correct",), ("accurate",)})
_REACH: Final = 8
_FIGURE_REACH: Final = 5


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in NUMBERS or word in {"one", "none"}


def stated(line: Line, at: int) -> Found | None:
    """Read "Y's count on Monday had been 13" and "his morning figure was four"."""
    if line.low[at] not in _COUNTS or not _gives_number(line, at + 1):
        return None
    if line.low[at] in _LOST and _TOLD.intersection(line.low):
        return None  # "according to Y, Z's losses were 58" tells whose losses, not whose count
    start = at
    while start > 0 and line.low[start - 1] in _MEASURES:
        start -= 1
    if start == 0:
        return None
    owner = line.low[start - 1]
    if owner in OWNERS:
        return Found("stated", at, at + 1, Mention(start - 1, start, pronoun=OWNERS[owner]), head=start - 1)
    if owner != "'s":
        return None
    first = phrase_left(line, start - 1)
    mention = Mention(first, start - 1) if first is not None else None
    return Found("stated", at, at + 1, mention, head=first) if first is not None and mention is not None else None


def _gives_number(line: Line, start: int) -> bool:
    """Tell whether a copula and a number follow, past "on Monday" and "for the dead"."""
    at = start
    while at < min(start + _REACH, len(line.low)) and line.low[at] not in _COPULAS:
        if not (line.low[at] in PREPOSITIONS or line.low[at] in TIMES or line.nominal(at)):
            return False
        at += 1
    after = line.low[at + 1 : at + 1 + _FIGURE_REACH]
    return at < len(line.low) and line.low[at] in _COPULAS and any(_is_number(word) for word in after)


def believed(line: Line, at: int) -> Found | None:
    """Read "if Y is to be believed"."""
    mention = mention_right(line, at + 1)
    if mention is None or not can_speak(line, mention):
        return None
    end = max([mention.end, *(end for _, _, end in mention.tails)])
    if line.low[end + 1 : end + 4] == ("to", "be", "believed"):
        return Found("according", at, end + 4, mention, head=at)
    right = line.low[end : end + 1] in {("is",), ("are",)} and line.low[end + 1 : end + 2] in _RIGHT
    return Found("according", at, end + 2, mention, head=at) if right else None


def gapped(line: Line, at: int, before: list[Found]) -> Found | None:
    """Read the second half of "Y speaks of three dead, Z of eleven" and "Y says it lost five and Z three"."""
    hit = line.covering[at]
    if not before or at == 0:
        return None
    cue = before[-1].cue
    if cue is not None and cue.lemma in _SPEAKING and line.low[at - 1] in _JOINTS:
        return _gapped_phrase(line, at, before[-1])
    if hit is None or hit.start != at or hit.end >= len(line.low) or hit.sort == PLACE:
        return None
    joint = at - 1 - (line.low[at - 1] == "the" and at > 1)
    silent = line.low[hit.end - 1].endswith("s") or _has_lost(line, before[-1].end, at)
    if cue is None or cue.lemma not in _GAPPING or line.low[joint] not in _JOINTS or silent:
        return None
    linked = line.low[hit.end] in {"of", "at"} and line.low[hit.end] in line.low[before[-1].end : at]
    again = line.low[hit.end] == "that" and (
        line.low[before[-1].end] == "that" or line.low[hit.end + 1 : hit.end + 2] == ("of",)
    )
    linked = linked or again or line.low[hit.end] in {"theirs", "its", "their"}
    if linked or _elided(line, hit.end, before[-1]):
        return _gap(at, hit.end, cue)
    end = phrase_right(line, at) or hit.end
    while end > hit.end and _is_number(line.low[end - 1]):
        end -= 1
    whole = end > hit.end and is_speaker_noun(line.low[end - 1])
    return _gap(at, end, cue) if whole and _elided(line, end, before[-1]) else None


def _has_lost(line: Line, start: int, end: int) -> bool:
    """Tell "said its men had lost nine and Z 58", where Z has lost them and says nothing."""
    lost = next((at for at in range(start + 1, end) if line.low[at] == "lost"), None)
    if lost is None:
        return False
    lost -= line.low[lost - 1] in AUXILIARIES
    return line.low[lost - 1] not in PRONOUNS


def _gapped_phrase(line: Line, at: int, before: Found) -> Found | None:
    """Read ", officials in Z of four" after "Y spoke of three"."""
    mention = mention_right(line, at)
    if before.cue is None or mention is None or mention.pronoun or not line.speaks(mention.start, mention.end):
        return None
    mention.tails = [tail for tail in mention.tails if tail[0] in {"in", "at"}]
    mention.beside.clear()
    end = max([mention.end, *(end for _, _, end in mention.tails)])
    if end + 1 >= len(line.low) or line.low[end] != "of" or "of" not in line.low[before.end : at]:
        return None
    return Found("gapped", at, end, mention, before.cue, before.cue.rejects, head=at)


def _elided(line: Line, start: int, before: Found) -> bool:
    """Tell a number right after a party, where a number stands before it too."""
    at = start
    while at < len(line.low) and line.low[at] in _LEADING:
        at += 1
    heard = line.low[before.end : start]
    counted = any(_is_number(word) or word in {"a", "an", "no"} for word in heard)
    following = line.low[at + 1] if at + 1 < len(line.low) else "."
    spans = following in TIMES or following in {"times", "per", "km", "kilometres", "kilometers", "miles"}
    return counted and at < len(line.low) and _is_number(line.low[at]) and not spans


def _gap(at: int, end: int, cue: Cue) -> Found:
    return Found("gapped", at, end, Mention(at, end), cue, cue.rejects, head=at)
