"""The values that the stages pass on: entries, sentences, claims, verdicts, events.

All are frozen. The words are those of the labelling guidelines; side codes come from the theatre's files, so no
code of a party stands here. `OTHER` is any voice or loss that is neither side's, `BOTH` a loss not split.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

Side: TypeAlias = str
OTHER: Final[Side] = "OTHER"
BOTH: Final[Side] = "BOTH"


class Stance(StrEnum):
    """Whether the claimant says that it is so or that it is not."""

    ASSERTS = "asserts"
    DENIES = "denies"


class Measure(StrEnum):
    """What is counted."""

    KILLED = "killed"
    WOUNDED = "wounded"
    CAPTURED = "captured"
    CASUALTIES = "casualties"
    DISPLACED = "displaced"
    POSTS_CAPTURED = "posts_captured"
    POSTS_DESTROYED = "posts_destroyed"
    AIRCRAFT_DOWNED = "aircraft_downed"
    VEHICLES_DESTROYED = "vehicles_destroyed"
    STRIKES = "strikes"


class Kind(StrEnum):
    """Who or what was lost."""

    MILITARY = "military"
    MILITANT = "militant"
    CIVILIAN = "civilian"
    UNSPECIFIED = "unspecified"
    MATERIEL = "materiel"


class EventKind(StrEnum):
    """What an episode is; episodes of different kinds are never one event."""

    CLASH = "clash"
    STRIKE = "strike"
    TRUCE = "truce"
    TALKS = "talks"
    REOPENING = "reopening"


class Bond(StrEnum):
    """How an event hangs together with an earlier one."""

    RESPONSE = "response to"
    TRUCE = "truce after"
    TALKS = "talks after"
    REOPENING = "reopening after"


@dataclass(frozen=True, slots=True)
class Figure:
    """A closed range: `low` and `high` are counts or None for an open end; there is no best value.

    `words` is the figure as the sentence words it ("at least 70", "dozens"), which is what a card shows.
    A denial that names no figure has both ends None and empty words.
    """

    low: int | None
    high: int | None
    approx: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a feed gave it.

    `id` is unique among entries. `published` and `fetched` are aware UTC times, `published` None where the feed
    gives none or an impossible one. `title` and `text` are plain text; `language` is a BCP 47 code.
    """

    id: str
    source: str
    published: datetime | None
    title: str
    text: str
    link: str = ""
    feed_id: str = ""
    language: str = "en"
    fetched: datetime | None = None

    @property
    def seen(self) -> datetime | None:
        """When the entry was published or, failing that, first fetched."""
        return self.published or self.fetched


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, to the letter: `text == source[start:end]` of the entry's text (or title)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one sentence, in characters from the sentence's start."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """Whose word a stretch of a sentence is.

    `side` speaks, `by` is the speaker as the text names it (None when a side is meant but nobody is named), `cue` is
    the verb or phrase that says so ("said", "according to"; None where a statement is carried on), `content` what is
    said. Utterances of one sentence may nest ("state television, quoting security sources"): the innermost counts.
    `rejects` is true where the speaker denies the content ("denied that ...", "dismissed as untrue").
    """

    side: Side
    by: str | None
    content: Span
    cue: Span | None
    speaker: Span | None
    rule: str
    rejects: bool = False


@dataclass(frozen=True, slots=True)
class AttributedSentence:
    """A sentence with the voices in it; `by` holds the sides whose word it relays, in order of the theatre."""

    sentence: Sentence
    by: tuple[Side, ...]
    utterances: tuple[Utterance, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure or denial about losses, and whose word it is.

    `evidence` is a sentence of the entry's text, or its title, to the letter. `figure_span` and `loss_span` point
    into the evidence (None where there is nothing to point at). `rule` names the rule that read it.
    """

    claimant: Side
    by: str | None
    stance: Stance
    measure: Measure
    subject: Side
    kind: Kind
    figure: Figure
    place: str | None
    evidence: str
    background: bool = False
    rule: str = ""
    figure_span: Span | None = None
    loss_span: Span | None = None


class Hit(NamedTuple):
    """A term of the rules found in an entry: which group, which term, the words that hit, where."""

    group: str
    term: str
    words: str
    start: int


@dataclass(frozen=True, slots=True)
class Relevance:
    """Whether an entry concerns the theatre, the terms that hit, and the reason in one line.

    `follows` is for an entry that is no report of its own but may be told after an episode of the record: it is
    relevant where the record has that episode.
    """

    relevant: bool
    hits: tuple[Hit, ...]
    reason: str
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One real-world episode of the record.

    `id` is `YYYY-MM-DD-place` by the day it began; `began` and `last` are its first and last known days; `places`
    are names of the gazetteer; `aliases` other names it goes by; `seeded` tells an episode of the starting record.
    """

    id: str
    kind: EventKind
    title: str
    began: date
    last: date
    places: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    seeded: bool = False


@dataclass(frozen=True, slots=True)
class EventMatch:
    """Which event an entry is filed under.

    `event` is the event as it stands after the entry (a new one when `is_new`; None when the entry is about no single
    episode). `score` and `runner_up_score` are in 0..1; `reason` says in one line why this one.
    """

    event: Event | None
    is_new: bool
    score: float
    runner_up: str | None
    runner_up_score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was read out of one entry: the verdicts with their reasons, the sentences and the claims.

    `title` is the title with its voices, None where it was not read. `recalls` are the background claims that are
    clearly about an older event of the record: the claim's place among `claims`, and the event's id. `bonds` are the
    earlier events from which its own follows, `followers` those that follow from its own though they were filed before.
    `awaits` are the days, first and last, of the episode after which the entry may be told: it is read again whenever
    the record of these days changes.
    """

    entry: Entry
    relevance: Relevance
    match: EventMatch | None
    sentences: tuple[AttributedSentence, ...]
    claims: tuple[Claim, ...]
    title: AttributedSentence | None = None
    recalls: tuple[tuple[int, str], ...] = ()
    bonds: tuple[tuple[str, Bond], ...] = ()
    followers: tuple[tuple[str, Bond], ...] = ()
    awaits: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class FiledClaim:
    """A claim with where and when it was read, as the store gives it back for comparison.

    `said` is the publication time of its entry (or the time it was fetched), aware UTC. `source` is the outlet,
    `link` the entry's address, `origin` whose words they are where it is known: an agency's, or a first outlet's.
    """

    claim: Claim
    source: str
    link: str
    said: datetime
    entry_id: str
    # it is for counting sources, and tells no two claims apart
    origin: str = field(default="", compare=False)
