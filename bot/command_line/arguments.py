"""Types of arguments: what is no such thing is refused with what would be."""

import argparse
from datetime import date
from typing import Final, TypeAlias

from bot import app
from bot.core.model import EventKind

# what `add_subparsers` returns
Actions: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
MINUTES_A_DAY: Final = 24 * 60
LAST_PORT: Final = 65535


def number(value: str) -> int:
    """Return the number of something: 1 and on."""
    if not value.isdecimal() or not 0 < int(value) < 2**31:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of one; give a whole number from 1 on")
    return int(value)


def port(value: str) -> int:
    """Return a port to listen on; 0 takes a free one."""
    if not value.isdecimal() or int(value[:9]) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"{value!r} is no port; give a whole number up to {LAST_PORT}")
    return int(value)


def day(value: str) -> date:
    """Return a day, written YYYY-MM-DD."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no day; write it as YYYY-MM-DD") from None


def kind(value: str) -> EventKind:
    """Return a kind of event."""
    if value not in list(EventKind):
        raise argparse.ArgumentTypeError(f"{value!r} is no kind; give one of {', '.join(EventKind)}")
    return EventKind(value)


def minutes(value: str) -> float:
    """Return a number of minutes, a day at most."""
    if not value.replace(".", "", 1).isdecimal() or not 1 <= float(value) <= MINUTES_A_DAY:
        raise argparse.ArgumentTypeError("a number of minutes, 1 to 1440")
    return float(value)


def job_names(value: str) -> tuple[str, ...]:
    """Return the jobs of a list with commas between."""
    jobs = tuple(part.strip() for part in value.split(",") if part.strip())
    unknown = [job for job in jobs if job not in app.JOBS]
    if unknown or not jobs:
        raise argparse.ArgumentTypeError(
            f"unknown job {', '.join(unknown) or '(none)'}; there are {', '.join(app.JOBS)}"
        )
    return jobs
