"""Copy a whole database into an empty one, of the same kind or another: all of it, or nothing."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, func, select, text

from bot.adapters.database import expect_file, normalise_url, open_store, place_of
from bot.adapters.stores import SqlStore
from bot.adapters.tables import leases, metadata
from bot.errors import StoreError

ROWS_AT_ONCE: Final = 2000
# Which process has which role is nothing to take along.
LEFT_BEHIND: Final = frozenset({leases.name})


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows of a table were copied."""

    table: str
    rows: int


async def copy_database(source_url: str, target_url: str, rows_at_once: int = ROWS_AT_ONCE) -> list[Copied]:
    """Copy every row and check the counts; raise StoreError where the target is not empty or the counts differ.

    The bot must not run meanwhile: rows that it adds to the source while they are copied make the counts differ.
    """
    if normalise_url(source_url) == normalise_url(target_url):
        raise StoreError("both databases are the same one; name an empty one to copy to")
    expect_file(source_url)
    async with open_store(source_url, migrate=False) as source, open_store(target_url) as target:
        place = place_of(normalise_url(target_url))
        if full := [table.name for table in _tables() if await target.read(partial(_count, table))]:
            raise StoreError(
                f"the database {place} is not empty (there are rows in {', '.join(full)}); name an empty one"
            )
        return await _copy(source, target, (place, rows_at_once))


def _tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if table.name not in LEFT_BEHIND]


async def _copy(source: SqlStore, target: SqlStore, how: tuple[str, int]) -> list[Copied]:
    copied, (place, at_once) = [], how
    async with target.writing() as write:
        for table in _tables():
            async for rows in _rows(source, table, at_once):
                await write(partial(_add, table, rows))
            await write(partial(_go_on_counting, table))
            there = await source.read(partial(_count, table))
            here = await write(partial(_count, table))
            if there != here:
                raise StoreError(
                    f"the database {place} got {here} rows of {table.name}, and there are {there}: nothing was kept; "
                    "stop the bot and try again"
                )
            copied.append(Copied(table.name, here))
    return copied


async def _rows(source: SqlStore, table: Table, at_once: int) -> AsyncIterator[Sequence[dict[str, Any]]]:
    """Return a table's rows in pieces, in the order of its key."""
    key = tuple(table.primary_key.columns)
    last: tuple[Any, ...] | None = None
    while True:
        query = select(table).order_by(*key).limit(at_once)
        if last is not None:
            query = query.where(_after(key, last))
        rows = await source.read(partial(_mappings, query))
        if not rows:
            return
        yield rows
        last = tuple(rows[-1][column.name] for column in key)


def _after(key: Sequence[Any], last: Sequence[Any]) -> Any:
    """Match what follows a key; keys of one or two columns."""
    if len(key) == 1:
        return key[0] > last[0]
    first, second = key
    return (first > last[0]) | ((first == last[0]) & (second > last[1]))


def _add(table: Table, rows: Sequence[dict[str, Any]], connection: Connection) -> None:
    connection.execute(table.insert(), rows)


def _mappings(query: "Select[Any]", connection: Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _count(table: Table, connection: Connection) -> int:
    return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def _go_on_counting(table: Table, connection: Connection) -> None:
    """Let PostgreSQL number new rows after those that came with numbers of their own."""
    if connection.dialect.name != "postgresql" or "row" not in table.c:
        return
    last = connection.scalar(select(func.max(table.c.row)))
    if last is not None:
        sequence = text("SELECT setval(pg_get_serial_sequence(:name, 'row'), :last)")
        connection.execute(sequence, {"name": table.name, "last": last})
