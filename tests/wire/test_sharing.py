"""Processes that publish on one PostgreSQL ask no more of Discord together than one alone may."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from bot.adapters.database import open_store
from tests.support.delivery import event, tell
from tests.support.discord_limits import Limits
from tests.support.discord_stand_in import GUILD, DiscordStandIn
from tests.support.newsroom import TOKEN
from tests.support.processes import LoopbackFeed, program

RATE = {"COUNTERCLAIM_REQUESTS_PER_SECOND": "10"}
# more than one may make, and less than two that did not know of each other would
LIMIT = 15
CHANNELS = range(1, 121)


async def test_two_that_publish_keep_to_one_limit_together(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed, database: str
) -> None:
    discord_there.guilds = {GUILD: list(CHANNELS)}
    async with AsyncExitStack() as stack:
        discord_there.limits = Limits(per_second=LIMIT)
        running = []
        for number in range(2):
            home = tmp_path / f"worker-{number}"
            home.mkdir()
            one = program(home, discord_there, feed, token=TOKEN, database=database, jobs="publish", settings=RATE)
            running.append(await stack.enter_async_context(one))
        await discord_there.wait_for(lambda: len(discord_there.sent("GET", "/users/@me")) == 2, 60, "two log-ins")

        store = await stack.enter_async_context(open_store(database))
        for channel in CHANNELS:
            await store.save_alerts(channel, GUILD, 9, datetime.now(UTC))
        await tell(store, ("report", 5), event(1), datetime.now(UTC))
        await discord_there.wait_for(lambda: all(map(discord_there.messages, CHANNELS)), 60, "every card")
        assert not discord_there.limits.breaches
        assert all(len(discord_there.messages(channel)) == 1 for channel in CHANNELS)

        outputs = [(await one.stop())[1] for one in running]
        assert all("posted channel" in output for output in outputs)
        assert any("requests shared processes=2" in output for output in outputs)
        # whoever stops gives its part back
        assert await store.share("turns", "the next one", 15, datetime.now(UTC)) == 1
