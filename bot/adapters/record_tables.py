"""The tables of analysts' edits: the audit trail, where merged events point to, and what waits for an analyst."""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects import postgresql

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
    # made by digest, when an event's last report was filed elsewhere
    Column("own", Boolean, nullable=False, server_default=text("false")),
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

# letter by letter on every database, as Python compares ids
_BY_LETTER: Final = String(200).with_variant(postgresql.VARCHAR(200, collation="C"), "postgresql")

event_states: Final = Table(
    "event_states",
    metadata,
    row_number(),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    # None for how the event stood before any report was filed under it
    Column("report_row", ForeignKey("reports.row"), unique=True),
    Column("seen", UtcTime),
    Column("entry_id", _BY_LETTER, nullable=False),
    # kind, title, first and last day, places after that report, in the order of publication
    Column("state", JSON, nullable=False),
    Index(None, "event_id", "seen"),
    Index(None, "seen"),
)

# Entries that only may be told after an episode: read again whenever the record of these days changes.
awaiting: Final = Table(
    "awaiting",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Index(None, "last", "first"),
)

links: Final = Table(
    "links",
    metadata,
    row_number(),
    # the later event, the earlier one, and how they hang together
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("other_id", ForeignKey("events.id"), nullable=False),
    Column("bond", String(20), nullable=False),
    Column("since", UtcTime, nullable=False),
    # when an analyst took it off; digest does not put it on again
    Column("until", UtcTime),
    UniqueConstraint("event_id", "other_id", "bond"),
    Index(None, "other_id"),
)
