"""`/keywords list|add|remove`: a server's own edits, and nobody else's."""

from typing import Any

import discord
import pytest
import simcord


async def edits(place: Any) -> list[tuple[int, str, str, bool, int]]:
    return [(one.guild_id, one.group, one.term, one.added, one.by) for one in await place.stage.store.keyword_edits()]


async def test_list_shows_the_groups_with_their_sizes(place: Any) -> None:
    result = await place.admin.slash(place.channel, "keywords list")
    assert result.ephemeral
    assert "**places** 2 terms" in result.response.content
    assert "**exclusions** 1 term" in result.response.content


async def test_list_shows_the_terms_of_a_group(place: Any) -> None:
    result = await place.admin.slash(place.channel, "keywords list", group="places")
    assert "Torkham, Durand Line" in result.response.content


@pytest.mark.scene(terms=2000)
async def test_a_long_group_is_shown_in_pages_that_fit(place: Any) -> None:
    first = await place.admin.slash(place.channel, "keywords list", group="places")
    last = await place.admin.slash(place.channel, "keywords list", group="places", page=500)
    assert "page 1 of" in first.response.content
    assert "village number 1999" in last.response.content
    assert max(len(one.response.content) for one in (first, last)) <= 2000


async def test_an_added_term_is_stored_for_this_server_alone(place: Any) -> None:
    result = await place.admin.slash(place.channel, "keywords add", group="places", term="Chaman Gate")
    assert result.ephemeral
    assert "Chaman Gate" in result.response.content
    assert await edits(place) == [(place.guild.id, "places", "Chaman Gate", True, place.admin.id)]
    listed = await place.admin.slash(place.channel, "keywords list", group="places")
    assert "+ Chaman Gate" in listed.response.content


async def test_another_servers_edit_changes_nothing_here(place: Any) -> None:
    other = place.env.create_guild()
    boss = other.add_member(
        place.env.create_user("boss"),
        roles=[other.create_role("Managers", permissions=discord.Permissions(manage_guild=True))],
    )
    await boss.slash(other.create_text_channel("news"), "keywords add", group="places", term="Elsewhere")
    listed = await place.admin.slash(place.channel, "keywords list", group="places")
    assert "Elsewhere" not in listed.response.content


async def test_a_removed_term_no_longer_counts_and_shows_as_removed(place: Any) -> None:
    result = await place.admin.slash(place.channel, "keywords remove", group="places", term="Torkham")
    assert "Removed" in result.response.content
    assert await edits(place) == [(place.guild.id, "places", "Torkham", False, place.admin.id)]
    listed = await place.admin.slash(place.channel, "keywords list", group="places")
    assert "removed: Torkham" in listed.response.content


async def test_a_removed_term_can_be_added_again(place: Any) -> None:
    await place.admin.slash(place.channel, "keywords remove", group="places", term="Torkham")
    result = await place.admin.slash(place.channel, "keywords add", group="places", term="Torkham")
    assert "Added" in result.response.content
    listed = await place.admin.slash(place.channel, "keywords list")
    assert "removed" not in listed.response.content


@pytest.mark.parametrize(
    ("command", "group", "term", "said"),
    [
        ("keywords add", "nowhere", "Chaman", "no group"),
        ("keywords add", "places", "ab", "short"),
        ("keywords add", "places", "...", "no word"),
        ("keywords add", "places", "x" * 90, "80"),
        ("keywords add", "places", "TORKHAM", "already"),
        ("keywords remove", "nowhere", "Torkham", "no such group"),
        ("keywords remove", "places", "Chaman", "does not hold"),
    ],
)
async def test_a_wrong_wish_changes_nothing_and_gets_one_line(
    place: Any, command: str, group: str, term: str, said: str
) -> None:
    result = await place.admin.slash(place.channel, command, group=group, term=term)
    assert result.ephemeral
    assert said in result.response.content
    assert "\n" not in result.response.content
    assert await edits(place) == []


async def test_what_the_admin_typed_comes_back_harmless(place: Any) -> None:
    nasty = "@everyone [click](https://evil.example) <@1> \u202eterces"
    result = await place.admin.slash(place.channel, "keywords add", group="places", term=nasty)
    said = result.response.content
    assert "@everyone" not in said
    assert "[click](" not in said
    assert "<@" not in said
    assert "\u202e" not in said
    listed = await place.admin.slash(place.channel, "keywords list", group="places")
    assert "@everyone" not in listed.response.content


async def test_groups_and_terms_are_offered_while_typing(place: Any) -> None:
    groups = await place.admin.autocomplete(place.channel, "keywords add", "group", "pl")
    terms = await place.admin.autocomplete(place.channel, "keywords remove", "term", "dur", group="places")
    assert [choice["value"] for choice in groups] == ["places"]
    assert [choice["value"] for choice in terms] == ["Durand Line"]


@pytest.mark.scene(terms=300)
async def test_no_more_choices_are_offered_than_discord_takes(place: Any) -> None:
    terms = await place.admin.autocomplete(place.channel, "keywords remove", "term", "", group="places")
    assert len(terms) == 25


@pytest.mark.parametrize("command", ["keywords list", "keywords add", "keywords remove"])
async def test_a_member_who_may_not_manage_the_server_is_not_offered_it(place: Any, command: str) -> None:
    assert command not in place.member.available_commands(place.channel)
    with pytest.raises(simcord.SetupError):
        await place.member.slash(place.channel, command, group="places", term="Chaman")


async def test_a_fault_in_the_operators_file_is_told_without_its_path(place: Any) -> None:
    await place.stage.store.save_note(
        "rules", "/home/operator/keywords.toml, line 3: wrong", place.stage.client.clock.now()
    )
    result = await place.admin.slash(place.channel, "keywords list")
    assert "has a fault" in result.response.content
    assert "/home" not in result.response.content


async def test_one_spelling_of_a_term_can_be_removed_by_itself(place: Any) -> None:
    offered = await place.admin.autocomplete(place.channel, "keywords remove", "term", "air", group="actions")
    assert [choice["value"] for choice in offered] == ["air strike", "airstrike"]
    await place.admin.slash(place.channel, "keywords remove", group="actions", term="airstrike")
    listed = await place.admin.slash(place.channel, "keywords list", group="actions")
    assert "removed: airstrike" in listed.response.content
    assert "+" not in listed.response.content
    assert "air strike" in listed.response.content
