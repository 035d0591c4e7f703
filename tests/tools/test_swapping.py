"""The other world: what changes in it, what changes hands, and that a reader that takes sides is found out."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Entry
from bot.core.reading import compile_reader
from config.rules.theatre import load_theatre
from tools.swapping import (
    Worlds,
    compile_worlds,
    count_swaps,
    mirror_of,
    mirrored_theatre,
    with_mirrored_soil,
    without_counterpart,
)

AFPAK = Path(__file__).resolve().parents[2] / "config" / "afpak"
THEATRE = load_theatre(AFPAK)
MIRROR = mirror_of(THEATRE)


@cache
def worlds() -> Worlds:
    return compile_worlds(compile_reader(THEATRE))


def entry(text: str, title: str = "Afghan and Pakistani forces clash on the Durand Line") -> Entry:
    return Entry(id="e", source="Example Wire", published=None, title=title, text=text)


@pytest.mark.parametrize(
    ("text", "mirrored"),
    [
        ("Afghanistan’s army", "Pakistan’s army"),
        ("KABUL, Afghanistan: Pakistanis", "ISLAMABAD, Pakistan: Afghans"),
        ("An Afghan guard and a Pakistani one", "A Pakistani guard and an Afghan one"),
        ("an Afghan-led force", "a Pakistani-led force"),
        ("Rawalpindi and the Taliban at Torkham", "Rawalpindi and the Taliban at Torkham"),
        ("Kabuli rice, Uzbekistan", "Kabuli rice, Uzbekistan"),
    ],
)
def test_words_with_a_counterpart_change_and_no_others(text: str, mirrored: str) -> None:
    assert MIRROR.text(text) == mirrored
    assert MIRROR.text(mirrored) == text


@given(st.lists(st.sampled_from(["Kabul", "Islamabad", "Afghans", "Pakistan", "the", "An", "a", "army", "said", ","])))
def test_twice_is_the_text_again(words: list[str]) -> None:
    once = MIRROR.text(" ".join(words))
    again = MIRROR.text(once)
    assert [word.lower() for word in again.split() if word not in {"A", "An", "a", "an"}] == [
        word.lower() for word in words if word not in {"A", "An", "a", "an"}
    ]


def test_in_the_mirrored_theatre_paired_words_stay_and_the_rest_changes_hands() -> None:
    one, other = mirrored_theatre(MIRROR).sides
    assert [side.code for side in (one, other)] == ["AFG", "PAK"]
    assert (one.name, one.adjective, other.name, other.adjective) == ("Afghanistan", "Afghan", "Pakistan", "Pakistani")
    assert {"Afghan", "Afghans"} <= set(one.group("demonyms"))
    assert "Kabul" in one.group("seats")
    assert "ISPR" in one.group("institutions")
    assert "Taliban" in other.group("regime")
    assert "Islamic Emirate of Pakistan" in other.group("names")
    soil = {place.name: place.side for place in mirrored_theatre(MIRROR).places}
    assert (soil["Kunar"], soil["Islamabad"], soil["Kabul"], soil["Torkham"]) == ("PAK", "PAK", "AFG", None)


def test_the_mirrored_theatre_mirrored_is_the_theatre() -> None:
    assert mirrored_theatre(mirror_of(mirrored_theatre(MIRROR))) == THEATRE


def test_where_only_the_soil_changes_the_lists_are_the_theatres_own_but_for_outlets_of_that_soil() -> None:
    own = with_mirrored_soil(MIRROR)
    kept = [{role: words for role, words in side.words.items() if role != "outlets"} for side in own.sides]
    assert kept == [{role: words for role, words in side.words.items() if role != "outlets"} for side in THEATRE.sides]
    assert own.words == THEATRE.words
    assert "Peshawar" in own.sides[0].group("outlets")
    assert {place.name: place.side for place in own.places}["Kunar"] == "PAK"


def test_words_without_a_counterpart_are_known() -> None:
    odd = without_counterpart(MIRROR)
    assert {"Taliban", "ISPR", "Rawalpindi", "Pakistani Taliban"} <= odd
    assert not odd & {"Afghan", "Afghans", "Pakistan", "Kabul", "Islamabad", "UN", "embraced shahadat", "soldiers"}


TWO_SIDED = (
    "Afghan officials said 12 Pakistani soldiers were killed in Kunar. "
    "Islamabad's defence ministry denied it, and said 20 Afghan soldiers had died. "
    "The Taliban said nine of their fighters were wounded."
)


def test_a_reader_that_takes_no_side_reads_both_worlds_alike() -> None:
    counts = count_swaps([entry(TWO_SIDED)], worlds())
    world = counts["mirrored world"]
    assert (world.failed_claims, world.failed_sentences, world.failed_entries, world.entries) == (0, 0, 0, 1)
    assert world.claims >= 3
    assert counts["lists as they are"].entries == 0, "the regime's name has no counterpart"


def test_an_entry_of_paired_words_alone_is_read_with_the_theatres_own_lists() -> None:
    text = TWO_SIDED.rpartition("The Taliban")[0]
    count = count_swaps([entry(text)], worlds())["lists as they are"]
    assert (count.entries, count.failed_entries, count.failed_claims) == (1, 0, 0)
    assert count.claims >= 2


def test_a_reader_that_knows_one_side_better_is_found_out() -> None:
    biased = replace(worlds(), mirrored=worlds().original, own_lists=worlds().original)
    count = count_swaps([entry(TWO_SIDED)], biased)["mirrored world"]
    assert count.failed_entries == 1
    assert 0 < count.failed_claims <= count.claims
    assert count.misses
    assert 0 < count.failed_sentences <= count.sentences == 3
    assert str(count).startswith(f"{count.failed_claims} of {count.claims} claims, ")
    assert str(count).endswith(" of 3 sentences, 1 of 1 entries")
