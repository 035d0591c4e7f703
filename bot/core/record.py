"""Decide what an analyst's wish changes in the event record: values in, intents out, with what undoes them.

Nothing is ever taken away: a merged event stays and points to the one that is kept, a report that moves leaves its old
filing in the past, and an undo is one more edit. What cannot be done is refused with a RecordError of one line.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain, count
from typing import Final, TypeAlias, assert_never

from bot.core.model import Event, EventKind, EventMatch
from bot.errors import RecordError

LONGEST_TITLE: Final = 200
# The grey zone, in one table. A match is doubtful where its score is below CLEAR, or where the runner-up also passes
# for a match (RIVAL) and comes within CLOSE of it; a new event is where an event of the record scored NEARLY or more.
CLEAR: Final = 0.70
RIVAL: Final = 0.60
CLOSE: Final = 0.05
NEARLY: Final = 0.50


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


Wish: TypeAlias = Merge | Split | Move | Rename | Close | Reopen | Accept | Undo


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


Intent: TypeAlias = Redirect | Refile | Open | Retitle | Mark


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


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a match is put before an analyst."""

    reason: str


def doubt(match: EventMatch) -> Doubt | None:
    """Return why a match is neither clear nor clearly new, None where it is."""
    if match.event is None:
        return None
    if match.is_new:
        near = match.runner_up is not None and match.runner_up_score >= NEARLY
        return Doubt(f"filed as new, but {match.runner_up} scores {match.runner_up_score:.2f}") if near else None
    if match.score < CLEAR:
        return Doubt(f"scores {match.score:.2f} only")
    if match.runner_up_score >= RIVAL and match.score - match.runner_up_score < CLOSE:
        return Doubt(f"scores {match.score:.2f}, but {match.runner_up} {match.runner_up_score:.2f}")
    return None


def decide(wish: Wish, state: RecordState) -> Edit:
    """Return what a wish changes; raise RecordError with the reason where it cannot be done."""
    match wish:
        case Merge():
            return _merge(wish, state)
        case Split():
            return _split(wish, state)
        case Move() | Accept():
            return _file(wish, state)
        case Rename():
            return _rename(wish, state)
        case Close() | Reopen():
            return _mark(wish, state)
        case Undo():
            return _undo(wish, state)
        case _:
            assert_never(wish)


def _merge(wish: Merge, state: RecordState) -> Edit:
    gone, kept = state.event(wish.gone), state.event(wish.kept)
    if gone.id == kept.id:
        told = "itself" if wish.gone == wish.kept else f"{kept.id}, of which it is part already"
        raise RecordError(f"{wish.gone} cannot be merged into {told}; name two events")
    words = f"{gone.id} is now part of {kept.id}"
    return Edit(Action.MERGE, kept.id, (Redirect(gone.id, kept.id),), (Redirect(gone.id, None),), words)


def _split(wish: Split, state: RecordState) -> Edit:
    event, title = state.event(wish.event), _title(wish.title)
    if not wish.entries:
        raise RecordError("a split needs the reports that go into the new event; name one or more")
    filings = {entry: state.filing(entry) for entry in wish.entries}
    for entry, filing in filings.items():
        if state.kept(filing.event_id) != event.id:
            raise RecordError(f"report {entry} is filed under {state.kept(filing.event_id)}, not under {event.id}")
    days = [filing.day for filing in filings.values()]
    began = wish.began or min(days)
    places = (wish.place,) if wish.place else event.places
    new = Event(
        id=free_id(began, wish.place or title, state.events.keys()),
        kind=wish.kind or event.kind,
        title=title,
        began=began,
        last=max(began, *days),
        places=places,
    )
    intents: tuple[Intent, ...] = (Open(new), *(Refile(entry, new.id) for entry in filings))
    many = "1 report" if len(filings) == 1 else f"{len(filings)} reports"
    words = f"{new.id} holds {many} out of {event.id}"
    return Edit(Action.SPLIT, new.id, intents, (Redirect(new.id, event.id),), words)


def free_id(began: date, words: str, taken: Collection[str]) -> str:
    """Return an id for a new event, `YYYY-MM-DD-words`, numbered where that is taken."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    stem = f"{began.isoformat()}-{re.sub(r'[^a-z0-9]+', '-', plain).strip('-')[:60].strip('-') or 'event'}"
    names = chain((stem,), (f"{stem}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _file(wish: Move | Accept, state: RecordState) -> Edit:
    filing = state.filing(wish.entry)
    before = (Refile(wish.entry, filing.event_id),)
    if isinstance(wish, Accept):
        words = f"report {wish.entry} stays under {state.kept(filing.event_id)}"
        return Edit(Action.ACCEPT, state.kept(filing.event_id), before, before, words)
    event = state.event(wish.event)
    if state.kept(filing.event_id) == event.id:
        raise RecordError(f"report {wish.entry} is filed under {event.id} already")
    words = f"report {wish.entry} is now under {event.id}, no longer under {state.kept(filing.event_id)}"
    return Edit(Action.MOVE, event.id, (Refile(wish.entry, event.id),), before, words)


def _rename(wish: Rename, state: RecordState) -> Edit:
    event, title = state.event(wish.event), _title(wish.title)
    if event.title == title:
        raise RecordError(f"{event.id} has that title already")
    words = f"{event.id} is now called “{title}”, no longer “{event.title}”"
    return Edit(Action.RENAME, event.id, (Retitle(event.id, title),), (Retitle(event.id, event.title),), words)


def _title(title: str) -> str:
    plain = " ".join(title.split())
    if not plain or len(plain) > LONGEST_TITLE or not plain.isprintable():
        raise RecordError(f"a title is 1 to {LONGEST_TITLE} characters that can be seen; give another")
    return plain


def _mark(wish: Close | Reopen, state: RecordState) -> Edit:
    event, closing = state.event(wish.event), isinstance(wish, Close)
    if (event.id in state.closed) == closing:
        raise RecordError(f"{event.id} is {'closed already' if closing else 'not closed'}")
    action = Action.CLOSE if closing else Action.REOPEN
    words = f"{event.id} is {'closed' if closing else 'open again'}"
    return Edit(action, event.id, (Mark(event.id, closing),), (Mark(event.id, not closing),), words)


def _undo(wish: Undo, state: RecordState) -> Edit:
    past = state.past
    if past is None:
        raise RecordError(f"there is no edit {wish.number}; see `counterclaim record show EVENT`")
    if past.undone is not None:
        raise RecordError(f"edit {past.number} was undone already, by edit {past.undone}")
    if not past.before:
        raise RecordError(f"edit {past.number} ({past.action}) cannot be undone")
    for intent in past.intents:
        if not _still(intent, state):
            raise RecordError(f"what edit {past.number} did was changed since; undo the later edits first")
    words = f"edit {past.number} ({past.action}) is undone"
    return Edit(Action.UNDO, past.event_id, past.before, past.intents, words, undoes=past.number)


def _still(intent: Intent, state: RecordState) -> bool:
    """Tell whether what an intent brought about still stands."""
    match intent:
        case Redirect():
            return state.redirects.get(intent.event_id) == intent.kept_id
        case Refile():
            filing = state.filings.get(intent.entry_id)
            return filing is not None and filing.event_id == intent.event_id
        case Open():
            return intent.event.id in state.events and intent.event.id not in state.redirects
        case Retitle():
            return state.events[intent.event_id].title == intent.title
        case Mark():
            return (intent.event_id in state.closed) == intent.closed
        case _:
            assert_never(intent)
