"""Export and import on both databases: the same record comes out again, and a second import changes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.database import open_store
from bot.adapters.stores import SqlStore
from bot.core.model import FiledClaim
from bot.core.record import Merge
from bot.core.registers import Filed
from tests.support.reports import EVENT, NOW, claim, stored_report

KURRAM = replace(EVENT, id="2026-02-27-kurram", title="Clash in Kurram", places=("Kurram",), aliases=("K",))
SEED = FiledClaim(claim(58), "Record", "", NOW, "record:1")


@pytest.fixture
async def full(store: SqlStore) -> list[Filed]:
    """Fill a record with seeded and read claims, and a merged event."""
    third = replace(EVENT, id="2026-02-28-bajaur", places=("Bajaur",))
    await store.save_events([KURRAM], {KURRAM.id: [SEED]}, NOW)
    for key, event, low in (("a", EVENT, 55), ("b", KURRAM, 8), ("c", third, 3)):
        await stored_report(store, key, claim(low), claim(low, background=True), event=event)
    await store.save_edit(Merge(third.id, EVENT.id), "analyst", "", NOW)
    return await store.register()


async def test_an_import_into_an_empty_record_is_exported_the_same(
    store: SqlStore, full: list[Filed], tmp_path: Path
) -> None:
    assert [(one.event.id, len(one.claims)) for one in full] == [(EVENT.id, 4), (KURRAM.id, 3)]
    async with open_store(f"sqlite:///{tmp_path / 'other.db'}") as other:
        planned = await other.register_difference(full, "file")
        assert await other.register() == []
        assert await other.save_register(full, "file", "ana", NOW) == planned
        back = await other.register()
        assert [(one.event, set(one.claims)) for one in back] == [(one.event, set(one.claims)) for one in full]
        assert await other.save_register(full, "file", "ana", NOW) == []
        assert [(one.action, one.by, one.reason) for one in await other.edits_of(EVENT.id)] == [
            ("import", "ana", "import of file")
        ]


async def test_what_is_there_is_not_imported_again(store: SqlStore, full: list[Filed]) -> None:
    assert await store.register_difference(full, "file") == []
    named = [replace(full[0], event=replace(full[0].event, title="Night of fire")), *full[1:]]
    (one,) = await store.save_register(named, "file", "ana", NOW)
    assert one.claims == ()
    assert [event.title for event in await store.events_like("night of fire", 5)] == ["Night of fire"]
    assert await store.register_difference(named, "file") == []
