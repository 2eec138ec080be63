"""Lets a tablet leave its class: when it did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("device", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Bring the tables back."""
    op.drop_column("device", "left_at")
