"""Read `places.toml`: the gazetteer of the theatre."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

from bot.core.model import Side
from bot.core.theatre import Place
from bot.core.tokens import phrase
from config.rules.toml_file import TomlFile, read_toml

KINDS: Final = ("country", "province", "district", "town", "crossing", "region")
ASTRIDE: Final = "border"
ELSEWHERE: Final = "elsewhere"
_KEYS: Final = frozenset({"within", "at", "also", "beside", "village"})
_BOUNDS: Final = (90.0, 180.0)


def read_places(path: Path, sides: Collection[Side]) -> tuple[Place, ...]:
    """Return the places of the file; raise RulesError with the line where one is wrong."""
    file = read_toml(path)
    places = [place for soil in file.tables for place in _of_soil(file, soil, sides)]
    _check_together(file, places)
    return tuple(places)


def _of_soil(file: TomlFile, soil: str, sides: Collection[Side]) -> list[Place]:
    if soil not in {*sides, ASTRIDE, ELSEWHERE}:
        allowed = ", ".join((*sorted(sides), ASTRIDE, ELSEWHERE))
        raise file.fault(soil, f'"{soil}" is nobody\'s soil; the tables may be called {allowed}')
    kinds = file.tables[soil]
    if not isinstance(kinds, dict):
        raise file.fault(soil, f"write [{soil}.town] or another kind, and the places below it")
    side = soil if soil in sides else None
    return [_place(file, name, body, side, kind) for kind in kinds for name, body in _named(file, soil, kind).items()]


def _named(file: TomlFile, soil: str, kind: str) -> Mapping[str, Any]:
    named = file.tables[soil][kind]
    if kind not in KINDS or not isinstance(named, dict):
        raise file.fault(f"{soil}.{kind}", f'"{kind}" is no kind of place; use one of {", ".join(KINDS)}')
    return named


def _place(file: TomlFile, name: str, body: Any, side: Side | None, kind: str) -> Place:
    if not isinstance(body, dict) or (odd := sorted(set(body) - _KEYS)):
        odd_key = odd[0] if isinstance(body, dict) else "value"
        raise file.fault(
            name, f'"{name}": {odd_key} is not understood; a place has within, at, also, beside and village'
        )
    latitude, longitude = _position(file, name, body.get("at"))
    return Place(
        name=name,
        side=side,
        kind=kind,
        variants=file.strings(body, "also"),
        within=file.string(body, "within") if "within" in body else None,
        latitude=latitude,
        longitude=longitude,
        beside=file.strings(body, "beside"),
        village=file.string(body, "village") if "village" in body else None,
    )


def _position(file: TomlFile, name: str, at: Any) -> tuple[float | None, float | None]:
    if at is None:
        return None, None
    degrees = [one for one in at if isinstance(one, int | float)] if isinstance(at, list) else []
    if len(degrees) != len(_BOUNDS) or any(abs(one) > most for one, most in zip(degrees, _BOUNDS, strict=True)):
        raise file.fault(name, f'"{name}": at must be [latitude, longitude] in degrees')
    return float(degrees[0]), float(degrees[1])


def _check_together(file: TomlFile, places: list[Place]) -> None:
    """Raise RulesError where a larger place is missing or lies in itself, or one spelling means two places."""
    upper = {place.name: place.within for place in places}
    taken: dict[tuple[str, ...], str] = {}
    for place in places:
        if place.within is not None and place.within not in upper:
            raise file.fault(place.name, f'"{place.name}" lies within "{place.within}", which is not in the file')
        for other in place.beside:
            if other not in upper:
                raise file.fault(place.name, f'"{place.name}" lies beside "{other}", which is not in the file')
        if _circular(place.name, upper):
            raise file.fault(place.name, f'"{place.name}" lies within itself')
        for spelling in (place.name, *place.variants):
            words = phrase(spelling)
            if not words:
                raise file.fault(place.name, f'"{place.name}": "{spelling}" holds no word')
            if taken.setdefault(words, place.name) != place.name:
                raise file.fault(place.name, f'"{spelling}" means both "{taken[words]}" and "{place.name}"')


def _circular(name: str, upper: Mapping[str, str | None]) -> bool:
    at = upper[name]
    for _ in range(len(upper)):
        if at is None or at == name:
            break
        at = upper.get(at)
    return at == name
