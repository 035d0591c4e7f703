"""The real program, `python -m bot run`, against a stand-in Discord and a feed on loopback."""

from pathlib import Path

from tests.support.discord_stand_in import CHANNEL, DiscordStandIn, Fault, message_text
from tests.support.newsroom import CLASH, FIRST, SECOND, TOKEN, up
from tests.support.processes import LoopbackFeed, eventually, program


async def test_a_report_becomes_a_card_and_a_raised_figure_changes_it(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    async with program(tmp_path, discord_there, feed, token=TOKEN) as running:
        await up(running, discord_there)
        reply = await discord_there.interact("alerts here")
        assert "Alerts are on" in reply.text
        assert discord_there.messages() == []

        feed.add("first", CLASH, FIRST)
        running.poll_now()
        await discord_there.wait_for(discord_there.messages, 30, "a card")
        (message,) = discord_there.messages()
        assert "12" in message_text(message)
        assert "36" in message_text(message)

        (choice, *_) = await discord_there.complete("claims", {"event": "torkham"})
        answer = await discord_there.interact("claims", {"event": choice["value"]})
        await discord_there.wait_for(
            lambda: "**two** Pakistani soldiers had been killed" in answer.text, 10, "evidence"
        )
        assert answer.waiting < 3

        feed.add("second", "Night of fighting at Torkham border crossing", SECOND)
        running.poll_now()
        await discord_there.wait_for(lambda: "133" in message_text(message), 30, "an edit")
        assert discord_there.messages() == [message]
        assert "36" in message_text(message)

        code, output = await running.stop()
    assert code == 0, output
    assert "Traceback" not in output
    assert TOKEN not in output
    assert "token-of-" not in output


async def test_a_channel_closed_to_the_bot_parks_and_resumes_by_command(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    async with program(tmp_path, discord_there, feed, token=TOKEN) as running:
        await up(running, discord_there)
        await discord_there.interact("alerts here")
        discord_there.closed[CHANNEL] = (403, 50013)
        feed.add("first", CLASH, FIRST)
        running.poll_now()
        await eventually(lambda: running.ask("SELECT 1 FROM alerts WHERE parked IS NOT NULL"), 30, "parking")
        del discord_there.closed[CHANNEL]
        await discord_there.interact("alerts here")
        await discord_there.wait_for(discord_there.messages, 30, "the card that waited")
        code, output = await running.stop()
    assert code == 0, output


async def test_a_refused_token_ends_the_program_with_one_clear_line(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    discord_there.refuses_token = True
    async with program(tmp_path, discord_there, feed, token=TOKEN) as running:
        code, output = await running.ends(60)
    assert code == 78
    lines = [line for line in output.splitlines() if line.startswith("counterclaim:")]
    assert len(lines) == 1
    assert "DISCORD_TOKEN" in lines[0]
    assert "Traceback" not in output
    assert TOKEN not in output


async def test_a_discord_that_is_down_at_the_start_is_tried_again(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    discord_there.fail(Fault("GET", "/users/@me", status=503))
    async with program(tmp_path, discord_there, feed, token=TOKEN) as running:
        await up(running, discord_there)
        code, output = await running.stop()
    assert code == 0, output
    assert "Discord answered 503" in output


async def test_an_answer_that_was_lost_on_the_way_makes_no_second_card(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    path = f"/channels/{CHANNEL}/messages"
    discord_there.fail(Fault("POST", path, "drop", applied=True))
    async with program(tmp_path, discord_there, feed, token=TOKEN) as running:
        await up(running, discord_there)
        await discord_there.interact("alerts here")
        feed.add("first", CLASH, FIRST)
        running.poll_now()
        await discord_there.wait_for(lambda: len(discord_there.sent("POST", path)) == 2, 60, "a second attempt")
        await eventually(lambda: running.ask("SELECT 1 FROM postings WHERE message_id IS NOT NULL"), 30, "the posting")
        assert len(discord_there.messages()) == 1
        code, output = await running.stop()
    assert code == 0, output


async def test_the_record_to_start_from_can_be_asked_at_once(
    tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    async with program(tmp_path, discord_there, feed, token=TOKEN) as running:
        await up(running, discord_there)
        (choice, *_) = await discord_there.complete("claims", {"event": "2026-02-26"})
        answer = await discord_there.interact("claims", {"event": choice["value"]})
        assert all(figure in message_text(answer.messages[0]) for figure in ("55", "133", "2** (admits)"))
        latest = await discord_there.interact("latest", {"count": 3})
        assert len(latest.messages[0]["embeds"]) + sum(len(one["embeds"]) for one in latest.messages[1:]) == 3
        code, output = await running.stop()
    assert code == 0, output
