"""The tables of analysts' edits: the audit trail, where merged events point to, and what waits for an analyst."""

from typing import Final

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, text

from bot.adapters.tables import PlainText, UtcTime, metadata
from bot.adapters.tables import _row_number as row_number

record_edits: Final = Table(
    "record_edits",
    metadata,
    row_number(),
    Column("at", UtcTime, nullable=False),
    Column("by", PlainText, nullable=False),
    Column("action", String(10), nullable=False),
    Column("event_id", String(200), nullable=False),
    Column("words", PlainText, nullable=False),
    Column("reason", PlainText, nullable=False),
    # what was done, and what restores what was before; see `bot.core.record`
    Column("intents", JSON, nullable=False),
    Column("before", JSON, nullable=False),
    Column("undoes", Integer),
    Index(None, "event_id"),
    Index(None, "undoes", unique=True),
)

redirects: Final = Table(
    "redirects",
    metadata,
    row_number(),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("kept_id", ForeignKey("events.id"), nullable=False),
    Column("since", UtcTime, nullable=False),
    # when the merge was undone
    Column("until", UtcTime),
    Index(None, "kept_id"),
)
Index(
    "uq_redirects_standing",
    redirects.c.event_id,
    unique=True,
    sqlite_where=text("until IS NULL"),
    postgresql_where=text("until IS NULL"),
)

closings: Final = Table(
    "closings",
    metadata,
    Column("event_id", ForeignKey("events.id"), primary_key=True),
    Column("at", UtcTime, nullable=False),
)

pins: Final = Table(
    "pins",
    metadata,
    # the first version of the entry: what was ordered of one holds for all
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("edit", ForeignKey("record_edits.row"), nullable=False),
)

doubts: Final = Table(
    "doubts",
    metadata,
    row_number(),
    # the first version of the entry
    Column("entry_id", ForeignKey("entries.id"), nullable=False, unique=True),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("score", Float, nullable=False),
    Column("runner_up", String(200)),
    Column("runner_up_score", Float, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("settled", Boolean, nullable=False),
)
