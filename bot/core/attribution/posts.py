"""Read posts of a social network that stand in a text with their signature: "... — Name (@handle) October 12, 2025".

The lines of a post come before its signature, often without a full stop. Whose it is, its author's name tells: a
side's body or office speaks for that side, anybody else for nobody's.
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.core.attribution.lexicon import BODY, HOLDER, PARTY, REGIME, Voices
from bot.core.attribution.nouns import OFFICES, QUALIFIERS
from bot.core.model import OTHER, Sentence, Side
from bot.core.text import tokenise, word_set

_SIGNATURE: Final = re.compile(
    r"[—–-]\s*([^—–()]{2,60}?)\s*\(@\w{1,20}\)(?:\s+\w+\.? \d{1,2}, \d{4}|\s+\d{1,2} \w+ \d{4})?\s*$"
)
_ENDED: Final = (".", "?", "!", '"', "”", "’", ":")
_LONGEST: Final = 5
_SPEAKING: Final = OFFICES | QUALIFIERS | word_set("mod mofa moi official defense defence spokesperson")


def posts(sentences: Sequence[Sentence], voices: Voices) -> dict[int, tuple[Side, str]]:
    """Return whose each sentence of a signed post is, with its author's name."""
    found: dict[int, tuple[Side, str]] = {}
    for at, sentence in enumerate(sentences):
        signed = _SIGNATURE.search(sentence.text)
        if signed is None:
            continue
        author = (_side(signed[1], voices), signed[1].strip())
        first = at
        while first > 0 and at - first < _LONGEST and first - 1 not in found and _goes_on(sentences[first - 1]):
            first -= 1
        found.update(dict.fromkeys(range(first, at + 1), author))
    return found


def _goes_on(sentence: Sentence) -> bool:
    """Tell a line of a post: it ends without a mark, as no sentence of an article does."""
    return not sentence.text.rstrip().endswith(_ENDED)


def _side(author: str, voices: Voices) -> Side:
    tokens = tokenise(author)
    hits = list(voices.hits(tokens).values())
    sides = {hit.side for hit in hits if hit.sort in {PARTY, REGIME, BODY, HOLDER}}
    speaks = any(hit.sort in {BODY, HOLDER} for hit in hits) or any(token.lower in _SPEAKING for token in tokens)
    return sides.pop() if len(sides) == 1 and speaks else OTHER
