"""Find speech that is set into a noun phrase: "the 58 men that Y says it killed", "the 58 claimed by Y"."""

from typing import Final

from bot.core.attribution.lexicon import PLACE
from bot.core.attribution.lines import Line, is_number
from bot.core.attribution.nouns import AUXILIARIES, DETERMINERS, TIMES
from bot.core.attribution.phrases import Mention
from bot.core.attribution.subjects import Found
from bot.core.text import word_set

_OPENERS: Final = word_set("that which whom who")
_BOUNDS: Final = word_set("more than at least some about over nearly around up to almost of")
_SUBJECTS: Final = word_set("it they he she its their to")
_ENDS: Final = frozenset({",", ";", ".", ")", '"', "-"})
_CLAUSE_ENDS: Final = frozenset({",", ";"}) | word_set("while but saying as")
_LOST: Final = word_set("lost died fell killed suffered left wounded injured")


def set_in(line: Line, found: Found) -> tuple[int, int] | None:
    """Return the tokens of a counted phrase and the clause behind it that says whose count it is."""
    if found.mention is None:
        return None
    if found.manner == "passive":
        end = max(found.mention.end, found.end)
        start = 0 if line.low[found.at - 1] == "," else _counted_before(line, found.at)
        return None if start is None else (start, end)
    verb = found.manner == "active" or line.low[found.end : found.end + 1] == ("to",)  # "that Y claims to have killed"
    return _said_of(line, found, found.mention) if verb else None


def _said_of(line: Line, found: Found, mention: Mention) -> tuple[int, int] | None:
    """Read "58 men that Y says it killed" and "the 58 Y says it killed"."""
    first = mention.start
    while first < mention.end - 1 and is_number(line.low[first]):
        first += 1
    first -= first > 0 and line.low[first - 1] == "the"
    opened = first > 0 and line.low[first - 1] in _OPENERS
    start = _counted_before(line, first - opened)
    lacking = opened and line.low[found.end : found.end + 1] != () and line.low[found.end] in _LOST
    if lacking and line.low[first - 2] == ",":
        start = first - 1
    if start is None or found.end >= len(line.low) or not (opened or _may_stand_bare(line, found, mention)):
        return None
    gap = _gap(line, found.end) if opened else None
    if gap is not None:
        return start, gap
    end = next((at for at in range(found.end, len(line.low)) if line.low[at] in _CLAUSE_ENDS), len(line.low))
    lacks_subject = opened and (line.low[found.end] in AUXILIARIES or line.low[found.end] in _LOST)
    if not lacks_subject and any(is_number(word) for word in line.low[found.end : end]):
        return None
    return start, end


def _gap(line: Line, start: int) -> int | None:
    """Return where "it killed" ends if no object follows, None where one does: "that Y said it killed included"."""
    at = start + 1
    while at < len(line.low) and line.low[at] in AUXILIARIES:
        at += 1
    at += 1
    if line.low[start] not in {"it", "they"} or at >= len(line.low):
        return None
    word = line.low[at]
    taken = word in DETERMINERS or word in _BOUNDS or is_number(word) or line.nominal(at)
    return None if taken else at


def _may_stand_bare(line: Line, found: Found, mention: Mention) -> bool:
    """Tell a party and a verb whose object has been named: "Y says it killed", "Y has acknowledged."."""
    hit = line.covering[mention.end - 1]
    following = line.low[found.end]
    named = bool(mention.pronoun) or (hit is not None and hit.sort != PLACE)
    return named and (following in _SUBJECTS | _ENDS | AUXILIARIES or following in _LOST)


def _counted_before(line: Line, end: int) -> int | None:
    """Return where the phrase begins that ends before `end`, None where it counts nothing."""
    at = end
    while at > 0 and line.low[at - 1] not in DETERMINERS:
        word = line.low[at - 1]
        bound = word in _BOUNDS and (is_number(line.low[at]) or line.low[at] in _BOUNDS or word == "of")
        if word in TIMES or not (bound or is_number(word) or line.nominal(at - 1)):
            break
        at -= 1
    return at if any(is_number(word) for word in line.low[at:end]) else None
