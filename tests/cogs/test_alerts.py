"""`/alerts here|off`: who may, what it does, what it says."""

from typing import Any

import discord
import pytest
import simcord


async def channels(place: Any) -> list[tuple[int, int]]:
    return [(one.channel_id, one.guild_id) for one in await place.stage.store.alert_channels()]


async def test_alerts_here_turns_posts_on_and_says_so_to_the_admin_alone(place: Any) -> None:
    result = await place.admin.slash(place.channel, "alerts here")
    assert result.ephemeral
    assert result.response.content.startswith("Alerts are on")
    assert "lack" not in result.response.content
    assert await channels(place) == [(place.channel.id, place.guild.id)]


async def test_alerts_here_twice_says_that_they_were_on(place: Any) -> None:
    await place.admin.slash(place.channel, "alerts here")
    result = await place.admin.slash(place.channel, "alerts here")
    assert "already" in result.response.content
    assert len(await channels(place)) == 1


async def test_alerts_off_turns_posts_off(place: Any) -> None:
    await place.admin.slash(place.channel, "alerts here")
    result = await place.admin.slash(place.channel, "alerts off")
    assert result.ephemeral
    assert "off" in result.response.content
    assert await channels(place) == []


async def test_alerts_off_where_they_were_not_on_says_so(place: Any) -> None:
    result = await place.admin.slash(place.channel, "alerts off")
    assert "not on" in result.response.content


@pytest.mark.parametrize("command", ["alerts here", "alerts off"])
async def test_a_member_who_may_not_manage_the_server_is_not_even_offered_it(place: Any, command: str) -> None:
    assert command not in place.member.available_commands(place.channel)
    with pytest.raises(simcord.SetupError):
        await place.member.slash(place.channel, command)
    assert await channels(place) == []


@pytest.mark.parametrize("command", ["alerts here", "alerts off"])
async def test_it_is_not_offered_in_a_direct_message(place: Any, command: str) -> None:
    user = place.env.create_user("reader")
    assert command not in user.available_commands()
    with pytest.raises(simcord.SetupError):
        await user.slash(command)


async def test_the_reply_names_the_rights_that_the_bot_lacks_in_the_channel(place: Any) -> None:
    muted = discord.PermissionOverwrite(send_messages=False, embed_links=False)
    channel = place.guild.create_text_channel("quiet", overwrites={place.guild.me: muted})
    result = await place.admin.slash(channel, "alerts here")
    assert "I lack Send Messages and Embed Links" in result.response.content
    assert await channels(place) == [(channel.id, place.guild.id)]
