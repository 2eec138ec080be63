"""Lets a volunteer put a learner first in the help order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("learner", sa.Column("help_first", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Bring the tables back."""
    op.drop_column("learner", "help_first")
