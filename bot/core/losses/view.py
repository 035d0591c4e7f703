"""What a rule of the clause grammar looks at and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.losses.chunks import Chunk, Mention, Phrase
from bot.core.losses.lexicon import LossWord, Noun, Shape, Thing
from bot.core.model import Kind, Measure

_SKIPPABLE: Final = frozenset({"a"})


PEOPLE: Final = Noun(Thing.PERSON, Kind.UNSPECIFIED)


@dataclass(frozen=True, slots=True)
class Loss:
    """A counted phrase with the loss that it counts.

    `noun` is what was lost (taken from before where the phrase elides it), `word_at` the chunk of the loss word (None
    where the noun says it), `active` whether an agent did it in this clause, `part` whether it is a part of a loss told
    before, `heir` whether whose loss it is must be taken from the loss before.
    """

    phrase: Phrase
    at: int
    noun: Noun
    measure: Measure
    rule: str
    word_at: int | None = None
    word: LossWord | None = None
    active: bool = False
    heir: bool = False
    part: bool = False
    toll: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Hook:
    """What a rule answers: the loss word or measure that the phrase hangs on."""

    rule: str
    word_at: int | None = None
    word: LossWord | None = None
    measure: Measure | None = None
    active: bool = False
    heir: bool = False
    part: bool = False
    toll: Phrase | None = None
    noun: Noun | None = None


@dataclass(frozen=True, slots=True)
class View:
    """One counted phrase among its chunks, with the losses read before it."""

    chunks: Sequence[Chunk]
    lower: Sequence[str]
    at: int
    phrase: Phrase
    here: tuple[Loss, ...]
    carried: tuple[Loss, ...]
    same_speaker: bool = False
    mentions: tuple[Mention, ...] = ()

    def chunk(self, at: int) -> Chunk | None:
        """Return a chunk, None beyond either end."""
        return self.chunks[at] if 0 <= at < len(self.chunks) else None

    def code(self, at: int) -> str:
        """Return a chunk's code, a break beyond either end."""
        return self.chunks[at].code if 0 <= at < len(self.chunks) else "|"

    def text(self, at: int) -> str:
        """Return a chunk's words in lower case."""
        return self.chunks[at].lower if 0 <= at < len(self.chunks) else ""

    def skip(self, at: int, step: int, codes: frozenset[str] = _SKIPPABLE) -> int:
        """Return the next place from `at` whose code is not in `codes`."""
        while 0 <= at < len(self.chunks) and self.chunks[at].code in codes:
            at += step
        return at

    def passive(self, at: int) -> bool:
        """Tell whether the loss word at `at` has a form of "be" before it (through a list of such words)."""
        word = self.chunks[at].word
        if word is not None and word.shape is Shape.ACTIVE:
            return False
        back = self.skip(at - 1, -1)
        while self.code(back) == "&" and self.code(self.skip(back - 1, -1)) == "V":
            back = self.skip(self.skip(back - 1, -1) - 1, -1)
        return self.code(back) == "b"


def thing_of(noun: Noun) -> Thing:
    return Thing.PERSON if noun.thing is Thing.TOLL else noun.thing


PARTS_OF: Final = {
    "dead": Measure.KILLED,
    "killed": Measure.KILLED,
    "deceased": Measure.KILLED,
    "victims": Measure.KILLED,
    "slain": Measure.KILLED,
    "fatalities": Measure.KILLED,
    "deaths": Measure.KILLED,
    "fallen": Measure.KILLED,
    "wounded": Measure.WOUNDED,
    "injured": Measure.WOUNDED,
    "hurt": Measure.WOUNDED,
    "martyred": Measure.KILLED,
    "martyrs": Measure.KILLED,
    "captured": Measure.CAPTURED,
    "captives": Measure.CAPTURED,
    "prisoners": Measure.CAPTURED,
    "displaced": Measure.DISPLACED,
    "casualties": Measure.CASUALTIES,
}
