"""`counterclaim run` and `counterclaim db`."""

import argparse

from bot import app
from bot.command_line.arguments import Actions, job_names


def add_run(commands: Actions) -> None:
    """Add the command that starts the bot."""
    run = commands.add_parser("run", help="start the bot (needs DISCORD_TOKEN)")
    run.add_argument(
        "--jobs", type=job_names, metavar="JOB,...", help=f"run only these in one process: {', '.join(app.JOBS)}"
    )
    run.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
    run.set_defaults(command=lambda options: app.run(options.jobs, supervised=options.supervised))


def add_db(commands: Actions) -> None:
    """Add the commands that look after the database."""
    db = commands.add_parser("db", help="look after the database").add_subparsers(required=True, metavar="ACTION")
    copy = db.add_parser("copy", help="copy the whole database into an empty one, such as SQLite into PostgreSQL")
    copy.add_argument("source", metavar="FROM", help="URL of the database to copy; the bot must not run")
    copy.add_argument("target", metavar="TO", help="URL of an empty database")
    copy.set_defaults(command=lambda options: app.copy_database(options.source, options.target))
