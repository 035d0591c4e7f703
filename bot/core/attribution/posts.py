"""Read posts of a social network that stand in a text with their signature: "... — Name (@handle) October 12, 2025".

The words of a post come before its signature: lines without a full stop, or as many whole sentences as a post holds in
which nobody else speaks.
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.core.attribution.lines import DATELINE, STAMP
from bot.core.model import AttributedSentence

_SIGNATURE: Final = re.compile(
    r"(?:^|(?<=\s))[—–-]+\s*([^—–()]{2,60}?)\s*\(@\w{1,20}\)"
    r"(?:[\s,]+(?:\w+\.? \d{1,2}, \d{4}|\d{1,2} \w+ \d{4}))?(?=\s|$)"
)
_ENDED: Final = (".", "?", "!", '"', "”", "’", ":")
_MOST_LINES: Final = 5
# So many characters a post of a short-message network holds.
_LONGEST: Final = 280


def posts(found: Sequence[AttributedSentence]) -> list[tuple[range, str]]:
    """Return which sentences are a signed post, and the signature without its handle."""
    signed: list[tuple[range, str]] = []
    free = 0
    for at, one in enumerate(found):
        signature = _SIGNATURE.search(one.sentence.text)
        if signature is None:
            continue
        first = _first(found, at, free, alone=signature.start() == 0)
        signed.append((range(first, at + 1), signature[1].strip()))
        free = at + 1
    return signed


def _first(found: Sequence[AttributedSentence], at: int, free: int, *, alone: bool) -> int:
    """Return where a post begins whose signature is in sentence `at`; no sentence before `free` is its own."""
    first, length = at, 0
    while first > free and at - first < _MOST_LINES:
        before = found[first - 1]
        length += len(before.sentence.text)
        ended = before.sentence.text.rstrip().endswith(_ENDED)
        opens = DATELINE.match(before.sentence.text) or STAMP.match(before.sentence.text)
        if ended and (not alone or before.utterances or opens or length > _LONGEST):
            break
        first -= 1
    return first
