"""`counterclaim analyse`: read entries and write what each says; no network, no database, nothing left behind."""

import json
import sys
from pathlib import Path

from bot.analyse import analyse as analyse_entries
from bot.analyse import parse_entries
from bot.app.ground import read_ground, theatre_seeds
from bot.errors import EntriesError
from config.settings import read_settings


def analyse(file: Path | None, *, record: bool = True) -> int:
    """Write one JSON line an entry of `file` (standard input without one), against the seeded record or none."""
    theatre = read_settings().theatre
    reader, book = read_ground(theatre)
    entries = parse_entries(_lines(file), str(file or "standard input"))
    known = theatre_seeds(theatre).events if record else ()
    for row in analyse_entries(entries, book.current(), reader, known):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return 0


def _lines(file: Path | None) -> list[str]:
    try:
        raw = file.read_bytes() if file else sys.stdin.buffer.read()
        return raw.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise EntriesError(str(file), 0, f"cannot be read ({error.strerror}); give a file of JSON lines") from error
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise EntriesError(str(file or "standard input"), line, "is not UTF-8; save it as UTF-8") from error
