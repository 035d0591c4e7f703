"""`counterclaim record`: what analysts change in the event record, its audit trail, and what waits for them."""

import asyncio
import getpass
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TypeAlias

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.adapters.clock import SystemClock
from bot.adapters.database import default_url, open_store
from bot.adapters.stores import SqlStore
from bot.app.entries import open_output, read_input, write_whole
from bot.app.ground import read_ground
from bot.core.lifecycle import life_of, linked
from bot.core.model import Bond, EventKind
from bot.core.record import Accept, Close, Merge, Move, Rename, Reopen, Split, Tie, Undo, Wish
from bot.core.registers import FORMATS, Difference, check_sides
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
    now = SystemClock().now()
    async with _store() as store:
        for one in await store.listed_events(words, limit):
            event, found = one.event, await store.event_claims(one.event.id)
            claims = found.claims if found else ()
            life = life_of(event, claims, now, closed=one.closed)
            state = f"part of {one.kept}" if one.kept else ("closed" if one.closed else life.state.value)
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
        file, shown = await store.event_file(event_id), await store.event_claims(event_id)
        if file is None or shown is None:
            raise RecordError(f"no event is called {event_id}; see `counterclaim record list`")
        told, edits = await store.listed_reports(file.event.id), await store.edits_of(file.event.id)
    event, console = file.event, _console()
    console.print(f"{event.id}  {event.kind}  {event.began} to {event.last}\n{event.title}", markup=False)
    console.print(f"places: {', '.join(event.places) or '–'}\nclaims: {len(file.claims)}", markup=False)
    life = life_of(event, shown.claims, SystemClock().now(), closed=shown.closed)
    console.print(f"state: {life.state}", markup=False)
    for one in linked(shown.bonds):
        console.print(f"{one.words}: {one.event.id} {one.event.title}", markup=False)
    table = Table("report", "entry", "source", "title", "why here", title="reports", title_justify="left")
    for report in told:
        table.add_row(*map(escape, (str(report.number), report.entry_id, report.source, report.title, report.reason)))
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


def link(event: str, earlier: str, bond: Bond, told: tuple[str | None, str]) -> int:
    """Link an event to an earlier one."""
    return asyncio.run(_edit(Tie(event, earlier, bond), told))


def unlink(event: str, earlier: str, bond: Bond, told: tuple[str | None, str]) -> int:
    """Take such a link off."""
    return asyncio.run(_edit(Tie(event, earlier, bond, stands=False), told))


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


def export(file: Path | None, form: str | None) -> int:
    """Write the whole record to `file` (standard output without one)."""
    theatre = read_settings().theatre
    reader, _ = read_ground(theatre)
    write, _ = FORMATS[_form(file, form)]

    async def run() -> str:
        async with _store() as store:
            return write(await store.register(), reader.theatre, reader.gazetteer)

    text = asyncio.run(run())
    if file is None:
        open_output()
        sys.stdout.write(text)
        sys.stdout.flush()
        return 0
    try:
        write_whole(file, text)
    except OSError as error:
        raise RecordError(f"{file} cannot be written ({error.strerror}); name another file") from error
    return 0


def import_file(file: Path, form: str | None, *, dry_run: bool, by: str | None) -> int:
    """Add what a file holds to the record, or only tell what that would be."""
    theatre = read_settings().theatre
    reader, _ = read_ground(theatre)
    _, read = FORMATS[_form(file, form)]
    register = read(read_input(file), str(file))
    check_sides(register, reader.theatre, str(file))

    async def run() -> list[Difference]:
        async with _store() as store, store.alone("match"):
            if dry_run:
                return await store.register_difference(register, str(file))
            return await store.save_register(register, str(file), by or _user(), SystemClock().now())

    found, console = asyncio.run(run()), _console()
    for line in (line for one in found for line in one.lines):
        console.print(line, markup=False)
    claims = sum(len(one.claims) for one in found)
    told = f"{sum(one.before is None for one in found)} new events, {claims} new claims"
    same = len(register) - len(found)
    console.print(f"{'would be imported' if dry_run else 'imported'}: {told}; {same} events as they were")
    return 0


def _form(file: Path | None, form: str | None) -> str:
    suffix = file.suffix.lower().removeprefix(".") if file else "json"
    if form is None and suffix not in ("csv", "json"):
        raise RecordError(f"{file} does not tell its format; add --format with one of {', '.join(FORMATS)}")
    return form or suffix


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
