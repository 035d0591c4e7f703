"""Whose word each stretch of a text is: speaker, cue and content of every utterance."""

from bot.core.attribution.attribute import attribute
from bot.core.attribution.lexicon import Voices, compile_voices
from bot.core.attribution.titles import attribute_title
from bot.core.model import AttributedSentence, Utterance

__all__ = ["Voices", "attribute", "attribute_title", "compile_voices", "voice_at"]


def voice_at(sentence: AttributedSentence, position: int) -> Utterance | None:
    """Return the innermost utterance that holds character `position`, None in the outlet's own voice."""
    holding = [one for one in sentence.utterances if one.content.start <= position < one.content.end]
    return min(holding, key=lambda one: one.content.end - one.content.start, default=None)
