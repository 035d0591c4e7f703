"""Measure a command's latency while the worker polls 2,000 feeds and digests, against its idle value.

The gateway's side is this process, the worker another, on one SQLite file, as `counterclaim run` has them. A command is
what `/latest` asks of the store. `make bench-latency` runs it; it fails where p99 grows more than three times.
"""

import asyncio
import sys
import tempfile
from collections.abc import Coroutine
from contextlib import ExitStack
from datetime import UTC, datetime
from statistics import quantiles

from bot.adapters.database import open_store
from bot.adapters.stores import SqlStore
from bot.app.ground import theatre_seeds
from config.settings import ROOT
from tools.bench_feeds import _begin, _server
from tools.benching.processes import Client

FEEDS, ROUNDS, PAUSE, IDLE_COMMANDS, MOST = 2000, 3, 0.01, 800, 3.0


async def main() -> int:
    """Print both p99 and their ratio; return 1 where it is above MOST."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        port = stack.enter_context(_server(FEEDS))
        async with open_store(f"sqlite:///{folder}/ours.sqlite3") as store:
            await _seed(store)
            worker = Client("ours", [sys.executable, "-m", "tools.benching.our_client", str(FEEDS), str(port), folder])
            stack.callback(worker.stop)
            await asyncio.to_thread(worker.ask, task="poll")
            idle = await _latencies(store, asyncio.sleep(IDLE_COMMANDS * PAUSE))
            busy = await _latencies(store, _work(worker, port))
    before, during = _p99(idle), _p99(busy)
    print(f"idle p99 {before * 1e3:.1f} ms of {len(idle)}, busy {during * 1e3:.1f} ms of {len(busy)}")
    good = during <= MOST * before
    words = f"a command's p99 while polling and digesting: {during / before:.2f} times idle, at most {MOST:g} wanted"
    print(f"{'ok  ' if good else 'MISS'}  {words}")
    return 0 if good else 1


async def _seed(store: SqlStore) -> None:
    seeds = theatre_seeds(ROOT / "afpak")
    await store.save_events(seeds.events, seeds.claims, datetime(2026, 3, 1, tzinfo=UTC))


async def _work(worker: Client, port: int) -> None:
    """Let the worker poll every feed, a tenth of them changed, and digest 200 entries; again and again."""
    for number in range(1, ROUNDS + 1):
        await asyncio.to_thread(_begin, port, number)
        await asyncio.to_thread(worker.ask, task="poll")
        await asyncio.to_thread(worker.ask, task="digest")


async def _latencies(store: SqlStore, meanwhile: Coroutine[None, None, None]) -> list[float]:
    """Ask every ten milliseconds until `meanwhile` is over; return how long each answer took, in seconds."""
    clock = asyncio.get_running_loop().time
    task, taken = asyncio.create_task(meanwhile), []
    while not task.done():
        began = clock()
        await _command(store)
        taken.append(clock() - began)
        await asyncio.sleep(PAUSE)
    await task
    return taken


async def _command(store: SqlStore) -> None:
    await store.claims_latest(3)


def _p99(seconds: list[float]) -> float:
    return quantiles(seconds, n=100)[98]


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
