"""Whose word each stretch of a text is: speaker, cue and content of every utterance.

The `rule` of an utterance is the manner of its cue and the verb ("active say", "according", "label", "gapped claim",
"stated"), "carried on" or "carried back" where a statement runs over sentences, "communique" where a government's own
bulletin speaks. It begins with "guess " where the side is a guess: an office that names no owner, in a text in which
nobody has spoken yet or another voice was heard just before.
"""

from bot.core.attribution.attribute import attribute
from bot.core.attribution.lexicon import Voices, compile_voices
from bot.core.attribution.titles import attribute_entry, attribute_title
from bot.core.model import OTHER, AttributedSentence, Utterance

__all__ = ["Voices", "attribute", "attribute_entry", "attribute_title", "compile_voices", "voice_at"]


def voice_at(sentence: AttributedSentence, position: int) -> Utterance | None:
    """Return the innermost utterance that holds character `position`, None in the outlet's own voice.

    What a side's officials and somebody else say with one verb ("police and residents said") is the side's word.
    """
    holding = [one for one in sentence.utterances if one.content.start <= position < one.content.end]
    inmost = min(holding, key=lambda one: one.content.end - one.content.start, default=None)
    if inmost is None or inmost.side != OTHER or inmost.cue is None:
        return inmost
    return next((one for one in holding if one.cue == inmost.cue and one.side != OTHER), inmost)
