"""What is wished of the event record, what that changes, and the record as far as a wish concerns it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from bot.core.model import Bond, Event, EventKind
from bot.errors import RecordError


class Action(StrEnum):
    """What an edit of the record is."""

    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    RENAME = "rename"
    CLOSE = "close"
    REOPEN = "reopen"
    ACCEPT = "accept"
    UNDO = "undo"
    LINK = "link"
    UNLINK = "unlink"
    IMPORT = "import"


# wishes


@dataclass(frozen=True, slots=True)
class Merge:
    """Let one event become part of another."""

    gone: str
    kept: str


@dataclass(frozen=True, slots=True)
class Split:
    """Take reports out of an event into a new one; what is None is taken from the event and the reports."""

    event: str
    entries: tuple[str, ...]
    title: str
    place: str | None = None
    kind: EventKind | None = None
    began: date | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """File a report under another event."""

    entry: str
    event: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Give an event another title."""

    event: str
    title: str


@dataclass(frozen=True, slots=True)
class Close:
    """Mark an event as settled; a later report opens it again."""

    event: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take the mark off again."""

    event: str


@dataclass(frozen=True, slots=True)
class Accept:
    """Let a doubtful report stay where it is, whatever later versions of it match."""

    entry: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take an edit back by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Link an event to an earlier one, or take such a link off."""

    event: str
    other: str
    bond: Bond
    stands: bool = True


Wish: TypeAlias = Merge | Split | Move | Rename | Close | Reopen | Accept | Undo | Tie


# intents


@dataclass(frozen=True, slots=True)
class Redirect:
    """Let an event point to the one that is kept, or to none."""

    event_id: str
    kept_id: str | None


@dataclass(frozen=True, slots=True)
class Refile:
    """File an entry's report under an event and keep it there."""

    entry_id: str
    event_id: str


@dataclass(frozen=True, slots=True)
class Open:
    """Add an event."""

    event: Event


@dataclass(frozen=True, slots=True)
class Retitle:
    """Give an event a title."""

    event_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Mark an event as closed or not."""

    event_id: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Knot:
    """Let a link between two events stand or not."""

    event_id: str
    other_id: str
    bond: Bond
    stands: bool


Intent: TypeAlias = Redirect | Refile | Open | Retitle | Mark | Knot


# the record as far as a wish concerns it


@dataclass(frozen=True, slots=True)
class Filing:
    """Where an entry's report stands: the event it is filed under (before redirects) and the day it was published."""

    event_id: str
    day: date


@dataclass(frozen=True, slots=True)
class PastEdit:
    """An edit as stored: `before` are the intents that restore what was; `undone` is the edit that took it back."""

    number: int
    action: Action
    event_id: str
    intents: tuple[Intent, ...]
    before: tuple[Intent, ...]
    undone: int | None = None


@dataclass(frozen=True, slots=True)
class RecordState:
    """What a decision needs: `redirects` holds, by merged event, the event that it points to."""

    events: Mapping[str, Event]
    redirects: Mapping[str, str]
    closed: frozenset[str]
    filings: Mapping[str, Filing]
    past: PastEdit | None = None
    bonds: frozenset[tuple[str, str, Bond]] = frozenset()

    def kept(self, event_id: str) -> str:
        """Return where an event's reports are shown: itself, or the one at the end of its redirects."""
        while event_id in self.redirects:
            event_id = self.redirects[event_id]
        return event_id

    def event(self, event_id: str) -> Event:
        """Return the event of that id, or the one it was merged into."""
        if event_id not in self.events:
            raise RecordError(f"no event is called {event_id}; see `counterclaim record list`")
        return self.events[self.kept(event_id)]

    def filing(self, entry_id: str) -> Filing:
        """Return where an entry's report stands."""
        if entry_id not in self.filings:
            raise RecordError(f"no report {entry_id} is filed under an event; see `counterclaim record show EVENT`")
        return self.filings[entry_id]


@dataclass(frozen=True, slots=True)
class Edit:
    """A decision: what to do, what would undo it, and one line that says so."""

    action: Action
    event_id: str
    intents: tuple[Intent, ...]
    before: tuple[Intent, ...]
    words: str
    undoes: int | None = None
