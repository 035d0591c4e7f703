"""`counterclaim explain`: show how a text or entries are read, sentence by sentence; leaves nothing behind."""

import io
import sys
from pathlib import Path

from rich.console import Console

from bot.analyse import parse_entries, read_reports
from bot.app.entries import name_of, open_output, read_input
from bot.app.ground import read_ground, theatre_seeds
from bot.core.model import Entry
from bot.explain import entry_of_text, explanation_as_json, legend, show_report
from config.settings import read_settings


def explain(file: Path | None, *, as_json: bool = False) -> int:
    """Show how `file` (standard input without one) is read: plain text, or entries as `analyse` takes them."""
    theatre = read_settings().theatre
    reader, book = read_ground(theatre)
    reports = read_reports(_entries(file), book.current(), reader, theatre_seeds(theatre).events)
    if as_json:
        open_output()
        for report in reports:
            sys.stdout.write(explanation_as_json(report) + "\n")
        sys.stdout.flush()
        return 0
    console = _console()
    coloured = console.color_system is not None and not console.no_color
    if coloured:
        console.print(legend(reader.theatre), end="\n\n")
    for report in reports:
        shown = show_report(report, reader.theatre, coloured=coloured)
        console.print(shown, soft_wrap=not console.is_terminal)
    return 0


def _entries(file: Path | None) -> list[Entry]:
    words = read_input(file)
    if words.lstrip().startswith("{"):
        return parse_entries(words.split("\n"), name_of(file))
    return [entry_of_text(words, name_of(file))] if words.strip() else []


class _Shown(Console):
    """A console whose reader may leave early."""

    def on_broken_pipe(self) -> None:
        """Let the command line end as it does for every command."""
        raise BrokenPipeError


def _console() -> Console:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return _Shown(markup=False, highlight=False, emoji=False)
