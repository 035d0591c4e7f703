"""Find the parties that a sentence names."""

from collections.abc import Sequence
from typing import Final

from bot.core.losses.chunks import Lexicon, Mention, bare
from bot.core.text import Token

_DATELINE_LETTERS: Final = 3
_DATELINE_TOKENS: Final = 10


def find_mentions(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Return the parties named in a sentence, those of its dateline left out."""
    found = []
    stripped = [bare(token.text if len(token.text) < 3 and token.text.isupper() else token.lower) for token in tokens]
    at = 0
    while at < len(tokens):
        for words, (code, role) in lexicon.parties.get(stripped[at], ()):
            if tuple(stripped[at : at + len(words)]) == words:
                found.append(Mention(code, role, at, at + len(words)))
                at += len(words) - 1
                break
        at += 1
    dateline = _dateline_end(tokens)
    return tuple(mention for mention in found if mention.first >= dateline)


def _dateline_end(tokens: Sequence[Token]) -> int:
    """Return where a dateline in capitals ends ("CAPITAL, Oct 12 -", "TOWN:"), 0 where there is none."""
    if not tokens or not tokens[0].text.isupper() or len(tokens[0].text) < _DATELINE_LETTERS:
        return 0
    return next((at for at, token in enumerate(tokens[:_DATELINE_TOKENS]) if token.lower in {"-", ":"}), 0)
