"""One agency's text in ten outlets is one source; two outlets' own reports are two."""

from collections.abc import Mapping
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.origin import OWN, Origin, author_of, likeness, origin_of, sketch

WIRE = (
    "Afghan and Pakistani troops exchanged fire overnight near the Torkham crossing, officials on both sides said on "
    "Friday, a day after strikes that Kabul blamed on its neighbour. The defence ministry in Kabul said its forces had "
    "killed 12 soldiers and taken two posts, while Islamabad put its own losses at two dead and four wounded."
)
OWN_WORDS = (
    "Residents of Landi Kotal told our reporter that they had heard artillery until dawn and that schools stayed shut. "
    "A doctor at the district hospital said that four men with gunshot wounds had been brought in by night, and "
    "that two of them, both in uniform, had died before they could be moved to Peshawar by road in the morning."
)


@pytest.mark.parametrize(
    ("text", "raw", "origin"),
    [
        (f"KABUL (AFP) — {WIRE}", {}, Origin("afp", "dateline")),
        (f"PESHAWAR, Feb 27 (APP): {WIRE}", {}, Origin("app", "dateline")),
        (f"Spin Boldak (Pajhwok) - {WIRE}", {}, Origin("pajhwok", "dateline")),
        (f"{WIRE}\nWith inputs from PTI.", {}, Origin("pti", "credit")),
        (f"{WIRE} Source: Associated Press", {}, OWN),
        (WIRE, {"source": {"title": "Reuters", "href": "https://r.example"}}, Origin("reuters", "source")),
        (f"KABUL (AFP) - {WIRE}", {"source": {"title": "Reuters"}}, Origin("reuters", "source")),
        (f"KABUL (Dawn) - {WIRE}", {}, OWN),
        (WIRE, {"source": {"title": "DAWN"}}, OWN),
        (WIRE, {"source": {"title": "x" * 100}}, OWN),
        (WIRE, {"source": None}, OWN),
        ("The army (ISPR) said - and nobody denied it - that two died.", {}, OWN),
        ("", {}, OWN),
    ],
)
def test_marks_of_an_agency(text: str, raw: Mapping[str, object], origin: Origin) -> None:
    assert origin_of(text, raw, "Dawn") == origin


def test_copies_have_one_author_whoever_signs_them_and_in_any_order() -> None:
    entries = {
        "a": (f"KABUL (AFP) — {WIRE}", "Dawn"),
        "b": (WIRE.replace("overnight", "through the night") + " Schools near the crossing stayed shut.", "Geo"),
        "c": (OWN_WORDS, "Tolo News"),
        "d": (OWN_WORDS.upper(), "The Nation"),
    }
    for order in permutations(entries):
        authors: dict[str, str] = {}
        for one in order:
            told = [("", entries[other][0], author) for other, author in authors.items()]
            text, outlet = entries[one]
            authors[one] = author_of(("", text, outlet), {}, told)
        assert authors["a"] == authors["b"]
        assert authors["c"] == authors["d"]
        assert authors["a"] != authors["c"]


def test_agency_is_one_author_and_an_outlet_its_own() -> None:
    assert author_of(("Title", f"KABUL (AFP) - {WIRE}", "Dawn"), {}, [("", OWN_WORDS, "geo")]) == "afp"
    assert author_of(("Title", OWN_WORDS, "Tolo  News"), {}, []) == "tolo news"


def test_short_texts_are_never_copies() -> None:
    assert author_of(("", "Two killed.", "Dawn"), {}, [("", "Two killed.", "geo")]) == "dawn"


@given(one=st.text(max_size=400), other=st.text(max_size=400))
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    first, second = sketch(one), sketch(other)
    assert 0.0 <= likeness(first, second) == likeness(second, first) <= 1.0
    assert likeness(first, first) == (1.0 if first else 0.0)
