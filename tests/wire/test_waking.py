"""A report is on its card within two seconds of being stored, also after a lost connection of PostgreSQL."""

import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from tests.support.databases import statement, until
from tests.support.discord_stand_in import DiscordStandIn, message_text
from tests.support.newsroom import TOKEN, TOWNS, told, up
from tests.support.processes import LoopbackFeed, program

# Looking by themselves, the jobs would take minutes.
SELDOM = {"COUNTERCLAIM_DIGEST_SECONDS": "600", "COUNTERCLAIM_PUBLISH_SECONDS": "600"}
BOTH_LISTEN = (
    "SELECT count(*) = 2 AND EXISTS (SELECT 1 FROM feeds WHERE baselined)"
    " FROM pg_stat_activity WHERE query ILIKE 'LISTEN%'"
)
DEAFEN = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query ILIKE 'LISTEN%'"


async def test_whoever_stores_work_wakes_the_next_job(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed, database: str
) -> None:
    async with AsyncExitStack() as stack:
        for folder, jobs in ((tmp_path / "first", "poll,publish,discord"), (tmp_path / "second", "digest")):
            folder.mkdir()
            start = program(folder, discord_there, feed, token=TOKEN, database=database, jobs=jobs, settings=SELDOM)
            await stack.enter_async_context(start)
        await discord_there.wait_for(lambda: discord_there.commands and discord_there.gateway.sessions, 60, "a gateway")
        await discord_there.interact("alerts here")
        waits = []
        for count, town in enumerate(TOWNS, 500):
            await until(database, BOTH_LISTEN)
            feed.add(*told(town, count))
            await statement(database, "UPDATE feeds SET next_poll = '2020-01-01'")
            await discord_there.wait_for(lambda: shown(discord_there, count), 30, f"a card for {town}")  # noqa: B023  waited for here
            stored = await statement(database, "SELECT max(fetched) FROM entries")
            waits.append((datetime.now(UTC) - stored).total_seconds())
        sys.stdout.write(f"stored to card: most {max(waits):.2f} s, {sorted(waits)}\n")
        assert max(waits) < 2

        assert await statement(database, DEAFEN) == 2
        feed.add(*told(TOWNS[0], 900))
        await statement(database, "UPDATE feeds SET next_poll = '2020-01-01'")
        await discord_there.wait_for(lambda: shown(discord_there, 900), 30, "a card in spite of the lost word")


async def test_within_one_process_a_job_wakes_the_next_one_on_sqlite_too(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    everything = "poll,digest,publish,discord"
    async with program(tmp_path, discord_there, feed, token=TOKEN, jobs=everything, settings=SELDOM) as running:
        await up(running, discord_there)
        await discord_there.interact("alerts here")
        feed.add(*told(TOWNS[0], 500))
        running.poll_now()
        await discord_there.wait_for(lambda: shown(discord_there, 500), 30, "a card")


def shown(there: DiscordStandIn, figure: int) -> bool:
    """Tell whether a card shows a figure."""
    return any(str(figure) in message_text(one) for one in there.messages() if one["embeds"])
