"""Keep an analyst's edits of the record, where merged events point to, and doubtful matches.

Revision ID: 0004
Revises: 0003
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_ID = sa.String(length=200)
_STANDING = sa.text("until IS NULL")


def upgrade() -> None:
    """Add the tables."""
    _create_edits()
    _create_redirects()
    op.create_table(
        "closings",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_closings_event_id"),
        sa.PrimaryKeyConstraint("event_id", name="pk_closings"),
    )
    op.create_table(
        "pins",
        sa.Column("entry_id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("edit", _ROW, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_pins_entry_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_pins_event_id"),
        sa.ForeignKeyConstraint(["edit"], ["record_edits.row"], name="fk_pins_edit"),
        sa.PrimaryKeyConstraint("entry_id", name="pk_pins"),
    )
    _create_doubts()


def _create_edits() -> None:
    op.create_table(
        "record_edits",
        sa.Column("row", _ROW, autoincrement=True, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("intents", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("row", name="pk_record_edits"),
    )
    op.create_index("ix_record_edits_event_id", "record_edits", ["event_id"], unique=False)
    op.create_index("ix_record_edits_undoes", "record_edits", ["undoes"], unique=True)


def _create_redirects() -> None:
    op.create_table(
        "redirects",
        sa.Column("row", _ROW, autoincrement=True, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("kept_id", _ID, nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("until", _TIME, nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_redirects_event_id"),
        sa.ForeignKeyConstraint(["kept_id"], ["events.id"], name="fk_redirects_kept_id"),
        sa.PrimaryKeyConstraint("row", name="pk_redirects"),
    )
    op.create_index("ix_redirects_kept_id", "redirects", ["kept_id"], unique=False)
    op.create_index(
        "uq_redirects_standing",
        "redirects",
        ["event_id"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )


def _create_doubts() -> None:
    op.create_table(
        "doubts",
        sa.Column("row", _ROW, autoincrement=True, nullable=False),
        sa.Column("entry_id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("runner_up", _ID, nullable=True),
        sa.Column("runner_up_score", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_doubts_entry_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_doubts_event_id"),
        sa.PrimaryKeyConstraint("row", name="pk_doubts"),
        sa.UniqueConstraint("entry_id", name="uq_doubts_entry_id"),
    )
