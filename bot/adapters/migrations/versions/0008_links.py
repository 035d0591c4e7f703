"""Keep how events hang together: what answers what, and which truce, talks or reopening came after.

Revision ID: 0008
Revises: 0007
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_ID = sa.String(length=200)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "links",
        sa.Column("row", _ROW, autoincrement=True, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("other_id", _ID, nullable=False),
        sa.Column("bond", sa.String(length=20), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("until", _TIME, nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_links_event_id"),
        sa.ForeignKeyConstraint(["other_id"], ["events.id"], name="fk_links_other_id"),
        sa.PrimaryKeyConstraint("row", name="pk_links"),
        sa.UniqueConstraint("event_id", "other_id", "bond", name="uq_links_event_id_other_id_bond"),
    )
    op.create_index("ix_links_other_id", "links", ["other_id"], unique=False)
