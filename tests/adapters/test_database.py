"""Opening the database: its URL, its set-up, its migrations, and one clear line for whatever is wrong."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import StatementError

from bot.adapters import migrations
from bot.adapters.database import default_url, normalise_url, open_store
from bot.adapters.stores import SqlStore
from bot.adapters.tables import metadata
from bot.errors import StoreError, StoreTooNew
from tests.support.databases import empty, statement, within
from tests.support.reports import FEED, NOW, fetched, plan, stored_report


async def opened(url: str, *, migrate: bool = True) -> None:
    """Open a store and close it."""
    async with open_store(url, migrate=migrate):
        pass


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///a/b.db", "sqlite+pysqlite:///a/b.db?timeout=10"),
        ("sqlite+aiosqlite:////a/b.db", "sqlite+pysqlite:////a/b.db?timeout=10"),
        ("sqlite+pysqlite:///b.db?timeout=3", "sqlite+pysqlite:///b.db?timeout=3"),
        ("sqlite://", "sqlite+pysqlite:///:memory:?timeout=10"),
        ("sqlite:///:memory:", "sqlite+pysqlite:///:memory:?timeout=10"),
        ("  sqlite:///b.db\n", "sqlite+pysqlite:///b.db?timeout=10"),
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql://u:p@h:5433/d?sslmode=require", "postgresql+asyncpg://u:p@h:5433/d?ssl=require"),
        ("postgresql+psycopg2://h/d", "postgresql+asyncpg://h/d"),
        ("postgresql+asyncpg://postgres:@/postgres?host=/run", "postgresql+asyncpg://postgres:@/postgres?host=%2Frun"),
    ],
)
def test_a_url_gets_the_driver_of_the_program(given: str, used: str) -> None:
    assert normalise_url(given) == make_url(used)


def test_a_tilde_is_the_users_folder() -> None:
    assert normalise_url("sqlite:///~/cc.db").database == str(Path.home() / "cc.db")


def test_the_default_is_a_sqlite_file_in_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    address = normalise_url(default_url())
    assert address.get_backend_name() == "sqlite"
    assert Path(str(address.database)).name == "counterclaim.db"
    assert "counterclaim" in Path(str(address.database)).parent.parts


SECRET = "hunter2secret"
MIGRATIONS = Path(migrations.__file__).parent


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/var/lib/counterclaim.db",
        "counterclaim.db",
        f"mysql://root:{SECRET}@host/db",
        f"oracle+oracledb://root:{SECRET}@host/db",
        f"postgresql://root:{SECRET}@host:port/db",
        f"postgresql://root:{SECRET}@127.0.0.1:1/db",
        f"postgresql://root:{SECRET}@no-such-host.invalid/db",
        f"postgresql://root:{SECRET}@127.0.0.1:1/db?nonsense=1",
        f"postgresql://127.0.0.1:1/db?password={SECRET}",
        "sqlite:////proc/nowhere/store.db",
        "sqlite:////dev/null/store.db",
        "sqlite:////",
        "sqlite:///x.db?timeout=soon",
    ],
)
async def test_a_url_that_cannot_be_used_is_one_clear_line_without_its_password(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        await opened(url)
    text = str(caught.value)
    assert SECRET not in text
    assert "\n" not in text
    assert text.startswith("the ")
    assert ";" in text, "it says what is wrong, then what to do"


async def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    file = tmp_path / "one" / "two" / "store.db"
    await opened(f"sqlite:///{file}")
    assert file.is_file()


def not_a_database(file: Path) -> None:
    file.write_bytes(b"This is a letter, not a database. " * 200)


def damaged(file: Path) -> None:
    asyncio.run(opened(f"sqlite:///{file}"))
    pages = bytearray(file.read_bytes())
    pages[100:4096] = b"\xff" * (4096 - 100)
    file.write_bytes(pages)


def a_folder(file: Path) -> None:
    file.mkdir()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(not_a_database, "is not a SQLite database"), (damaged, "is damaged"), (a_folder, "cannot be opened")],
)
def test_a_file_that_is_no_good_says_so(tmp_path: Path, spoil: object, says: str) -> None:
    file = tmp_path / "store.db"
    assert callable(spoil)
    spoil(file)
    with pytest.raises(StoreError, match=says):
        asyncio.run(opened(f"sqlite:///{file}"))


async def test_a_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    await opened(f"sqlite:///{file}")
    sqlite3.connect(file).execute("PRAGMA journal_mode=DELETE").connection.close()
    async with open_store(f"sqlite:///file:{file}?mode=ro&uri=true&immutable=1", migrate=False) as store:
        with pytest.raises(StoreError, match="cannot be written"):
            await store.save_note("a", "b", NOW)


async def test_a_file_that_another_program_keeps_locked_says_so(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    url = f"sqlite:///{file}?timeout=0.05"
    async with open_store(url) as store:
        other = sqlite3.connect(file)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="is locked by another program"):
            await store.save_note("a", "b", NOW)
        other.close()
        await store.save_note("a", "b", NOW)
        assert await store.note("a") == ("b", NOW)


async def test_a_short_read_that_fails_is_explained_like_any_other(database_url: str) -> None:
    day = date(2026, 2, 26)
    async with open_store(database_url) as store:
        assert await store.events_near(day, day) == []
        await store.write(lambda connection: connection.exec_driver_sql("ALTER TABLE events RENAME TO gone"))
        with pytest.raises((StoreError, StatementError), match="events"):
            await store.events_near(day, day)
        await store.write(lambda connection: connection.exec_driver_sql("ALTER TABLE gone RENAME TO events"))
        assert await store.events_near(day, day) == []


async def test_a_full_disk_says_so_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    async with open_store(f"sqlite:///{tmp_path / 'store.db'}") as store:
        await store.save_feeds([FEED], NOW)
        await store.write(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1"))
        entries = [fetched(str(number), text="x" * 10_000) for number in range(20)]
        with pytest.raises(StoreError, match="disk is full"):
            await store.save_refreshes([plan(*entries)], NOW)
        assert await store.entries_pending(10) == []
        assert [one.state.baselined for one in await store.feeds()] == [False]


async def test_a_database_of_a_newer_version_is_left_alone(database_url: str) -> None:
    await opened(database_url)
    await statement(database_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match="newer version of Counterclaim"):
        await opened(database_url)
    assert await statement(database_url, "SELECT version_num FROM alembic_version") == "9999"


async def test_a_database_without_tables_is_refused_where_migrating_is_not_asked_for(database_url: str) -> None:
    with pytest.raises(StoreError, match="not up to date"):
        await opened(database_url, migrate=False)
    await opened(database_url)
    await opened(database_url, migrate=False)


async def test_several_processes_may_open_an_empty_database_at_once(database_url: str) -> None:
    await asyncio.gather(*(opened(database_url) for _ in range(4)))
    await opened(database_url, migrate=False)


async def test_a_migration_that_fails_half_way_leaves_nothing(database_url: str) -> None:
    await statement(database_url, "CREATE TABLE notes (mine INTEGER)")
    with pytest.raises(Exception, match="notes"):
        await opened(database_url)
    await statement(database_url, "DROP TABLE notes")
    with pytest.raises(StoreError, match="not up to date"):
        await opened(database_url, migrate=False)
    await opened(database_url)


async def test_the_migrations_make_the_tables_that_the_program_uses(database_url: str) -> None:
    await opened(database_url)

    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    assert await within(database_url, differences) == []


async def test_events_of_an_older_database_are_told_long_from_short(database_url: str) -> None:
    def old(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        for name, last in (("short", "2026-03-02"), ("edge", "2026-03-02"), ("long", "2026-03-03")):
            began = "2026-01-01" if name != "short" else "2026-03-01"
            values = {"id": name, "began": began, "last": last, "at": "2026-03-03 00:00:00"}
            connection.execute(text(OLD_EVENT), values if connection.dialect.name == "sqlite" else typed(values))

    await within(database_url, old)
    async with open_store(database_url) as store:
        found = await store.read(lambda connection: connection.execute(text("SELECT id, long FROM events")).all())
        assert {row.id: bool(row.long) for row in found} == {"short": False, "edge": False, "long": True}
        near = await store.events_near(date(2026, 2, 1), date(2026, 2, 2))
    assert [one.id for one in near] == ["edge", "long"]


OLD_EVENT = (
    "INSERT INTO events (id, kind, title, began, last, places, aliases, seeded, folded, latest, created) VALUES "
    "(:id, 'clash', 'Clash', :began, :last, '[]', '[]', false, '', :at, :at)"
)


def typed(values: dict[str, str]) -> dict[str, object]:
    """Return days and times as PostgreSQL's driver wants them."""
    days = {name: date.fromisoformat(values[name]) for name in ("began", "last")}
    return {**values, **days, "at": datetime(2026, 3, 3, tzinfo=UTC)}


async def test_what_was_saved_is_there_after_reopening(database_url: str) -> None:
    async with open_store(database_url) as store:
        report = await stored_report(store)
    async with open_store(database_url) as store:
        file = await store.event_file("2026-02-26-border")
        assert file is not None
        assert [one.claim for one in file.claims] == list(report.claims)


async def test_sqlite_writes_ahead_and_keeps_references_whole(tmp_path: Path) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    async with open_store(f"sqlite:///{tmp_path / 'store.db'}") as store:
        pragmas = await store.read(
            lambda connection: {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}
        )
    assert pragmas == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 10_000}


async def test_a_database_in_memory_serves_one_program() -> None:
    async with open_store("sqlite://") as store:
        await asyncio.gather(*(store.save_note(str(number), "x", NOW) for number in range(5)))
        assert await store.note("4") == ("x", NOW)


async def test_a_time_comes_back_as_utc_whatever_zone_it_came_in(store: SqlStore) -> None:
    kabul = timezone(timedelta(hours=4, minutes=30))
    at = datetime(2026, 2, 27, 2, 0, 0, 123456, tzinfo=kabul)
    await store.save_note("a", "b", at)
    note = await store.note("a")
    assert note is not None
    assert (note[1], note[1].tzinfo) == (at, UTC)


async def test_a_time_without_a_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        await store.save_note("a", "b", datetime(2026, 2, 27))  # noqa: DTZ001 - that it is naive is the point
    assert await store.note("a") is None


CUT_OFF = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


async def test_connections_that_the_server_ends_are_replaced_without_a_word(postgresql_url: str) -> None:
    async with open_store(postgresql_url) as store:
        await store.save_note("a", "", NOW)
        for number in range(20):
            await asyncio.gather(*(store.note("a") for _ in range(6)))
            assert await statement(postgresql_url, CUT_OFF) >= 1
            await store.save_note("a", str(number), NOW)
            assert await statement(postgresql_url, CUT_OFF) >= 1
            assert await store.note("a") == (str(number), NOW)
    await empty(postgresql_url)


@asynccontextmanager
async def counting_requests(folder: Path, behind: str) -> AsyncIterator[list[int]]:
    """Stand between a client and the server whose socket is in the folder `behind`; note the size of each request."""
    sizes: list[int] = []

    async def pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter, counted: list[int]) -> None:
        while some := await source.read(1 << 16):
            counted.append(len(some))
            target.write(some)
        target.close()

    async def serve(asked: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        reader, writer = await asyncio.open_unix_connection(f"{behind}/{SOCKET}")
        await asyncio.gather(pass_on(asked, writer, sizes), pass_on(reader, answer, []))

    server = await asyncio.start_unix_server(serve, folder / SOCKET)
    try:
        yield sizes
    finally:
        server.close()


SOCKET = ".s.PGSQL.5432"


async def test_a_read_that_was_made_before_is_one_request_to_the_server(postgresql_url: str, tmp_path: Path) -> None:
    behind = postgresql_url.rpartition("host=")[2]
    async with (
        counting_requests(tmp_path, behind) as requests,
        open_store(postgresql_url.replace(behind, str(tmp_path))) as store,
    ):
        await store.note("a")
        before = len(requests)
        await store.note("a")
        assert len(requests) - before == 1
    await empty(postgresql_url)
