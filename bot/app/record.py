"""`counterclaim record`: what analysts change in the event record, its audit trail, and what waits for them."""

import asyncio
import getpass
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import TypeAlias

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.adapters.clock import SystemClock
from bot.adapters.database import default_url, open_store
from bot.adapters.stores import SqlStore
from bot.core.model import EventKind
from bot.core.record import Accept, Close, Merge, Move, Rename, Reopen, Split, Undo, Wish
from bot.errors import RecordError
from config.settings import read_settings

PIPE_WIDTH = 160
MOST = 1000
# title, place, kind, the day it began; None is taken from the event and the reports
NewEvent: TypeAlias = tuple[str, str | None, EventKind | None, date | None]


def list_events(words: Sequence[str], limit: int) -> int:
    """Print the newest events that hold all of `words`."""
    return asyncio.run(_list(" ".join(words), limit))


async def _list(words: str, limit: int) -> int:
    table = Table("event", "kind", "days", "title", "reports", "claims", "state")
    async with _store() as store:
        for one in await store.listed_events(words, limit):
            event = one.event
            state = f"part of {one.kept}" if one.kept else ("closed" if one.closed else "open")
            days = f"{event.began}" if event.began == event.last else f"{event.began} to {event.last}"
            counts = (str(one.reports), str(one.claims))
            table.add_row(*map(escape, (event.id, event.kind, days, event.title, *counts, state)))
    _console().print(table if table.row_count else "no event holds these words" if words else "the record is empty")
    return 0


def show_event(event_id: str) -> int:
    """Print an event, the reports under it with their numbers, and its audit trail."""
    return asyncio.run(_show(event_id))


async def _show(event_id: str) -> int:
    async with _store() as store:
        file = await store.event_file(event_id)
        if file is None:
            raise RecordError(f"no event is called {event_id}; see `counterclaim record list`")
        told, edits = await store.listed_reports(file.event.id), await store.edits_of(file.event.id)
    event, console = file.event, _console()
    console.print(f"{event.id}  {event.kind}  {event.began} to {event.last}\n{event.title}", markup=False)
    console.print(f"places: {', '.join(event.places) or '–'}\nclaims: {len(file.claims)}", markup=False)
    table = Table("report", "entry", "source", "title", "why here", title="reports", title_justify="left")
    for one in told:
        table.add_row(*map(escape, (str(one.number), one.entry_id, one.source, one.title, one.reason)))
    trail = Table("edit", "when", "who", "what", "reason", title="edits", title_justify="left")
    for edit in edits:
        what = f"{edit.words} (undone by {edit.undone})" if edit.undone else edit.words
        trail.add_row(*map(escape, (str(edit.number), f"{edit.at:%Y-%m-%d %H:%M}", edit.by, what, edit.reason)))
    for one_table in (table, trail):
        if one_table.row_count:
            console.print(one_table)
    return 0


def show_queue() -> int:
    """Print the reports whose match is neither clear nor clearly new."""
    return asyncio.run(_queue())


async def _queue() -> int:
    table = Table("number", "entry", "source", "title", "filed under", "nearest other", "why doubtful")
    async with _store() as store:
        for one in await store.doubts_open(MOST):
            filed = (one.event_id, one.runner_up or "–", one.reason)
            table.add_row(*map(escape, (str(one.number), one.entry_id, one.source, one.title, *filed)))
    _console().print(table if table.row_count else "nothing waits")
    return 0


def merge(gone: str, kept: str, told: tuple[str | None, str]) -> int:
    """Let one event become part of another."""
    return asyncio.run(_edit(Merge(gone, kept), told))


def split(event: str, reports: Sequence[str], about: NewEvent, told: tuple[str | None, str]) -> int:
    """Take reports out of an event into a new one."""

    async def run() -> int:
        async with _store() as store:
            entries = tuple([await _entry(store, report) for report in reports])
        title, place, kind, began = about
        return await _edit(Split(event, entries, title, place, kind, began), told)

    return asyncio.run(run())


def move(report: str, event: str, told: tuple[str | None, str]) -> int:
    """File a report under another event."""

    async def run() -> int:
        async with _store() as store:
            entry = await _entry(store, report)
        return await _edit(Move(entry, event), told)

    return asyncio.run(run())


def rename(event: str, title: str, told: tuple[str | None, str]) -> int:
    """Give an event another title."""
    return asyncio.run(_edit(Rename(event, title), told))


def close(event: str, told: tuple[str | None, str]) -> int:
    """Mark an event as settled."""
    return asyncio.run(_edit(Close(event), told))


def reopen(event: str, told: tuple[str | None, str]) -> int:
    """Take the mark off again."""
    return asyncio.run(_edit(Reopen(event), told))


def undo(number: int, told: tuple[str | None, str]) -> int:
    """Take an edit back."""
    return asyncio.run(_edit(Undo(number), told))


def accept(number: int, told: tuple[str | None, str]) -> int:
    """Let a doubtful report stay where it is."""

    async def run() -> int:
        async with _store() as store:
            entry = await _doubtful(store, number)
        return await _edit(Accept(entry), told)

    return asyncio.run(run())


def refile(number: int, event: str, told: tuple[str | None, str]) -> int:
    """File a doubtful report under another event."""

    async def run() -> int:
        async with _store() as store:
            entry = await _doubtful(store, number)
        return await _edit(Move(entry, event), told)

    return asyncio.run(run())


async def _edit(wish: Wish, told: tuple[str | None, str]) -> int:
    by, reason = told
    # a report that is being matched is saved first, or sees the edit
    async with _store() as store, store.alone("match"):
        edit = await store.save_edit(wish, by or _user(), reason, SystemClock().now())
    _console().print(edit.words, markup=False)
    return 0


async def _entry(store: SqlStore, report: str) -> str:
    if not report.isdecimal():
        return report
    entry = await store.entry_of_report(int(report)) if len(report) < len(str(2**63)) else None
    if entry is None:
        raise RecordError(f"there is no report {report}; see `counterclaim record show EVENT`")
    return entry


async def _doubtful(store: SqlStore, number: int) -> str:
    entry = await store.doubt_entry(number) if 0 < number < 2**63 else None
    if entry is None:
        raise RecordError(f"nothing with number {number} waits; see `counterclaim record queue`")
    return entry


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


@asynccontextmanager
async def _store() -> AsyncIterator[SqlStore]:
    settings = read_settings()
    url = settings.database_url.get_secret_value() if settings.database_url else default_url()
    async with open_store(url) as store:
        yield store


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False, emoji=False, soft_wrap=True)
