"""Discord's gateway fails the real program in every way: commands are answered again, and nothing hangs."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.discord_stand_in import DiscordStandIn
from tests.support.newsroom import TOKEN
from tests.support.processes import LoopbackFeed, Program, program

Strike = Callable[[DiscordStandIn], Awaitable[None]]


async def dropped(there: DiscordStandIn) -> None:
    there.gateway.drop()


async def asked_to_reconnect(there: DiscordStandIn) -> None:
    await there.gateway.ask_to_reconnect()


async def invalidated(there: DiscordStandIn) -> None:
    await there.gateway.invalidate()


def closed(code: int) -> Strike:
    async def strike(there: DiscordStandIn) -> None:
        await there.gateway.close_with(code)

    return strike


STRIKES: dict[str, Strike] = {
    "a dropped socket": dropped,
    "op 7": asked_to_reconnect,
    "op 9": invalidated,
    **{f"close code {code}": closed(code) for code in (1001, 4000, 4008, 4009)},
}


async def answers(running: Program, there: DiscordStandIn) -> None:
    """Ask until a command is answered within its three seconds."""
    async with asyncio.timeout(30):
        while True:
            assert running.process.returncode is None, (await running.ends())[1]
            await there.wait_for(lambda: there.gateway.sessions, 20, "a session")
            try:
                await there.interact("latest", seconds=3)
            except AssertionError:
                # asked while nobody listened: that command has expired
                continue
            return


async def connected(there: DiscordStandIn) -> None:
    await there.wait_for(lambda: there.commands and there.gateway.sessions, 60, "a gateway")


async def test_commands_are_answered_again_after_every_fault(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    discord_there.expects_late_replies = True
    async with program(tmp_path, discord_there, feed, token=TOKEN, jobs="discord") as running:
        await connected(discord_there)
        await answers(running, discord_there)
        for strike in STRIKES.values():
            await strike(discord_there)
            await answers(running, discord_there)
        code, output = await running.stop()
    assert code == 0, output
    assert "command failed" not in output


async def test_it_stops_while_it_makes_a_new_session(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    async with program(tmp_path, discord_there, feed, token=TOKEN, jobs="discord") as running:
        await connected(discord_there)
        await answers(running, discord_there)
        await invalidated(discord_there)
        # by the library's own pause of five seconds it is in the midst of it then
        await asyncio.sleep(3)
        running.process.terminate()
        code, output = await running.ends(15)
    assert code == 0, output


async def test_a_command_missed_for_too_long_expires_and_harms_nothing(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    discord_there.expects_late_replies = True
    async with program(tmp_path, discord_there, feed, token=TOKEN, jobs="discord") as running:
        await connected(discord_there)
        await answers(running, discord_there)
        replies = len(discord_there.sent("POST", "/interactions/*"))
        running.process.send_signal(signal.SIGSTOP)
        with pytest.raises(AssertionError, match="not within"):
            await discord_there.interact("alerts here", seconds=4)
        running.process.send_signal(signal.SIGCONT)
        late = "the reply that comes too late"
        await discord_there.wait_for(lambda: len(discord_there.sent("POST", "/interactions/*")) > replies, 20, late)
        await answers(running, discord_there)
        code, output = await running.stop()
    assert code == 0, output
    assert "Traceback" not in output, output
    assert "command expired command='alerts here'" in output


async def test_a_first_connection_that_is_refused_is_tried_again(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    discord_there.gateway.refuses_everyone = True
    patience = {"COUNTERCLAIM_GATEWAY_PATIENCE": "1"}
    async with program(tmp_path, discord_there, feed, token=TOKEN, settings=patience) as running:
        await discord_there.wait_for(lambda: len(discord_there.sent("GET", "/gateway/bot")) >= 2, 60, "a second start")
        discord_there.gateway.refuses_everyone = False
        await connected(discord_there)
        await answers(running, discord_there)
        code, output = await running.stop()
    assert code == 0, output


async def test_a_resume_address_that_never_answers_is_left_by_a_fresh_start(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    discord_there.gateway.refuses_resumes = True
    patience = {"COUNTERCLAIM_GATEWAY_PATIENCE": "1"}
    async with program(tmp_path, discord_there, feed, token=TOKEN, settings=patience) as running:
        await connected(discord_there)
        await answers(running, discord_there)
        discord_there.gateway.drop()
        await discord_there.wait_for(lambda: len(discord_there.gateway.identifies) == 2, 60, "a second IDENTIFY")
        await answers(running, discord_there)
        code, output = await running.stop()
    assert code == 0, output
    assert "has not been ready for 1 s" in output


async def test_a_session_that_cannot_be_resumed_is_followed_by_a_new_one_in_the_same_process(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    discord_there.expects_late_replies = True
    discord_there.gateway.refuses_resumes = True
    async with program(tmp_path, discord_there, feed, token=TOKEN, jobs="discord") as running:
        await connected(discord_there)
        await answers(running, discord_there)
        discord_there.gateway.drop()
        await answers(running, discord_there)
        code, output = await running.stop()
    assert code == 0, output
    assert len(discord_there.gateway.identifies) == 2
    assert discord_there.gateway.resumes == []


@pytest.mark.parametrize(("code", "said"), [(4004, "DISCORD_TOKEN"), (4013, "intents"), (4014, "intents")])
async def test_a_close_code_after_which_no_start_helps_ends_with_one_line(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed, code: int, said: str
) -> None:
    async with program(tmp_path, discord_there, feed, token=TOKEN, jobs="discord") as running:
        await connected(discord_there)
        await answers(running, discord_there)
        await discord_there.gateway.close_with(code)
        ended, output = await running.ends(30)
    assert ended == 78, output
    (line,) = [line for line in output.splitlines() if line.startswith("counterclaim:")]
    assert said in line
    assert "Traceback" not in output, output
