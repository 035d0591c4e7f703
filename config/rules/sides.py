"""Read `sides.toml` and `speakers.toml`: who the parties are and what they are called."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.theatre import Party, Theatre
from config.rules.toml_file import TomlFile, read_toml

# The vowel that links the words of a transcribed name: "Lashkar-e-...", "Lashkar-i-...".
_LINKS = ("e", "i")
_SCALARS = frozenset({"code", "name", "adjective", "time_zone"})


def read_theatre(folder: Path) -> Theatre:
    """Return the theatre of `folder`, places left empty; raise RulesError where a file is wrong."""
    sides = read_toml(folder / "sides.toml")
    speakers = read_toml(folder / "speakers.toml")
    tables = sides.tables.get("side", [])
    if not isinstance(tables, list) or len(tables) != len(("one side", "the other")):
        raise sides.fault("side", "there must be exactly two [[side]] tables")
    first, second = (_party(sides, table, speakers) for table in tables)
    zones = {table["code"]: _time_zone(sides, table) for table in tables}
    others = speakers.tables.get("others", {})
    return Theatre(
        key=folder.name,
        title=sides.string(sides.tables, "title"),
        sides=(first, second),
        militants=_militants(_party(sides, sides.tables.get("militants", {}), speakers)),
        words={role: _spelled(role, speakers.strings(others, role)) for role in others},
        time_zones=zones,
    )


def _party(sides: TomlFile, table: dict[str, Any], speakers: TomlFile) -> Party:
    code = sides.string(table, "code")
    own = {role: sides.strings(table, role) for role in table if role not in _SCALARS}
    spoken = speakers.tables.get(code, {})
    return Party(
        code=code,
        name=sides.string(table, "name"),
        adjective=sides.string(table, "adjective"),
        words=own | {role: speakers.strings(spoken, role) for role in spoken},
    )


def _militants(party: Party) -> Party:
    return replace(party, words={role: spellings(words) for role, words in party.words.items()})


def _spelled(role: str, phrases: tuple[str, ...]) -> tuple[str, ...]:
    return spellings(phrases) if role == "militants" else phrases


def spellings(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return names with each hyphen also as a space and with either linking vowel, as outlets write them."""
    return tuple(dict.fromkeys(form for phrase in phrases for form in (phrase, *_hyphened(phrase))))


def _hyphened(phrase: str) -> Iterable[str]:
    if "-" not in phrase or phrase.isupper():
        return
    parts = phrase.split("-")
    linked = [_LINKS if part in _LINKS else (part,) for part in parts]
    for words in product(*linked):
        for marks in product("- ", repeat=len(parts) - 1):
            yield "".join(word + mark for word, mark in zip(words, (*marks, ""), strict=True))


def _time_zone(sides: TomlFile, table: dict[str, Any]) -> str:
    name = sides.string(table, "time_zone")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise sides.fault(name, f'time zone "{name}" is unknown; use an IANA name') from None
    return name
