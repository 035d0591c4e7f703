"""Fit lines into a limit without cutting one: what does not fit is counted."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.neutral import width


def fit_lines(lines: Sequence[str], limit: int) -> str:
    """Return as many lines as fit, then how many do not; "–" where there are none."""
    (text,) = fit_columns([lines], limit)
    return text


def fit_columns(columns: Sequence[Sequence[str]], limit: int) -> tuple[str, ...]:
    """Return each column's first lines, as many as fit in all of them, so that rows stay side by side."""
    total = len(columns[0])
    for count in range(total, 0, -1):
        more = [] if count == total else [f"… and {total - count} more"]
        texts = tuple("\n".join([*column[:count], *more]) for column in columns)
        if all(width(text) <= limit for text in texts):
            return texts
    return tuple(f"… and {total} more" if total else "–" for _ in columns)


def moment(time: datetime, style: str) -> str:
    """Return Discord's own time stamp, which each reader sees in their time zone ("R" relative, "f" in full)."""
    return f"<t:{int(time.timestamp())}:{style}>"


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"
