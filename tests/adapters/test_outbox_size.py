"""What was sent long ago gives looking for due cards no more to do; the queue keeps it for a month."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.adapters.database import open_store
from tests.support.databases import statement
from tests.support.reports import EVENT

CHANNELS = 200
MANY_SENT = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO outbox(channel_id, event_id, state, attempts, next_try, again, created, closed)
    SELECT 1 + i % 200, events.id, 'sent', 1, '2026-02-27', 0, '2026-02-27', '2026-02-27' FROM n, events
"""


@contextmanager
def counted_steps() -> Iterator[list[int]]:
    """Count the database's own steps, in hundreds, of every connection that is opened meanwhile."""
    steps = [0]

    def step() -> int:
        steps[0] += 1
        return 0

    def connected(connection: Any, _record: object) -> None:
        connection.set_progress_handler(step, 100)

    event.listen(Engine, "connect", connected)
    try:
        yield steps
    finally:
        event.remove(Engine, "connect", connected)


async def test_cards_sent_before_cost_a_look_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'outbox.db'}"
    now = datetime.now(UTC)
    with counted_steps() as steps:
        async with open_store(url) as store:
            await store.save_events([EVENT], {}, now)
            for channel in range(1, CHANNELS + 1):
                await store.save_alerts(channel, 1, 1, now)

            async def look() -> int:
                before = steps[0]
                assert await store.cards_due(now, 20) == []
                return steps[0] - before

            await look()
            empty = await look()
            await statement(url, MANY_SENT)
            assert await look() < 3 * (empty + 10)
