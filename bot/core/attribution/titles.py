"""Whose word a headline is: "Toll rises, Y say", "... : Y", "Y: ...", "Y claims gains"."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.attribution.attribute import Told, attribute_headline, attribute_text, is_before_regime
from bot.core.attribution.clauses import find_cues
from bot.core.attribution.labels import is_dateline, label_first, label_last
from bot.core.attribution.lexicon import Voices
from bot.core.attribution.lines import line_of
from bot.core.model import AttributedSentence, Sentence


def attribute_entry(
    title: str, sentences: Sequence[Sentence], voices: Voices, *, published: datetime | None = None, source: str = ""
) -> tuple[AttributedSentence, tuple[AttributedSentence, ...]]:
    """Return the title as one sentence with the voices in it, and each sentence of the text with those in it.

    The text tells the title who its names are. `source` is the outlet's name.
    """
    attributed, told = attribute_text(title, sentences, voices, published=published, source=source)
    return _headline(title, voices, published, told), attributed


def attribute_title(
    title: str,
    voices: Voices,
    *,
    published: datetime | None = None,
    sentences: Sequence[Sentence] = (),
    source: str = "",
) -> AttributedSentence:
    """Return the title alone, as `attribute_entry` does."""
    return attribute_entry(title, sentences, voices, published=published, source=source)[0]


def _headline(title: str, voices: Voices, published: datetime | None, told: Told) -> AttributedSentence:
    line = line_of(title, voices, before_regime=is_before_regime(voices, published), dated=False)
    cues = find_cues(line)
    label = label_first(line) or label_last(line)
    others = any(";" not in line.low[: cue.at] for cue in cues)
    dated = label is not None and label.head == 0 and others and is_dateline(line, label.at)
    if label is not None and not dated:
        cues = [label, *(cue for cue in cues if cue.at != label.at)]
    return attribute_headline(title, cues, line, voices, told)
