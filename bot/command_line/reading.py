"""`counterclaim demo`, `analyse` and `explain`."""

from pathlib import Path

from bot import app
from bot.command_line.arguments import Actions, port


def add_demo(commands: Actions) -> None:
    """Add the replay of the sample feeds."""
    demo = commands.add_parser("demo", help="replay sample feeds into a preview; no token, no network")
    demo.add_argument("--once", action="store_true", help="replay all, print the cards and end")
    demo.add_argument("--port", type=port, default=8765, help="port of the preview page (default 8765)")
    demo.set_defaults(command=lambda options: app.demo(once=options.once, port=options.port))


def add_analyse(commands: Actions) -> None:
    """Add the reading of entries."""
    analyse = commands.add_parser("analyse", help="read entries (JSON lines) and write what each says")
    analyse.add_argument("file", nargs="?", type=Path, help="file of entries; standard input without one")
    analyse.add_argument("--no-record", action="store_true", help="start from an empty event record")
    analyse.set_defaults(command=lambda options: app.analyse(options.file, record=not options.no_record))


def add_explain(commands: Actions) -> None:
    """Add the reading of a text that shows its reasons."""
    explain = commands.add_parser("explain", help="show how a text is read: voices, figures, claims and their rules")
    explain.add_argument("file", nargs="?", type=Path, help="plain text or entries; standard input without one")
    explain.add_argument("--json", action="store_true", help="write one JSON object an entry, with every span")
    explain.set_defaults(command=lambda options: app.explain(options.file, as_json=options.json))
