"""Find an event's claims in their order, and the few reports that were superseded by themselves.

Revision ID: 0009
Revises: 0008
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Exchange the index of claims for one that needs no sorting, and add the other."""
    op.drop_index("ix_claims_event_id_said", table_name="claims")
    op.create_index("ix_claims_event_id_said_row", "claims", ["event_id", "said", "row"], unique=False)
    is_gone = sa.text("superseded IS NOT NULL")
    op.create_index("ix_reports_gone", "reports", ["row"], sqlite_where=is_gone, postgresql_where=is_gone)
