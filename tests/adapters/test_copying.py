"""Copying a database: every row arrives, as it was, or nothing does."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from bot.adapters.copying import copy_database
from bot.adapters.database import open_store
from bot.adapters.record_tables import awaiting, closings, doubts, links, pins, record_edits, redirects
from bot.adapters.stores import SqlStore
from bot.adapters.tables import metadata
from bot.core.delivery import Remark
from bot.errors import StoreError
from bot.ports import KeywordEdit
from tests.support.databases import empty, statement
from tests.support.reports import EVENT, NOW, RELEVANT, claim, stored_report


async def filled(store: SqlStore) -> None:
    """Put something into every table."""
    for channel in (1, 2):
        await store.save_alerts(channel, 10, 9, NOW)
    for number in range(7):
        await stored_report(store, f"report-{number}", claim(number), verdicts={10: RELEVANT, 11: RELEVANT})
    entry = (await stored_report(store, "late one", claim(99), digest="d9")).entry
    await statement_of(store, "INSERT INTO missed (channel_id, entry_id, event_id, at) SELECT 1, :e, :v, :n", entry.id)
    cards = await store.cards_due(NOW, 1)
    await store.save_posting(cards[0], 1000, "shown", NOW, Remark(1, "a note", "nonce", 1000, "title"))
    await store.save_keyword_edit(KeywordEdit(10, "places", "خیبر", True, 9, NOW))
    await store.save_note("commands", "digest", NOW)
    await store.lease("discord", "holder", 60, NOW)
    await store.write(lambda connection: order(connection, entry.id))


def order(connection: Connection, entry: str) -> None:
    """Put what an analyst ordered into the tables of the record's edits."""
    edit = {"at": NOW, "by": "an analyst", "action": "move", "event_id": EVENT.id, "words": "a move", "reason": "–"}
    connection.execute(record_edits.insert(), edit | {"row": 1, "intents": [], "before": []})
    connection.execute(redirects.insert(), {"event_id": EVENT.id, "kept_id": EVENT.id, "since": NOW, "until": NOW})
    connection.execute(closings.insert(), {"event_id": EVENT.id, "at": NOW})
    connection.execute(pins.insert(), {"entry_id": entry, "event_id": EVENT.id, "edit": 1})
    tied = {"event_id": EVENT.id, "other_id": EVENT.id, "bond": "response to", "since": NOW, "until": NOW}
    connection.execute(links.insert(), tied)
    doubt = {"entry_id": entry, "event_id": EVENT.id, "score": 0.5, "runner_up_score": 0.4, "reason": "–"}
    connection.execute(doubts.insert(), doubt | {"at": NOW, "settled": False})
    connection.execute(awaiting.insert(), {"entry_id": entry, "first": NOW.date(), "last": NOW.date()})


async def statement_of(store: SqlStore, words: str, entry: str) -> None:
    values = {"e": entry, "v": EVENT.id, "n": NOW.replace(tzinfo=None)}
    await store.write(lambda connection: connection.execute(text(words), values))


async def rows(url: str) -> dict[str, list[Any]]:
    """Return every row of every table, as the program sees it."""

    def read(connection: Connection) -> dict[str, list[Any]]:
        tables = [table for table in metadata.sorted_tables if table.name != "leases"]
        return {table.name: sorted(map(repr, connection.execute(select(table)).all())) for table in tables}

    async with open_store(url) as store:
        return await store.read(read)


@pytest.fixture
async def source(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'source.db'}"
    async with open_store(url) as store:
        await filled(store)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
async def target(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'target.db'}"
        return
    url = request.getfixturevalue("postgresql_url")
    yield url
    await empty(url)


async def test_every_row_of_every_table_arrives(source: str, target: str) -> None:
    copied = {one.table: one.rows for one in await copy_database(source, target, rows_at_once=3)}
    before = await rows(source)
    assert all(before.values()), "every table holds something"
    assert await rows(target) == before
    assert copied == {name: len(there) for name, there in before.items()}


async def test_the_copy_goes_on_where_the_source_stopped(source: str, target: str) -> None:
    await copy_database(source, target)
    async with open_store(target) as store:
        await stored_report(store, "afterwards", claim(1000), now=NOW + timedelta(minutes=1))
        file = await store.event_file(EVENT.id)
        assert file is not None
        assert {filed.claim.figure.low for filed in file.claims} == {*range(7), 99, 1000}
        assert len(await store.cards_due(NOW + timedelta(minutes=1), 10)) == 2


async def test_a_target_that_holds_something_is_refused(source: str, target: str) -> None:
    async with open_store(target) as store:
        await store.save_note("one", "value", NOW)
    with pytest.raises(StoreError, match=r"not empty.*notes"):
        await copy_database(source, target)
    assert (await rows(target))["entries"] == []


async def test_counts_that_differ_keep_nothing(source: str, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'target.db'}"
    async with open_store(target):
        pass
    await statement(target, "CREATE TRIGGER lossy AFTER INSERT ON claims BEGIN DELETE FROM claims WHERE low = 3; END")
    with pytest.raises(StoreError, match="nothing was kept"):
        await copy_database(source, target)
    assert not any((await rows(target)).values())


async def test_a_database_is_not_copied_onto_itself(source: str) -> None:
    with pytest.raises(StoreError, match="same"):
        await copy_database(source, source)


async def test_a_source_that_is_not_there_is_refused(tmp_path: Path, target: str) -> None:
    with pytest.raises(StoreError, match="there is no database"):
        await copy_database(f"sqlite:///{tmp_path / 'nothing.db'}", target)
