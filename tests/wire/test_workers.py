"""Several processes on one PostgreSQL: nothing doubled, nothing lost, and what one leaves another takes up."""

from contextlib import AsyncExitStack
from pathlib import Path

from tests.support.databases import statement, until
from tests.support.discord_stand_in import CHANNEL, DiscordStandIn, message_text, stand_in
from tests.support.newsroom import TOKEN, TOWNS, told
from tests.support.processes import LoopbackFeed, loopback_feed, program

EVERYTHING = "poll,digest,publish,discord"
ALL_STORED = "SELECT count(*) = 13 FROM entries"
DUE = "UPDATE feeds SET next_poll = '2020-01-01'"


async def test_two_workers_of_which_one_is_killed_double_and_lose_nothing(tmp_path: Path, database: str) -> None:
    async with AsyncExitStack() as stack:
        there: DiscordStandIn = await stack.enter_async_context(stand_in())
        feed: LoopbackFeed = await stack.enter_async_context(loopback_feed())
        feed.add("old", "Cricket: hosts win the toss", "The hosts won the toss and chose to bat.")
        start = []
        for folder in (tmp_path / "first", tmp_path / "second"):
            folder.mkdir()
            start.append(program(folder, there, feed, token=TOKEN, database=database, jobs=EVERYTHING))
        first = await stack.enter_async_context(start[0])
        await there.wait_for(lambda: there.commands and there.gateway.sessions, 60, "a gateway")
        second = await stack.enter_async_context(start[1])
        await there.interact("alerts here")
        await until(database, "SELECT 1 FROM feeds WHERE baselined")

        for number, town in enumerate(TOWNS):
            feed.add(*told(town, 20 + number))
        await statement(database, DUE)
        await there.wait_for(lambda: there.messages(CHANNEL), 60, "the first card")
        first.process.kill()
        await first.process.wait()
        # the dead one's leases are over sooner than in life, so that the test need not wait for minutes
        await statement(database, "UPDATE entries SET lease_until = NULL", "UPDATE feeds SET lease_until = NULL")
        await statement(database, "UPDATE outbox SET lease_until = '2020-01-01' WHERE state = 'sending'")
        await statement(database, "UPDATE leases SET until = '2020-01-01'")
        await there.wait_for(lambda: len(there.gateway.sessions) == 2, 40, "the takeover of the gateway")
        assert (await there.interact("latest", seconds=20)).messages

        for number, town in enumerate(TOWNS):
            feed.add(*told(town, 40 + number))
        # a poll that was under way sets the feed's next time anew
        await until(database, ALL_STORED, DUE)

        def complete() -> bool:
            cards = [message_text(one) for one in there.messages(CHANNEL) if one["embeds"]]
            return all(any(str(40 + number) in card for card in cards) for number in range(len(TOWNS)))

        await there.wait_for(complete, 60, "every town's new figure")
        events = await statement(database, "SELECT count(*) FROM events WHERE NOT seeded")
        cards = [one for one in there.messages(CHANNEL) if one["embeds"]]
        assert len(cards) == events == len(TOWNS)
        assert await statement(database, "SELECT count(*) FROM claims WHERE report_row IS NOT NULL") == 2 * len(TOWNS)
        assert await statement(database, "SELECT count(*) FROM entries WHERE state <> 'digested'") == 0
        code, output = await second.stop()
        assert code == 0, output
        assert "Traceback" not in output
