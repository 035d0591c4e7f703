"""What a sentence is read with: the loss, the voice that tells it, and what the entry has told before."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.claims.words import LossWords
from bot.core.losses.chunks import Mention, Scan
from bot.core.losses.view import Loss
from bot.core.model import OTHER, Kind, Side, Utterance
from bot.core.places import PlaceHit


@dataclass(frozen=True, slots=True)
class Told:
    """A loss read before, with whose it was taken to be."""

    loss: Loss
    subject: Side
    kind: Kind
    sentence: int
    claimant: Side
    voice: Utterance | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One loss to be resolved.

    `voice` tells it (None is the outlet); `denied` whether it is denied; `told` are the losses before it, latest last;
    `earlier` the scans of the sentences before; `soil` whose the entry's place is, None where unknown;
    `hits` are the places named in the sentence; `to` is set where the sentence itself says whose it is;
    `of_militants` tells that militants' own word tells it; `outer` is the side in whose words the voice is quoted;
    `agreed` tells that the other side says it too.
    """

    loss: Loss
    scan: Scan
    voice: Utterance | None
    denied: bool
    words: LossWords
    told: Sequence[Told]
    earlier: Sequence[Scan]
    soil: Side | None
    sentence: int
    to: Side | None = None
    hits: tuple[PlaceHit, ...] = ()
    of_militants: bool = False
    outer: Side | None = None
    agreed: bool = False

    @property
    def speaker(self) -> Side | None:
        """Return the side that speaks, None where it is neither."""
        side = self.voice.side if self.voice is not None else None
        return side if side in self.words.sides else None

    @property
    def claimant(self) -> Side:
        """Return whose word it is, OTHER where the outlet tells it."""
        return self.voice.side if self.voice is not None else OTHER

    @property
    def verb(self) -> int:
        """Return at which token the loss's verb stands, 0 where it has none."""
        at = self.loss.word_at
        return self.scan.chunks[at].first if at is not None and at < len(self.scan.chunks) else 0

    @property
    def foe(self) -> Side | None:
        """Return the other side than the speaker's."""
        return self.words.theatre.enemy(self.speaker) if self.speaker is not None else None

    def enemy(self, side: Side) -> Side | None:
        """Return the enemy of a side, None for anybody else."""
        return self.words.theatre.enemy(side) if side in self.words.sides else None

    def party_mentions(self) -> tuple[Mention, ...]:
        """Return the mentions of either side or the militants in the sentence."""
        return tuple(m for m in self.scan.mentions if m.code in self.words.sides or m.code == self.words.militants)

    def side_mentions(self) -> tuple[Mention, ...]:
        """Return the mentions of either side in the sentence."""
        return tuple(mention for mention in self.scan.mentions if mention.code in self.words.sides)
