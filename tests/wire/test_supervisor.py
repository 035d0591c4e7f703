"""The two processes of `counterclaim run`: started again when they die, stopped with their supervisor in any case."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from tests.support.discord_stand_in import CHANNEL, DiscordStandIn
from tests.support.newsroom import CLASH, FIRST, TOKEN, up
from tests.support.processes import LoopbackFeed, Program, eventually, program


def children(process: int) -> list[int]:
    """Return the ids of a process's children."""
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def runs(process: int, jobs: str) -> bool:
    """Tell whether a process is that of the jobs."""
    return jobs.encode() in Path(f"/proc/{process}/cmdline").read_bytes()


def alive(process: int) -> bool:
    """Tell whether a process lives; one that nobody has waited for is dead."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find a process's children")


def child(running: Program, jobs: str) -> int | None:
    """Return the process of the jobs, None while there is none."""
    return next((one for one in children(running.process.pid) if alive(one) and runs(one, jobs)), None)


async def test_a_process_that_dies_is_started_again_and_its_gateway_taken_up(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    async with program(tmp_path, discord_there, feed, token=TOKEN) as running:
        await up(running, discord_there)
        await discord_there.interact("alerts here")
        first = child(running, "discord,publish")
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await discord_there.wait_for(lambda: len(discord_there.gateway.identifies) == 2, 30, "a second IDENTIFY")
        feed.add("first", CLASH, FIRST)
        running.poll_now()
        await discord_there.wait_for(lambda: discord_there.messages(CHANNEL), 30, "a card")
        code, output = await running.stop()
    assert code == 0, output
    assert "process ended jobs=discord,publish code=-9" in output


async def test_the_processes_end_with_a_supervisor_that_is_killed(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    async with program(tmp_path, discord_there, feed, token=TOKEN) as running:
        await up(running, discord_there)
        both = children(running.process.pid)
        assert len(both) == 2
        os.kill(running.process.pid, signal.SIGKILL)
        await asyncio.wait_for(running.process.wait(), 10)
        await eventually(lambda: not any(alive(one) for one in both), 20, "the end of both processes")
        running.output.cancel()


async def test_a_token_that_is_refused_later_ends_everything_with_one_line(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    async with program(tmp_path, discord_there, feed, token=TOKEN) as running:
        await up(running, discord_there)
        await discord_there.interact("alerts here")
        discord_there.refuses_token = True
        feed.add("first", CLASH, FIRST)
        running.poll_now()
        code, output = await running.ends(60)
    assert code == 78, output
    assert [line for line in output.splitlines() if line.startswith("counterclaim:") and "DISCORD_TOKEN" in line]
    assert len(discord_there.sent("POST", f"/channels/{CHANNEL}/messages")) == 1
