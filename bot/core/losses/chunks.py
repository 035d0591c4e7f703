"""The values that a sentence is cut into: parties named, phrases, chunks; and the lexicon they are found by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.core.figures import FoundFigure
from bot.core.losses.lexicon import (
    LOSS_WORDS,
    NOUNS,
    LossWord,
    Noun,
    Shape,
    by_first_word,
    honours,
)
from bot.core.model import Side
from bot.core.text import Token


class Mention(NamedTuple):
    """A party named in a sentence: its code, how it is named, and the tokens."""

    code: Side
    role: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words to look for, under the first word of each phrase: nouns, loss words, parties.

    `openers` are the first words of nouns and loss words.
    """

    nouns: Mapping[str, tuple[tuple[tuple[str, ...], Noun], ...]]
    loss_words: Mapping[str, tuple[tuple[tuple[str, ...], LossWord], ...]]
    parties: Mapping[str, tuple[tuple[tuple[str, ...], tuple[Side, str]], ...]]
    openers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that may be a loss: tokens `first` to `last`, its figure, head noun and the sides named in it.

    `partitive` is "them", "those" or "the" where the figure is a part ("two of them"); `owner` the possessive word;
    `state` a loss word before the noun ("wounded soldiers"); `article` marks "a", "an" read as one.
    """

    first: int
    last: int
    figure: FoundFigure | None
    noun: Noun | None = None
    noun_at: int | None = None
    state: LossWord | None = None
    mentions: tuple[Mention, ...] = ()
    owner: str | None = None
    partitive: str | None = None
    article: bool = False
    words: tuple[str, ...] = ()

    @property
    def figure_is_none(self) -> bool:
        """Tell "no", "none", "zero"."""
        return self.figure is not None and self.figure.is_none


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of a sentence; `code` is N counted phrase, n phrase, V loss word, b be, h have, a adverb, & and, `,`,
    p preposition, | break, s subordinator, x number of something else, w any other word.
    """

    code: str
    first: int
    last: int
    lower: str
    phrase: Phrase | None = None
    word: LossWord | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """A sentence with its tokens, the parties named in it and its chunks."""

    text: str
    tokens: tuple[Token, ...]
    lower: tuple[str, ...]
    mentions: tuple[Mention, ...]
    chunks: tuple[Chunk, ...] = field(default=())


def compile_lexicon(parties: Mapping[tuple[str, ...], tuple[Side, str]], deaths: Sequence[str]) -> Lexicon:
    """Return the tables of the language joined with a theatre's parties and its words for one's own men's death."""
    losses = dict(LOSS_WORDS)
    for phrase in (phrase for death in deaths for phrase in honours(death)):
        losses[tuple(phrase.casefold().split())] = LossWord(
            Shape.INTRANSITIVE, LOSS_WORDS[("embraced", "martyrdom")].measures, own=True
        )
    named = dict(NOUNS)
    named.update({(death.casefold(),): NOUNS[("martyrdom",)] for death in deaths})
    nouns, words = by_first_word(named), by_first_word(losses)
    return Lexicon(nouns, words, by_first_word(parties), frozenset(nouns.keys() | words.keys()))


def bare(lower: str) -> str:
    """Return a word without a possessive ending."""
    return lower.removesuffix("'s").removesuffix("'") or lower if "'" in lower else lower
