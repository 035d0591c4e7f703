"""Read one TOML file of the theatre; every fault carries the file and the line."""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import RulesError


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A parsed file with its text, so that a fault can be given its line."""

    path: Path
    text: str
    tables: dict[str, Any]

    def fault(self, needle: str, reason: str) -> RulesError:
        """Return an error at the first line that holds `needle` as a whole word (no line where none does)."""
        pattern = re.compile(rf"(?<!\w){re.escape(needle)}(?!\w)")
        for number, line in enumerate(self.text.splitlines(), start=1):
            if pattern.search(line):
                return RulesError(self.path, number, reason)
        return RulesError(self.path, None, reason)

    def fault_at(self, needles: tuple[str, ...], reason: str) -> RulesError:
        """Return an error at the first line that holds the first of `needles`, or the next; as TOML writes it too."""
        lines = self.text.splitlines()
        for needle in needles:
            written = (needle, json.dumps(needle, ensure_ascii=False)[1:-1])
            found = (number for number, line in enumerate(lines, start=1) if any(one in line for one in written))
            if (number := next(found, None)) is not None:
                return RulesError(self.path, number, reason)
        return RulesError(self.path, None, reason)

    def strings(self, table: dict[str, Any], key: str) -> tuple[str, ...]:
        """Return a list of non-empty strings; an absent key is empty."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.fault(key, f"{key} must be a list of words in quotes")
        return tuple(value)

    def string(self, table: dict[str, Any], key: str, default: str | None = None) -> str:
        """Return a non-empty string; an absent key is `default`, or a fault where there is none."""
        value = table.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(key, f"{key} must be given, as words in quotes")
        return value


def read_toml(path: Path) -> TomlFile:
    """Read and parse `path`; raise RulesError with the line where it is no TOML or cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RulesError(path, None, f"cannot be read ({error.strerror}); restore the file or its rights") from error
    except UnicodeDecodeError as error:
        raise RulesError(path, None, f"is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    try:
        return TomlFile(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines())
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise RulesError(path, line, f"not valid TOML: {reason}") from error
