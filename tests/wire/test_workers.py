"""Several processes on one PostgreSQL: nothing doubled, nothing lost, and what one leaves another takes up."""

import asyncio
import sys
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.support.databases import own_postgresql, statement, until
from tests.support.discord_stand_in import CHANNEL, DiscordStandIn, message_text
from tests.support.newsroom import TOKEN, TOWNS, told
from tests.support.processes import LoopbackFeed, Program, program

__all__ = ["own_postgresql"]

EVERYTHING = "poll,digest,publish,discord"
TAKEOVER_SECONDS = 30.0
DUE = "UPDATE feeds SET next_poll = '2020-01-01', lease_until = NULL"
# each town's two reports and what stood in the feed before
ALL_STORED = "SELECT count(*) = 13 FROM entries"
# one that lay with the dead one is read last, maybe after the newer one of its town
ALL_READ = "SELECT count(*) = 0 FROM entries WHERE state <> 'digested'"
# The dead one's work is free sooner than in life (2 to 5 minutes); its role is not.
SOONER = (
    "UPDATE entries SET lease_until = NULL",
    "UPDATE feeds SET lease_until = NULL",
    "UPDATE outbox SET lease_until = '2020-01-01' WHERE state = 'sending'",
    "UPDATE remarks SET lease_until = '2020-01-01' WHERE state = 'sending'",
)


def shows(there: DiscordStandIn, figures: Sequence[int]) -> bool:
    """Tell whether some card shows each of the figures."""
    cards = [message_text(one) for one in there.messages(CHANNEL) if one["embeds"]]
    return all(any(str(figure) in card for card in cards) for figure in figures)


async def started(
    stack: AsyncExitStack, folder: Path, here: tuple[DiscordStandIn, LoopbackFeed, str], workers: int
) -> list[Program]:
    """Start so many processes that do everything; the first has the gateway."""
    there, feed, url = here
    running = []
    for number in range(workers):
        home = folder / f"worker-{number}"
        home.mkdir()
        one = program(home, there, feed, token=TOKEN, database=url, jobs=EVERYTHING)
        running.append(await stack.enter_async_context(one))
        await there.wait_for(lambda: there.commands and there.gateway.sessions, 60, "a gateway")
    return running


@pytest.mark.parametrize("workers", [2, 4])
async def test_workers_of_which_one_is_killed_and_whose_database_crashes_double_and_lose_nothing(
    tmp_path: Path,
    discord_there: DiscordStandIn,
    feed: LoopbackFeed,
    own_postgresql: tuple[str, Callable[[], None]],
    workers: int,
) -> None:
    url, crash = own_postgresql
    async with AsyncExitStack() as stack:
        running = await started(stack, tmp_path, (discord_there, feed, url), workers)
        await discord_there.interact("alerts here")
        await until(url, "SELECT 1 FROM feeds WHERE baselined")

        first, second = [20 + n for n in range(len(TOWNS))], [40 + n for n in range(len(TOWNS))]
        feed.items += [told(town, figure) for town, figure in zip(TOWNS, first, strict=True)]
        await statement(url, DUE)
        await discord_there.wait_for(lambda: discord_there.messages(CHANNEL), 60, "the first card")
        killed = asyncio.get_running_loop().time()
        running[0].process.kill()
        await running[0].process.wait()
        await statement(url, *SOONER)
        await discord_there.wait_for(lambda: len(discord_there.gateway.sessions) == 2, 60, "the takeover")
        waited = asyncio.get_running_loop().time() - killed
        sys.stdout.write(f"workers={workers} gateway taken over after {waited:.1f} s\n")
        assert waited < TAKEOVER_SECONDS
        assert (await discord_there.interact("latest", seconds=20)).messages

        feed.items += [told(town, figure) for town, figure in zip(TOWNS, second, strict=True)]
        await statement(url, DUE)
        await discord_there.wait_for(lambda: shows(discord_there, second[:1]), 60, "the first new figure")
        await asyncio.to_thread(crash)
        # a poll that was under way sets the feed's next time anew
        await until(url, ALL_STORED, DUE, *SOONER)
        await discord_there.wait_for(lambda: shows(discord_there, second), 60, "every new figure")
        await until(url, ALL_READ, *SOONER)
        await until(url, "SELECT count(*) = 0 FROM outbox WHERE state IN ('pending', 'sending')", *SOONER)

        assert await statement(url, "SELECT count(*) FROM events WHERE NOT seeded") == len(TOWNS)
        assert len([one for one in discord_there.messages(CHANNEL) if one["embeds"]]) == len(TOWNS)
        assert await statement(url, "SELECT count(*) FROM claims WHERE report_row IS NOT NULL") == 2 * len(TOWNS)
        assert await statement(url, "SELECT count(*) FROM entries WHERE state <> 'digested'") == 0
        for one in running[1:]:
            code, output = await one.stop()
            assert code == 0, output
            assert "Traceback" not in output, output
