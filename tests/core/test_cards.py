"""A card holds whatever is thrown at it, and shows the same losses in both columns."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.cards import Card, card_digest, lay_out, lay_out_evidence
from bot.core.cards.lines import fit_columns, fit_lines
from bot.core.cards.links import sound_address, source_link
from bot.core.cards.values import DESCRIPTION, FIELD_NAME, FIELD_VALUE, FIELDS, FOOTER, TITLE, TOTAL
from bot.core.comparison import compare
from bot.core.model import Claim, Event, EventKind, Figure, FiledClaim, Kind, Measure, Span, Stance
from bot.core.neutral import width
from tests.support.claims import AT, CLASH, claim, february, figure, theatre

THEATRE = theatre()
OUR_LINK = re.compile(r"(?<!\\)\[(?:\\.|[^\]\\])+\]\(https?://[a-z0-9.-]+\.[a-z]+[^)\s]*\) \([a-z0-9.-]+\)")
OUR_TIME = re.compile(r"<t:-?\d+:[Rf]>")
TOKEN = re.compile(r"<[^\s]|@everyone|@here|\w+://|(?<!\\)\]\(|discord\.gg", re.IGNORECASE)


def card_of(claims: list[FiledClaim]) -> Card:
    return lay_out(compare(CLASH, claims, THEATRE), THEATRE)


def fields(card: Card) -> dict[str, str]:
    return {field.name: field.value for field in card.fields}


def texts(card: Card) -> list[str]:
    return [
        card.title,
        card.summary,
        card.footer,
        *(part for field in card.fields for part in (field.name, field.value)),
    ]


def assert_holds(card: Card) -> None:
    """Check every limit of an embed, in the units of the strictest client."""
    assert 0 < width(card.title) <= TITLE
    assert 0 < width(card.summary) <= DESCRIPTION
    assert width(card.footer) <= FOOTER
    assert len(card.fields) <= FIELDS
    for field in card.fields:
        assert field.name.strip()
        assert field.value.strip()
        assert width(field.name) <= FIELD_NAME
        assert width(field.value) <= FIELD_VALUE
    assert sum(map(width, texts(card))) <= TOTAL


def assert_harmless(card: Card) -> None:
    """Check that nothing acts but our own links and times."""
    for text in texts(card):
        assert not TOKEN.search(OUR_TIME.sub("", OUR_LINK.sub("", text))), text


def test_february_reads_as_the_design_has_it() -> None:
    card = card_of(february())
    assert card.title == "Clash along the border · 26–27 February 2026"
    assert card.summary == "Both sides have spoken. 5 losses compared · newest figure <t:1772172000:R>"
    assert fields(card) == {
        "Afghanistan says": "Pakistani soldiers killed\n\u2003**55**\nAfghan fighters killed\n\u2003**8** (admits)\n"
        "Pakistani soldiers captured\n\u2003**several**\n"
        "Pakistani posts taken or destroyed\n\u2003**19 posts and 2 bases**\nPakistani aircraft shot down\n\u2003**1**",
        "Pakistan says": "Pakistani soldiers killed\n\u2003**2** (admits)\n"
        "Afghan fighters killed\n\u2003**133+**, earlier 36\nPakistani soldiers captured\n\u2003**denied**\n"
        "Pakistani posts taken or destroyed\n\u2003**denied**\nPakistani aircraft shot down\n\u2003not addressed",
        "What differs most (computed)": "On Pakistani dead they are 27 times apart (55 and 2).\n"
        "On Afghan dead they are 16 times apart (133+ and 8).",
        "What both accept (computed)": "Both accept at least 2 Pakistani and 8 Afghan dead.",
        "Revised": "Pakistan, Afghan fighters killed: raised from 36 to 133+",
        "Denied": "Pakistan denies: Pakistani soldiers captured\nPakistan denies: Pakistani posts taken",
        "Sources": "<t:1772172000:f> [Example Wire](https://wire.example/e1) (wire.example)",
    }
    assert [field.inline for field in card.fields] == [True, True, False, False, False, False, False]
    assert card.footer == "1 report, 1 outlet · quoted, not verified"
    assert card.updated == AT


def test_others_are_named_beside_their_figure() -> None:
    said = claim("OTHER", "AFG", Measure.KILLED, figure("at least 13", 13), Kind.CIVILIAN, by="UN mission")
    assert fields(card_of([said])) == {
        "Afghanistan says": "–",
        "Pakistan says": "–",
        "Others say": "Afghan civilians killed: **13+** – UN mission",
        "Sources": "<t:1772172000:f> [Example Wire]"
        "(https://wire.example/OTHER-AFG-killed-at%20least%2013-0-Example%20Wire) (wire.example)",
    }


def test_figures_of_several_things_stay_together() -> None:
    claims = [
        claim("PAK", "AFG", Measure.POSTS_CAPTURED, "9", Kind.MATERIEL),
        claim("PAK", "AFG", Measure.POSTS_DESTROYED, "27", Kind.MATERIEL),
        claim("PAK", "AFG", Measure.POSTS_DESTROYED, "73", Kind.MATERIEL, hours=1),
    ]
    assert fields(card_of(claims))["Pakistan says"] == (
        "Afghan posts taken or destroyed\n\u2003**9 posts taken; 73 posts (earlier 27) destroyed**"
    )


def test_an_event_without_claims_still_makes_a_card() -> None:
    card = card_of([])
    assert_holds(card)
    assert card.summary == "Neither side has spoken so far. No figure or denial has been read yet."
    assert fields(card) == {"Afghanistan says": "–", "Pakistan says": "–"}
    assert card.updated is None


def test_a_repeat_is_no_reason_for_an_edit_and_a_new_figure_is() -> None:
    first = card_digest(card_of(february()))
    repeated = [*february(), claim("AFG", "PAK", Measure.KILLED, "55", source="Another", hours=2)]
    raised = [*february(), claim("AFG", "PAK", Measure.KILLED, "58", source="Another", hours=2)]
    assert card_digest(card_of(repeated)) == first
    assert card_digest(card_of(raised)) != first


@pytest.mark.parametrize(
    ("began", "last", "shown"),
    [
        (date(2026, 2, 26), date(2026, 2, 26), "26 February 2026"),
        (date(2026, 2, 26), date(2026, 2, 28), "26–28 February 2026"),
        (date(2026, 2, 26), date(2026, 3, 1), "26 February – 1 March 2026"),
        (date(2025, 12, 31), date(2026, 1, 1), "31 December 2025 – 1 January 2026"),
        (date(2026, 2, 26), date(2026, 2, 20), "26 February 2026"),
    ],
)
def test_the_title_tells_the_days(began: date, last: date, shown: str) -> None:
    event = replace(CLASH, began=began, last=last)
    assert lay_out(compare(event, [], THEATRE), THEATRE).title == f"Clash along the border · {shown}"


def test_both_columns_leave_out_the_same_rows_and_say_how_many() -> None:
    long = "x" * 39
    claims = [
        claim(side, subject, measure, figure(long, 5, approx=True), kind, hours=hour)
        for side in ("AFG", "PAK")
        for subject in ("AFG", "PAK", "BOTH", "OTHER")
        for measure in (Measure.KILLED, Measure.WOUNDED, Measure.CAPTURED, Measure.DISPLACED)
        for hour, kind in enumerate((Kind.MILITARY, Kind.CIVILIAN))
    ]
    first, second = (field.value.split("\n") for field in card_of(claims).fields[:2])
    heads = [[line for line in column if not line.startswith("\u2003")] for column in (first, second)]
    assert heads[0] == heads[1]
    left_out = re.fullmatch(r"… and (\d+) more", heads[0][-1])
    assert left_out
    assert len(heads[0]) - 1 + int(left_out[1]) == len(compare(CLASH, claims, THEATRE).rows)


@pytest.mark.parametrize(
    ("lines", "limit", "shown"),
    [
        ([], 10, "–"),
        (["ab", "cd"], 5, "ab\ncd"),
        (["ab", "cd", "ef"], 16, "ab\ncd\nef"),
        (["a" * 5, "b" * 20, "c"], 18, "aaaaa\n… and 2 more"),
        (["a" * 50], 20, "… and 1 more"),
    ],
)
def test_lines_fit_whole_or_are_counted(lines: list[str], limit: int, shown: str) -> None:
    assert fit_lines(lines, limit) == shown


def test_right_to_left_words_turn_nothing_round_beside_them() -> None:
    said = claim(
        "OTHER", "PAK", Measure.KILLED, "6", by="ذبیح", source="خامه پرس", evidence="۶ تن کشته شدند", entry="e"
    )
    comparison = compare(replace(CLASH, title="تورخم کې جګړه"), [said], THEATRE)
    card, (evidence,) = lay_out(comparison, THEATRE), lay_out_evidence(comparison, THEATRE)
    assert card.title == "\u2068تورخم کې جګړه\u2069 · 26–27 February 2026"
    assert fields(card)["Others say"] == "Pakistani soldiers killed: **6** – \u2068ذبیح\u2069"
    assert "[\u2068خامه پرس\u2069](https://wire.example/e)" in fields(card)["Sources"]
    assert "“\u2068۶ تن کشته شدند\u2069”" in fields(evidence)["Pakistani soldiers killed"]


def test_columns_keep_in_step() -> None:
    assert fit_columns([["a", "b"], ["a" * 30, "b" * 30]], 45) == ("a\n… and 1 more", "a" * 30 + "\n… and 1 more")


@pytest.mark.parametrize(
    ("link", "host", "address"),
    [
        ("https://gulf.example/a?b=1#c", "gulf.example", "https://gulf.example/a?b=1"),
        ("http://GULF.example/A", "gulf.example", "http://gulf.example/A"),
        ("https://gulf.example/a b(c)<d>\"'[]", "gulf.example", "https://gulf.example/a%20b%28c%29%3Cd%3E%22%27%5B%5D"),
        ("https://gulf.example/\u202egpj", "gulf.example", "https://gulf.example/%E2%80%AEgpj"),
        ("https://gulf.example", "gulf.example", "https://gulf.example"),
        ("javascript:alert(1)", "", ""),
        ("ftp://gulf.example/a", "", ""),
        ("//gulf.example/a", "", ""),
        ("gulf.example", "", ""),
        ("https://user@gulf.example/", "gulf.example", ""),
        ("https://gulf.example:8443/", "gulf.example", ""),
        ("https://gulf.example:port/", "", ""),
        ("https://xn--glf-hoa.example/", "xn--glf-hoa.example", ""),
        ("https://gülf.example/", "gülf.example", ""),
        ("https://127.0.0.1/a", "127.0.0.1", ""),
        ("https://[::1]/a", "::1", ""),
        ("https://localhost/a", "localhost", ""),
        ("https://gulf.example/" + "a" * 300, "gulf.example", ""),
        ("https://[bad", "", ""),
        ("", "", ""),
    ],
)
def test_only_a_sound_address_is_linked(link: str, host: str, address: str) -> None:
    assert sound_address(link) == (host, address)


def test_a_link_says_where_it_leads() -> None:
    assert source_link("A [b](c)", "https://gulf.example/a") == "[A (b)(c)](https://gulf.example/a) (gulf.example)"
    assert source_link("Gulf", "https://xn--glf-hoa.example/") == "Gulf (xn--glf-hoa.example, not linked)"
    assert source_link("Gulf", "") == "Gulf"


def test_evidence_gives_the_sentence_with_its_figure_marked() -> None:
    said = claim("AFG", "PAK", Measure.KILLED, "55", by="Ministry", evidence="It said 55 soldiers were killed.")
    said = replace(said, claim=replace(said.claim, figure_span=Span(8, 10)))
    (card,) = lay_out_evidence(compare(CLASH, [said], THEATRE), THEATRE)
    assert fields(card) == {
        "Pakistani soldiers killed": "**Afghanistan** 55 – Ministry\n“It said **55** soldiers were killed.”\n"
        "<t:1772172000:f> [Example Wire](https://wire.example/AFG-PAK-killed-55-0-Example%20Wire) (wire.example)"
    }


def test_evidence_shows_what_was_replaced_what_is_a_part_and_what_is_denied() -> None:
    claims = [
        claim("PAK", "AFG", Measure.KILLED, "36"),
        claim("PAK", "AFG", Measure.KILLED, "133", hours=2),
        claim("PAK", "AFG", Measure.KILLED, "5", hours=3, place="Torkham"),
        claim("AFG", "AFG", Measure.KILLED, "133", stance=Stance.DENIES),
        claim("AFG", "AFG", Measure.KILLED, "8"),
    ]
    (card,) = lay_out_evidence(compare(CLASH, claims, THEATRE), THEATRE)
    heads = re.findall(r"^\*\*(.*) – ", "\n".join(fields(card).values()), re.MULTILINE)
    assert heads == [
        "Afghanistan** 8 (admits)",
        "Afghanistan** 133 (denied)",
        "Pakistan** 133",
        "Pakistan** 36 (earlier)",
        "Pakistan** 5 (Torkham) (part, or said more loosely)",
    ]


def test_a_sentence_is_quoted_once_with_all_its_figures_marked() -> None:
    evidence = "It destroyed 19 posts and two bases."
    claims = [
        claim("AFG", "PAK", Measure.POSTS_DESTROYED, words, Kind.MATERIEL, by="Ministry", evidence=evidence, entry="e")
        for words in (figure("19"), figure("two", 2, 2))
    ]
    spans = (Span(13, 15), Span(26, 29))
    marked = [replace(one, claim=replace(one.claim, figure_span=span)) for one, span in zip(claims, spans, strict=True)]
    (card,) = lay_out_evidence(compare(CLASH, marked, THEATRE), THEATRE)
    (field,) = card.fields
    assert field.value.split("\n")[:2] == [
        "**Afghanistan** 19 posts, 2 bases – Ministry",
        "“It destroyed **19** posts and **two** bases.”",
    ]


def test_another_voice_stands_after_its_figure_so_that_no_script_can_reorder_it() -> None:
    said = claim("OTHER", "PAK", Measure.KILLED, "6", by="ذبیح", evidence="6 killed")
    (card,) = lay_out_evidence(compare(CLASH, [said], THEATRE), THEATRE)
    assert card.title == "Evidence · Clash along the border · 26–27 February 2026"
    assert card.fields[0].value.startswith("6 – **\u2068ذبیح\u2069**\n")


def test_evidence_of_nothing_says_so() -> None:
    (card,) = lay_out_evidence(compare(CLASH, [], THEATRE), THEATRE)
    assert fields(card) == {"Evidence": "No figure or denial has been read yet."}


def test_much_evidence_is_paged_and_the_rest_counted() -> None:
    claims = [
        claim(
            "OTHER", "AFG", measure, str(n), Kind.CIVILIAN, by=f"Speaker {n}", evidence="long " * 80 + str(n), hours=n
        )
        for n in range(60)
        for measure in (Measure.KILLED, Measure.WOUNDED)
    ]
    cards = lay_out_evidence(compare(CLASH, claims, THEATRE), THEATRE)
    assert len(cards) == 4
    assert cards[0].footer.startswith("Page 1 ·")
    left_out = re.match(r"Page 4, and (\d+) more sentences from page 5 on", cards[-1].footer)
    assert left_out
    shown = sum(field.value.count("“") for card in cards for field in card.fields)
    assert shown + int(left_out[1]) == len(claims)
    for card in cards:
        assert_holds(card)


def test_all_evidence_can_be_turned_to_page_by_page() -> None:
    claims = [
        claim("OTHER", "AFG", Measure.KILLED, str(n), by=f"Speaker {n}", evidence="long " * 80 + str(n), hours=n)
        for n in range(100)
    ]
    comparison = compare(CLASH, claims, THEATRE)
    read, first = list(lay_out_evidence(comparison, THEATRE)), 5
    while "more sentence" in read[-1].footer:
        read += lay_out_evidence(comparison, THEATRE, first)
        first += 4
    assert read[-1].footer.startswith(f"Page {len(read)} of {len(read)} ·")
    assert len(read) > 5
    assert sum(field.value.count("“") for card in read for field in card.fields) == len(claims)
    assert lay_out_evidence(comparison, THEATRE, 1000) == (read[-1],)


NASTY = st.sampled_from(
    ["@everyone", "<@1>", "<t:0:R>", "[a](https://b.c)", "https://evil.example/x", "**", "`", "\n", "\u202e", "*" * 40,
     "\U0001f468" * 30, "x" * 300, "55", "at least ", "dozens", "up from an earlier ", "19 posts and 2 bases"]
)  # fmt: skip
TEXTS = st.lists(NASTY | st.text(st.characters(), max_size=6), max_size=6).map("".join)
NUMBERS = st.none() | st.integers(min_value=0, max_value=400) | st.just(10**40)
FIGURES = st.builds(Figure, NUMBERS, NUMBERS, st.booleans(), TEXTS)
SPANS = st.none() | st.builds(Span, st.integers(-3, 40), st.integers(-3, 60))
SIDES = st.sampled_from(["AFG", "PAK", "TTP", "OTHER", "BOTH", "XYZ"])
CLAIMS = st.builds(
    Claim, SIDES, st.none() | TEXTS, st.sampled_from(Stance), st.sampled_from(Measure), SIDES, st.sampled_from(Kind),
    FIGURES, st.none() | TEXTS, TEXTS, st.booleans(), st.just("rule"), SPANS, SPANS,
)  # fmt: skip
LINKS = TEXTS | TEXTS.map("https://host.example/".__add__)
TIMES = st.integers(0, 10**6).map(lambda seconds: datetime(2026, 2, 26, tzinfo=UTC) + timedelta(seconds=seconds))
FILED = st.builds(FiledClaim, CLAIMS, TEXTS, LINKS, TIMES, st.sampled_from(["e1", "e2", "e3"]))
EVENTS = st.builds(
    Event, st.just("2026-02-26-x"), st.just(EventKind.CLASH), TEXTS, st.dates(), st.dates(), st.just(("Torkham",))
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(EVENTS, st.lists(FILED, max_size=40))
def test_any_claims_make_cards_that_hold_and_harm_nobody(event: Event, claims: list[FiledClaim]) -> None:
    comparison = compare(event, claims, THEATRE)
    assert compare(event, claims[::-1], THEATRE) == comparison
    for card in (lay_out(comparison, THEATRE), *lay_out_evidence(comparison, THEATRE)):
        assert_holds(card)
        assert_harmless(card)
