"""Keep how an event stood after each of its reports, so that a late one can be filed in its place.

Revision ID: 0006
Revises: 0005
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ID = sa.String(length=200)
_BY_LETTER = _ID.with_variant(sa.String(length=200, collation="C"), "postgresql")


def upgrade() -> None:
    """Add the table, and tell redirects that no analyst made."""
    op.create_table(
        "event_states",
        sa.Column("row", _ROW, autoincrement=True, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("report_row", _ROW, nullable=True),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_id", _BY_LETTER, nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_states_event_id"),
        sa.ForeignKeyConstraint(["report_row"], ["reports.row"], name="fk_event_states_report_row"),
        sa.PrimaryKeyConstraint("row", name="pk_event_states"),
        sa.UniqueConstraint("report_row", name="uq_event_states_report_row"),
    )
    op.create_index("ix_event_states_event_id_seen", "event_states", ["event_id", "seen"], unique=False)
    op.create_index("ix_event_states_seen", "event_states", ["seen"], unique=False)
    op.add_column("redirects", sa.Column("own", sa.Boolean(), server_default=sa.text("false"), nullable=False))
