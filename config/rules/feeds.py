"""Read `feeds.toml`: the addresses that are polled."""

import re
from collections.abc import Callable, Collection
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from bot.core.feeds import Feed
from bot.core.model import OTHER
from bot.errors import RulesError
from config.rules.toml_file import TomlFile, read_toml

_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# minutes between polls
_SHORTEST, _USUAL, _LONGEST = 1, 5, 24 * 60


def read_feeds(path: Path, sides: Collection[str]) -> tuple[Feed, ...]:
    """Return the feeds of `path` in its order; `sides` are the codes allowed beside OTHER. Raise RulesError."""
    file = read_toml(path)
    for stray in file.tables.keys() - {"feed"}:
        raise file.fault(stray, f'"{stray}" is not known here; every feed is a [[feed]] table')
    tables = file.tables.get("feed", [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise file.fault("feed", "every feed is a table of its own that starts with [[feed]]")
    feeds: list[Feed] = []
    for number, table in enumerate(tables):
        feeds.append(_feed(_Table(file, table, number), {*sides, OTHER}))
        _check_unlike(_Table(file, table, number), feeds)
    return tuple(feeds)


class _Table:
    """One [[feed]] table that knows the lines on which it stands."""

    def __init__(self, file: TomlFile, table: dict[str, Any], number: int) -> None:
        self.file, self.table = file, table
        starts = [at for at, line in enumerate(file.text.splitlines(), 1) if re.match(r"\s*\[\[\s*feed\s*\]\]", line)]
        self._first = starts[number] if number < len(starts) else 1
        self._last = starts[number + 1] - 1 if number + 1 < len(starts) else len(file.text.splitlines())

    def fault(self, key: str, reason: str) -> RulesError:
        """Return an error at the line of `key` in this table, or at its start where it has none."""
        lines = self.file.text.splitlines()[self._first - 1 : self._last]
        found = (at for at, line in enumerate(lines, self._first) if re.match(rf'\s*"?{re.escape(key)}"?\s*=', line))
        return RulesError(self.file.path, next(found, self._first), reason)

    def string(self, key: str, default: str | None = None) -> str:
        """Return a non-empty string; an absent key is `default`, or a fault where there is none."""
        value = self.table.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(key, f"{key} must be given, as words in quotes")
        return value.strip()

    def flag(self, key: str) -> bool:
        """Return true or false; an absent key is false."""
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            raise self.fault(key, f"{key} must be true or false, without quotes")
        return value


def _feed(table: _Table, sides: Collection[str]) -> Feed:
    for key in table.table.keys() - _KEYS:
        raise table.fault(key, f'"{key}" is not known; a feed has {", ".join(sorted(_KEYS))}')
    return Feed(
        id=_matching(table, "id", None, _ID, "small letters, digits and dashes, 60 at most"),
        outlet=table.string("outlet"),
        address=_address(table),
        language=_matching(table, "language", "en", _LANGUAGE, 'a language code such as "en"'),
        side=_side(table, sides),
        state_owned=table.flag("state_owned"),
        interval=_interval(table),
        user_agent=_user_agent(table),
        full_text=table.flag("full_text"),
        paused=table.flag("paused"),
    )


_KEYS: Final = frozenset(
    {"id", "outlet", "address", "language", "side", "state_owned", "interval", "user_agent", "full_text", "paused"}
)


def _matching(table: _Table, key: str, default: str | None, pattern: re.Pattern[str], form: str) -> str:
    value = table.string(key, default)
    if not pattern.fullmatch(value):
        raise table.fault(key, f'{key} "{value}" must be {form}')
    return value


def _address(table: _Table) -> str:
    value = table.string("address")
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(one.isspace() for one in value):
        raise table.fault("address", f'address "{value}" must start with http:// or https:// and name a host')
    return value


def _side(table: _Table, sides: Collection[str]) -> str:
    value = table.string("side", OTHER)
    if value not in sides:
        raise table.fault("side", f'side "{value}" is not known; use one of {", ".join(sorted(sides))}')
    return value


def _interval(table: _Table) -> timedelta:
    value = table.table.get("interval", _USUAL)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _SHORTEST <= value <= _LONGEST:
        raise table.fault("interval", f"interval must be a number of minutes, {_SHORTEST} to {_LONGEST}")
    return timedelta(minutes=value)


def _user_agent(table: _Table) -> str | None:
    if "user_agent" not in table.table:
        return None
    value = table.string("user_agent")
    if not value.isascii() or not value.isprintable():
        raise table.fault("user_agent", "user_agent must be plain ASCII on one line")
    return value


def _check_unlike(table: _Table, feeds: list[Feed]) -> None:
    *others, last = feeds
    parts: tuple[tuple[str, Callable[[Feed], str]], ...] = (
        ("id", lambda one: one.id),
        ("address", lambda one: one.address),
    )
    for key, part in parts:
        if part(last) in map(part, others):
            raise table.fault(key, f'{key} "{part(last)}" stands twice; every feed needs its own')
