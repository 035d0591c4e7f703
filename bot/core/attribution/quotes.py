"""Tell which tokens stand inside quotation marks, double or single, and leave scare quotes out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.core.attribution.cues import CUES
from bot.core.text import Token

_SCARE: Final = 3
_MARKS: Final = frozenset({'"', "'"})
_OPENING: Final = frozenset({"“", "«"})
_CLOSING: Final = frozenset({"”", "»"})
_BEFORE_OPENING: Final = frozenset({":", ",", '"', "(", "-"})
_BEFORE_CLOSING: Final = frozenset({".", ",", "?", "!", "...", ";"})


_MARK: Final = re.compile(r"[\"“”«»]|(?<=[.,?!;])['’]")


_OURS: Final = re.compile(r"\b(?:we|us|our|ours)\b", re.IGNORECASE)


def runs_into(texts: Sequence[str]) -> bool:
    """Tell whether a quotation that is open goes on in these sentences: it ends there, or is taken up anew.

    One that is never closed does not say where it ends: only the next sentence's "we" is still the speaker's.
    """
    found = next(((text, mark) for text in texts if (mark := _MARK.search(text)) is not None), None)
    if found is None:
        return bool(texts) and _OURS.search(texts[0]) is not None
    return found[1].group() not in _OPENING or found[1].start() == 0


def read_quotes(tokens: tuple[Token, ...], *, opened: bool) -> tuple[tuple[Token, ...], tuple[bool, ...]]:
    """Return the tokens with every quotation mark made a double one, and which of them stand inside."""
    tokens = _without_scare_quotes(_with_double_marks(tokens, opened=opened))
    return tokens, _quoted(tokens, opened)


def _with_double_marks(tokens: tuple[Token, ...], *, opened: bool) -> tuple[Token, ...]:
    """Turn single marks that open and close speech into double ones: an apostrophe and a scare quote stay."""
    if _MARKS.intersection(token.lower for token in tokens) != {"'"}:
        return tokens
    marks: set[int] = set()
    opening = -1
    for at, token in enumerate(tokens):
        if token.lower != "'":
            continue
        if opening < 0 and not opened and _opens(tokens, at):
            opening = at
        elif (opening >= 0 or opened) and at > 0 and _closes(tokens, at, opening):
            marks |= {opening, at} if opening >= 0 else {at}
            opening, opened = -1, False
    if opening >= 0 and (opening == 0 or tokens[opening - 1].lower in {":", ","}):
        marks.add(opening)
    return tuple(replace(token, text='"', lower='"') if at in marks else token for at, token in enumerate(tokens))


def _opens(tokens: Sequence[Token], at: int) -> bool:
    """Tell a mark that begins speech: a space before it and a word close behind."""
    apart = at == 0 or tokens[at - 1].end < tokens[at].start or tokens[at - 1].lower in _BEFORE_OPENING
    return apart and at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end


def _closes(tokens: Sequence[Token], at: int, opening: int) -> bool:
    """Tell a mark that ends speech: behind a full stop and the like, or a headline's own "'...': Y says"."""
    headed = opening == 0 and at + 1 < len(tokens) and tokens[at + 1].lower in {":", ","}
    return tokens[at - 1].lower in _BEFORE_CLOSING or headed


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
            and left > 0
            and right + 1 < len(tokens)
        ):
            dropped |= {left, right}
    return tuple(token for at, token in enumerate(tokens) if at not in dropped) if dropped else tokens


def _quoted(tokens: tuple[Token, ...], opened: bool) -> tuple[bool, ...]:
    if not any(token.lower == '"' for token in tokens):
        return (opened,) * len(tokens)
    quoted = []
    for token in tokens:
        if token.text in _OPENING:
            opened = True
        elif token.text in _CLOSING:
            opened = False
        elif token.text == '"':
            opened = not opened
        quoted.append(opened)
    return tuple(quoted)
