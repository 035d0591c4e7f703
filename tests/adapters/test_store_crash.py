"""A process killed at any moment repeats a step and loses none."""

import asyncio
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bot.adapters.database import open_store
from tests.support.reports import MINUTE, NOW
from tests.support.store_worker import CHANNELS, ENTRIES, EVENTS, event_of, work

KILLS = 5
ROOT = Path(__file__).parents[2]


def run_and_kill(url: str, start: int, messages: Path, steps: int) -> None:
    """Start a worker and kill it as soon as it has told of `steps` steps; it goes on working meanwhile."""
    command = [sys.executable, "-m", "tests.support.store_worker", url, str(start), str(messages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as worker:
        assert worker.stdout is not None
        for _ in range(steps):
            worker.stdout.readline()
        worker.kill()


@pytest.mark.parametrize("seed", [20260226])
async def test_every_claim_and_every_card_is_there_once_after_kills(
    database_url: str, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    messages = tmp_path / "messages"
    for start in range(KILLS):
        await asyncio.to_thread(run_and_kill, database_url, start, messages, chance.randint(1, 25))
    async with open_store(database_url) as store:
        later = NOW + KILLS * 5 * MINUTE
        await work(store, later, messages)
        assert await store.entries_pending(10) == []
        assert await store.cards_due(later, 10) == []
        files = [await store.event_file(event_of(number).id) for number in range(EVENTS)]
    figures = sorted(filed.claim.figure.low or 0 for file in files if file for filed in file.claims)
    assert figures == list(range(ENTRIES))
    posted = [line.split()[:2] for line in (await asyncio.to_thread(messages.read_text)).splitlines()]
    assert sorted(posted) == sorted(
        [str(channel), event_of(number).id] for channel in CHANNELS for number in range(EVENTS)
    )
