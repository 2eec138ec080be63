"""Lets a volunteer or trainer have a name for English pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("staff", sa.Column("name_latin", sa.String(length=80), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    """Bring the tables back."""
    op.drop_column("staff", "name_latin")
