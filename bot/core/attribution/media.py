"""Tell whose medium quotes somebody or is told something: its nameless sources are of its own side."""

from collections.abc import Sequence
from typing import Final

from bot.core.attribution.ahead import mention_right
from bot.core.attribution.cues import TELLING
from bot.core.attribution.lexicon import Voices
from bot.core.attribution.lines import Line
from bot.core.attribution.memory import Memory
from bot.core.attribution.nouns import MEDIA
from bot.core.attribution.phrases import Mention, mention_left
from bot.core.attribution.subjects import Found, topic_of
from bot.core.model import Side
from bot.core.text import word_set

_SPEAKING: Final = word_set("speaking talking spoke talked")


def medium_of(line: Line, found: Found, cues: Sequence[Found], voices: Voices, memory: Memory) -> Side | None:
    """Return the side of the medium that quotes a cue's speaker, or that he tells something; None where none does."""
    if found.manner == "cited":
        about = memory.about
        beside = _before(line, found.at, voices)
        if beside is None and about is not None and _is_side(about.side, voices) and about.roles & MEDIA:
            return about.side
        mentions = (topic_of(line), *(one.mention for one in cues if one.manner != "cited"))
        sides = (_of_medium(line, one, voices) for one in mentions if one is not None and not one.pronoun)
        return beside or next((side for side in sides if side is not None), None)
    if found.cue is None or found.mention is None:
        return None
    if found.cue.lemma in {"quote", "cite"} and found.mention.start >= found.end:
        return _before(line, found.at, voices)
    addressee = found.end if found.cue.lemma in TELLING else _spoken_to(line)
    if addressee is None or addressee >= len(line.low):
        return None
    mention = mention_right(line, addressee) or Mention(addressee, addressee + 1)
    return _of_medium(line, mention, voices) if not mention.pronoun else None


def _before(line: Line, at: int, voices: Voices) -> Side | None:
    """Return the side of the medium that stands before "citing" and "quoted"."""
    end = at - 1 if at > 0 and line.low[at - 1] == "," else at
    mention = mention_left(line, end)
    return _of_medium(line, mention, voices) if mention is not None and not mention.pronoun else None


def _spoken_to(line: Line) -> int | None:
    """Return where whoever is spoken to begins: "speaking to Y's television", "talking to Y News"."""
    spoken = (at for at, word in enumerate(line.low[:-2]) if word in _SPEAKING and line.low[at + 1] == "to")
    return next((at + 2 for at in spoken), None)


def _of_medium(line: Line, mention: Mention, voices: Voices) -> Side | None:
    """Return whose medium a phrase names, by its owner or by the outlets that the theatre knows."""
    span = range(mention.start, mention.end)
    medium = MEDIA.intersection(line.low[mention.start : mention.end])
    if not medium and not line.is_name(mention.end - 1):
        return None
    hits = (line.covering[at] for at in span if medium)
    side = next((hit.side for hit in hits if hit is not None and _is_side(hit.side, voices)), None)
    named = (voices.outlets.get(line.low[at]) for at in span if line.is_name(at))
    return side or next((home for home in named if home is not None), None)


def _is_side(code: Side | None, voices: Voices) -> bool:
    return any(code == party.code for party in voices.theatre.sides)
