"""A cue as it is found, and the subjects that a verb shares or that no noun tells."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.core.attribution.ahead import mention_right
from bot.core.attribution.cues import Cue
from bot.core.attribution.lines import Line, is_speaker_noun
from bot.core.attribution.nouns import (
    ADVERBS,
    ATTRIBUTIVE,
    CONJUNCTIONS,
    DETERMINERS,
    NUMBERS,
    PREPOSITIONS,
    SUBORDINATORS,
    TIMES,
)
from bot.core.attribution.phrases import Mention, phrase_right
from bot.core.text import word_set

_SOMEBODY: Final = word_set("one another a an some many others other someone those two three several most")
_SHARING: Final = word_set("active inverted shared gerund passive according")
_FRONTED: Final = word_set("asked quoted contacted reached pressed questioned interviewed")
_KEPT: Final = 256
_SKIPPED: Final = frozenset({",", '"', "last", "earlier"})


@dataclass(slots=True)
class Found:
    """A cue with its speaker as the sentence has it; tokens `at` to `end` are the cue.

    `manner` is how it stands: active, inverted, passive, agentless, gerund, shared, according, count or nominal.
    """

    manner: str
    at: int
    end: int
    mention: Mention | None
    cue: Cue | None = None
    rejects: bool = False
    relative: bool = False
    head: int = 0

    @property
    def start(self) -> int:
        """The first token of speaker and cue."""
        if self.mention is not None and self.manner == "active" and not self.relative:
            return min(self.head, self.mention.start, *(one.start for one in self.mention.joined))
        return self.head

    @property
    def weak(self) -> bool:
        """Whether it only asks, vows or feels."""
        return self.cue is not None and self.cue.weak


def unknown_subject(line: Line, end: int) -> Mention | None:
    """Return a speaker that no noun tells, from the mark before the clause: "one of those attending said"."""
    for at in range(end - 1, max(-1, end - 12), -1):
        if line.low[at] in {",", '"', ";"} or at == 0:
            first = at if at == 0 else at + 1
            mention = mention_right(line, first) if first < end and line.low[first] in _SOMEBODY else None
            return (
                mention
                if mention is not None and mention.end > mention.start + (line.low[first] in {"a", "an"})
                else None
            )
    return None


def shared_subject(line: Line, before: list[Found], at: int) -> Mention | None:
    """Return the subject that a further verb or participle shares with what stands before it."""
    for earlier in reversed(before):
        if earlier.manner in _SHARING and not any(mark == ";" for mark in line.low[earlier.end : at]):
            return earlier.mention
    subjects = (main_subject(line), *(mention_right(line, clause + 1) for clause in _clauses_before(line, at)))
    return next((subject for subject in subjects if subject is not None and can_speak(line, subject)), None)


def _clauses_before(line: Line, end: int) -> list[int]:
    """Return where clauses open before a token ("after Y shut the gate, saying"), the nearest first."""
    return [at for at in range(end - 1, -1, -1) if line.low[at] in SUBORDINATORS and at + 1 < len(line.low)]


def can_speak(line: Line, mention: Mention) -> bool:
    """Tell whether a phrase names somebody, past the capital that begins a sentence."""
    if mention.pronoun or any(line.covering[mention.start : mention.end]):
        return True
    words = range(mention.start, mention.end)
    return any(is_speaker_noun(line.low[at]) or (at > 0 and line.is_name(at)) for at in words)


@lru_cache(maxsize=_KEPT)
def topic_of(line: Line) -> Mention | None:
    """Return the main subject as what the sentence is about, which every pass over a text asks again."""
    return main_subject(line)


def main_subject(line: Line) -> Mention | None:
    """Return the first noun phrase of the sentence, past what stands before its subject."""
    at = 0
    while at < len(line.low):
        word = line.low[at]
        if word in PREPOSITIONS:
            at = _past_prepositional(line, at)
        elif (
            word in ADVERBS
            or (at == 0 and word.endswith("ly"))
            or word in TIMES
            or word in CONJUNCTIONS
            or word in _SKIPPED
        ):
            at += 1
        elif at + 1 < len(line.low) and line.low[at + 1] in TIMES and (word in DETERMINERS or word in NUMBERS):
            at += 2
        elif word in SUBORDINATORS or word.endswith("ing") or _fronted_participle(line, at):
            comma = next((k for k in range(at, len(line.low)) if line.low[k] == ","), None)
            if comma is None:
                return None
            at = comma + 1
        else:
            return mention_right(line, at)
    return None


def _fronted_participle(line: Line, at: int) -> bool:
    """Tell "Asked about the blasts, ..." at the head of a sentence."""
    return at == 0 and line.low[at] in _FRONTED


def _past_prepositional(line: Line, at: int) -> int:
    at += 1
    while at < len(line.low) and (line.low[at] in TIMES or line.low[at][0].isdigit() or _dates(line, at)):
        at += 1
    end = phrase_right(line, at) if at < len(line.low) and line.low[at] != "," else at
    if end is None or end <= at:
        return at
    return next((k for k in range(at + 1, end) if _begins_clause(line, k)), end)


def _dates(line: Line, at: int) -> bool:
    """Tell "the" of "the October battles" and "'s" of "last week's raid"."""
    if line.low[at] == "'s":
        return line.low[at - 1] in TIMES
    following = line.low[at + 1] if at + 1 < len(line.low) else ""
    return following in TIMES and (line.low[at] in DETERMINERS or line.low[at] in {"last", "next"})


def _begins_clause(line: Line, at: int) -> bool:
    """Tell the party in "In the autumn battles Y lost", where no comma stands before it."""
    hit = line.covering[at]
    if hit is None or hit.start != at or hit.role not in {"name", "seat", "regime"}:
        return False
    before = line.tokens[at - 1].text
    plain = line.covering[at - 1] is None and before.islower() and before.isalpha()
    return plain and before not in DETERMINERS and before not in ATTRIBUTIVE and not before.endswith("ern")
