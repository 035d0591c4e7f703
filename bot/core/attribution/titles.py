"""Whose word a headline is: "Toll rises, Y say", "... : Y", "Y: ...", "Y claims gains"."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.attribution.attribute import attribute_lines, is_before_regime, tell
from bot.core.attribution.clauses import find_cues
from bot.core.attribution.labels import label_first, label_last
from bot.core.attribution.lexicon import Voices
from bot.core.attribution.lines import line_of
from bot.core.model import AttributedSentence, Sentence


def attribute_title(
    title: str,
    voices: Voices,
    *,
    published: datetime | None = None,
    sentences: Sequence[Sentence] = (),
    source: str = "",
) -> AttributedSentence:
    """Return the title as one sentence with the voices in it; `sentences` of its text tell who its names are.

    `source` is the outlet's name.
    """
    line = line_of(title, voices, before_regime=is_before_regime(voices, published), dated=False)
    cues = find_cues(line)
    label = label_first(line) or label_last(line)
    cues = [label, *cues] if label is not None else cues
    return attribute_lines(
        [Sentence(title, 0, len(title))],
        [line],
        [cues],
        voices,
        tell(sentences, voices, published=published, source=source),
    )[0]
