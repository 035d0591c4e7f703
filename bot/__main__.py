"""The command line; nothing else."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from bot import __version__, app
from bot.app import record
from bot.core.model import Bond, EventKind
from bot.core.registers import FORMATS
from bot.errors import CounterclaimError, DeliveryError, TokenRefused

MINUTES_A_DAY = 24 * 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0 for well, 78 where it cannot go on, 75 where a new start may help, 2 for usage."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.command(options)
    except CounterclaimError as error:
        print(f"counterclaim: {error}", file=sys.stderr)  # noqa: T201  the command line's own voice
        passing = isinstance(error, DeliveryError) and not isinstance(error, TokenRefused)
        return app.TRY_AGAIN if passing else app.CANNOT_GO_ON
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="counterclaim", description="Both sides' claims about a contested border, side by side, in Discord."
    )
    parser.add_argument("--version", action="version", version=f"counterclaim {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands)
    _add_demo(commands)
    _add_analyse(commands)
    _add_explain(commands)
    _add_feeds(commands)
    _add_record(commands)
    _add_db(commands)
    return parser


def _add_run(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run = commands.add_parser("run", help="start the bot (needs DISCORD_TOKEN)")
    run.add_argument(
        "--jobs", type=_jobs, metavar="JOB,...", help=f"run only these in one process: {', '.join(app.JOBS)}"
    )
    run.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
    run.set_defaults(command=lambda options: app.run(options.jobs, supervised=options.supervised))


def _add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="replay sample feeds into a preview; no token, no network")
    demo.add_argument("--once", action="store_true", help="replay all, print the cards and end")
    demo.add_argument("--port", type=int, default=8765, help="port of the preview page (default 8765)")
    demo.set_defaults(command=lambda options: app.demo(once=options.once, port=options.port))


def _add_analyse(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    analyse = commands.add_parser("analyse", help="read entries (JSON lines) and write what each says")
    analyse.add_argument("file", nargs="?", type=Path, help="file of entries; standard input without one")
    analyse.add_argument("--no-record", action="store_true", help="start from an empty event record")
    analyse.set_defaults(command=lambda options: app.analyse(options.file, record=not options.no_record))


def _add_explain(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    explain = commands.add_parser("explain", help="show how a text is read: voices, figures, claims and their rules")
    explain.add_argument("file", nargs="?", type=Path, help="plain text or entries; standard input without one")
    explain.add_argument("--json", action="store_true", help="write one JSON object an entry, with every span")
    explain.set_defaults(command=lambda options: app.explain(options.file, as_json=options.json))


def _add_feeds(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    feeds = commands.add_parser("feeds", help="look after the feeds").add_subparsers(required=True, metavar="ACTION")
    listing = feeds.add_parser("list", help="the feeds of the theatre and how each stands")
    listing.set_defaults(command=lambda _: app.list_feeds())
    check = feeds.add_parser("check", help="fetch every feed once and say which still answer")
    check.add_argument("id", nargs="*", help="only these feeds")
    check.set_defaults(command=lambda options: app.check_feeds(options.id))
    _add_feed_orders(feeds)
    compare = feeds.add_parser("compare", help="hold our reading of a folder of feeds against feedparser's own")
    compare.add_argument("folder", type=Path, help="folder of feeds as files, looked through to its depth")
    compare.set_defaults(command=lambda options: app.compare_feeds(options.folder))


def _add_record(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    actions = commands.add_parser("record", help="look after the event record").add_subparsers(
        required=True, metavar="ACTION"
    )
    listing = actions.add_parser("list", help="the newest events that hold all of the words")
    listing.add_argument("words", nargs="*")
    listing.add_argument("--limit", type=_number, default=20, help="how many at most (default 20)")
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
    _add_record_edits(actions)


def _add_record_edits(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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
            action.add_argument(argument, type=_number if argument in ("edit", "number") else str)
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
    split.add_argument("--kind", type=EventKind, choices=list(EventKind), help="the old event's kind without one")
    split.add_argument("--began", type=date.fromisoformat, metavar="DAY", help="its first day, YYYY-MM-DD")
    split.set_defaults(command=_split)


def _split(options: argparse.Namespace) -> int:
    about = (options.title, options.place, options.kind, options.began)
    return record.split(options.event, options.report, about, (options.by, options.why))


def _edit_action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str
) -> argparse.ArgumentParser:
    action = actions.add_parser(name, help=words)
    action.add_argument("--by", help="who edits; the system's user without one")
    action.add_argument("--why", default="", help="the reason, for the audit trail")
    return action


def _number(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) < 2**31:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of one; give a whole number from 1 on")
    return int(value)


def _add_db(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    db = commands.add_parser("db", help="look after the database").add_subparsers(required=True, metavar="ACTION")
    copy = db.add_parser("copy", help="copy the whole database into an empty one, such as SQLite into PostgreSQL")
    copy.add_argument("source", metavar="FROM", help="URL of the database to copy; the bot must not run")
    copy.add_argument("target", metavar="TO", help="URL of an empty database")
    copy.set_defaults(command=lambda options: app.copy_database(options.source, options.target))


def _add_feed_orders(feeds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add = feeds.add_parser("add", help="add a feed by its address or its site's")
    add.add_argument("address", help="address of the feed, or of a page that names it")
    add.add_argument("--id", help="what to call it; made from its host without one")
    add.add_argument("--outlet", help="what cards call the source; its host without one")
    add.add_argument("--language", default="en", help="language of its entries (default en)")
    add.add_argument("--side", default="OTHER", help="whose state or public the outlet belongs to (default OTHER)")
    add.add_argument("--state-owned", action="store_true", help="a state owns the outlet")
    add.add_argument("--interval", type=_minutes, default=5, help="minutes between polls (default 5)")
    add.set_defaults(command=app.add_feed)
    for name, order, words in (
        ("remove", app.remove_feed, "take out a feed that was added by command"),
        ("pause", partial(app.hold_feed, held=True), "stop polling a feed, whatever the file says"),
        ("resume", partial(app.hold_feed, held=False), "poll a feed again, whatever the file says"),
    ):
        action = feeds.add_parser(name, help=words)
        action.add_argument("id")
        action.set_defaults(command=lambda options, order=order: order(options.id))
    export = feeds.add_parser("export", help="write the feeds as OPML")
    export.add_argument("file", nargs="?", type=Path, help="standard output without one")
    export.set_defaults(command=lambda options: app.export_feeds(options.file))
    importing = feeds.add_parser("import", help="add the feeds of an OPML file")
    importing.add_argument("file", type=Path)
    importing.set_defaults(command=lambda options: app.import_feeds(options.file))


def _minutes(value: str) -> float:
    if not value.replace(".", "", 1).isdecimal() or not 1 <= float(value) <= MINUTES_A_DAY:
        raise argparse.ArgumentTypeError("a number of minutes, 1 to 1440")
    return float(value)


def _jobs(value: str) -> tuple[str, ...]:
    jobs = tuple(part.strip() for part in value.split(",") if part.strip())
    unknown = [job for job in jobs if job not in app.JOBS]
    if unknown or not jobs:
        raise argparse.ArgumentTypeError(
            f"unknown job {', '.join(unknown) or '(none)'}; there are {', '.join(app.JOBS)}"
        )
    return jobs


if __name__ == "__main__":
    sys.exit(main())
