"""`counterclaim record …`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from bot.app import record
from bot.command_line.arguments import Actions, day, kind, number
from bot.core.model import Bond, EventKind
from bot.core.registers import FORMATS


def add_record(commands: Actions) -> None:
    """Add the commands that look after the event record."""
    actions = commands.add_parser("record", help="look after the event record").add_subparsers(
        required=True, metavar="ACTION"
    )
    listing = actions.add_parser("list", help="the newest events that hold all of the words")
    listing.add_argument("words", nargs="*")
    listing.add_argument("--limit", type=number, default=20, help="how many at most (default 20)")
    listing.set_defaults(command=lambda options: record.list_events(options.words, options.limit))
    show = actions.add_parser("show", help="an event, its reports with their numbers, its edits")
    show.add_argument("event")
    show.set_defaults(command=lambda options: record.show_event(options.event))
    queue = actions.add_parser("queue", help="reports whose match is doubtful")
    queue.set_defaults(command=lambda _: record.show_queue())
    export = actions.add_parser("export", help="write the whole record")
    export.add_argument("file", nargs="?", type=Path, help="standard output without one")
    export.set_defaults(command=lambda options: record.export(options.file, options.format))
    importing = actions.add_parser("import", help="add what a file holds to the record")
    importing.add_argument("file", type=Path)
    importing.add_argument("--dry-run", action="store_true", help="only show what would change")
    importing.add_argument("--by", help="who imports; the system's user without one")
    importing.set_defaults(
        command=lambda options: record.import_file(options.file, options.format, dry_run=options.dry_run, by=options.by)
    )
    for action in (export, importing):
        action.add_argument("--format", choices=list(FORMATS), help="by the file's name without one, else json")
    _add_edits(actions)


def _add_edits(actions: Actions) -> None:
    edits: tuple[tuple[str, str, tuple[str, ...], Callable[..., int]], ...] = (
        ("merge", "let an event become part of another", ("event", "into"), record.merge),
        ("move", "file a report under another event", ("report", "event"), record.move),
        ("rename", "give an event another title", ("event", "title"), record.rename),
        ("close", "mark an event as settled; a later report opens it again", ("event",), record.close),
        ("reopen", "take that mark off again", ("event",), record.reopen),
        ("undo", "take an edit back, by its number", ("edit",), record.undo),
        ("accept", "let a doubtful report stay where it is, by its number in the queue", ("number",), record.accept),
        ("refile", "file a doubtful report under another event", ("number", "event"), record.refile),
    )
    for name, words, arguments, edit in edits:
        action = _edit_action(actions, name, words)
        for argument in arguments:
            action.add_argument(argument, type=number if argument in ("edit", "number") else str)
        action.set_defaults(
            command=lambda options, edit=edit, names=arguments: edit(
                *(getattr(options, one) for one in names), (options.by, options.why)
            )
        )
    ties = (
        ("link", "link an event to the earlier one that it follows from", record.link),
        ("unlink", "take such a link off", record.unlink),
    )
    for name, words, tie in ties:
        action = _edit_action(actions, name, words)
        action.add_argument("event")
        action.add_argument("earlier")
        choices = [bond.name.lower() for bond in Bond]
        action.add_argument("--as", dest="bond", choices=choices, default=choices[0], help="how (default %(default)s)")
        action.set_defaults(
            command=lambda options, tie=tie: tie(
                options.event, options.earlier, Bond[options.bond.upper()], (options.by, options.why)
            )
        )
    split = _edit_action(actions, "split", "take reports out of an event into a new one")
    split.add_argument("event")
    split.add_argument("report", nargs="+", help="number or entry of a report under the event")
    split.add_argument("--title", required=True, help="title of the new event")
    split.add_argument("--place", help="its place; the old event's places without one")
    split.add_argument("--kind", type=kind, metavar="KIND", help=f"{', '.join(EventKind)}; the old event's without one")
    split.add_argument("--began", type=day, metavar="DAY", help="its first day, YYYY-MM-DD")
    split.set_defaults(command=_split)


def _split(options: argparse.Namespace) -> int:
    about = (options.title, options.place, options.kind, options.began)
    return record.split(options.event, options.report, about, (options.by, options.why))


def _edit_action(actions: Actions, name: str, words: str) -> argparse.ArgumentParser:
    action = actions.add_parser(name, help=words)
    action.add_argument("--by", help="who edits; the system's user without one")
    action.add_argument("--why", default="", help="the reason, for the audit trail")
    return action
