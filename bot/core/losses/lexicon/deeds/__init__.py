"""Words that tell a loss: verbs in their forms, states, and what each measures for people and for things."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.core.losses.lexicon.deeds import people, things
from bot.core.losses.lexicon.deeds.people import honours
from bot.core.losses.lexicon.types import LossWord, split_phrases

__all__ = ["LOSS_WORDS", "honours"]

LOSS_WORDS: Final[Mapping[tuple[str, ...], LossWord]] = MappingProxyType(
    {
        words: LossWord(shape, measures, own)
        for shape, measures, own, row in (*people.ROWS, *things.ROWS)
        for words in split_phrases(row)
    }
)
