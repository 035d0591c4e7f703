"""Find the events near a day by the day they began, and the few long ones by themselves.

Revision ID: 0005
Revises: 0004
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# as `LONG` of bot.adapters.stores.rows was when this was written
_LONG: str = "60"


def upgrade() -> None:
    """Add the column, fill it, and exchange the indexes."""
    op.add_column("events", sa.Column("long", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    lasted = "last - began" if op.get_bind().dialect.name == "postgresql" else "julianday(last) - julianday(began)"
    op.execute(f"UPDATE events SET long = true WHERE {lasted} > {_LONG}")  # noqa: S608  nothing of it is given
    op.drop_index("ix_events_last_began", table_name="events")
    op.create_index("ix_events_began_last", "events", ["began", "last"], unique=False)
    is_long = sa.text("long")
    op.create_index("ix_events_long", "events", ["last", "began"], sqlite_where=is_long, postgresql_where=is_long)
