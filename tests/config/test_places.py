"""The gazetteer's file."""

from pathlib import Path

import pytest

from bot.errors import RulesError
from config.rules.places import read_places

REAL = Path(__file__).parents[2] / "config" / "afpak" / "places.toml"


def test_the_bundled_gazetteer_is_sound() -> None:
    places = {place.name: place for place in read_places(REAL, ("AFG", "PAK"))}
    assert places["Spin Boldak"].side == "AFG"
    assert places["Chaman"].side == "PAK"
    assert places["Torkham"].side is None
    assert places["Doha"].kind == "town"
    assert sum(place.kind == "province" and place.side == "AFG" for place in places.values()) == 34
    assert all(place.latitude is not None for place in places.values())


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('[XYZ.town]\n"A" = {}\n', None, "nobody's soil"),
        ('[AFG.hamlet]\n"A" = {}\n', 1, "no kind of place"),
        ('[AFG.town]\n"A" = {}\n"B" = { within = "C" }\n', 3, "not in the file"),
        ('[AFG.town]\n"A" = { at = [91, 0] }\n', 2, "degrees"),
        ('[AFG.town]\n"A" = { at = 3 }\n', 2, "degrees"),
        ('[AFG.town]\n"A" = { near = "B" }\n', 2, "near is not understood"),
        ('[AFG.town]\n"A" = 3\n', 2, "not understood"),
        ('[AFG.town]\n"A" = { also = "B" }\n', 2, "list of words"),
        ('[AFG.town]\n"A" = { also = ["-"] }\n', 2, "holds no word"),
        ('[AFG.town]\n"A" = {}\n"B" = { also = ["a"] }\n', 3, "means both"),
        ('[AFG.town]\n"B" = { beside = ["A"] }\n', 2, 'beside "A", which is not in the file'),
        ('[AFG.town]\n"A" = { within = "B" }\n"B" = { within = "A" }\n', 2, "within itself"),
        ("AFG = 3\n", 1, "write"),
        ("[AFG.town\n", 1, "not valid TOML"),
    ],
)
def test_a_wrong_place_is_told_with_its_line(tmp_path: Path, text: str, line: int | None, reason: str) -> None:
    path = tmp_path / "places.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesError, match=reason) as raised:
        read_places(path, ("AFG", "PAK"))
    assert raised.value.file == path
    assert line is None or raised.value.line == line
