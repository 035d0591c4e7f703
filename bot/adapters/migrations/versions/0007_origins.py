"""Keep whose words a claim's entry carries, so that copies of one text are one source.

Revision ID: 0007
Revises: 0006
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the column; what was read before counts by its outlet, as it did."""
    op.add_column("claims", sa.Column("origin", sa.Text(), nullable=True))
