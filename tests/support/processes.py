"""The real program as a child process, the feed that it polls, and the database that both look into."""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

from aiohttp import web

from tests.support.discord_stand_in import DiscordStandIn

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0
STOP_SECONDS = 40.0
# Lets every feed be due, in words that both databases read alike.
DUE = "UPDATE feeds SET next_poll = '2020-01-01 00:00:00.000000'"


@dataclass(slots=True)
class LoopbackFeed:
    """An RSS feed on loopback that grows when a test says so."""

    items: list[tuple[str, str, str]] = field(default_factory=list)
    polls: int = 0
    address: str = ""
    port: int = 0
    # how the next answers go wrong: a status, or "drop", "hang", "page"
    faults: list[int | str] = field(default_factory=list)

    def add(self, key: str, title: str, text: str) -> None:
        """Publish a report now."""
        self.items.append((key, title, text))

    async def answer(self, request: web.Request) -> web.Response:
        """Serve the feed as it stands, or misbehave."""
        self.polls += 1
        if self.faults:
            return await _misbehave(request, self.faults.pop(0))
        now = format_datetime(datetime.now(UTC))
        items = "".join(
            f"<item><guid isPermaLink='false'>{key}</guid><title>{escape(title)}</title>"
            f"<link>https://wire.example/{key}</link><pubDate>{now}</pubDate>"
            f"<description>{escape(text)}</description></item>"
            for key, title, text in self.items
        )
        body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>"
        return web.Response(text=body, content_type="application/rss+xml")


async def _misbehave(request: web.Request, fault: int | str) -> web.Response:
    match fault:
        case "drop":
            assert request.transport is not None
            request.transport.abort()
        case "hang":
            # until whoever asked is gone
            await asyncio.Event().wait()
        case "page":
            return web.Response(text="<html>nothing here</html>", content_type="text/html")
        case int():
            return web.Response(status=fault, headers={"Retry-After": "1"} if fault == 429 else {})
    return web.Response(status=500)


@asynccontextmanager
async def loopback_feed() -> AsyncIterator[LoopbackFeed]:
    """Serve a feed on a free port of 127.0.0.1."""
    feed = LoopbackFeed()
    application = web.Application()
    application.router.add_get("/feed.xml", feed.answer)
    runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    feed.port = runner.addresses[0][1]
    feed.address = f"http://127.0.0.1:{feed.port}/feed.xml"
    try:
        yield feed
    finally:
        await runner.cleanup()


@dataclass(slots=True)
class Program:
    """`counterclaim run` as it runs."""

    process: asyncio.subprocess.Process
    folder: Path
    output: asyncio.Task[bytes]
    # of its database
    url: str

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "counterclaim.db"

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """Run one statement on the program's database, nothing where it does not stand yet."""
        if not self.database.exists():
            return []
        with closing(sqlite3.connect(self.database, timeout=10)) as connection, connection:
            return connection.execute(statement).fetchall()

    def poll_now(self) -> None:
        """Let the feed be due; its shortest interval is a minute."""
        self.ask(DUE)

    async def ends(self, seconds: float = STOP_SECONDS) -> tuple[int, str]:
        """Wait for the end; return the exit code and everything that was written."""
        async with asyncio.timeout(seconds):
            code = await self.process.wait()
            return code, (await self.output).decode()

    async def stop(self) -> tuple[int, str]:
        """Ask it to stop, as a service manager does."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ends()


def environment(
    folder: Path, discord: DiscordStandIn, feed: LoopbackFeed, *, token: str, database: str | None = None
) -> dict[str, str]:
    """Make a folder ready for the program, and return the environment that points it at the stand-in and the feed."""
    theatre = folder / "afpak"
    shutil.copytree(ROOT / "config" / "afpak", theatre)
    (theatre / "feeds.toml").write_text(
        f'[[feed]]\nid = "wire"\noutlet = "Example Wire"\naddress = "{feed.address}"\ninterval = 1\n', encoding="utf-8"
    )
    return {
        "DISCORD_TOKEN": token, "DISCORD_API_BASE": discord.api_base, "DISCORD_GATEWAY_URL": discord.gateway_url,
        "COUNTERCLAIM_DATABASE_URL": database or f"sqlite:///{folder / 'counterclaim.db'}",
        "COUNTERCLAIM_THEATRE": str(theatre), "COUNTERCLAIM_EDIT_SECONDS": "0",
        "COUNTERCLAIM_ALLOW_PRIVATE_FEEDS": "1", "COUNTERCLAIM_FEED_PORTS": str(feed.port),
        "COUNTERCLAIM_POLL_SECONDS": "0.2", "COUNTERCLAIM_DIGEST_SECONDS": "0.2", "COUNTERCLAIM_PUBLISH_SECONDS": "0.2",
        "HOME": str(folder), "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"],
    }  # fmt: skip


@asynccontextmanager
async def program(
    folder: Path,
    discord: DiscordStandIn,
    feed: LoopbackFeed,
    *,
    token: str,
    database: str | None = None,
    jobs: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator[Program]:
    """Start `python -m bot run` in a folder of its own, pointed at the stand-in and polling the loopback feed.

    `database` is another one than the SQLite file of the folder; with `jobs` only these run, in one process;
    `settings` go before those that suit most tests.
    """
    settings = environment(folder, discord, feed, token=token, database=database) | dict(settings or {})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", *(["--jobs", jobs] if jobs else []), cwd=folder, env=settings,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout is not None
    output = asyncio.create_task(process.stdout.read())
    running = Program(process, folder, output, settings["COUNTERCLAIM_DATABASE_URL"])
    try:
        yield running
    finally:
        if process.returncode is None:
            process.terminate()
            await running.ends()


async def eventually(holds: Callable[[], object], seconds: float = START_SECONDS, why: str = "") -> None:
    """Wait until `holds()` is true for something that cannot tell us when: another process's database."""
    try:
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110  another process cannot set our event
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"not within {seconds} s: {why or holds}") from None
