"""Whose word each stretch of a text is: speaker, cue and content of every utterance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.model import AttributedSentence, Sentence, Utterance
from bot.core.theatre import Theatre


@dataclass(frozen=True, slots=True)
class Voices:
    """The theatre's speakers, compiled once."""

    theatre: Theatre


def compile_voices(theatre: Theatre) -> Voices:
    """Return the speakers of `theatre` ready for matching."""
    return Voices(theatre)


def attribute(
    title: str, sentences: Sequence[Sentence], voices: Voices, *, published: datetime | None = None
) -> tuple[AttributedSentence, ...]:
    """Return each sentence of a text with the voices in it, in order."""
    return tuple(AttributedSentence(sentence, ()) for sentence in sentences)


def attribute_title(title: str, voices: Voices, *, published: datetime | None = None) -> AttributedSentence:
    """Return the title as one sentence with the voices in it."""
    return AttributedSentence(Sentence(title, 0, len(title)), ())


def voice_at(sentence: AttributedSentence, position: int) -> Utterance | None:
    """Return the innermost utterance that holds character `position` of the sentence, None in the outlet's own voice."""
    holding = [one for one in sentence.utterances if one.content.start <= position < one.content.end]
    return min(holding, key=lambda one: one.content.end - one.content.start, default=None)
