"""Make a line of a sentence: past its dateline or time stamp, with hits and quotation marks told."""

import re
from itertools import pairwise
from typing import Final

from bot.core.attribution.cues import CUES
from bot.core.attribution.lexicon import Hit, Voices
from bot.core.attribution.phrases import Line
from bot.core.text import Token, tokenise

# Places in capitals, then a region, a date or an agency, then a dash or a colon.
DATELINE: Final = re.compile(
    r"^\s*((?:[A-Z][A-Z.'’-]+)(?:[ /][A-Z][A-Z.'’-]+){0,3}(?:,\s*(?:[A-Z][\w.]+|\d{1,2})(?:\s+\w+){0,3}){0,2}"
    r"(?:\s*\([^()]{2,40}\))?)\s*(?::|\s[–—-]{1,2})\s+"
)
# An hour, perhaps its zone, then a dash or a colon.
STAMP: Final = re.compile(
    r"^\s*[\[(]?\d{1,2}[:.]?\d{2}\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4}|local time)?[\])]?"
    r"\s*(?::|[–—-]{1,2}|\|)\s*"
)

_SCARE: Final = 3


def dateline(text: str) -> str:
    """Return the places of the dateline that a text begins with, empty where there is none."""
    found = DATELINE.match(text)
    return found[1] if found else ""


def line_of(
    text: str, voices: Voices, *, opened: bool = False, before_regime: bool = False, dated: bool = True
) -> Line:
    """Return a sentence as a line; `opened` tells that a quotation is carried on into it, `dated` that it may begin
    with a dateline or a time stamp."""
    head = (STAMP.match(text) or DATELINE.match(text)) if dated else None
    skipped = head.end() if head else 0
    tokens = _without_scare_quotes(tuple(token for token in tokenise(text) if token.start >= skipped))
    hits = voices.hits(tokens, before_regime=before_regime)
    return Line(
        text,
        tokens,
        tuple(token.lower for token in tokens),
        hits,
        _covering(len(tokens), hits),
        _quoted(tokens, opened),
    )


def _without_scare_quotes(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Leave out the marks around a verb of speech and a word or two, which are no quotation of their own."""
    marks = [at for at, token in enumerate(tokens) if token.lower == '"']
    dropped: set[int] = set()
    for left, right in pairwise(marks):
        inside = tokens[left + 1 : right]
        short = 0 < len(inside) <= _SCARE and all(token.lower[0].isalnum() for token in inside)
        if (
            short
            and any(token.lower in CUES for token in inside)
            and left not in dropped
            and 0 < left
            and right + 1 < len(tokens)
        ):
            dropped |= {left, right}
    return tuple(token for at, token in enumerate(tokens) if at not in dropped)


def _covering(length: int, hits: dict[int, Hit]) -> tuple[Hit | None, ...]:
    covering: list[Hit | None] = [None] * length
    for hit in hits.values():
        covering[hit.start : hit.end] = [hit] * (hit.end - hit.start)
    return tuple(covering)


def _quoted(tokens: tuple[Token, ...], opened: bool) -> tuple[bool, ...]:
    quoted = []
    for token in tokens:
        if token.text in {"“", "«"}:
            opened = True
        elif token.text in {"”", "»"}:
            opened = False
        elif token.text == '"':
            opened = not opened
        quoted.append(opened)
    return tuple(quoted)
