"""Read labels: "Y: ..." and "... : Y" in headlines, "Name, office:" and "Name on X:" before what is told."""

from typing import Final

from bot.core.attribution.ahead import mention_right
from bot.core.attribution.cues import CUES
from bot.core.attribution.lexicon import FOREIGN, PARTY, PLACE
from bot.core.attribution.lines import Line, is_speaker_noun
from bot.core.attribution.nouns import (
    DETERMINERS,
    LOSSES,
    NUMBERS,
    OFFICES,
    OFFICIAL_PEOPLE,
    OFFICIAL_SOURCES,
    PAPERS,
    QUALIFIERS,
)
from bot.core.attribution.phrases import Mention, phrase_right
from bot.core.attribution.readings import name_in
from bot.core.attribution.subjects import Found
from bot.core.text import word_set

_MARKS: Final = frozenset({":", "-", "|"})
_LONGEST: Final = 8
_LONGEST_IN_TEXT: Final = 16
_CHANNEL: Final = frozenset({("on",), ("via",), ("by",), ("in", "a"), ("to",), ("from",)})
_SOIL: Final = frozenset({PLACE, PARTY, FOREIGN})
_HANDLE: Final = ("(", "@", "handle", ")")
_MEANS: Final = word_set("x twitter telegram facebook telephone phone whatsapp post tweet video message email")
# "Security sources: ...", "Interior ministry: ...".
_OFFICIAL: Final = OFFICES | QUALIFIERS | OFFICIAL_SOURCES
_SILENCE: Final = frozenset({("no", noun) for noun in ("comment", "word", "response", "statement", "reaction")})
_HARM: Final = LOSSES | word_set(
    "kill kills killing die dies hit hits wound wounds injure injures suffer suffers sustain sustains lose loses"
)
_FEWEST: Final = 2
_ISSUED: Final = PAPERS | word_set("word words update news line confirmation claim denial tweet tweets thread video")


def label_first(line: Line) -> Found | None:
    """Read a headline's "Y: ..." where Y is somebody who speaks."""
    colon = next((at for at, word in enumerate(line.low) if word == ":"), None)
    if colon is None or not 0 < colon <= _LONGEST:
        return None
    mention = mention_right(line, 0)
    if mention is None or _end(mention) != colon or not _is_speaker(line, mention) or _tells(line, colon):
        return None
    return Found("label", colon, colon + 1, mention, head=0)


def is_dateline(line: Line, colon: int) -> bool:
    """Tell a town alone before a colon, which only says where a report is from if somebody else speaks."""
    hit = line.covering[0]
    return hit is not None and hit.end == colon and (hit.sort == PLACE or hit.role == "seat")


def _tells(line: Line, end: int) -> bool:
    """Tell a headline of its own before a colon: "Y Fire Kills Six: Z Military"."""
    return any(word[0].isdigit() or word in NUMBERS or word in _HARM for word in line.low[:end])


def label_below(line: Line) -> Found | None:
    """Read a line under a headline that ends without a full stop as a headline does: "Two killed in Z: Y"."""
    return label_last(line) if line.text[-1:].isalpha() else None


def label_last(line: Line) -> Found | None:
    """Read a headline's "... : Y" and "... - Y"."""
    marks = [at for at in range(1, len(line.low)) if line.low[at] in _MARKS and line.spaced(at)]
    if not marks or not 0 < len(line.low) - marks[-1] - 1 <= _LONGEST:
        return None
    if any(word in CUES or word[0].isdigit() for word in line.low[marks[-1] + 1 :]):
        return None
    mention = mention_right(line, marks[-1] + 1)
    if mention is None or _end(mention) < len(line.low) or not _is_speaker(line, mention):
        return None
    return Found("label", marks[-1], marks[-1] + 1, mention, head=marks[-1] + 1)


def label_in_text(line: Line) -> Found | None:
    """Read "Name, office of Y: ...", "Name on X: ..." and "Name, place: "..."" at the head of a sentence."""
    colon = next((at for at, word in enumerate(line.low[:_LONGEST_IN_TEXT]) if word == ":"), len(line.low))
    if colon + _FEWEST >= len(line.low) or line.quoted[0] or line.low[colon + 1 : colon + 3] in _SILENCE:
        return None
    end = _before_channel(line, colon)
    mention = mention_right(line, int(line.low[0] in {"@", "first", "last"}))
    if mention is None or _end(mention) not in {end, colon}:
        return None
    issuer = _issuer(line, mention)
    if any(word in CUES for word in line.low[mention.end if issuer is not None else 0 : end]):
        return None
    if issuer is None and not (line.low[colon + 1] == '"' or end < colon or _is_somebody(line, mention)):
        return None
    anybody = line.low[0] in DETERMINERS and line.low[mention.end - 1] not in OFFICIAL_PEOPLE | {"source", "sources"}
    return None if anybody and issuer is None else Found("label", colon, colon + 1, issuer or mention, head=0)


def _issuer(line: Line, mention: Mention) -> Mention | None:
    """Return whose "First word from Y: ..." and "Overnight toll from Y: ..." is."""
    for prep, start, end in mention.tails:
        somebody = line.speaks(start, end) or (mention.beside and line.is_name(end - 1))
        if prep in {"from", "by", "of"} and line.low[mention.end - 1] in _ISSUED and somebody:
            rest = [tail for tail in mention.tails if tail[1] > end]
            return Mention(start, end, tails=rest, beside=mention.beside)
    return None


def _before_channel(line: Line, colon: int) -> int:
    """Return where "on X", "by telephone", "(@handle)" begins before a colon, the colon where nothing such stands."""
    if line.low[max(0, colon - len(_HANDLE)) : max(0, colon - 2)] == _HANDLE[:2] and line.low[colon - 1] == ")":
        return colon - len(_HANDLE)
    for width in (1, 2):
        at = colon - width - 1
        if at > 0 and line.low[colon - 1] in _MEANS and line.low[at : colon - 1] in _CHANNEL:
            return at - (line.low[at - 1] == ",")
    return colon


def _is_somebody(line: Line, mention: Mention) -> bool:
    """Tell a speaker from a heading, a place or a party: an office, an institution or a name beside an office."""
    hits = line.covering[mention.start : mention.end]
    if hits[-1] is not None and any(hit is not None and hit.sort not in _SOIL for hit in hits):
        return True
    words = set(line.low[mention.start : mention.end]) - DETERMINERS
    if line.low[mention.end - 1] in OFFICES and (any(hits) or words <= _OFFICIAL):
        return True
    named = name_in(line, mention.start, mention.end)
    if (
        named is not None
        and named[1] - named[0] >= _FEWEST
        and OFFICES.intersection(line.low[mention.start : named[0]])
    ):
        return True
    spans = [(mention.start, mention.end), *mention.beside]
    words = {line.low[at] for start, end in spans for at in range(start, end)}
    return bool(mention.beside) and any(is_speaker_noun(word) for word in words)


def _end(mention: Mention) -> int:
    return max(
        [
            mention.end,
            *(end for _, _, end in mention.tails),
            *(one.end for one in mention.joined),
            *(end for _, end in mention.beside),
        ]
    )


def _is_speaker(line: Line, mention: Mention) -> bool:
    """Tell whether a label is somebody: one of the theatre's words, or a phrase whose noun is a speaker's."""
    if phrase_right(line, mention.start) is None or line.low[mention.start] in DETERMINERS - {"the"}:
        return False
    if all(hit is not None and hit.sort == PLACE for hit in line.covering[mention.start : mention.end]):
        return False
    last = mention.end - 1
    named = line.covering[last] is not None
    return named or any(is_speaker_noun(line.low[at]) for at in range(mention.start, mention.end))
