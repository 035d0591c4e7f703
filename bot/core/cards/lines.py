"""Fit lines into a limit without cutting one: what does not fit is counted."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.core.neutral import width


def fit_lines(lines: Iterable[str], limit: int, total: int | None = None) -> str:
    """Return as many lines as fit, then how many do not; "–" where there are none.

    With `total`, the number of the lines, no more of them are made than are shown.
    """
    if total is None:
        lines = list(lines)
        total = len(lines)
    kept: list[str] = []
    used = -1
    for line in lines:
        used += width(line) + 1
        if used > limit:
            break
        kept.append(line)
    while len(kept) < total and kept and width("\n".join([*kept, _more(total - len(kept))])) > limit:
        kept.pop()
    return "\n".join([*kept, *([_more(total - len(kept))] if len(kept) < total else [])]) or "–"


def fit_columns(columns: Sequence[Sequence[str]], limit: int) -> tuple[str, ...]:
    """Return each column's first lines, as many as fit in all of them, so that rows stay side by side."""
    total = len(columns[0])
    for count in range(total, 0, -1):
        more = [] if count == total else [_more(total - count)]
        texts = tuple("\n".join([*column[:count], *more]) for column in columns)
        if all(width(text) <= limit for text in texts):
            return texts
    return tuple(_more(total) if total else "–" for _ in columns)


def _more(number: int) -> str:
    return f"… and {number} more"


def moment(time: datetime, style: str) -> str:
    """Return Discord's own time stamp, which each reader sees in their time zone ("R" relative, "f" in full)."""
    return f"<t:{int(time.timestamp())}:{style}>"


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"
