"""Cut a text into sentences and tokens, to the letter: every piece is a slice of the text it came from."""

import re
from dataclasses import dataclass
from typing import Final

from bot.core.model import Sentence

_FOLD: Final = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[.'’-][^\W\d_]+)*|\S")
_BREAK: Final = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])|\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark; `lower` is casefolded with quotes and dashes as ASCII."""

    text: str
    lower: str
    start: int
    end: int


def tokenise(text: str) -> tuple[Token, ...]:
    """Return the words, numbers and marks of `text` in order."""
    return tuple(
        Token(found[0], found[0].translate(_FOLD).casefold(), found.start(), found.end())
        for found in _TOKEN.finditer(text)
    )


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text` in order; each is `text[start:end]`."""
    sentences = []
    start = 0
    for end, following in [*((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        if piece.strip():
            sentences.append(Sentence(piece.strip(), left, left + len(piece.strip())))
        start = following
    return tuple(sentences)
