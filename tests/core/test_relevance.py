"""What concerns the border and what only shares its words."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Entry
from bot.core.relevance import (
    Combination,
    Exclusion,
    Points,
    Rules,
    Wording,
    check_term,
    compile_rules,
    judge,
    with_edits,
)
from config.rules.keywords import read_keywords
from config.rules.theatre import load_theatre

FOLDER = Path(__file__).parents[2] / "config" / "afpak"
CASES = [
    json.loads(line) for line in (Path(__file__).parent / "cases" / "relevance.jsonl").read_text("utf-8").splitlines()
]
THEATRE = load_theatre(FOLDER)
RULES = read_keywords(FOLDER / "keywords.toml")


def entry(title: str, text: str = "") -> Entry:
    return Entry("e-1", "Example Wire", datetime(2024, 5, 1, tzinfo=UTC), title, text)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_an_entry_is_judged_as_a_reader_would(case: dict[str, Any]) -> None:
    verdict = judge(entry(case["title"], case["text"]), RULES, THEATRE)
    assert verdict.relevant is case["relevant"], verdict.reason
    # what the record may let in, and what it must not, where a case says so
    assert verdict.follows is case.get("follows", verdict.follows), verdict.reason


WORDING = Wording(
    groups={
        "east": ("Eastland | Eastlander", "شرق"),
        "west": ("Westland",),
        "arms": ("shelling", "open fire", "=strikes", "FC"),
        "game": ("cricket", "wicket"),
        "hidden": ("West Eastland", "strike a deal"),
        "words": ("talk | ...",),
        "ghosts": ("ghost",),
    },
    combinations=(
        Combination("fighting", (("east",), ("west",), ("arms",))),
        Combination("quiet", (("east",), ("game",)), top=(("west",),), without=("arms",), one_sentence=True),
        Combination("words", (("east",), ("west",), ("words",)), apart=("ghosts",)),
    ),
    exclusions=(Exclusion("game", 2, 6),),
)
SMALL = compile_rules(WORDING)
AFTER = compile_rules(replace(WORDING, combinations=(Combination("after", (("east",), ("game",)), follows=True),)))


def test_what_only_may_be_told_after_an_episode_is_left_to_the_record() -> None:
    verdict = judge(entry("Eastland likes cricket", ""), AFTER, THEATRE)
    assert (verdict.relevant, verdict.follows) == (False, True)
    assert "if the record has the episode" in verdict.reason
    assert not judge(entry("Westland likes cricket", ""), AFTER, THEATRE).follows


@pytest.mark.parametrize(
    ("title", "text", "relevant"),
    [
        ("Eastland shells Westland", "", True),
        ("Westland opened fire on Eastlanders", "", True),
        ("Eastland's strikes on Westland", "", True),
        ("Eastland strike in Westland", "", False),
        ("Eastland fc plays Westland", "", False),
        ("", "eastland shelled Westland", True),
        ("Eastland FC men enter Westland", "", True),
        ("West Eastland shells Westland", "", False),
        ("Eastland shells", "It was over. Westland replied.", True),
        ("Markets", "It rained. It rained. It rained. Eastland shelled Westland.", False),
        ("شرق shells Westland", "", True),
        ("Eastland shells Westland cricket wicket", "", False),
        ("Eastland shells Westland cricket wicket", "Eastland kept shelling Westland.", True),
        ("Eastland likes cricket", "So does Westland.", True),
        ("Eastland", "Cricket is liked. Westland.", False),
        ("Eastland and Westland talk", "", True),
        ("Eastland and Westland talk of ghosts", "", False),
        ("", "", False),
    ],
)
def test_terms_combine_in_one_sentence(title: str, text: str, relevant: bool) -> None:
    verdict = judge(entry(title, text), SMALL, THEATRE)
    assert verdict.relevant is relevant, verdict.reason


def test_the_verdict_names_the_terms_and_where_they_stand() -> None:
    verdict = judge(entry("Eastlanders shelled Westland"), SMALL, THEATRE)
    assert [(hit.group, hit.term, hit.words, hit.start) for hit in verdict.hits] == [
        ("east", "Eastland", "Eastlanders", 0),
        ("arms", "shelling", "shelled", 12),
        ("west", "Westland", "Westland", 20),
    ]
    assert verdict.reason == 'fighting in the title ("Eastlanders", "Westland", "shelled"): 3 of 3 points'


def test_a_raised_bar_is_told_with_its_words() -> None:
    verdict = judge(entry("Eastland shells Westland cricket wicket"), SMALL, THEATRE)
    assert verdict.reason.endswith('3 of 6 points (raised by game: "cricket", "wicket")')


def test_edits_add_and_take_away_terms_without_touching_the_base() -> None:
    edited = with_edits(SMALL, [("arms", "skirmish", True), ("east", "eastlander", False), ("nothing", "x", True)])
    assert edited.groups["arms"][-1] == "skirmish"
    assert edited.groups["east"] == ("Eastland", "شرق")
    assert edited.version != SMALL.version
    assert judge(entry("Skirmishes of Eastland and Westland"), edited, THEATRE).relevant
    assert not judge(entry("Skirmishes of Eastland and Westland"), SMALL, THEATRE).relevant
    assert not judge(entry("Eastlander shells Westland"), edited, THEATRE).relevant


def test_an_edit_that_is_undone_leaves_the_same_rules() -> None:
    assert with_edits(SMALL, [("arms", "raid", True), ("arms", "raid", False)]).version == SMALL.version


@pytest.mark.parametrize(
    ("group", "term", "reason"),
    [
        ("arms", "mortar", None),
        ("arms", "توپ", None),
        ("arms", "UN", None),
        ("navy", "mortar", "there is no group"),
        ("arms", " ", "holds no word"),
        ("arms", "at", "so short"),
        ("arms", "mortar | a", "so short"),
        ("arms", "m" * 81, "80 are the most"),
        ("arms", "/mort[ae]rs?/", None),
        ("arms", "/(mortar/", "no RE2 expression: missing ): (mortar"),
        ("arms", r"/(m)\1/", "no RE2 expression"),
        ("arms", "/m?/", "would hit everything"),
        ("arms", f"/{'m' * 201}/", "200 are the most"),
        ("arms", "mortar*", None),
        ("arms", "mo*", "at least 3 letters"),
        ("arms", "mor*tar", "a star may stand once"),
    ],
)
def test_a_term_is_checked_before_it_is_saved(group: str, term: str, reason: str | None) -> None:
    told = check_term(group, term, SMALL)
    assert told is None if reason is None else reason in (told or "")


def test_further_sentences_count_up_to_a_limit() -> None:
    text = "It rained. It rained. It rained. " + "Eastland shelled Westland. " * 9
    verdict = judge(entry("Weather", text), SMALL, THEATRE)
    assert "3 of 3 points" in verdict.reason
    strict = compile_rules(Wording(WORDING.groups, WORDING.combinations, (), Points(rest_most=2)))
    assert not judge(entry("Weather", text), strict, THEATRE).relevant


WHOLE = compile_rules(
    replace(
        WORDING,
        combinations=(
            Combination("fighting", (("east",), ("west",), ("arms",))),
            Combination(
                "told apart", (("east",), ("west",), ("arms", "words")), title=(("east",),), points=4, at_least=4
            ),
            Combination("told at length", (("east",), ("west",), ("arms",)), points=6, at_least=6),
        ),
        exclusions=(),
        points=Points(needed=4, whole=3),
    )
)


@pytest.mark.parametrize(
    ("title", "text", "relevant"),
    [
        ("Eastland waits", "Shells fell. Fire was opened: they open fire. Westland is silent.", True),
        ("Eastland waits", "Shells fell. Westland is silent.", False),
        ("All wait", "Shells fell on Eastland. They open fire. Westland is silent.", False),
        ("Eastland waits", "Shells fell. They open fire. It rains. Westland is silent.", False),
        ("Eastland waits", "Shells fell. They open fire. Shells fell. They talk. Westland is silent.", False),
    ],
)
def test_a_story_told_over_the_whole_entry_needs_different_terms(title: str, text: str, relevant: bool) -> None:
    verdict = judge(entry(title, text), WHOLE, THEATRE)
    assert verdict.relevant is relevant, verdict.reason


def test_a_verdict_on_the_whole_entry_says_so_and_names_its_terms() -> None:
    verdict = judge(entry("Eastland waits", "Shells fell. They open fire. Westland is silent."), WHOLE, THEATRE)
    assert verdict.reason.startswith('told apart in the entry as a whole ("Eastland", "Westland", "Shells"): 4 of 4')
    assert [hit.words for hit in verdict.hits] == ["Eastland", "Shells", "Westland"]


def test_an_abbreviation_among_names_counts_only_in_capitals() -> None:
    named = compile_rules(replace(WORDING, names={"west": ("PAF",)}))
    assert judge(entry("Eastland shells PAF"), named, THEATRE).relevant
    assert not judge(entry("Eastland shells Paf"), named, THEATRE).relevant


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_gets_a_verdict_whose_hits_are_in_it(title: str, text: str) -> None:
    both = f"{title}\n{text}"
    for rules in (SMALL, RULES):
        verdict = judge(entry(title, text), rules, THEATRE)
        assert verdict == judge(entry(title, text), rules, THEATRE)
        assert all(both[hit.start :].startswith(hit.words) for hit in verdict.hits)


def test_a_place_name_counts_only_with_its_capital() -> None:
    named = compile_rules(replace(WORDING, names={"west": ("Hill",)}))
    assert judge(entry("Eastland shells Hill"), named, THEATRE).relevant
    assert not judge(entry("Eastland shells a hill"), named, THEATRE).relevant


def test_title_and_opening_go_together_only_where_the_title_tells_of_something() -> None:
    choosy = compile_rules(replace(WORDING, title_holds=("arms",)))
    text = "It was over. Westland replied."
    assert judge(entry("Eastland shells", text), choosy, THEATRE).relevant
    assert not judge(entry("Eastland", "Shells fell. Westland replied."), choosy, THEATRE).relevant
    assert judge(entry("Eastland", "Shells fell. Westland replied."), SMALL, THEATRE).relevant


def test_the_same_wording_has_the_same_version() -> None:
    again: Rules = compile_rules(WORDING)
    assert again.version == SMALL.version


@pytest.mark.parametrize("whose", ["Afghan forces", "Afghan troops", "Afghan army", "Afghan soldiers"])
def test_a_side_is_heard_however_its_forces_are_called(whose: str) -> None:
    text = f"Two guards were hurt when {whose} opened fire on a post in Mohmand late on Wednesday, ISPR said."
    assert judge(Entry("e", "Wire", None, "Two hurt in Mohmand firing", text), RULES, THEATRE).relevant


LOOSE = compile_rules(
    Wording(
        {"any": ("shell*", "cross-border str*", "توپ*", r"/\bmort[ae]rs?\b/")}, (Combination("loose", (("any",),)),)
    )
)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Shellfire at the gate", ["Shellfire"]),
        ("A nutshell", []),
        ("Cross-border strikes", ["Cross-border strikes"]),
        ("Cross, border strikes", []),
        ("Strikes", []),
        ("د توپخانې ډزې", ["توپخانې"]),
        ("MORTERS and mortars fell", ["MORTERS"]),
        ("Mortarboards", []),
        ("Half a pair \ud800 and mortars", ["mortars"]),
    ],
)
def test_beginnings_and_expressions_are_found(title: str, words: list[str]) -> None:
    assert [hit.words for hit in judge(entry(title), LOOSE, THEATRE).hits] == words


def test_an_expression_can_be_removed_as_it_was_added() -> None:
    added = with_edits(LOOSE, [("any", "/gun(s|ner)/", True)])
    assert judge(entry("The gunner"), added, THEATRE).relevant
    assert with_edits(added, [("any", "/gun(s|ner)/", False)]).version == LOOSE.version
    assert with_edits(LOOSE, [("any", "shell*", False)]).groups["any"][0] == "cross-border str*"


def test_an_expression_takes_time_in_proportion_to_the_text() -> None:
    nasty = with_edits(LOOSE, [("any", "/(x+x+)+y/", True)])
    began = time.perf_counter()
    assert not judge(entry("T", "x" * 20_000), nasty, THEATRE).relevant
    assert time.perf_counter() - began < 1.0


@pytest.mark.parametrize(
    ("title", "text", "relevant"),
    [
        (
            "Four raids on Naray overnight, says official",
            (
                "Pakistani aircraft carried out four raids on the Naray district of Kunar on Friday, the governor "
                "said. A clinic was wrecked but there were no fatalities. Kabul called it a breach."
            ),
            True,
        ),
        (
            "What is known about the strike in Nimruz",
            (
                "Eight herders were killed in an air strike, the Taliban authorities say. Pakistani security sources, "
                "who confirmed the raid, say that it hit a camp and killed 14 fighters."
            ),
            True,
        ),
        (
            "Six miners die in pit near Chaman",
            "Six miners were killed by an explosion of gas in a coal pit. Four of them were from Afghanistan.",
            False,
        ),
        (
            "Statement of the governor's office on events in Shamulzai",
            "The mujahideen of the Islamic Emirate answered an attack by Pakistani militia on the people of Shamulzai.",
            True,
        ),
        (
            "Afghan refugee camp in Nowshera catches fire",
            "A fire destroyed 40 tents in an Afghan refugee camp in Nowshera; two children died.",
            False,
        ),
        (
            "Iran offers to mediate after Afghan-Pakistani clashes",
            "Tehran said it was ready to mediate between Kabul and Islamabad after border clashes that killed dozens.",
            True,
        ),
        (
            "Turkmen frontier guards killed in clash with gunmen from Faryab",
            "Two frontier guards were killed in a clash with gunmen from Afghanistan’s Faryab province on Monday.",
            False,
        ),
    ],
)
def test_raids_are_told_from_accidents_and_other_borders(title: str, text: str, relevant: bool) -> None:
    assert judge(entry(title, text), RULES, THEATRE).relevant is relevant
