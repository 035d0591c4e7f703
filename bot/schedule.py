"""Run the jobs of a process at their pace; the one place that catches whatever a job throws."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import StoreError, TokenRefused

log = logging.getLogger(__name__)

DRAIN_SECONDS = 20.0
# After these no later run can do better: they end the process.
FATAL = (TokenRefused,)


@dataclass(frozen=True, slots=True)
class Job:
    """A named piece of work that is done at once, then every `seconds` and when `woken`.

    It is never done twice at a time, or more than `beside` times for work of which a slow run may go on beside others.
    """

    name: str
    seconds: float
    work: Callable[[], Awaitable[object]]
    woken: asyncio.Event | None = None
    beside: int = 1


@asynccontextmanager
async def running(jobs: Sequence[Job]) -> AsyncIterator[asyncio.Future[None]]:
    """Run `jobs` while the context lasts; at its end, start no more and let running ones finish (20 s at most).

    What it gives is done only when a job has raised an error after which the process should end, and holds that error.
    """
    scheduler = AsyncIOScheduler(timezone=UTC)
    # A run that is still under way when the next is due is in good order, and no reason for a line each second.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    under_way: set[asyncio.Task[None]] = set()
    ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    room = {job.name: asyncio.Semaphore(job.beside) for job in jobs}
    stopping = asyncio.Event()

    async def run(job: Job) -> None:
        async with room[job.name]:
            if stopping.is_set():
                return
            # A task of our own, shielded: the scheduler's shutdown cancels what it runs itself.
            task = asyncio.create_task(_once(job, ended), name=job.name)
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            await asyncio.shield(task)

    async def answer(job: Job, woken: asyncio.Event) -> None:
        while True:
            await woken.wait()
            # whoever has work to tell of during the run is answered by one more
            woken.clear()
            await run(job)

    for job in jobs:
        # Without the three settings at the end, a run that is a second late is dropped in silence.
        scheduler.add_job(
            run, "interval", seconds=job.seconds, args=[job], id=job.name, next_run_time=datetime.now(UTC),
            misfire_grace_time=None, coalesce=True, max_instances=job.beside,
        )  # fmt: skip
    scheduler.start()
    answering = [asyncio.create_task(answer(job, job.woken)) for job in jobs if job.woken is not None]
    try:
        yield ended
    finally:
        scheduler.pause()
        stopping.set()
        for task in answering:
            task.cancel()
        unfinished = (await asyncio.wait(under_way, timeout=DRAIN_SECONDS))[1] if under_way else ()
        for task in unfinished:
            log.warning("job cut off job=%s after=%.0fs", task.get_name(), DRAIN_SECONDS)
            task.cancel()
        scheduler.shutdown(wait=False)
        if ended.done():
            # so that an error nobody has asked for is not told twice
            ended.exception()


async def _once(job: Job, ended: asyncio.Future[None]) -> None:
    try:
        await job.work()
    except FATAL as error:
        if not ended.done():
            ended.set_exception(error)
    except StoreError as error:
        # The state of the world, not a mistake of ours: one line tells it all.
        log.error("job waits job=%s reason=%r", job.name, str(error))  # noqa: TRY400  the trace would add nothing
    except Exception:
        # The next run may succeed, so a job never ends for good; the fault is loud.
        log.exception("job failed job=%s", job.name)
