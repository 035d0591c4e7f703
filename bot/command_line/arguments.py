"""Types of arguments: what is no such thing is refused with what would be."""

import argparse
from typing import Final, TypeAlias

from bot import app

# what `add_subparsers` returns
Actions: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
MINUTES_A_DAY: Final = 24 * 60


def number(value: str) -> int:
    """Return the number of something: 1 and on."""
    if not value.isdecimal() or not 0 < int(value) < 2**31:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of one; give a whole number from 1 on")
    return int(value)


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
