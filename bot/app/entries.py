"""`counterclaim analyse`: read entries and write what each says; no network, no database, nothing left behind."""

import io
import json
import os
import shutil
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
    entries = parse_entries(read_input(file).split("\n"), name_of(file))
    known = theatre_seeds(theatre).events if record else ()
    open_output()
    for row in analyse_entries(entries, book.current(), reader, known):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return 0


def name_of(file: Path | None) -> str:
    """Return what messages call the input."""
    return str(file) if file else "standard input"


def read_input(file: Path | None) -> str:
    """Return all of `file` (standard input without one); raise EntriesError where it is no UTF-8 or not there."""
    try:
        raw = file.read_bytes() if file else sys.stdin.buffer.read()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise EntriesError(name_of(file), None, f"cannot be read ({error.strerror}); give a readable file") from error
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise EntriesError(name_of(file), line, "is not UTF-8; save it as UTF-8") from error


def write_whole(file: Path, text: str) -> None:
    """Write `text` beside `file`, then put it in its place: all of it or nothing; raises OSError."""
    file = file.resolve()
    if file.exists() and not file.is_file():
        # a device or a pipe has no place to take; a folder is refused
        file.write_text(text, encoding="utf-8", newline="")
        return
    beside = file.with_name(f".{file.name[:200]}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        if file.exists():
            shutil.copymode(file, beside)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def open_output() -> None:
    r"""Make standard output UTF-8 whatever the locale; half a surrogate pair leaves as it came, as JSON's \udXXX."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
