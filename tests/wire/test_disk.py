"""A disk that takes nothing more, and a database that cannot be written: one clear line, and nothing half-written."""

import resource
from pathlib import Path

import pytest

from bot.adapters.database import open_store
from tests.support.discord_stand_in import DiscordStandIn, message_text
from tests.support.newsroom import CLASH, FIRST, TOKEN, up
from tests.support.processes import LoopbackFeed, eventually, program

pytestmark = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs prlimit to fill the disk of a process")

EVERYTHING = "poll,digest,publish,discord"


async def test_a_disk_that_takes_nothing_is_waited_for(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    async with program(tmp_path, discord_there, feed, token=TOKEN, jobs=EVERYTHING) as running:
        await up(running, discord_there)
        await discord_there.interact("alerts here")
        # no file of the program may grow any more
        limit = resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        polls = feed.polls
        feed.add("first", CLASH, FIRST)
        running.poll_now()
        await eventually(lambda: feed.polls >= polls + 2, 30, "a second try, the first not being saved")
        assert running.ask("SELECT count(*) FROM entries") == [(1,)]
        assert "cannot be reached" in (await discord_there.interact("alerts off")).text
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, limit)
        await discord_there.wait_for(discord_there.messages, 40, "the card that waited")
        assert "36" in message_text(discord_there.messages()[0])
        assert running.ask("PRAGMA integrity_check") == [("ok",)]
        code, output = await running.stop()
    assert code == 0, output
    waits = [line for line in output.splitlines() if "job waits job=poll" in line]
    assert waits
    assert all("counterclaim.db" in line and "disk" in line for line in waits), waits
    assert "OperationalError" not in "".join(waits)


async def test_a_database_that_cannot_be_written_ends_the_program_with_one_clear_line(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    file = tmp_path / "read-only.db"
    async with open_store(f"sqlite:///{file}"):
        pass
    before = file.stat().st_mtime_ns
    url = f"sqlite:///file:{file}?mode=ro&uri=true"
    async with program(tmp_path, discord_there, feed, token=TOKEN, database=url) as running:
        code, output = await running.ends(60)
    assert code == 78, output
    (line,) = [line for line in output.splitlines() if line.startswith("counterclaim:")]
    assert "cannot be written" in line
    assert "Traceback" not in output
    assert file.stat().st_mtime_ns == before
