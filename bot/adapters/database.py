"""Open the database: read its URL, set up its connections, bring its tables up to date, and say plainly what fails.

SQLite runs in WAL mode with synchronous=NORMAL: a process that dies loses nothing, a machine that loses power may lose
the last moments, which are then polled again.
"""

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, InvalidatePoolError, ProgrammingError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import StaticPool

from bot.adapters.stores import SqlStore
from bot.adapters.stores.transactions import InThreads, OnLoop, Runner, store_error
from bot.errors import StoreError, StoreTooNew

_DRIVERS: Final = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_EXAMPLES: Final = "sqlite:///folder/counterclaim.db or postgresql://user:password@host/database"
_MIGRATIONS: Final = Path(__file__).parent / "migrations"
# how long one process waits for another's transaction
_BUSY_SECONDS: Final = 10
_WAL_PAUSE: Final = 0.02
# How many seconds PostgreSQL may take for a connection and for a statement before it is taken to be gone: a line that
# has gone silent ends nothing by itself.
CONNECT_SECONDS: Final = 10.0
_STATEMENT_SECONDS: Final = 120.0
# An advisory lock of PostgreSQL is a number; this one means "migrating".
_MIGRATION_LOCK: Final = 0x636C61696D


def default_url() -> str:
    """Return the URL of the SQLite file in the user's data folder."""
    file = user_data_path("counterclaim", appauthor=False) / "counterclaim.db"
    return URL.create("sqlite", database=str(file)).render_as_string(hide_password=False)


def normalise_url(url: str) -> URL:
    """Return the URL with the driver that the program uses; raises StoreError where it cannot be one."""
    try:
        address = make_url(url.strip())
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"the database URL cannot be read; write it like {_EXAMPLES}") from error
    family = address.drivername.partition("+")[0]
    if family not in _DRIVERS:
        raise StoreError(f"the database URL names {family!r}, which is not supported; use {_EXAMPLES}")
    address = address.set(drivername=_DRIVERS[family])
    return _sqlite_file(address) if family == "sqlite" else _as_asyncpg_says(address)


def is_shared(url: str) -> bool:
    """Tell whether several processes may do the same job on a database: on PostgreSQL they may, on SQLite not."""
    return normalise_url(url).get_backend_name() != "sqlite"


def place_of(address: URL) -> str:
    """Name a database for a person, without user or password."""
    if address.get_backend_name() == "sqlite":
        return address.database or "in memory"
    host = address.host or address.query.get("host") or "this machine"
    return f"{address.database or 'postgres'} on {host}"


@asynccontextmanager
async def open_store(url: str, *, migrate: bool = True) -> AsyncIterator[SqlStore]:
    """Open the store at `url` for as long as the block runs.

    `migrate` creates and alters tables as needed; without it a database of an older version is refused. Raises
    StoreError where the database cannot be used, StoreTooNew where a newer version of the program wrote it.
    """
    address = normalise_url(url)
    place = place_of(address)
    _make_folder(address)
    runner = _runner(address)
    try:
        store = SqlStore(runner, place)
        await _prepare(store, address, migrate=migrate)
        yield store
    finally:
        await runner.close()


def _sqlite_file(address: URL) -> URL:
    if "timeout" not in address.query:
        address = address.update_query_dict({"timeout": str(_BUSY_SECONDS)})
    if not _is_file(address):
        return address.set(database=address.database or ":memory:")
    return address.set(database=str(Path(str(address.database)).expanduser()))


def _is_file(address: URL) -> bool:
    name = address.database or ""
    return address.get_backend_name() == "sqlite" and name not in ("", ":memory:") and not name.startswith("file:")


def _as_asyncpg_says(address: URL) -> URL:
    """Rename the option that libpq and asyncpg call by different names."""
    mode = address.query.get("sslmode")
    if mode is None:
        return address
    return address.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})


def _make_folder(address: URL) -> None:
    if not _is_file(address):
        return
    folder = Path(str(address.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError(
            f"the folder {folder} for the database cannot be made ({reason}); name another in the database URL"
        ) from error


def expect_file(url: str) -> None:
    """Raise StoreError where the URL names a SQLite file that is not there."""
    address = normalise_url(url)
    if _is_file(address) and not Path(str(address.database)).exists():
        raise StoreError(f"there is no database {place_of(address)}; name the file of one in the database URL")


def _runner(address: URL, statement_seconds: float | None = _STATEMENT_SECONDS) -> Runner:
    try:
        if address.get_backend_name() != "sqlite":
            # the URL may name another time
            patience = {"command_timeout": statement_seconds} | dict(address.query)
            limits = {"timeout": CONNECT_SECONDS, "command_timeout": patience["command_timeout"]}
            served = create_async_engine(address, connect_args=limits)
            event.listen(served.sync_engine, "checkout", _leave_the_dead)
            return OnLoop(served)
        in_memory = address.database == ":memory:"
        # one connection is one database in memory
        options: dict[str, Any] = (
            {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}} if in_memory else {}
        )
        engine = create_engine(address, **options)
    except (TypeError, ValueError) as error:
        raise _wrong_option(error) from error
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return InThreads(engine, alone=in_memory)


def _leave_the_dead(connection: Any, _record: object, _fairy: object) -> None:
    """Let the pool take a new connection for one that the server has ended; a ping would cost four round trips."""
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError


def _use_wal(cursor: Any) -> None:
    """Switch to WAL; SQLite does not wait for others who switch at the same moment, so try again for a while."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(_WAL_PAUSE)
        else:
            return


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # the driver must not begin transactions by itself: it would begin them without the write lock
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        _use_wal(cursor)
        for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
    except BaseException:
        # nobody else knows this connection yet
        connection.close()
        raise


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


async def _prepare(store: SqlStore, address: URL, *, migrate: bool) -> None:
    """Compare the database with this program, and bring it up to date where that is asked for."""
    place = place_of(address)
    known = [file.stem.partition("_")[0] for file in sorted(_MIGRATIONS.glob("versions/[0-9]*.py"))]
    try:
        revision = await store.read(_revision)
    except (TypeError, ValueError) as error:
        # what the driver does not know it refuses like a wrong argument
        raise _wrong_option(error) from error
    if revision == known[-1]:
        return
    if revision is not None and revision not in known:
        raise StoreTooNew(
            f"the database {place} was written by a newer version of Counterclaim (its tables are at {revision}, "
            f"this program knows them up to {known[-1]}); install that version, or name another database"
        )
    if not migrate:
        raise StoreError(f"the tables of the database {place} are not up to date; start `counterclaim run` first")
    try:
        async with _unhurried(store, address) as one:
            await one.write(_migrate)
    except ProgrammingError as error:
        raise store_error(place, error) from error


@asynccontextmanager
async def _unhurried(store: SqlStore, address: URL) -> AsyncIterator[SqlStore]:
    """Give a store whose statements may take any time, as an index on a large record does."""
    if address.get_backend_name() == "sqlite":
        yield store
        return
    runner = _runner(address.difference_update_query(["command_timeout"]), statement_seconds=None)
    try:
        yield SqlStore(runner, place_of(address))
    finally:
        await runner.close()


def _wrong_option(error: Exception) -> StoreError:
    reason = str(error).removeprefix("connect() got an ")
    return StoreError(f"the database URL holds an option that cannot be used ({reason}); take it out")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _migrate(connection: Connection) -> None:
    """Run what is missing in the transaction that is open; other processes wait for it."""
    # Alembic is loaded only when there is something to migrate: it would cost every other start a tenth of a second.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
