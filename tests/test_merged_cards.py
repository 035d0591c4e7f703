"""What the channel shows when an analyst merges two events, and when the merge is undone."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.record import Merge, Undo
from tests.support.delivery import Desk, delivery
from tests.support.discord_stand_in import CHANNEL, stand_in
from tests.support.reports import EVENT
from tests.support.wire import pointed_at

KURRAM = replace(EVENT, id="2026-02-27-kurram", title="Clash in Kurram")


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    async with stand_in() as there:
        with pointed_at(there, monkeypatch):
            async with delivery(tmp_path, there) as opened:
                yield opened


async def settle(desk: Desk) -> None:
    """Publish until nothing is left to do."""
    for _ in range(6):
        desk.clock.pass_by(hours=1)
        await desk.publish()


async def test_the_card_of_a_merged_event_gives_way_and_comes_back_when_that_is_undone(desk: Desk) -> None:
    await desk.tell(36)
    await desk.tell(8, KURRAM)
    await settle(desk)
    assert len(desk.cards()) == 2
    await desk.store.save_edit(Merge(KURRAM.id, EVENT.id), "analyst", "", desk.clock.now())
    await settle(desk)
    (kept,) = desk.cards()
    assert "36" in str(kept)
    assert "8" in str(kept["embeds"])
    (stub,) = [one["content"] for one in desk.discord.messages(CHANNEL) if EVENT.id in str(one["content"])]
    assert stub == f"This episode is now told with another: **{EVENT.title}** ({EVENT.id})."
    await desk.tell(13, KURRAM)
    await settle(desk)
    assert len(desk.cards()) == 1
    (edit,) = await desk.store.edits_of(None)
    await desk.store.save_edit(Undo(edit.number), "analyst", "", desk.clock.now())
    await settle(desk)
    assert sorted("Kurram" in str(one["embeds"]) for one in desk.cards()) == [False, True]
