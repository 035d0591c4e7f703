"""Measure how long a stored report takes until its card is on the wire, and commands on a record of a million claims.

Both on SQLite and PostgreSQL. The publish job runs at its default pace against the stand-in Discord in this process;
reports come at random moments, each about an episode of its own. `python -m tools.bench_delivery [REPORTS]` fails
where a command's p99 is above 100 ms, or reading takes more than three times what raw sqlite3 takes.
"""

import asyncio
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.adapters.clock import SystemClock
from bot.adapters.database import open_store
from bot.client import point_at
from bot.pipeline import publish
from bot.schedule import Job, running
from config.rules.sides import read_theatre
from config.settings import ROOT, Settings
from tests.support.delivery import delivery, event, tell
from tests.support.discord_stand_in import CHANNEL, stand_in
from tools.benching.commands import Ratio, Waits, ratio, waits
from tools.benching.databases import Databases, databases
from tools.benching.million import CLAIMS, EVENTS, Filling, fill_postgresql, fill_sqlite, fillings, sizes

SPREAD_SECONDS = 0.4


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


async def deliveries(reports: int) -> None:
    """Measure the way of a report on each database and print the result."""
    with databases() as there:
        for name, url in there.urls.items():
            waited = await measure(url, reports, random.Random(1))
            p50, p99 = waited[len(waited) // 2], waited[min(len(waited) - 1, len(waited) * 99 // 100)]
            shown = f"p50 {p50:.2f} s, p99 {p99:.2f} s, most {waited[-1]:.2f} s"
            print(f"{name:<11} reports={reports} stored to wire: {shown}")


async def commands() -> bool:
    """Measure commands on each database with a million claims and print the result; tell whether all bars are kept."""
    theatre = read_theatre(ROOT / "afpak")
    first, second = (side.code for side in theatre.sides)
    counts, kept = sizes(), True
    with databases() as there:
        for name, url in there.urls.items():
            async with open_store(url):
                began = asyncio.get_running_loop().time()
            await _fill(name, there, fillings(counts, (first, second)))
            took = asyncio.get_running_loop().time() - began
            print(f"{name}: {CLAIMS:,} claims under {EVENTS:,} events, filled in {took:.0f} s")
            results: list[Waits | Ratio] = [*await waits(url, theatre, counts), await ratio(url, there.file, counts)]
            print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
            print("\n".join(one.line() for one in results))
            kept = kept and all(one.is_kept for one in results)
    return kept


async def _fill(name: str, there: Databases, tables: Sequence[Filling]) -> None:
    if name == "sqlite":
        fill_sqlite(there.file, tables)
    else:
        await fill_postgresql(there.socket, tables)


async def main(reports: int) -> int:
    """Measure both; return 1 where a bar is missed."""
    await deliveries(reports)
    return 0 if await commands() else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)))
