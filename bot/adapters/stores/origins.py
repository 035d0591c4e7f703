"""Whose words an entry carries, among the reports filed under its event: asked for where its claims are saved."""

from typing import Final

from sqlalchemy import Connection, bindparam, select

from bot.adapters.tables import claims, entries, reports
from bot.core.model import Entry
from bot.core.origin import author_of

# Copies of a text come within hours; those that come after so many others are few.
MOST_COMPARED: Final = 40
_RAW: Final = select(entries.c.raw).where(entries.c.id == bindparam("entry"))
_ORIGIN: Final = (
    select(claims.c.origin).where(claims.c.report_row == reports.c.row).limit(1).correlate(reports).scalar_subquery()
)
_TOLD: Final = (
    select(entries.c.title, entries.c.text, entries.c.source, _ORIGIN.label("origin"))
    .join(reports, reports.c.entry_id == entries.c.id)
    .where(reports.c.event_id == bindparam("event"), reports.c.superseded.is_(None))
    .where(reports.c.entry_id != bindparam("entry"))
    .order_by(reports.c.judged.desc(), reports.c.row.desc())
    .limit(MOST_COMPARED)
)


def origin_in(connection: Connection, entry: Entry, event_id: str | None) -> str:
    """Return whose words an entry carries, told by itself and by the newest reports of its event."""
    raw = connection.scalar(_RAW, {"entry": entry.id}) or {}
    asked = {"event": event_id, "entry": entry.id}
    rows = connection.execute(_TOLD, asked).all() if event_id else ()
    told = [(one.title, one.text, one.origin or one.source) for one in rows]
    return author_of((entry.title, entry.text, entry.source), raw, told)
