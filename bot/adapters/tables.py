"""The tables, in the words of the guidelines; rows of entries, reports and claims are added, never rewritten."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)


def _from_text(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored + "+00:00")


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time on every database; refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into what the database stores."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def result_processor(self, dialect: Dialect, _coltype: object) -> Callable[[Any], datetime | None] | None:
        """Return what turns a stored time into an aware one, in few steps; PostgreSQL's driver gives UTC by itself."""
        return _from_text if dialect.name == "sqlite" else None


class PlainText(TypeDecorator[str]):
    """Text without what PostgreSQL refuses: NUL, and halves of surrogate pairs (each becomes a question mark)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Drop NUL, replace what is no text."""
        if value is None:
            return None
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts rows by itself only for INTEGER, PostgreSQL needs the larger type.
_ROW: Final = BigInteger().with_variant(Integer, "sqlite")
_SNOWFLAKE: Final = BigInteger()
_DIGEST: Final = String(64)


def _row_number() -> Column[int]:
    return Column("row", _ROW, primary_key=True, autoincrement=True)


feeds: Final = Table(
    "feeds",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("outlet", PlainText, nullable=False),
    Column("address", PlainText, nullable=False),
    Column("language", String(35), nullable=False),
    Column("side", String(20), nullable=False),
    Column("state_owned", Boolean, nullable=False),
    Column("interval_seconds", Float, nullable=False),
    Column("user_agent", PlainText),
    Column("full_text", Boolean, nullable=False),
    Column("paused", Boolean, nullable=False),
    # "file", "command" or "removed": only feeds of the theatre's file are paused when they leave it.
    Column("origin", String(10), nullable=False, server_default="file"),
    # what an operator has ordered: true paused, false polled; None: as the file says
    Column("held", Boolean),
    # what is remembered between polls
    Column("next_poll", UtcTime, nullable=False),
    Column("etag", PlainText),
    Column("last_modified", PlainText),
    Column("body_digest", String(128)),
    Column("permanent_address", PlainText),
    Column("moved_to", PlainText),
    Column("moved_seen", Integer, nullable=False, server_default="0"),
    Column("trouble", String(20), nullable=False, server_default="none"),
    Column("recent", JSON, nullable=False),
    Column("rhythm_seconds", Float),
    Column("baselined", Boolean, nullable=False, server_default=text("false")),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("last_ok", UtcTime),
    Column("last_new", UtcTime),
    Column("last_error", PlainText),
    Column("lease_until", UtcTime),
    Index(None, "next_poll"),
)

entries: Final = Table(
    "entries",
    metadata,
    _row_number(),
    Column("id", String(200), nullable=False, unique=True),
    Column("feed_id", ForeignKey("feeds.id"), nullable=False),
    Column("key", PlainText, nullable=False),
    # keys may be longer than an index of PostgreSQL can hold
    Column("key_digest", _DIGEST, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String(128), nullable=False),
    Column("source", PlainText, nullable=False),
    Column("language", String(35), nullable=False),
    Column("link", PlainText, nullable=False),
    Column("title", PlainText, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("published", UtcTime),
    Column("fetched", UtcTime, nullable=False),
    Column("raw", JSON, nullable=False),
    Column("quiet", Boolean, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", PlainText),
    Column("digested", UtcTime),
    Column("lease_until", UtcTime),
    CheckConstraint("state IN ('pending', 'digested', 'unreadable')", name="state"),
    UniqueConstraint("feed_id", "key_digest", "version"),
)
Index(
    "ix_entries_pending",
    entries.c.row,
    sqlite_where=text("state = 'pending'"),
    postgresql_where=text("state = 'pending'"),
)

events: Final = Table(
    "events",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("title", PlainText, nullable=False),
    Column("began", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("places", JSON, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("seeded", Boolean, nullable=False),
    # id, title, places and aliases in lower case, for search that is the same on every database
    Column("folded", PlainText, nullable=False),
    # when its newest report was published; for one without reports the start of its last day
    Column("latest", UtcTime, nullable=False),
    Column("created", UtcTime, nullable=False),
    # lasts for more than `LONG` days: such few events have an index of their own
    Column("long", Boolean, nullable=False, server_default=text("false")),
    Index(None, "began", "last"),
    Index(None, "latest", "id"),
)
Index("ix_events_long", events.c.last, events.c.began, sqlite_where=text("long"), postgresql_where=text("long"))

reports: Final = Table(
    "reports",
    metadata,
    _row_number(),
    Column("entry_id", ForeignKey("entries.id"), nullable=False),
    # entry, verdict, event and claims: the same reading of the same entry is one report
    Column("digest", _DIGEST, nullable=False, unique=True),
    # the same without the entry: a later version that says nothing else is no news
    Column("content", _DIGEST, nullable=False),
    Column("relevant", Boolean, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("hits", JSON, nullable=False),
    Column("event_id", ForeignKey("events.id")),
    Column("is_new", Boolean, nullable=False),
    Column("score", Float),
    Column("runner_up", String(200)),
    Column("runner_up_score", Float),
    Column("match_reason", PlainText, nullable=False),
    Column("sentences", JSON, nullable=False),
    Column("quiet", Boolean, nullable=False),
    Column("judged", UtcTime, nullable=False),
    # when a newer version of the entry, or a newer reading of it, took this one's place
    Column("superseded", UtcTime),
    Index(None, "entry_id"),
    Index(None, "event_id", "judged"),
)
Index(
    "ix_reports_gone",
    reports.c.row,
    sqlite_where=reports.c.superseded.is_not(None),
    postgresql_where=reports.c.superseded.is_not(None),
)

claims: Final = Table(
    "claims",
    metadata,
    _row_number(),
    Column("digest", _DIGEST, nullable=False, unique=True),
    # None for a claim of the starting record
    Column("report_row", ForeignKey("reports.row")),
    Column("entry_id", String(200), nullable=False),
    Column("event_id", ForeignKey("events.id")),
    Column("claimant", String(20), nullable=False),
    Column("by", PlainText),
    Column("stance", String(10), nullable=False),
    Column("measure", String(30), nullable=False),
    Column("subject", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("low", BigInteger),
    Column("high", BigInteger),
    Column("approx", Boolean, nullable=False),
    Column("words", PlainText, nullable=False),
    Column("place", PlainText),
    Column("evidence", PlainText, nullable=False),
    Column("background", Boolean, nullable=False),
    Column("rule", String(100), nullable=False),
    Column("figure_start", Integer),
    Column("figure_end", Integer),
    Column("loss_start", Integer),
    Column("loss_end", Integer),
    Column("source", PlainText, nullable=False),
    Column("link", PlainText, nullable=False),
    Column("said", UtcTime, nullable=False),
    Column("saved", UtcTime, nullable=False),
    # whose words the entry carries, for counting sources; None where nobody has told
    Column("origin", PlainText),
    Index(None, "event_id", "said", "row"),
    Index(None, "report_row"),
)

guild_verdicts: Final = Table(
    "guild_verdicts",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("guild_id", _SNOWFLAKE, primary_key=True, autoincrement=False),
    Column("relevant", Boolean, nullable=False),
    Column("reason", PlainText, nullable=False),
)

alerts: Final = Table(
    "alerts",
    metadata,
    Column("channel_id", _SNOWFLAKE, primary_key=True, autoincrement=False),
    Column("guild_id", _SNOWFLAKE, nullable=False),
    Column("by", _SNOWFLAKE, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("parked", PlainText),
    Column("parked_at", UtcTime),
    # how often a parked channel was tried in vain, and when it is tried next; None: only by command
    Column("probes", Integer, nullable=False, server_default="0"),
    Column("probe_at", UtcTime),
)

postings: Final = Table(
    "postings",
    metadata,
    _row_number(),
    Column("channel_id", _SNOWFLAKE, nullable=False),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    # None once the message is gone; the next one is of the next generation
    Column("message_id", _SNOWFLAKE),
    Column("shown", String(128)),
    Column("generation", Integer, nullable=False),
    Column("posted", UtcTime),
    Column("edited", UtcTime),
    # how often the message was edited; the message whose place it took, until that one points to it
    Column("edits", Integer, nullable=False, server_default="0"),
    Column("former_id", _SNOWFLAKE),
    UniqueConstraint("channel_id", "event_id"),
    Index(None, "event_id"),
)

outbox: Final = Table(
    "outbox",
    metadata,
    _row_number(),
    Column("channel_id", _SNOWFLAKE, nullable=False),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("state", String(10), nullable=False),
    # the token of the lease: every leasing counts; `failures` are those that ended in a fault
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("next_try", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    Column("claimed_at", UtcTime),
    # the event changed again while the card was being sent
    Column("again", Boolean, nullable=False),
    Column("reason", PlainText),
    Column("created", UtcTime, nullable=False),
    Column("closed", UtcTime),
    CheckConstraint("state IN ('pending', 'sending', 'sent', 'dead')", name="state"),
)
OPEN: Final = text("state IN ('pending', 'sending')")
Index(
    "uq_outbox_open",
    outbox.c.channel_id,
    outbox.c.event_id,
    unique=True,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)

remarks: Final = Table(
    "remarks",
    metadata,
    _row_number(),
    Column("channel_id", _SNOWFLAKE, nullable=False),
    # the message in whose thread it belongs, None for the channel itself
    Column("thread_of", _SNOWFLAKE),
    Column("title", PlainText, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("nonce", String(25), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    Column("claimed_at", UtcTime),
    Column("reason", PlainText),
    Column("created", UtcTime, nullable=False),
    Column("closed", UtcTime),
    CheckConstraint("state IN ('pending', 'sending', 'sent', 'dead')", name="state"),
)
Index(
    "ix_remarks_open",
    remarks.c.next_try,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)

missed: Final = Table(
    "missed",
    metadata,
    _row_number(),
    Column("channel_id", _SNOWFLAKE, nullable=False),
    Column("entry_id", ForeignKey("entries.id"), nullable=False),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("channel_id", "entry_id"),
)

keyword_edits: Final = Table(
    "keyword_edits",
    metadata,
    _row_number(),
    Column("guild_id", _SNOWFLAKE, nullable=False),
    Column("group", PlainText, nullable=False),
    Column("term", PlainText, nullable=False),
    Column("added", Boolean, nullable=False),
    Column("by", _SNOWFLAKE, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index(None, "guild_id"),
)

notes: Final = Table(
    "notes",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("value", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
)

leases: Final = Table(
    "leases",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("holder", String(200), nullable=False),
    Column("until", UtcTime, nullable=False),
)
