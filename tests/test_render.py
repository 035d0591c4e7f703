"""A rendered card is an embed that Discord takes as it is."""

from bot.core.cards import lay_out, lay_out_evidence
from bot.core.comparison import compare
from bot.core.model import Kind, Measure
from bot.render import render
from tests.support.claims import AT, CLASH, claim, february, figure, theatre
from tests.support.openapi import faults

THEATRE = theatre()


def test_an_embed_carries_every_part_of_the_card() -> None:
    card = lay_out(compare(CLASH, february(), THEATRE), THEATRE)
    embed = render(card)
    assert embed.title == card.title
    assert embed.description == card.summary
    assert [(field.name, field.value, field.inline) for field in embed.fields] == [
        (field.name, field.value, field.inline) for field in card.fields
    ]
    assert embed.footer.text == card.footer
    assert embed.timestamp == AT
    assert embed.colour is not None
    assert embed.url is None


def test_discord_takes_the_fullest_card() -> None:
    words = figure("x" * 39, 5, approx=True)
    claims = [
        claim(side, subject, measure, words, kind, by="y" * 59, hours=hour, link=f"https://z.example/{'z' * 200}{hour}")
        for side in ("AFG", "PAK", "OTHER")
        for subject in ("AFG", "PAK", "BOTH", "OTHER")
        for measure in (Measure.KILLED, Measure.WOUNDED, Measure.CAPTURED, Measure.DISPLACED)
        for hour, kind in enumerate((Kind.MILITARY, Kind.CIVILIAN))
    ]
    comparison = compare(CLASH, claims, THEATRE)
    for card in (lay_out(comparison, THEATRE), *lay_out_evidence(comparison, THEATRE)):
        body = {"embeds": [render(card).to_dict()], "allowed_mentions": {"parse": []}}
        assert faults("POST", "/channels/1/messages", body) == []


def test_an_embed_has_no_time_where_nothing_was_said() -> None:
    assert render(lay_out(compare(CLASH, [], THEATRE), THEATRE)).timestamp is None


def test_a_nasty_report_is_shown_as_text() -> None:
    nasty = claim(
        "OTHER", "PAK", Measure.KILLED, "5",
        by="@everyone <@1> [click](https://evil.example)",
        evidence="# FREE ||nitro|| https://evil.example <t:0:R> discord.gg/abc\n> `5` killed \u202etxt",
        source="**Wire** <#1>",
        link="https://user:pass@evil.example/(x)",
    )  # fmt: skip
    comparison = compare(CLASH, [nasty], THEATRE)
    card, (evidence,) = lay_out(comparison, THEATRE), lay_out_evidence(comparison, THEATRE)
    shown = "".join(str(field.value) for field in render(card).fields)
    assert "**5** – ＠everyone ‹@1› \\[click\\](https: //evil.example)" in shown
    (field,) = render(evidence).fields
    assert field.value == (
        "5 – **＠everyone ‹@1› \\[click\\](https: //evil.example)**\n"
        "“\\# FREE \\|\\|nitro\\|\\| https: //evil.example ‹t:0:R› discord. gg/abc › \\`5\\` killed txt”\n"
        "<t:1772172000:f> \\*\\*Wire\\*\\* ‹\\#1› (evil.example, not linked)"
    )
