"""`/latest` and `/claims` as a user of a server sees them."""

import logging
from dataclasses import replace
from typing import Any

import pytest

from bot.core.model import Measure
from bot.core.registers import FORMATS
from bot.desk import NO_SUCH_EVENT, NO_SUCH_SIDE, Form
from cogs.record import EMPTY_RECORD, NO_EPISODE
from tests.support.bots import FEBRUARY, NOW, OCTOBER
from tests.support.claims import claim
from tests.support.scene import first_replies


def shown(result: Any) -> str:
    messages = [result.response, *result.followups]
    embeds = [embed for message in messages for embed in message.embeds]
    texts = [message.content for message in messages]
    texts += [f"{embed.title}\n{embed.description}\n{embed.footer.text}" for embed in embeds]
    return "\n".join([*texts, *(f"{field.name}\n{field.value}" for embed in embeds for field in embed.fields)])


async def test_latest_shows_the_newest_episode_with_both_sides_figures(place: Any) -> None:
    result = await place.member.slash(place.channel, "latest")
    assert first_replies(place.env) == [5]
    assert not result.ephemeral
    (embed,) = result.response.embeds
    assert "55" in shown(result)
    assert "133" in shown(result)
    assert embed.footer.text


async def test_latest_shows_as_many_episodes_as_are_asked_for(place: Any) -> None:
    result = await place.member.slash(place.channel, "latest", count=5)
    cards = [embed for message in (result.response, *result.followups) for embed in message.embeds]
    assert len(cards) == 2


@pytest.mark.scene(filled=False)
async def test_latest_says_when_the_record_is_empty(place: Any) -> None:
    result = await place.member.slash(place.channel, "latest")
    assert result.response.content == EMPTY_RECORD


async def test_latest_works_in_a_direct_message_too(place: Any) -> None:
    result = await place.env.create_user("reader").slash("latest")
    assert "133" in shown(result)


async def test_claims_show_the_card_and_the_sentence_behind_every_figure(place: Any) -> None:
    result = await place.member.slash(place.channel, "claims", event=FEBRUARY.id)
    text = shown(result)
    assert first_replies(place.env) == [5]
    assert "19 Pakistani army posts" in text
    assert "wire.example" in text


async def test_an_answered_command_is_one_log_line_without_what_was_typed(
    place: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "bot.client"):
        await place.member.slash(place.channel, "claims", event="torkham")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "bot.client"]
    assert "command='claims'" in line
    assert "torkham" not in line


async def test_claims_take_words_that_name_one_episode(place: Any) -> None:
    result = await place.member.slash(place.channel, "claims", event="spin boldak")
    assert "23" in shown(result)


@pytest.mark.parametrize("words", ["border", "no such place", "@everyone", "   "])
async def test_claims_ask_again_where_the_words_name_none_or_several(place: Any, words: str) -> None:
    result = await place.member.slash(place.channel, "claims", event=words)
    assert result.response.content == NO_SUCH_EVENT


async def test_typing_nothing_offers_every_episode_newest_first(place: Any) -> None:
    choices = await place.member.autocomplete(place.channel, "claims", "event", "")
    assert [choice["value"] for choice in choices] == [FEBRUARY.id, OCTOBER.id]
    assert choices[0]["name"].startswith("2026-02-26 ")


async def test_typing_a_place_and_a_year_narrows_the_choices(place: Any) -> None:
    choices = await place.member.autocomplete(place.channel, "claims", "event", "boldak 2025")
    assert [choice["value"] for choice in choices] == [OCTOBER.id]


@pytest.mark.parametrize(("figures", "left_out"), [(12, False), (400, True)])
async def test_an_answer_too_long_for_one_message_comes_in_several_and_a_flood_is_cut(
    place: Any, figures: int, left_out: bool
) -> None:
    sentence = "The ministry said in a statement that was long and careful that {} soldiers had been killed there. "
    said = [
        claim("AFG", "PAK", Measure.KILLED, str(number), by=f"Official {number}", evidence=sentence.format(number) * 4)
        for number in range(100, 100 + figures)
    ]
    event = replace(FEBRUARY, id="2026-02-20-elsewhere", title="A day of many figures", places=("Chaman",))
    await place.stage.store.save_events([event], {event.id: said}, NOW)
    result = await place.member.slash(place.channel, "claims", event=event.id)
    messages = [result.response, *result.followups]
    assert 1 < len(messages) <= 5
    assert ("more sentences" in messages[-1].embeds[-1].footer.text) is left_out
    turned = await place.member.slash(place.channel, "claims", event=event.id, page=5)
    if left_out:
        assert [embed.footer.text.split(" ")[1] for embed in turned.response.embeds] == ["5"]
    assert all(embed.title.startswith("Evidence") for embed in turned.response.embeds)


async def test_latest_shows_only_episodes_that_hold_the_words(place: Any) -> None:
    result = await place.member.slash(place.channel, "latest", count=5, place="spin boldak")
    (embed,) = result.response.embeds
    assert "October 2025" in embed.title


async def test_latest_shows_only_episodes_of_the_last_days(place: Any) -> None:
    result = await place.member.slash(place.channel, "latest", count=5, days=3)
    (embed,) = result.response.embeds
    assert "February 2026" in embed.title


async def test_latest_shows_only_episodes_of_which_a_side_has_spoken(place: Any) -> None:
    one_sided = replace(FEBRUARY, id="2026-02-25-elsewhere", title="A day of one voice", places=("Chaman",))
    said = claim("PAK", "AFG", Measure.KILLED, "3", by="An official", evidence="He said 3 were killed.")
    await place.stage.store.save_events([one_sided], {one_sided.id: [said]}, NOW)
    heard = await place.member.slash(place.channel, "latest", count=5, side="pakistan")
    silent = await place.member.slash(place.channel, "latest", count=5, side="Afghanistan")
    assert "A day of one voice" in shown(heard)
    assert "133" in shown(silent)
    assert "A day of one voice" not in shown(silent)


async def test_latest_offers_the_sides_and_knows_no_other(place: Any) -> None:
    choices = await place.member.autocomplete(place.channel, "latest", "side", "pak")
    assert [choice["value"] for choice in choices] == ["Pakistan"]
    result = await place.member.slash(place.channel, "latest", side="Ruritania")
    assert result.response.content == NO_SUCH_SIDE


@pytest.mark.parametrize("asked", [{"place": "nowhere at all"}, {"place": "spin boldak", "days": 3}])
async def test_latest_says_that_a_choice_leaves_no_episode(place: Any, asked: dict[str, Any]) -> None:
    result = await place.member.slash(place.channel, "latest", **asked)
    assert result.response.content == NO_EPISODE


async def test_claims_come_as_a_file_that_can_be_read_again(place: Any) -> None:
    made = await place.stage.client.desk.claims_file("spin boldak", Form.JSON)
    (filed,) = FORMATS["json"][1](made.content.decode(), made.name)
    assert filed.event == OCTOBER
    assert [one.claim.figure.low for one in filed.claims] == [23]


async def test_claims_are_handed_out_as_a_table(place: Any) -> None:
    result = await place.member.slash(place.channel, "claims", event=FEBRUARY.id, file="csv")
    (attached,) = result.response.attachments
    assert attached.filename == f"{FEBRUARY.id}.csv"
    assert result.response.content == "11 claims, quoted, not verified."


async def test_no_file_is_made_of_an_unknown_episode(place: Any) -> None:
    result = await place.member.slash(place.channel, "claims", event="no such place", file="json")
    assert result.response.content == NO_SUCH_EVENT
