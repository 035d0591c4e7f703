"""Whose word a headline is: "Toll rises, Y say", "... : Y", "Y: ...", "Y claims gains"."""

from datetime import datetime

from bot.core.attribution.attribute import attribute
from bot.core.attribution.lexicon import Voices
from bot.core.model import AttributedSentence, Sentence


def attribute_title(title: str, voices: Voices, *, published: datetime | None = None) -> AttributedSentence:
    """Return the title as one sentence with the voices in it."""
    return attribute("", [Sentence(title, 0, len(title))], voices, published=published)[0]
