"""A channel of which Discord says nothing for a long time holds up no other, in the real program."""

from functools import partial
from pathlib import Path

from tests.support.discord_stand_in import CHANNEL, GUILD, DiscordStandIn, Fault
from tests.support.newsroom import TOKEN, told, up
from tests.support.processes import LoopbackFeed, program

OTHER = CHANNEL + 1
# Discord's silence is waited out for half a minute.
LONG_BEFORE_IT_GIVES_UP = 20.0


async def test_a_channel_that_never_answers_holds_up_no_other(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    discord_there.guilds = {GUILD: [CHANNEL, OTHER]}
    discord_there.fail(Fault("POST", f"/channels/{CHANNEL}/messages", "hang", times=99))
    async with program(tmp_path, discord_there, feed, token=TOKEN) as running:
        await up(running, discord_there)
        for channel in (CHANNEL, OTHER):
            await discord_there.interact("alerts here", channel=channel)
        for town in ("Doha", "Istanbul"):
            before = len(discord_there.messages(OTHER))
            feed.add(*told(town, 101))
            running.poll_now()
            await discord_there.wait_for(partial(more_than, discord_there, before), LONG_BEFORE_IT_GIVES_UP, town)
        discord_there.heal()
        discord_there.let_go()
        await discord_there.wait_for(lambda: len(discord_there.messages(CHANNEL)) == 2, 30, "the cards that waited")


def more_than(discord_there: DiscordStandIn, before: int) -> bool:
    return len(discord_there.messages(OTHER)) > before
