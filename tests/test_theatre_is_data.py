"""The theatre is data: no Python file of the program names a party, a person or a place of it."""

import re
from pathlib import Path

import pytest

from config.rules.theatre import load_theatre

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(path for folder in ("bot", "cogs", "config", "seeds", "tools") for path in (ROOT / folder).rglob("*.py"))
ROLES = ("names", "demonyms", "seats", "regime", "institutions", "people")


def names() -> set[str]:
    theatre = load_theatre(ROOT / "config" / "afpak")
    parties = (*theatre.sides, theatre.militants)
    words = {word for party in parties for role in ROLES for word in party.group(role)}
    words |= {party.code for party in parties}
    words |= {name for place in theatre.places for name in (place.name, *place.variants)}
    return {word for word in words if word[:1].isupper()}


NAMES = names()
PATTERN = re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True)) + r")(?!\w)")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_name_of_the_theatre_in(path: Path) -> None:
    found = {match[0] for match in PATTERN.finditer(path.read_text(encoding="utf-8"))}
    assert not found, f"{path.relative_to(ROOT)} names {sorted(found)}; such words belong into config/afpak"


def test_the_check_knows_the_names() -> None:
    assert {"Kabul", "Islamabad", "Torkham", "AFG", "PAK", "TTP", "Afghan"} <= NAMES
