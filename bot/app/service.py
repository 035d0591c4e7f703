"""`counterclaim run`: the bot itself, as two watched processes or as single jobs in this one."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.adapters.database import is_shared
from bot.adapters.pacing import Turns, paced
from bot.adapters.publish import DiscordPublisher
from bot.adapters.waking import listen
from bot.app.gateway import holder_name, keep_gateway, leave_role
from bot.app.ground import Ground, open_ground, open_source, theatre_feeds, theatre_seeds
from bot.app.sharing import first_turns, share_job
from bot.client import CounterclaimClient, point_at
from bot.core.delivery import Pace
from bot.desk import RULES_NOTE, Desk
from bot.errors import SettingsError, StoreError, StoreTooNew
from bot.logs import set_up_logging
from bot.pipeline import Tally, digest, poll, publish
from bot.schedule import Job, running
from bot.supervisor import TRY_AGAIN, supervise
from config.settings import Settings, read_settings

log = logging.getLogger(__name__)

BEAT_SECONDS = 30.0
SWEEP_SECONDS = 3600.0
FEEDS_LEASE = timedelta(minutes=5)
ENTRIES_LEASE = timedelta(minutes=2)
# What broke the reader may not break the next version's: at a start it is read once more.
READ_AGAIN = timedelta(days=30)
# A channel of which Discord says nothing holds its run up for half a minute, and must hold up no other channel.
PUBLISHES_BESIDE = 4
JOBS = ("poll", "digest", "publish", "discord")
GOES_ON = {"poll": "digest", "digest": "publish"}
HOW_TO_BEGIN = (
    "DISCORD_TOKEN is not set. Make a bot at https://discord.com/developers/applications, copy its token and start "
    'again with DISCORD_TOKEN in the environment or in a .env file. To look around without one: "counterclaim demo"'
)


def run(jobs: Sequence[str] | None, *, supervised: bool = False) -> int:
    """Run the bot: both processes watched, or with `jobs` these alone in this process."""
    settings = read_settings()
    secrets = [secret.get_secret_value() for secret in (settings.token, settings.database_url) if secret]
    set_up_logging(settings.log_level, secrets)
    if settings.token is None and (jobs is None or _needs_discord(jobs)):
        raise SettingsError(HOW_TO_BEGIN)
    if jobs is None:
        asyncio.run(_prepare(settings))
        return asyncio.run(supervise())
    if not supervised:
        asyncio.run(_prepare(settings))
    try:
        return asyncio.run(_run_jobs(settings, jobs, supervised=supervised))
    except StoreError as error:
        # This database has been opened before: it is away for a while, so a later start helps.
        if isinstance(error, StoreTooNew):
            raise
        log.error("process ends reason=%r", str(error))  # noqa: TRY400  the line says what to do
        return TRY_AGAIN


def _needs_discord(jobs: Sequence[str]) -> bool:
    return "discord" in jobs or "publish" in jobs


async def _prepare(settings: Settings) -> None:
    """Open everything once, so that a fault is told before any process starts; load feeds and the record."""
    async with open_ground(settings) as ground:
        seeds = theatre_seeds(settings.theatre)
        added = await ground.store.save_events(seeds.events, seeds.claims, ground.clock.now())
        await ground.store.save_feeds(theatre_feeds(settings.theatre, ground.reader), ground.clock.now())
        log.info("record ready events=%d added=%d", len(seeds.events), added)


async def _run_jobs(settings: Settings, jobs: Sequence[str], *, supervised: bool) -> int:
    stop = _stop_event(supervised=supervised)
    async with AsyncExitStack() as stack:
        ground = await stack.enter_async_context(open_ground(settings))
        schedule = await _worker_jobs(stack, ground, jobs)
        connection: asyncio.Task[None] | None = None
        if _needs_discord(jobs):
            holder = holder_name()
            if "discord" in jobs:
                stack.push_async_callback(leave_role, ground, holder)
            shared = _is_shared(settings)
            turns = first_turns(settings.requests_per_second) if shared else Turns(settings.requests_per_second)
            if shared and "publish" in jobs:
                schedule.append(share_job(stack, ground, holder, turns))
            client = await _log_in(stack, ground, turns)
            if "publish" in jobs:
                schedule += [_publish_job(ground, client), _sweep_job(ground)]
            if "discord" in jobs:
                gateway = keep_gateway(ground, client, holder, settings.gateway_patience)
                connection = asyncio.create_task(gateway, name="discord")
        look_less_for_garbage()
        schedule = [replace(job, woken=asyncio.Event()) for job in schedule]
        await _listen_for_work(stack, settings, schedule)
        steps = [_beating(ground, _waking(job, schedule)) for job in schedule]
        ended = await stack.enter_async_context(running(steps))
        await _until(stop, connection, ended)
    return 0


async def _listen_for_work(stack: AsyncExitStack, settings: Settings, schedule: Sequence[Job]) -> None:
    """Let jobs be woken by those who save work for them, where several processes share the database."""
    if settings.database_url is None or not _is_shared(settings):
        return

    def wake(name: str | None) -> None:
        for job in schedule:
            if job.woken is not None and name in {None, job.name}:
                job.woken.set()

    listening = asyncio.create_task(listen(settings.database_url.get_secret_value(), wake), name="listen")
    stack.push_async_callback(_cancelled, listening)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def look_less_for_garbage() -> None:
    """Keep what is loaded out of the search for garbage, and search less often: a tenth of a poll's time."""
    gc.freeze()
    gc.set_threshold(20_000)


async def _until(stop: asyncio.Event, connection: asyncio.Task[None] | None, ended: asyncio.Future[None]) -> None:
    """Wait for the word to stop; a connection or a job that ends before it ends the process with what it raised."""
    stopped = asyncio.create_task(stop.wait())
    ends: list[asyncio.Future[None]] = [one for one in (connection, ended) if one is not None]
    waited: list[asyncio.Future[Any]] = [stopped, *ends]
    try:
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            if end.done():
                await end
    finally:
        stopped.cancel()
        if connection is not None:
            connection.cancel()
            await asyncio.wait([connection])


def _beating(ground: Ground, job: Job) -> Job:
    """Let a job leave a note that it runs, every half minute at most."""
    loop = asyncio.get_running_loop()
    last = loop.time() - BEAT_SECONDS

    async def work() -> None:
        nonlocal last
        await job.work()
        if loop.time() - last >= BEAT_SECONDS:
            last = loop.time()
            await ground.store.save_note(f"alive:{job.name}", "", ground.clock.now())

    return replace(job, work=work)


def _waking(job: Job, schedule: Sequence[Job]) -> Job:
    """Let a job that has changed something wake the one that goes on with it, where both run in this process."""
    after = next((one.woken for one in schedule if one.name == GOES_ON.get(job.name)), None)
    if after is None:
        return job

    async def work() -> None:
        done = await job.work()
        if isinstance(done, Tally) and done.changed:
            after.set()

    return replace(job, work=work)


async def _worker_jobs(stack: AsyncExitStack, ground: Ground, jobs: Sequence[str]) -> list[Job]:
    settings, schedule = ground.settings, []
    if "poll" in jobs:
        source = await stack.enter_async_context(
            open_source(settings.contact, allow_private=settings.allow_private_feeds, ports=settings.feed_ports)
        )
        feeds = theatre_feeds(settings.theatre, ground.reader)
        await ground.store.save_feeds(feeds, ground.clock.now())
        lease = FEEDS_LEASE if _is_shared(settings) else None
        shortest, ops = timedelta(seconds=settings.shortest_poll_seconds), settings.ops_channel
        schedule.append(
            Job("poll", settings.poll_seconds, lambda: poll(ground.store, source, ground.clock, lease, shortest, ops))
        )
    if "digest" in jobs:
        if again := await ground.store.save_pending_again(ground.clock.now() - READ_AGAIN):
            log.info("entries are read again count=%d", again)
        schedule.append(Job("digest", settings.digest_seconds, _digest_work(ground)))
    return schedule


def _digest_work(ground: Ground) -> Callable[[], Awaitable[Tally]]:
    told: str | None = None
    pace, lease = _pace(ground.settings), ENTRIES_LEASE if _is_shared(ground.settings) else None

    async def work() -> Tally:
        nonlocal told
        rules = ground.book.current()
        if ground.book.fault != told:
            told = ground.book.fault
            await ground.store.save_note(RULES_NOTE, told or "", ground.clock.now())
            if told:
                log.error("rules not taken over, the last good ones stay in force: %s", told)
            else:
                log.info("rules taken over version=%s", rules.version)
        whole = Tally()
        while (tally := await digest(ground.store, ground.reader, rules, ground.clock, pace, lease)).taken:
            whole = Tally(whole.taken + tally.taken, whole.changed + tally.changed)
        return whole

    return work


def _publish_job(ground: Ground, client: CounterclaimClient) -> Job:
    publisher = DiscordPublisher(client)
    pace, ops = _pace(ground.settings), ground.settings.ops_channel

    async def work() -> None:
        while (await publish(ground.store, publisher, ground.reader.theatre, ground.clock, pace, ops)).changed:
            continue

    return Job("publish", ground.settings.publish_seconds, work, beside=PUBLISHES_BESIDE)


def _sweep_job(ground: Ground) -> Job:
    keep = timedelta(days=ground.settings.keep_days)

    async def work() -> None:
        if dropped := await ground.store.drop_closed(ground.clock.now() - keep):
            log.info("queue swept rows=%d", dropped)

    return Job("sweep", SWEEP_SECONDS, work)


def _pace(settings: Settings) -> Pace:
    least = timedelta(seconds=settings.edit_seconds)
    most = max(least, timedelta(seconds=settings.edit_seconds_most))
    return Pace(least, most if least else least, timedelta(hours=settings.late_hours))


def _is_shared(settings: Settings) -> bool:
    """Tell whether other processes may do the same job on the same database."""
    return settings.database_url is not None and is_shared(settings.database_url.get_secret_value())


async def _log_in(stack: AsyncExitStack, ground: Ground, turns: Turns) -> CounterclaimClient:
    settings = ground.settings
    point_at(settings.api_base, settings.gateway_url)
    desk = Desk(ground.store, ground.reader.theatre, ground.book.current, ground.clock)
    client = CounterclaimClient(desk, ground.store, ground.clock, http_trace=paced(turns))
    stack.push_async_callback(client.close)
    token = settings.token.get_secret_value() if settings.token else ""
    await client.log_in(token)
    return client


def _stop_event(*, supervised: bool) -> asyncio.Event:
    """Return an event that is set by SIGTERM, by SIGINT and, for a supervised process, by its supervisor's death."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if supervised:
        # The supervisor holds the other end of standard input: it becomes readable only when that end is closed.
        def orphaned() -> None:
            loop.remove_reader(sys.stdin.fileno())
            stop.set()

        loop.add_reader(sys.stdin.fileno(), orphaned)
    return stop
