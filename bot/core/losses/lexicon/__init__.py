"""English words of loss as tables: what can be lost, the verbs and states that tell it, the words between them.

Only plain English stands here. What a theatre's parties and fighters are called comes from its own files.
"""

from bot.core.losses.lexicon.closed import (
    ADVERBS,
    BE,
    HAVE,
    NOUN_REACH,
    POSSESSIVES,
    RANKS,
    SPEECH,
    STOPS,
)
from bot.core.losses.lexicon.deeds import LOSS_WORDS, honours
from bot.core.losses.lexicon.measures import FALL, LOSE
from bot.core.losses.lexicon.nouns import NOUNS
from bot.core.losses.lexicon.types import LossWord, Noun, Shape, Thing, by_first_word

__all__ = [
    "ADVERBS",
    "BE",
    "FALL",
    "HAVE",
    "LOSE",
    "LOSS_WORDS",
    "NOUNS",
    "NOUN_REACH",
    "POSSESSIVES",
    "RANKS",
    "SPEECH",
    "STOPS",
    "LossWord",
    "Noun",
    "Shape",
    "Thing",
    "by_first_word",
    "honours",
]
