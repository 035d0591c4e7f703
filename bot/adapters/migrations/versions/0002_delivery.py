"""Count failures and edits, probe parked channels, keep remarks and what was missed.

Revision ID: 0002
Revises: 0001
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state IN ('pending', 'sending')")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and the two tables."""
    op.add_column("alerts", sa.Column("probes", sa.Integer(), server_default="0", nullable=False))
    op.add_column("alerts", sa.Column("probe_at", _TIME, nullable=True))
    op.add_column("postings", sa.Column("edits", sa.Integer(), server_default="0", nullable=False))
    op.add_column("postings", sa.Column("former_id", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("failures", sa.Integer(), server_default="0", nullable=False))
    # a channel that was parked before is tried at once
    op.execute("UPDATE alerts SET probe_at = parked_at WHERE parked IS NOT NULL")
    _create_remarks()
    _create_missed()


def _create_remarks() -> None:
    op.create_table(
        "remarks",
        sa.Column("row", _ROW, autoincrement=True, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_of", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("nonce", sa.String(length=25), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", _TIME, nullable=False),
        sa.Column("lease_until", _TIME, nullable=True),
        sa.Column("claimed_at", _TIME, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("closed", _TIME, nullable=True),
        sa.CheckConstraint("state IN ('pending', 'sending', 'sent', 'dead')", name="ck_remarks_state"),
        sa.PrimaryKeyConstraint("row", name="pk_remarks"),
        sa.UniqueConstraint("nonce", name="uq_remarks_nonce"),
    )
    op.create_index(
        "ix_remarks_open", "remarks", ["next_try"], unique=False, sqlite_where=_OPEN, postgresql_where=_OPEN
    )


def _create_missed() -> None:
    op.create_table(
        "missed",
        sa.Column("row", _ROW, autoincrement=True, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.String(length=200), nullable=False),
        sa.Column("event_id", sa.String(length=200), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_missed_entry_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_missed_event_id"),
        sa.PrimaryKeyConstraint("row", name="pk_missed"),
        sa.UniqueConstraint("channel_id", "entry_id", name="uq_missed_channel_id_entry_id"),
    )
