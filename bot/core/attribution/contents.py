"""Give each cue of a sentence the stretch that it tells of, and drop what is only told inside another's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.attribution.inserted import set_in
from bot.core.attribution.lines import Line
from bot.core.attribution.memory import Speaker
from bot.core.attribution.nouns import ADVERBS, PREPOSITIONS, RELATIVES, TIMES
from bot.core.attribution.subjects import Found
from bot.core.model import OTHER, Span, Utterance
from bot.core.text import word_set

_STRONG: Final = word_set("while whereas but though although")
_CONCEDING: Final = word_set("while whereas though although")
_WEAK: Final = frozenset({"and", ",", "-"})
_CLOSERS: Final = frozenset({",", ".", ";", '"', ":", "-", ")", "?", "!"})
_BEFORE: Final = frozenset({",", '"', "-"})
_PHRASE_ENDS: Final = frozenset({",", ";", "."}) | word_set("as saying but while")
# "in which, according to Y, two ...": what Y says begins here.
INSERTED: Final = frozenset({(word, ",") for word in ("which", "that", "where", "when", "whom", "because")})
_FRONT: Final = 6
# What they speak of follows.
_SPEAKING: Final = word_set("speak talk")


@dataclass(slots=True)
class Spoken:
    """A cue of a sentence with its speakers and the tokens of its content; an `inner` one stands in another's words."""

    found: Found
    speakers: list[Speaker]
    start: int = 0
    end: int = 0
    inner: bool = False


def without_media(spoken: list[Spoken]) -> list[Spoken]:
    """Drop the medium where it quotes somebody whose side is known."""
    if not any(one.found.manner == "cited" for one in spoken):
        return spoken
    return [
        one for one in spoken if one.found.manner == "cited" or any(speaker.side != OTHER for speaker in one.speakers)
    ]


def without_reporters(line: Line, spoken: list[Spoken]) -> list[Spoken]:
    """Drop ", N reported." at a sentence's end, which passes on what a side is said to have said."""
    last = spoken[-1] if len(spoken) > 1 else None
    if last is None or last.found.cue is None or last.found.cue.lemma != "report" or not _is_trailing(line, last):
        return spoken
    sided = any(speaker.side != OTHER for one in spoken[:-1] for speaker in one.speakers)
    passes = sided and all(speaker.side == OTHER for speaker in last.speakers)
    return spoken[:-1] if passes and line.low[last.found.end :] == (".",) else spoken


def without_nested(line: Line, spoken: list[Spoken]) -> list[Spoken]:
    """Drop acts that only ask or vow where they are told inside another's words."""
    return [one for one in spoken if not (one.found.weak and _is_held(line, spoken, one))]


def _is_held(line: Line, spoken: Sequence[Spoken], inner: Spoken) -> bool:
    held = (outer for outer in spoken if outer.found.mention is not inner.found.mention and _holds(line, outer, inner))
    return any(not _passes_on(outer, inner) for outer in held)


def _passes_on(outer: Spoken, inner: Spoken) -> bool:
    """Tell "Y accused Z of killing six, the agency reported", where Y is still who speaks."""
    trailing = outer.found.at > inner.found.at and all(one.side == OTHER for one in outer.speakers)
    return trailing and any(one.side != OTHER for one in inner.speakers)


def _holds(line: Line, outer: Spoken, inner: Spoken) -> bool:
    """Tell whether `inner` stands in the words that `outer` tells of, with no break between."""
    first, last = sorted((outer, inner), key=lambda one: one.found.at)
    if first is outer:
        telling = outer.found.manner not in {"nominal", "count"} and not inner.found.relative
    else:
        telling = outer.found.manner in {"according", "inverted", "active"} and _is_trailing(line, outer)
    return telling and _break(line, first, last) is None


def _is_trailing(line: Line, one: Spoken) -> bool:
    """Tell whether a speaker stands behind what is said."""
    start = one.found.start
    quoted = line.low[max(0, start - 2) : start] == ('"', ":")
    return one.found.manner != "gapped" and start > 0 and (line.low[start - 1] in _BEFORE or quoted)


def _closes(line: Line, one: Spoken) -> bool:
    """Tell whether a cue ends its clause, so that what is said stands before it."""
    if one.found.manner in {"according", "inverted", "count"}:
        return True
    if one.found.manner == "gapped":
        return False
    following = line.low[one.found.end] if one.found.end < len(line.low) else "."
    if following in {"of", "about"} and one.found.cue is not None and one.found.cue.lemma in _SPEAKING:
        return False
    return following in _CLOSERS or following in TIMES or (following in PREPOSITIONS and _is_trailing(line, one))


def _break(line: Line, first: Spoken, second: Spoken) -> int | None:
    """Return the token at which the sentence turns from one speaker to the next, None where one holds the other."""
    low, high = first.found.end, max(second.found.start, first.found.end)
    between = range(high - 1, low - 1, -1)
    found = next((at for at in between if line.low[at] == ";"), None)
    if found is None:
        found = next((at for at in between if _turns(line, at) and not line.quoted[at]), None)
    if found is not None or high == low:
        return found
    if _closes(line, second):
        joints = [at for at in between if line.low[at] in {"and", "or"} and not line.quoted[at]]
        after_comma = [at for at in joints if line.low[at - 1] == ","]
        if not joints and _closes(line, first) and line.low[low] == ",":
            return low
        return next(iter(after_comma or joints), None)
    return _front(line, low, high)


def _turns(line: Line, at: int) -> bool:
    """Tell "while", ", as" and "even as", which begin what another says."""
    return line.low[at] in _STRONG or (at > 0 and line.low[at] == "as" and line.low[at - 1] in {",", "even"})


def _front(line: Line, low: int, high: int) -> int | None:
    """Return the "and" or comma before a clause, past "on Sunday" and the like."""
    for at in range(high - 1, max(low, high - _FRONT) - 1, -1):
        if line.low[at] in _WEAK:
            return at
        if not (line.low[at] in TIMES or line.low[at] in ADVERBS or line.low[at] in PREPOSITIONS or line.nominal(at)):
            return None
    return None


def give_contents(line: Line, spoken: list[Spoken]) -> list[Spoken]:
    """Give each cue the tokens that it tells of."""
    for index, one in enumerate(spoken):
        one.start, one.end = 0, len(line.low)
        previous = _break(line, spoken[index - 1], one) if index and not _charges(line, spoken[index - 1]) else None
        following = _break(line, one, spoken[index + 1]) if index + 1 < len(spoken) else None
        one.start = previous if previous is not None else one.start
        one.end = following if following is not None else min(one.end, _aside(line, one))
        _narrow(line, one)
    return spoken


def _charges(line: Line, one: Spoken) -> bool:
    """Tell "strikes that Y blamed on Z", told inside another's words."""
    mention, cue = one.found.mention, one.found.cue
    if mention is None or cue is None or cue.lemma != "blame":
        return False
    return bool({"that", "which"}.intersection(line.low[max(0, mention.start - 1) : mention.start + 1]))


def _aside(line: Line, one: Spoken) -> int:
    """Return where the outlet goes on of its own: "Y said ..., even as Z ...", "while Y says ..., Z ..."."""
    if one.found.manner != "active" or _is_trailing(line, one):
        return len(line.low)
    words = range(one.found.end, len(line.low) - 1)
    if line.low[0] in _CONCEDING and one.found.start <= 1:
        return next((at for at in words if line.low[at] == "," and _names_party(line, at + 1)), len(line.low))
    asides = (at for at in words if line.low[at : at + 2] == ("even", "as") and not line.quoted[at])
    return next(asides, len(line.low))


def _names_party(line: Line, at: int) -> bool:
    hit = line.covering[min(at + (line.low[at] == "the"), len(line.low) - 1)]
    return hit is not None and hit.side != OTHER and not line.quoted[at]


def _narrow(line: Line, one: Spoken) -> None:
    found = one.found
    within = set_in(line, found)
    if within is not None:
        one.start, one.end = within
    elif found.manner == "nominal":
        one.start, one.end = found.start, _phrase_end(line, found.end)
    elif _charges(line, one):
        one.start, one.end = max(one.start, found.start), min(one.end, _phrase_end(line, found.end))
    elif found.manner == "according" and line.low[max(0, found.head - 2) : found.head] in INSERTED:
        one.start = max(one.start, found.head)
    elif line.low[0] == "of" and found.manner == "active" and found.start and not _closes(line, one):
        one.start = max(one.start, found.start)  # "Of the 46 people killed, Y says 20 were ..."
    elif found.manner == "label" and found.head == 0:
        one.start = found.end
    elif found.manner in {"active", "gapped"} and (_is_tied(line, one) or not _is_trailing(line, one)):
        one.start = max(one.start, found.start)


def _is_tied(line: Line, one: Spoken) -> bool:
    """Tell ", which says nine died": what stands before it is none of its words."""
    return one.found.relative and line.low[one.found.start] in RELATIVES and not _closes(line, one)


def _phrase_end(line: Line, start: int) -> int:
    return next((at for at in range(start, len(line.low)) if line.low[at] in _PHRASE_ENDS), len(line.low))


def utterances_of(line: Line, spoken: Sequence[Spoken]) -> tuple[Utterance, ...]:
    """Return the cues as values, in characters of the sentence."""
    return tuple(_utterance(line, one, speaker) for one in spoken for speaker in one.speakers)


def _utterance(line: Line, one: Spoken, speaker: Speaker) -> Utterance:
    found = one.found
    return Utterance(
        side=speaker.side or OTHER,
        by=speaker.by,
        content=_span(line, one.start, one.end),
        cue=_span(line, found.at, found.end),
        speaker=_span(line, found.mention.start, found.mention.end) if found.mention is not None else None,
        rule=_rule(found, speaker),
        rejects=found.rejects,
    )


def _rule(found: Found, speaker: Speaker) -> str:
    manner = found.manner if found.cue is None else f"{found.manner} {found.cue.lemma}"
    return f"guess {manner}" if speaker.guessed and found.manner != "nominal" else manner


def _span(line: Line, start: int, end: int) -> Span:
    """Return tokens as characters; the first and the last reach to the sentence's ends."""
    if start >= len(line.tokens):
        return Span(len(line.text), len(line.text))
    first = line.tokens[start].start if start else 0
    last = line.tokens[end - 1].end if end < len(line.tokens) else len(line.text)
    return Span(first, max(first, last))
