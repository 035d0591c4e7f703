"""Transactions for the stores: reading sees one moment, writing is all or nothing, and errors speak plainly.

On SQLite a writing transaction takes the write lock at its start (BEGIN IMMEDIATE), so that it never fails half-way
because another process wrote meanwhile; writers of one process wait for each other without polling the file.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from typing import Final

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StoreError

# What a driver says, and what to tell the person; the first that is found counts.
_SAYINGS: Final = (
    ("database is locked", "is locked by another program; stop that program, then start again"),
    ("readonly database", "cannot be written; make the file and its folder writable for this user"),
    (
        "unable to open database file",
        "cannot be opened; check that its folder exists and that this user may write there",
    ),
    ("malformed", "is damaged; restore a backup, or move the file away to start afresh"),
    ("not a database", "is not a SQLite database; name another file, or move this one away"),
    ("is full", "cannot grow because the disk is full; free some space, then start again"),
    ("disk i/o error", "cannot be read or written by the disk; check the disk, then start again"),
    ("password authentication failed", "refused the user or password; correct them in the database URL"),
    ("does not exist", "has no such database, user or table; create it, or correct the database URL"),
    ("too many", "has no free connection; raise its max_connections or stop another client"),
    ("is starting up", "is still starting; try again in a moment"),
    ("permission denied", "does not let this user in; grant the user rights on the database and its schema"),
)


def one_line(error: BaseException) -> str:
    """Return the first line of an error's text, without the statement that caused it."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    lines = str(cause).strip().splitlines()
    return lines[0] if lines else type(cause).__name__


def store_error(place: str, error: BaseException) -> StoreError:
    """Return the error for a person; `place` names the database without its password."""
    words = one_line(error)
    for saying, advice in _SAYINGS:
        if saying in words.lower():
            return StoreError(f"the database {place} {advice}")
    return StoreError(f"the database {place} cannot be used ({words}); check that it runs and that its URL is right")


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what a driver raises for the state of the world into a StoreError; mistakes of ours pass as they are."""
    try:
        yield
    except (IntegrityError, ProgrammingError):
        raise
    except (DBAPIError, PoolTimeout, OSError) as error:
        raise store_error(place, error) from error


class Transactions:
    """What every store stands on: an engine, and transactions on it."""

    def __init__(self, engine: AsyncEngine, place: str) -> None:
        self._reader: Final = engine
        self._writer: Final = engine.execution_options(writing=True)
        self._place: Final = place
        self._sqlite: Final = engine.dialect.name == "sqlite"
        self._turn: Final[AbstractAsyncContextManager[object]] = asyncio.Lock() if self._sqlite else nullcontext()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that sees one moment."""
        with explained(self._place):
            async with self._reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that is saved as a whole at its end, or not at all."""
        async with self._turn:
            with explained(self._place):
                async with self._writer.begin() as connection:
                    yield connection

    def insert(self, table: Table) -> "sqlite.Insert | postgresql.Insert":
        """Return an insert that knows ON CONFLICT."""
        return sqlite.insert(table) if self._sqlite else postgresql.insert(table)
