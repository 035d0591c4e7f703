"""Read `keywords.toml`: groups of terms, what together is a hit, what raises the bar.

Place names come from the `places.toml` beside it, by whose soil they are on; those who speak for a side from
`speakers.toml`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from bot.core.relevance import (
    Combination,
    Exclusion,
    Needs,
    Points,
    Rules,
    Wording,
    check_wording,
    compile_rules,
    spellings,
)
from bot.core.theatre import Place
from config.rules.places import ASTRIDE, ELSEWHERE, KINDS, read_places
from config.rules.toml_file import TomlFile, read_toml

_ASTRIDE_KINDS: Final = frozenset({"crossing", "region"})
_TABLES: Final = frozenset({"points", "opening", "places", "voices", "hit", "exclusion", "groups"})
_VOICES: Final = ("institutions", "offices", "holders")
_HIT_KEYS: Final = frozenset(
    {"name", "together", "top", "without", "apart", "one_sentence", "points", "at_least", "title", "follows"}
)
_EXCLUSION_KEYS: Final = frozenset({"group", "at_least", "needed"})


def read_keywords(path: Path) -> Rules:
    """Return the compiled rules of the file; raise RulesError with file and line where it is wrong."""
    file = read_toml(path)
    for key in file.tables:
        if key not in _TABLES:
            raise file.fault(key, f'"{key}" is not understood; the tables are {", ".join(sorted(_TABLES))}')
    groups = _groups(file)
    names = _merged(_names(file, groups), _voices(file, groups))
    combinations = tuple(_combination(file, table, groups) for table in _tables(file, "hit"))
    if not combinations:
        raise file.fault("hit", "there must be at least one [[hit]], or nothing would ever be relevant")
    exclusions = tuple(_exclusion(file, table, groups) for table in _tables(file, "exclusion"))
    opening = file.tables.get("opening", {})
    _check_keys(file, opening, frozenset({"title_holds"}), "the opening")
    title_holds = _all_known(file, file.strings(opening, "title_holds"), groups)
    return compile_rules(Wording(groups, combinations, exclusions, _points(file), names, title_holds))


def _groups(file: TomlFile) -> dict[str, tuple[str, ...]]:
    table = file.tables.get("groups", {})
    if not isinstance(table, dict) or not table:
        raise file.fault("groups", "there must be a [groups] table with lists of terms")
    groups = {group: file.strings(table, group) for group in table}
    for group, terms in groups.items():
        for spelling in (one for term in terms for one in spellings(term) or (term,)):
            if reason := check_wording(spelling):
                raise file.fault_at((spelling, group), f'"{spelling}" in {group}: {reason}')
    return groups


def _names(file: TomlFile, groups: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    table = file.tables.get("places", {})
    if not isinstance(table, dict):
        raise file.fault("places", "write [places] and below it group = [whose soil]")
    wanted = {group: file.strings(table, group) for group in table}
    for group in wanted:
        _known(file, group, groups)
    if not wanted:
        return {}
    path = file.path.with_name("places.toml")
    soils = set(read_toml(path).tables) - {ASTRIDE, ELSEWHERE}
    places = read_places(path, soils)
    return {group: tuple(_spelt(file, places, soils, named)) for group, named in wanted.items()}


def _voices(file: TomlFile, groups: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the words of those who speak for a side, by the group that takes them up."""
    table = file.tables.get("voices", {})
    if not isinstance(table, dict):
        raise file.fault("voices", "write [voices] and below it group = [which side]")
    wanted = {group: file.strings(table, group) for group in table}
    if not wanted:
        return {}
    speakers = read_toml(file.path.with_name("speakers.toml"))
    for group, sides in wanted.items():
        _known(file, group, groups)
        for side in sides:
            if not isinstance(speakers.tables.get(side), dict):
                raise file.fault(side, f'"{side}" is no table of speakers.toml')
    return {
        group: tuple(word for side in sides for key in _VOICES for word in speakers.strings(speakers.tables[side], key))
        for group, sides in wanted.items()
    }


def _merged(one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {group: (*one.get(group, ()), *other.get(group, ())) for group in (*one, *other)}


def _spelt(file: TomlFile, places: tuple[Place, ...], soils: set[str], wanted: tuple[str, ...]) -> Iterator[str]:
    for one in wanted:
        soil, _, kind = one.partition(".")
        if soil not in {*soils, ASTRIDE} or (kind and kind not in KINDS):
            raise file.fault(soil, f'"{one}" is no soil, or no soil.kind, of places.toml')
        for place in places:
            on_it = place.side == soil or (soil == ASTRIDE and place.side is None and place.kind in _ASTRIDE_KINDS)
            if on_it and kind in ("", place.kind):
                yield from (place.name, *place.variants)


def _tables(file: TomlFile, key: str) -> list[dict[str, Any]]:
    tables = file.tables.get(key, [])
    if not isinstance(tables, list):
        raise file.fault(key, f"write [[{key}]] with two brackets: there may be several")
    return tables


def _combination(file: TomlFile, table: dict[str, Any], groups: Mapping[str, Any]) -> Combination:
    _check_keys(file, table, _HIT_KEYS, "a hit")
    together = _needs(file, table, "together", groups)
    if not together:
        raise file.fault("together", "a hit needs groups that stand together")
    without, apart = (_all_known(file, file.strings(table, key), groups) for key in ("without", "apart"))
    loose, follows = (_switch(file, table, key) for key in ("one_sentence", "follows"))
    return Combination(
        name=file.string(table, "name"),
        together=together,
        top=_needs(file, table, "top", groups),
        without=without,
        apart=apart,
        one_sentence=loose,
        points=_count(file, table, "points", 0),
        at_least=_count(file, table, "at_least", 0),
        title=_needs(file, table, "title", groups),
        follows=follows,
    )


def _switch(file: TomlFile, table: dict[str, Any], key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise file.fault(key, f"{key} must be true or false")
    return value


def _needs(file: TomlFile, table: dict[str, Any], key: str, groups: Mapping[str, Any]) -> Needs:
    needs = tuple(tuple(one.strip() for one in need.split("/")) for need in file.strings(table, key))
    for group in (one for need in needs for one in need):
        _known(file, group, groups)
    return needs


def _exclusion(file: TomlFile, table: dict[str, Any], groups: Mapping[str, Any]) -> Exclusion:
    _check_keys(file, table, _EXCLUSION_KEYS, "an exclusion")
    group = file.string(table, "group")
    _known(file, group, groups)
    return Exclusion(group, _count(file, table, "at_least", 2), _count(file, table, "needed", None))


def _points(file: TomlFile) -> Points:
    table = file.tables.get("points", {})
    allowed = {one.name for one in fields(Points)}
    _check_keys(file, table, frozenset(allowed), "points")
    return Points(**{key: _count(file, table, key, None) for key in table})


def _count(file: TomlFile, table: dict[str, Any], key: str, default: int | None) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise file.fault(key, f"{key} must be a whole number")
    return value


def _all_known(file: TomlFile, wanted: tuple[str, ...], groups: Mapping[str, Any]) -> tuple[str, ...]:
    for group in wanted:
        _known(file, group, groups)
    return wanted


def _known(file: TomlFile, group: str, groups: Mapping[str, Any]) -> None:
    if group not in groups:
        raise file.fault(group, f'there is no group "{group}" in [groups]')


def _check_keys(file: TomlFile, table: Any, allowed: frozenset[str], what: str) -> None:
    odd = sorted(set(table) - allowed) if isinstance(table, dict) else [str(table)]
    if odd:
        raise file.fault(odd[0], f'"{odd[0]}" is not understood; {what} has {", ".join(sorted(allowed))}')
