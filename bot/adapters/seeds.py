"""Read the event record to start from: the TOML files of a theatre's folder under seeds/.

Every event and claim gets the same identity at each reading, so that loading again adds nothing.
"""

import hashlib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from bot.core.model import Claim, Event, EventKind, Figure, FiledClaim, Kind, Measure, Stance
from bot.errors import RulesError

SOURCE: Final = "Record"
_EVENT_KEYS: Final = frozenset({"id", "kind", "title", "began", "last", "places", "aliases", "claim"})
_CLAIM_KEYS: Final = frozenset(
    {
        "claimant",
        "by",
        "stance",
        "measure",
        "subject",
        "kind",
        "low",
        "high",
        "approx",
        "words",
        "place",
        "evidence",
        "said",
    }
)
_ID: Final = re.compile(r"\d{4}-\d\d-\d\d-[a-z0-9-]+")

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Seeds:
    """The events of the starting record, by id, and the claims filed under each."""

    events: tuple[Event, ...]
    claims: Mapping[str, tuple[FiledClaim, ...]]


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    text: str

    def fault(self, needle: object, reason: str) -> RulesError:
        """Return an error at the first line that holds `needle` (no line where none does)."""
        lines = self.text.splitlines()
        return RulesError(self.path, next((n for n, one in enumerate(lines, 1) if str(needle) in one), None), reason)

    def words(self, table: Mapping[str, Any], key: str, near: str) -> str:
        """Return a text that must be there."""
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(near, f"{near}: {key} must be given, as words in quotes")
        return value

    def maybe(self, table: Mapping[str, Any], key: str, near: str) -> str | None:
        """Return a text that may be absent."""
        return self.words(table, key, near) if key in table else None

    def listed(self, table: Mapping[str, Any], key: str, near: str) -> tuple[str, ...]:
        """Return a list of texts; absent is empty."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.fault(near, f"{near}: {key} must be a list of words in quotes")
        return tuple(value)

    def choice(self, table: Mapping[str, Any], key: str, near: str, among: type[Choice]) -> Choice:
        """Return one of a closed set."""
        value = self.words(table, key, near)
        try:
            return among(value)
        except ValueError:
            raise self.fault(near, f'{near}: {key} "{value}" is none of {", ".join(among)}') from None

    def count(self, table: Mapping[str, Any], key: str, near: str) -> int | None:
        """Return an end of a range, None where it is open."""
        value = table.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            raise self.fault(near, f"{near}: {key} must be a whole number")
        return value

    def known(self, table: Mapping[str, Any], allowed: Collection[str], near: str) -> None:
        """Raise where a key is none of `allowed`."""
        if odd := sorted(set(table) - set(allowed)):
            raise self.fault(odd[0], f'{near}: "{odd[0]}" is not understood; use {", ".join(sorted(allowed))}')


def read_seeds(folder: Path) -> Seeds:
    """Return the record of all files in `folder`; raise RulesError with file and line where one is wrong."""
    events: dict[str, Event] = {}
    claims: dict[str, tuple[FiledClaim, ...]] = {}
    for path in sorted(folder.glob("*.toml")):
        file = _opened(path)
        for table in _tables(file, _parsed(file), "event"):
            event = _event(file, table)
            if event.id in events:
                raise file.fault(event.id, f"{event.id} is there twice")
            events[event.id] = event
            claims[event.id] = tuple(_filed(file, event.id, one) for one in _tables(file, table, "claim"))
    return Seeds(tuple(sorted(events.values(), key=lambda one: one.id)), claims)


def _opened(path: Path) -> _File:
    try:
        return _File(path, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RulesError(path, None, "cannot be read as UTF-8 text; restore the file") from error


def _parsed(file: _File) -> dict[str, Any]:
    try:
        return tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else len(file.text.splitlines())
        raise RulesError(file.path, line, f"not valid TOML: {error}") from error


def _tables(file: _File, table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise file.fault(key, f"write {key}s with two brackets: there may be several")
    return value


def _event(file: _File, table: dict[str, Any]) -> Event:
    near = file.words(table, "id", "id")
    file.known(table, _EVENT_KEYS, near)
    began, last = (_day(file, table, key, near) for key in ("began", "last"))
    if not _ID.fullmatch(near) or not near.startswith(began.isoformat()):
        raise file.fault(near, f"{near}: the id must be the day it began and a place, YYYY-MM-DD-place")
    if last < began:
        raise file.fault(near, f"{near}: it ends before it began")
    return Event(
        id=near,
        kind=file.choice(table, "kind", near, EventKind),
        title=file.words(table, "title", near),
        began=began,
        last=last,
        places=file.listed(table, "places", near),
        aliases=file.listed(table, "aliases", near),
        seeded=True,
    )


def _day(file: _File, table: Mapping[str, Any], key: str, near: str) -> date:
    value = table.get(key)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise file.fault(near, f"{near}: {key} must be a day, YYYY-MM-DD without quotes")
    return value


def _filed(file: _File, event_id: str, table: dict[str, Any]) -> FiledClaim:
    evidence = file.words(table, "evidence", event_id)
    file.known(table, _CLAIM_KEYS, evidence)
    said = table.get("said")
    if not isinstance(said, datetime) or said.tzinfo is None:
        raise file.fault(evidence, f"{event_id}: said must be a time with its zone, as in 2026-01-31T12:00:00Z")
    claim = _claim(file, evidence, table)
    key = "|".join(str(table.get(name)) for name in sorted(_CLAIM_KEYS - {"said"}))
    mark = hashlib.sha256(f"{event_id}|{key}".encode()).hexdigest()[:16]
    return FiledClaim(claim, SOURCE, "", said.astimezone(UTC), f"record:{event_id}:{mark}")


def _claim(file: _File, evidence: str, table: Mapping[str, Any]) -> Claim:
    low, high = (file.count(table, key, evidence) for key in ("low", "high"))
    if low is not None and high is not None and high < low:
        raise file.fault(evidence, f"{evidence}: high is below low")
    stance = file.choice(table, "stance", evidence, Stance)
    if stance is Stance.ASSERTS and low is None and high is None:
        raise file.fault(evidence, f"{evidence}: a claim that is no denial needs low or high")
    approx = table.get("approx", False)
    if not isinstance(approx, bool):
        raise file.fault(evidence, f"{evidence}: approx must be true or false")
    return Claim(
        claimant=file.words(table, "claimant", evidence),
        by=file.maybe(table, "by", evidence),
        stance=stance,
        measure=file.choice(table, "measure", evidence, Measure),
        subject=file.words(table, "subject", evidence),
        kind=file.choice(table, "kind", evidence, Kind),
        figure=Figure(low, high, approx, file.maybe(table, "words", evidence) or ""),
        place=file.maybe(table, "place", evidence),
        evidence=evidence,
        rule="record",
    )
