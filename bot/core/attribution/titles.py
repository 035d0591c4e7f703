"""Whose word a headline is: "Toll rises, Y say", "... : Y", "Y: ...", "Y claims gains"."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.core.attribution.attribute import attribute_lines, is_before_regime, tell
from bot.core.attribution.clauses import find_cues
from bot.core.attribution.cues import CUES
from bot.core.attribution.lexicon import Voices
from bot.core.attribution.lines import Line, is_speaker_noun, line_of
from bot.core.attribution.nouns import DETERMINERS
from bot.core.attribution.phrases import Mention, mention_right, phrase_right
from bot.core.attribution.subjects import Found
from bot.core.model import AttributedSentence, Sentence

_MARKS: Final = frozenset({":", "-", "|"})
_LONGEST_LABEL: Final = 8


def attribute_title(
    title: str, voices: Voices, *, published: datetime | None = None, sentences: Sequence[Sentence] = ()
) -> AttributedSentence:
    """Return the title as one sentence with the voices in it; `sentences` of its text tell who its names are."""
    line = line_of(title, voices, before_regime=is_before_regime(voices, published), dated=False)
    cues = find_cues(line)
    label = _label_first(line) or _label_last(line)
    cues = [label, *cues] if label is not None else cues
    return attribute_lines(
        [Sentence(title, 0, len(title))], [line], [cues], voices, tell(sentences, voices, published=published)
    )[0]


def _label_first(line: Line) -> Found | None:
    """Read "Y: ..." where Y is somebody who speaks."""
    colon = next((at for at, word in enumerate(line.low) if word == ":"), None)
    if colon is None or not 0 < colon <= _LONGEST_LABEL:
        return None
    mention = mention_right(line, 0)
    if mention is None or _end(mention) != colon or not _is_speaker(line, mention):
        return None
    return Found("label", colon, colon + 1, mention, head=0)


def _label_last(line: Line) -> Found | None:
    """Read "... : Y" and "... - Y"."""
    marks = [at for at in range(1, len(line.low)) if line.low[at] in _MARKS and line.spaced(at)]
    if not marks or not 0 < len(line.low) - marks[-1] - 1 <= _LONGEST_LABEL:
        return None
    if any(word in CUES or word[0].isdigit() for word in line.low[marks[-1] + 1 :]):
        return None
    mention = mention_right(line, marks[-1] + 1)
    if mention is None or _end(mention) < len(line.low) or not _is_speaker(line, mention):
        return None
    return Found("label", marks[-1], marks[-1] + 1, mention, head=marks[-1] + 1)


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
    return any(
        line.covering[at] is not None or is_speaker_noun(line.low[at]) for at in range(mention.start, mention.end)
    )
