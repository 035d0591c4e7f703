"""Decide what an analyst's wish changes in the event record: values in, intents out, with what undoes them.

Nothing is ever taken away: a merged event stays and points to the one that is kept, a report that moves leaves its old
filing in the past, and an undo is one more edit. What cannot be done is refused with a RecordError of one line.
"""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from itertools import chain, count
from typing import Final, assert_never

from bot.core.model import Event
from bot.core.record.values import (
    Accept,
    Action,
    Close,
    Edit,
    Intent,
    Knot,
    Mark,
    Merge,
    Move,
    Open,
    RecordState,
    Redirect,
    Refile,
    Rename,
    Reopen,
    Retitle,
    Split,
    Tie,
    Undo,
    Wish,
)
from bot.errors import RecordError

LONGEST_TITLE: Final = 200


def decide(wish: Wish, state: RecordState) -> Edit:
    """Return what a wish changes; raise RecordError with the reason where it cannot be done."""
    match wish:
        case Merge():
            edit = _merge(wish, state)
        case Split():
            edit = _split(wish, state)
        case Move() | Accept():
            edit = _file(wish, state)
        case Rename():
            edit = _rename(wish, state)
        case Close() | Reopen():
            edit = _mark(wish, state)
        case Undo():
            edit = _undo(wish, state)
        case Tie():
            edit = _tie(wish, state)
        case _:
            assert_never(wish)
    return edit


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


def _tie(wish: Tie, state: RecordState) -> Edit:
    event, other = state.event(wish.event), state.event(wish.other)
    if event.id == other.id:
        raise RecordError(f"{event.id} cannot be linked to itself; name two events")
    if wish.stands and (event.began, event.id) < (other.began, other.id):
        raise RecordError(f"{event.id} began before {other.id}; name the later event first")
    if ((event.id, other.id, wish.bond) in state.bonds) == wish.stands:
        told = "already" if wish.stands else "not"
        raise RecordError(f"{event.id} is {told} linked to {other.id} as “{wish.bond}”")
    knot = Knot(event.id, other.id, wish.bond, wish.stands)
    words = f"{event.id} is {'now' if wish.stands else 'no longer'} “{wish.bond}” {other.id}"
    action = Action.LINK if wish.stands else Action.UNLINK
    return Edit(action, event.id, (knot,), (Knot(event.id, other.id, wish.bond, not wish.stands),), words)


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
        case Knot():
            return ((intent.event_id, intent.other_id, intent.bond) in state.bonds) == intent.stands
        case _:
            assert_never(intent)
