"""Make a line of a sentence: past its dateline or time stamp, with hits and quotation marks told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.attribution.cues import CUES, NOUN_LIKE
from bot.core.attribution.lexicon import Hit, Voices
from bot.core.attribution.nouns import (
    ADVERBS,
    ATTRIBUTIVE,
    AUXILIARIES,
    COUNTRIES,
    DETERMINERS,
    NUMBERS,
    PRONOUNS,
    SPEAKER_NOUNS,
    STOPPERS,
    TIMES,
)
from bot.core.attribution.quotes import read_quotes
from bot.core.text import Token, tokenise, word_set

_ABBREVIATED: Final = word_set("gen lt col maj brig capt dr mr mrs ms prof sen gov rep insp cmdr adm sgt")
SPEAKERS: Final = SPEAKER_NOUNS | COUNTRIES
_ALWAYS_NOMINAL: Final = SPEAKERS | ATTRIBUTIVE | {"'s", "'"}
# "a customs clearing agent", "the fire-fighting crew".
_TRADES: Final = word_set("agent agents company firm staff crew officer officers inspector")
# Verbs of the past that do not end like one.
_PAST: Final = word_set(
    "lost fell fought sent struck came went began broke drove flew fled ran rose grew became saw won"
)
_NEVER_NOMINAL: Final = STOPPERS | PRONOUNS | _PAST
_ARTICLES: Final = word_set("the a an its his their")
_AREAS: Final = word_set("province provinces district districts area areas region regions")
_LY_NOUNS: Final = word_set("family assembly ally july monopoly supply early daily elderly")
# Places in capitals, then a region, a date or an agency, then a dash or a colon.
DATELINE: Final = re.compile(
    r"^\s*((?:[A-Z][A-Z.'’-]+)(?:[ /][A-Z][A-Z.'’-]+){0,3}(?:,\s*(?:[A-Z][\w.]+|\d{1,2})(?:\s+\w+){0,3}){0,2}"
    r"(?:\s*\((?!@)[^()]{2,40}\))?)(?:\s*(?::|\s[–—-]{1,2})\s+|(?<=[A-Z]\))\s+(?=[A-Z]))"
)
# What a list puts before each of its lines.
_BULLET: Final = re.compile(r"^\s*[•▪●◦‣⁃∙·►➤■□*]+\s+")
# An hour, perhaps its zone, then a dash or a colon.
# "Place (Country):" and "Place, Month 12 (Agency) -" in small letters.
_PLAIN_DATELINE: Final = re.compile(r"^\s*([A-Z][a-z]+(?: [A-Z][a-z]+)? \([A-Z][A-Za-z]+\))\s*(?::|[–—-]{1,2})\s*")
STAMP: Final = re.compile(
    r"^\s*(?:(?:LIVE|BREAKING|JUST IN)\b[:\s–—-]*)?(?:(?i:mon|tue|wed|thu|fri|sat|sun)[A-Za-z]{0,6}[.,]?\s+"
    r"(?:\d{1,2}\s+[A-Za-z]{3,9},?\s+|[A-Za-z]{3,9}\s+\d{1,2},?\s+)?)?"
    r"(?:(?:UPDATE|Update)d?\s+)?[\[(]?\d{1,2}[:.]?\d{2}\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4}|local time)?[\])]?"
    r"\s*(?::|[–—-]{1,2}|\|)\s*|^\s*(?:(?:LIVE|BREAKING)\s+)?\d{1,2}:\d{2}(?:\s*[ap]m)?\s+(?=[A-Z@])"
)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence as tokens, with the theatre's hits, and which tokens stand inside quotation marks.

    Two lines are the same only where they are one object, so that what is read of a line can be kept by it.
    """

    text: str
    tokens: Sequence[Token]
    low: tuple[str, ...]
    hits: dict[int, Hit]
    covering: tuple[Hit | None, ...]
    quoted: tuple[bool, ...]

    def slice(self, start: int, end: int) -> str:
        """Return the text of the tokens from `start` to before `end`."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def spaced(self, at: int) -> bool:
        """Tell whether a space follows the token at `at`."""
        return at + 1 < len(self.tokens) and self.tokens[at + 1].start > self.tokens[at].end

    def is_name(self, at: int) -> bool:
        """Tell whether the token at `at` is capitalised as a name is."""
        text = self.tokens[at].text
        return text[0].isupper() and self.low[at] not in DETERMINERS and self.low[at] not in STOPPERS

    def is_origin(self, at: int) -> bool:
        """Tell a name that only says where somebody comes from or goes ("refugees from Y", "exports to Y")."""
        owner = self.covering[at - 2] if at > 1 and self.low[at - 1] == "'s" else None
        at = owner.start if owner is not None else at
        at -= at > 0 and self.low[at - 1] in _ARTICLES
        before = self.covering[at - 2] if at > 1 and self.low[at - 1] in {"and", ","} else None
        if before is not None:
            return self.is_origin(before.start)
        if at > 1 and self.low[at - 1] == "of" and self.low[at - 2] in _AREAS:  # "from the Y provinces of"
            at -= 2
            at -= at > 0 and self.covering[at - 1] is not None
            at -= at > 0 and self.low[at - 1] in _ARTICLES
        return at > 0 and self.low[at - 1] in {"from", "to"}

    def nominal(self, at: int) -> bool:
        """Tell whether the token at `at` can be part of a noun phrase."""
        if not 0 <= at < len(self.low):
            return False
        word = self.low[at]
        after_article = at > 0 and self.low[at - 1] in _ARTICLES and word.isalpha() and word not in TIMES
        if self.covering[at] is not None or after_article or word in _ALWAYS_NOMINAL:
            return True
        if word == ".":
            return at > 0 and (self.low[at - 1] in _ABBREVIATED or len(self.low[at - 1]) == 1)
        if word.endswith("ing") and word not in CUES and self.low[at + 1 : at + 2] and self.low[at + 1] in _TRADES:
            return at > 0 and self.low[at - 1].isalpha() and self._plain_nominal(self.low[at - 1])
        if not word[0].isalnum() or word in _NEVER_NOMINAL or (word in TIMES and self.tokens[at].text != "PM"):
            return False
        named = self.tokens[at].text[0].isupper() and (at > 0 or self._begins_with_name(word))
        return named or self._plain_nominal(word)

    def _begins_with_name(self, word: str) -> bool:
        """Tell "Ahmed said" from "Asked about it, he said"."""
        following = self.low[1] if len(self.low) > 1 else ""
        ends_like_verb = word.endswith(("ed", "ing")) and word not in CUES
        return ends_like_verb and (
            following in CUES or following in AUXILIARIES or following == "," or self.tokens[0].text.isupper()
        )

    def _plain_nominal(self, word: str) -> bool:
        if word in CUES and word not in NOUN_LIKE:
            return False
        if word in ADVERBS and word != "local":
            return False
        if word.endswith("ly") and word not in _LY_NOUNS:
            return False
        return not (word.endswith(("ed", "ing")) and len(word) > len("xxxx"))

    def speaks(self, start: int, end: int) -> bool:
        """Tell whether a stretch holds a word that a speaker may be called by."""
        return any(
            self.covering[at] is not None
            or self.low[at] in SPEAKERS
            or self.is_name(at)
            or self.low[at] in PRONOUNS
            or self.low[at] in {"each", "both"}
            for at in range(start, end)
        )


def is_speaker_noun(word: str) -> bool:
    """Tell whether a folded word is one that speakers are called by."""
    return word in SPEAKERS


def is_number(word: str) -> bool:
    """Tell whether a folded word is a number of two or more."""
    return word[0].isdigit() or word in NUMBERS


def dateline(text: str) -> str:
    """Return the places of the dateline that a text begins with, empty where there is none."""
    found = DATELINE.match(text) or _PLAIN_DATELINE.match(text)
    return found[1] if found else ""


def line_of(
    text: str, voices: Voices, *, opened: bool = False, before_regime: bool = False, dated: bool = True
) -> Line:
    """Return a sentence as a line; `opened` tells that a quotation is carried on into it, `dated` that it may begin
    with a dateline or a time stamp."""
    head = _PLAIN_DATELINE.match(text) or (dated and (STAMP.match(text) or DATELINE.match(text) or _BULLET.match(text)))
    skipped = head.end() if head else 0
    every = tokenise(text)
    tokens, quoted = read_quotes(
        tuple(token for token in every if token.start >= skipped) if skipped else every, opened=opened
    )
    hits = voices.hits(tokens, before_regime=before_regime)
    return Line(
        text,
        tokens,
        tuple(token.lower for token in tokens),
        hits,
        _covering(len(tokens), hits),
        quoted,
    )


def _covering(length: int, hits: dict[int, Hit]) -> tuple[Hit | None, ...]:
    covering: list[Hit | None] = [None] * length
    for hit in hits.values():
        covering[hit.start : hit.end] = [hit] * (hit.end - hit.start)
    return tuple(covering)
