"""A process that no longer hears of the database, while others do: it holds nothing up and comes back by itself."""

from contextlib import AsyncExitStack
from pathlib import Path

from tests.support.databases import until
from tests.support.discord_stand_in import CHANNEL, DiscordStandIn, message_text
from tests.support.line import line_to
from tests.support.newsroom import CLASH, FIRST, TOKEN
from tests.support.processes import LoopbackFeed, program

EVERYTHING = "poll,digest,publish,discord"
TAKEOVER_SECONDS = 30.0
DUE = "UPDATE feeds SET next_poll = '2020-01-01', lease_until = NULL"
# how long it waits for an answer, shorter than in life
PATIENCE = "&command_timeout=3"


async def test_a_gateway_that_cannot_keep_its_role_leaves_it_to_the_spare_and_comes_back(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed, database: str
) -> None:
    gateway = discord_there.gateway
    async with AsyncExitStack() as stack:
        address, line = await stack.enter_async_context(line_to(database))
        running = []
        for name, url in (("first", address + PATIENCE), ("spare", database)):
            (tmp_path / name).mkdir()
            one = program(tmp_path / name, discord_there, feed, token=TOKEN, database=url, jobs=EVERYTHING)
            running.append(await stack.enter_async_context(one))
            await discord_there.wait_for(lambda: discord_there.commands and gateway.sessions, 60, "a gateway")
        await discord_there.interact("alerts here")
        await until(database, "SELECT 1 FROM feeds WHERE baselined")
        (session,) = gateway.sessions.values()

        line.cut()
        await discord_there.wait_for(lambda: len(gateway.identifies) == 2, TAKEOVER_SECONDS, "the takeover")
        assert session.socket is None or session.socket.connection.closed
        assert (await discord_there.interact("latest")).messages

        line.mend()
        code, output = await running[1].stop()
        assert code == 0, output
        await discord_there.wait_for(lambda: len(gateway.identifies) == 3, 60, "the way back")
        assert (await discord_there.interact("latest")).messages
        feed.add("first", CLASH, FIRST)
        await until(database, "SELECT count(*) = 2 FROM entries", DUE)
        await discord_there.wait_for(lambda: discord_there.messages(CHANNEL), 60, "a card")
        assert "36" in message_text(discord_there.messages(CHANNEL)[0])
        code, output = await running[0].stop()
    assert code == 0, output
    assert "Traceback" not in output
