"""Places found in a text, and how they lie."""

import pytest

from bot.core.places import compile_gazetteer
from bot.core.theatre import Place

LINE = Place("Durand Line", None, "region", ("the frontier",), None, 33.0, 69.5)
GATE = Place("Torkham", None, "crossing", ("Turkham", "طورخم"), "Durand Line", 34.1, 71.1)
LAND = Place("Afghanistan", "AFG", "country")
KUNAR = Place("Kunar", "AFG", "province", ("کونړ",), "Afghanistan", 34.9, 71.2)
NARI = Place("Nari", "AFG", "district", (), "Kunar", 35.2, 71.5)
DIR = Place("Dir", "PAK", "district", ("Upper Dir",), None, 35.2, 71.9)
NORTH = Place("North Waziristan", "PAK", "district", (), "Waziristan")
BOTH = Place("Waziristan", "PAK", "region")
LOOP = Place("Loop", None, "town", (), "Loop")
GAZETTEER = compile_gazetteer([LINE, GATE, LAND, KUNAR, NARI, DIR, NORTH, BOTH, LOOP])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Firing at TORKHAM and Turkham", ["Torkham", "Torkham"]),
        ("Kunar’s Nari district", ["Kunar", "Nari"]),
        ("North Waziristan, then Waziristan", ["North Waziristan", "Waziristan"]),
        ("a dir of files, not Upper Dir", ["Dir"]),
        ("along the frontier", ["Durand Line"]),
        ("طورخم او كونړ", ["Torkham", "Kunar"]),
        ("Kunari and Naris are no places", []),
        ("", []),
    ],
)
def test_places_are_found_as_whole_names(text: str, names: list[str]) -> None:
    assert [hit.place.name for hit in GAZETTEER.find(text)] == names


def test_a_hit_covers_the_name_without_its_possessive() -> None:
    text = "Guns in Kunar’s hills"
    (hit,) = GAZETTEER.find(text)
    assert text[hit.start : hit.end] == "Kunar"


def test_the_chain_goes_from_small_to_large_and_ends() -> None:
    assert GAZETTEER.chain(NARI) == (NARI, KUNAR, LAND)
    assert GAZETTEER.chain(LOOP) == (LOOP,)
    assert GAZETTEER.holds(LAND, NARI)
    assert not GAZETTEER.holds(NARI, LAND)


def test_a_region_that_begins_with_a_small_letter_is_found_as_it_is() -> None:
    east = compile_gazetteer([Place("eastern Ruritania", "AFG", "region")])
    assert [hit.place.name for hit in east.find("in eastern Ruritania and the Eastern one")] == ["eastern Ruritania"]


def test_the_two_ends_of_a_crossing_face_it() -> None:
    gate = Place("Gate", None, "crossing", beside=("Kunar",))
    assert GAZETTEER.faces(gate, KUNAR)
    assert GAZETTEER.faces(KUNAR, gate)
    assert not GAZETTEER.faces(gate, NARI)


def test_distances_are_great_circles() -> None:
    assert GAZETTEER.distance_km(KUNAR, NARI) == pytest.approx(43, abs=3)
    assert GAZETTEER.distance_km(KUNAR, KUNAR) == 0
    assert GAZETTEER.distance_km(KUNAR, LAND) is None
