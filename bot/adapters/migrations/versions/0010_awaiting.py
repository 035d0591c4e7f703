"""Keep which entries wait for the episode after which they may be told, and of which days it can be.

Revision ID: 0010
Revises: 0009
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "awaiting",
        sa.Column("entry_id", sa.String(length=200), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_awaiting_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", name="pk_awaiting"),
    )
    op.create_index("ix_awaiting_last_first", "awaiting", ["last", "first"], unique=False)
