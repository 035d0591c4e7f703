"""Transactions for the stores: writing is all or nothing, reading changes nothing, and errors speak plainly.

A transaction is a plain function of a connection. On SQLite it runs as a whole in a thread: one hop between threads a
transaction, where an asynchronous driver needs several a statement (measured: a third of the time and less). On
PostgreSQL it runs on the event loop. SQLite writes take the write lock at their start (BEGIN IMMEDIATE), so that they
never fail half-way because another process wrote meanwhile; writers of one process queue in one thread.
"""

import asyncio
import hashlib
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext, suppress
from datetime import date
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Connection, Engine, Select, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StoreError

T = TypeVar("T")

# PostgreSQL: serialization_failure, deadlock_detected. Nothing of the transaction was saved, so it may be repeated.
_IN_THE_WAY: Final = frozenset({"40001", "40P01"})
_REPEATS: Final = 3
# How many connections are kept for reading; the pool holds fifteen in all.
_MOST_KEPT: Final = 4
# How long a server may take to say good-bye.
_CLOSE_SECONDS: Final = 3.0
# The channel of PostgreSQL on which jobs are told of work.
WAKING: Final = "counterclaim"
_WAKE: Final = text("SELECT pg_notify(:channel, :job)")
_LOCK: Final = text("SELECT pg_advisory_lock(:number)")
# SQLite's words, with the names of what is asked.
_NAMING: Final = sqlite.dialect(paramstyle="named")
_UNLOCK: Final = text("SELECT pg_advisory_unlock(:number)")
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
    if isinstance(error, TimeoutError):
        return StoreError(f"the database {place} does not answer; check that it runs and that the network leads there")
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


class Write(Protocol):
    """Runs one change of several in a transaction that is open."""

    async def __call__(self, change: Callable[[Connection], T]) -> T:
        """Run `change`; it is saved with the others."""
        ...


class Runner(Protocol):
    """Runs transactions on one kind of database."""

    async def read(self, ask: Callable[[Connection], T]) -> T:
        """Run `ask`, which changes nothing; on SQLite it sees one moment, on PostgreSQL each statement its own."""
        ...

    async def glance(self, statement: Select[Any], asked: Mapping[str, date]) -> Sequence[Sequence[Any]]:
        """Return the rows of a short statement whose columns are texts and numbers."""
        ...

    async def write(self, change: Callable[[Connection], T]) -> T:
        """Run `change` in a transaction that is saved as a whole, or not at all where it raises."""
        ...

    def writing(self) -> AbstractAsyncContextManager[Write]:
        """Give what runs several changes in one transaction, which is saved when the block ends well."""
        ...

    def alone(self, _name: str) -> AbstractAsyncContextManager[None]:
        """Keep every other process out of the section of that name, where several may share the database."""
        ...

    async def close(self) -> None:
        """Let running transactions end, then close every connection."""
        ...


class InThreads:
    """Runs transactions of SQLite in threads: writers in one, readers in a few, or all in one (`alone`).

    Short reads are run where they are asked, by the driver itself: going to a thread and back, and SQLAlchemy's part,
    take three times as long as the read (measured: 0.2 ms of 0.9). Readers wait for nobody in WAL.
    """

    def __init__(self, engine: Engine, *, alone: bool) -> None:
        self._engine: Final = engine
        self._write_engine: Final = engine.execution_options(writing=True)
        self._writer: Final = ThreadPoolExecutor(1, "store-writer")
        self._readers: Final = self._writer if alone else ThreadPoolExecutor(4, "store-reader")
        self._alone: Final = alone
        self._glancing: Connection | None = None
        self._written: Final[dict[Select[Any], str]] = {}

    async def read(self, ask: Callable[[Connection], T]) -> T:
        """Run `ask` in a reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._ask, ask)

    async def glance(self, statement: Select[Any], asked: Mapping[str, date]) -> Sequence[Sequence[Any]]:
        """Run a statement here and now; in a thread where the database makes it wait, or is one connection's alone."""
        written = self._written.get(statement)
        if written is None:
            written = self._written[statement] = str(statement.compile(dialect=_NAMING))
        days = {name: day.isoformat() for name, day in asked.items()}
        if not self._alone:
            with suppress(sqlite3.OperationalError, OperationalError):
                return self._glance(written, days)
        return await self.read(lambda connection: connection.exec_driver_sql(written, days).all())

    async def write(self, change: Callable[[Connection], T]) -> T:
        """Run `change` in the writer's thread; one that is cancelled while it runs is saved all the same."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._change, change)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Write]:
        """Hold a connection of the writer's thread; the write lock is held until the end."""
        loop = asyncio.get_running_loop()
        connection = await loop.run_in_executor(self._writer, self._write_engine.connect)
        try:
            transaction = await loop.run_in_executor(self._writer, connection.begin)

            async def write(change: Callable[[Connection], T]) -> T:
                return await loop.run_in_executor(self._writer, change, connection)

            try:
                yield write
                await loop.run_in_executor(self._writer, transaction.commit)
            except BaseException:
                await loop.run_in_executor(self._writer, transaction.rollback)
                raise
        finally:
            await loop.run_in_executor(self._writer, connection.close)

    def alone(self, _name: str) -> AbstractAsyncContextManager[None]:
        """Keep nobody out: on SQLite one process does each job."""
        return nullcontext()

    async def close(self) -> None:
        """Wait for the threads, then close the connections."""
        for threads in (self._readers, self._writer):
            await asyncio.to_thread(threads.shutdown)
        if self._glancing is not None:
            self._glancing.close()
        self._engine.dispose()

    def _glance(self, written: str, asked: Mapping[str, str]) -> Sequence[Sequence[Any]]:
        if self._glancing is None:
            self._glancing = self._engine.connect()
            _driver_of(self._glancing).execute("PRAGMA busy_timeout=0")
        rows: Sequence[Sequence[Any]] = _driver_of(self._glancing).execute(written, asked).fetchall()
        return rows

    def _ask(self, ask: Callable[[Connection], T]) -> T:
        with self._engine.connect() as connection:
            return ask(connection)

    def _change(self, change: Callable[[Connection], T]) -> T:
        with self._write_engine.begin() as connection:
            return change(connection)


async def _repeated(once: Callable[[], Awaitable[T]], may_help: Callable[[DBAPIError], bool]) -> T:
    """Do something, and a few times again after an error after which that may help."""
    for _ in range(_REPEATS):
        try:
            return await once()
        except DBAPIError as error:
            if not may_help(error):
                raise
    return await once()


class _Kept:
    """Connections kept for reading: taking one out of the pool and putting it back costs half of a short read.

    Every statement sees what is committed by then, in a transaction or not; without one, two round trips are saved.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine: Final = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._free: Final[list[AsyncConnection]] = []

    @asynccontextmanager
    async def one(self) -> AsyncIterator[AsyncConnection]:
        """Lend a connection; one under which anything fails goes back to the pool, which sees to it."""
        connection = await self._living() or await self._engine.connect()
        try:
            yield connection
        except BaseException:
            await connection.close()
            raise
        if len(self._free) < _MOST_KEPT:
            self._free.append(connection)
        else:
            await connection.close()

    async def _living(self) -> AsyncConnection | None:
        while self._free:
            connection = self._free.pop()
            if not _is_dead(connection):
                return connection
            await connection.invalidate()
            await connection.close()
        return None

    async def close(self) -> None:
        """Give all back to the pool."""
        while self._free:
            await self._free.pop().close()


def _is_dead(connection: AsyncConnection) -> bool:
    """Tell whether the server has ended a connection; told from the driver, without asking the server."""
    sync = connection.sync_connection
    return sync is None or sync.invalidated or bool(_driver_of(sync).is_closed())


def _driver_of(connection: Connection) -> Any:
    return connection.connection.driver_connection


class OnLoop:
    """Runs transactions of PostgreSQL on the event loop, on connections of a pool."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine: Final = engine
        self._reading: Final = _Kept(engine)

    async def read(self, ask: Callable[[Connection], T]) -> T:
        """Run `ask` on a connection of its own; again where the server had ended that connection."""

        async def once() -> T:
            async with self._reading.one() as connection:
                return await connection.run_sync(ask)

        return await _repeated(once, lambda error: error.connection_invalidated)

    async def glance(self, statement: Select[Any], asked: Mapping[str, date]) -> Sequence[Sequence[Any]]:
        """Run a statement like any other read."""
        return await self.read(lambda connection: connection.execute(statement, dict(asked)).all())

    async def write(self, change: Callable[[Connection], T]) -> T:
        """Run `change` on a connection of its own, and commit; again where nothing of it has been saved."""
        committing = False

        async def once() -> T:
            nonlocal committing
            committing = False
            async with self._engine.connect() as connection:
                result = await connection.run_sync(change)
                committing = True
                await connection.commit()
            return result

        def is_unsaved(error: DBAPIError) -> bool:
            in_the_way = getattr(error.orig, "sqlstate", None) in _IN_THE_WAY
            return in_the_way or (error.connection_invalidated and not committing)

        return await _repeated(once, is_unsaved)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Write]:
        """Hold a connection of the pool."""
        async with self._engine.begin() as connection:

            async def write(change: Callable[[Connection], T]) -> T:
                return await connection.run_sync(change)

            yield write

    @asynccontextmanager
    async def alone(self, _name: str) -> AsyncIterator[None]:
        """Hold an advisory lock: it ends with the section, or with the connection of a process that dies."""
        number = int.from_bytes(hashlib.sha256(_name.encode()).digest()[:8], "big", signed=True)
        async with self._engine.connect() as plain:
            connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(_LOCK, {"number": number})
            try:
                yield
            finally:
                await connection.execute(_UNLOCK, {"number": number})

    async def close(self) -> None:
        """Close the connections; those under which the line has gone silent are left to it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._reading.close()
                await self._engine.dispose()


class Transactions:
    """What every store stands on; `place` names the database in errors."""

    def __init__(self, runner: Runner, place: str) -> None:
        self._runner: Final = runner
        self._place: Final = place

    async def read(self, ask: Callable[[Connection], T]) -> T:
        """Run `ask`, which changes nothing; on SQLite it sees one moment."""
        with explained(self._place):
            return await self._runner.read(ask)

    async def glance(self, statement: Select[Any], asked: Mapping[str, date]) -> Sequence[Sequence[Any]]:
        """Return the rows of a short statement whose columns are texts and numbers."""
        with explained(self._place):
            return await self._runner.glance(statement, asked)

    async def write(self, change: Callable[[Connection], T]) -> T:
        """Run `change` in a transaction that is saved as a whole, or not at all where it raises."""
        with explained(self._place):
            return await self._runner.write(change)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Write]:
        """Give what runs several changes in one transaction, which is saved when the block ends well."""
        with explained(self._place):
            async with self._runner.writing() as write:
                yield write

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[None]:
        """Keep every other process out of the section of that name."""
        with explained(self._place):
            async with self._runner.alone(name):
                yield


def wake(connection: Connection, job: str) -> None:
    """Tell whoever does `job` that there is work, once the transaction is saved; on SQLite the job looks by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(_WAKE, {"channel": WAKING, "job": job})


def insert(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """Return an insert that knows ON CONFLICT, in the words of the connection's database."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
