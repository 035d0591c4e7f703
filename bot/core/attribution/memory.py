"""Who has spoken so far in a text, and under which names and offices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.core.model import Side

PERSON: Final = "person"
BODY_KIND: Final = "body"
MANY: Final = "many"
PAPER: Final = "paper"
# How the ground of a side begins that is only guessed.
GUESS: Final = "guess "

# What a pronoun or a possessive may stand for.
KINDS: Final = {
    "he": (PERSON,),
    "she": (PERSON,),
    "it": (BODY_KIND, PAPER),
    "they": (MANY, BODY_KIND),
    "his": (PERSON,),
    "her": (PERSON,),
    "its": (BODY_KIND, PAPER),
    "their": (MANY, BODY_KIND),
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose word it is: side (None while unknown), the short name, and what it may be called by later.

    `sure` tells that the text itself names the side, `foreign` that a third country's is meant, `ground` how the side
    was found.
    """

    side: Side | None
    by: str | None
    kind: str
    names: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    start: int = 0
    end: int = 0
    sure: bool = False
    foreign: bool = False
    definite: bool = False
    official: bool = False
    ground: str = ""

    @property
    def guessed(self) -> bool:
        """Whether another side may as well be meant."""
        return self.ground.startswith(GUESS)


@dataclass(slots=True)
class Memory:
    """Who has spoken so far in this text.

    `home` is the side that the text is written from, `fallback` the one that it names more. `people` are known by
    name because the text says whose they are, `met` by guess. `about` is what the sentence at hand is about,
    `main` the same where a pronoun can mean it, `topic` what an unattributed sentence before it was about.
    `recent` is the side heard last, `place` whose soil was named last (`near`: in the sentence before),
    `addressed` who must be speaking when the enemy is spoken to, `accused` who was accused in the sentence
    before, `envoy` whose envoy the sentence tells of: a ministry that calls one in is the other side's,
    `summoned` whose envoy the sentence before told of, `medium` whose medium is quoting somebody, `house` whose
    parliament somebody tells something, `native` where the outlet is written, `elders` tells that elders confer,
    `counterpart` whose nameless counterpart the sentence before told of, `movement` whose regime or which militants
    "the group" means, `militants` tells that militants have acted who may go on under the rulers' bare name,
    `rulers` that the rulers have been called what they are, or have spoken.
    """

    home: Side | None = None
    fallback: Side | None = None
    native: Side | None = None
    pair: tuple[Side, ...] = ()
    spoken: list[Speaker] = field(default_factory=list)
    people: dict[str, Speaker] = field(default_factory=dict)
    met: dict[str, Speaker] = field(default_factory=dict)
    offices: dict[frozenset[str], Side] = field(default_factory=dict)
    main: Speaker | None = None
    about: Speaker | None = None
    topic: Speaker | None = None
    recent: Side | None = None
    place: Side | None = None
    near: bool = False
    addressed: Side | None = None
    envoy: Side | None = None
    summoned: Side | None = None
    accused: Side | None = None
    medium: Side | None = None
    elders: bool = False
    counterpart: Side | None = None
    house: Side | None = None
    plain: Mapping[str, Side] = field(default_factory=dict)
    movement: Side | None = None
    militants: bool = False
    rulers: bool = False

    def learn(self, speaker: Speaker, *, inner: bool = False) -> None:
        """Remember a speaker under its names; a name without an office takes the office that is told right after.

        An `inner` one is only told of by the last, who goes on being heard.
        """
        before = self.spoken[-1] if self.spoken else None
        if before is not None and _introduces(speaker, before):
            told = Speaker(speaker.side, before.by, PERSON, before.names, speaker.roles, sure=True)
            for name in before.names:
                self.people.setdefault(name, told)
        self.spoken.insert(len(self.spoken) - (inner and bool(self.spoken)), speaker)
        if speaker.side is not None and speaker.kind == PERSON:
            known = self.people if speaker.sure else self.met
            for name in speaker.names:
                known.setdefault(name, speaker)

    def introduce(self, speaker: Speaker) -> None:
        """Remember somebody whom the text names with an office, though silent so far."""
        for name in speaker.names:
            self.people.setdefault(name, speaker)

    def last_of(self, kinds: tuple[str, ...]) -> Speaker | None:
        """Return who spoke last among speakers of these kinds."""
        return next((speaker for speaker in reversed(self.spoken) if speaker.kind in kinds), None)


def _introduces(speaker: Speaker, before: Speaker) -> bool:
    """Tell "the Y spokesman" right after a bare name that nothing else has placed."""
    office = speaker.sure and speaker.definite and speaker.kind == PERSON and not speaker.names
    bare = before.kind == PERSON and bool(before.names) and not before.sure and not before.roles
    return office and bare
