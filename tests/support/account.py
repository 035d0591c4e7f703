"""What a soak found wrong, told whole: its database is gone by the time at which anybody looks."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from tests.support.databases import within

LAST_LINES: Final = 80
QUESTIONS: Final = {
    "events": "SELECT id, title, latest FROM events WHERE NOT seeded ORDER BY id",
    "claims with several rows": (
        "SELECT claims.low, count(*), min(claims.event_id), max(claims.event_id) FROM claims"
        " JOIN reports ON claims.report_row = reports.row WHERE reports.superseded IS NULL"
        " GROUP BY claims.low HAVING count(*) > 1 ORDER BY claims.low"
    ),
    "claims by event": "SELECT event_id, count(*), max(low) FROM claims WHERE report_row IS NOT NULL GROUP BY event_id",
    "entries by state": "SELECT state, count(*) FROM entries GROUP BY state",
    "entries not digested": "SELECT id, state, reason, lease_until, fetched FROM entries WHERE state <> 'digested'",
    "outbox, open": (
        "SELECT channel_id, event_id, state, attempts, failures, next_try, lease_until, claimed_at, again, reason"
        " FROM outbox WHERE state IN ('pending', 'sending') ORDER BY row"
    ),
    "outbox by state": "SELECT state, reason, count(*) FROM outbox GROUP BY state, reason",
    "remarks, open": (
        "SELECT channel_id, title, state, attempts, next_try, lease_until, reason FROM remarks"
        " WHERE state IN ('pending', 'sending') ORDER BY row"
    ),
    "postings": "SELECT channel_id, event_id, message_id, generation, posted, edited, edits, former_id FROM postings",
    "alerts": "SELECT channel_id, parked, parked_at, probes, probe_at FROM alerts",
    "feeds": "SELECT id, next_poll, failures, last_ok, last_error, lease_until FROM feeds",
}


def _answers(connection: Connection) -> Iterator[str]:
    for name, question in QUESTIONS.items():
        rows = connection.exec_driver_sql(question).all()
        yield f"{name}: {len(rows)}"
        yield from (f"  {tuple(map(str, row))}" for row in rows)


async def account(url: str, wrong: Sequence[str], cards: Mapping[int, Sequence[str]], output: Path) -> str:
    """Return what is wrong, what the database and the channels hold, and what the program said last."""
    parts = ["wrong:", *(f"  {one}" for one in wrong)]
    parts += await within(url, lambda connection: list(_answers(connection)))
    for channel, texts in cards.items():
        parts += [f"cards in {channel}: {len(texts)}", *(f"  {text!r}" for text in texts)]
    said = await asyncio.to_thread(_last_lines, output)
    return "\n".join([*parts, "the program's last words:", *(f"  {line}" for line in said)])


def _last_lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:] if file.exists() else []
