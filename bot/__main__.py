"""The command line; nothing else."""

import argparse
import errno
import os
import sys
from collections.abc import Sequence

from bot import __version__, app
from bot.command_line import add_analyse, add_db, add_demo, add_explain, add_feeds, add_record, add_run
from bot.errors import CounterclaimError, DeliveryError, TokenRefused


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0 for well, 78 where it cannot go on, 75 where a new start may help, 2 for usage."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.command(options)
        sys.stdout.flush()
    except CounterclaimError as error:
        print(f"counterclaim: {error}", file=sys.stderr)  # noqa: T201  the command line's own voice
        passing = isinstance(error, DeliveryError) and not isinstance(error, TokenRefused)
        return app.TRY_AGAIN if passing else app.CANNOT_GO_ON
    except BrokenPipeError:
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return _no_room(error)
    except KeyboardInterrupt:
        return 130
    return code


def _no_room(error: OSError) -> int:
    """Say that what is written finds no room, and drop the rest of it."""
    print(f"counterclaim: {error.strerror}; make room, then try again", file=sys.stderr)  # noqa: T201  as above
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return app.CANNOT_GO_ON


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="counterclaim", description="Both sides' claims about a contested border, side by side, in Discord."
    )
    parser.add_argument("--version", action="version", version=f"counterclaim {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (add_run, add_demo, add_analyse, add_explain, add_feeds, add_record, add_db):
        add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
