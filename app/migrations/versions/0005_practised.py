"""Counts what each play came to day by day, for the divide; what is there already is counted at the next start."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; without a cursor every summary is made again."""
    op.create_table(
        "practised",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("met", "alone", "first_met", "first_worth", "other_met", "other_alone")
        ),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("unhelped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_practised_learner_id"),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.uuid"], name="fk_practised_session_id"),
        sa.PrimaryKeyConstraint("session_id", "day", name="pk_practised"),
    )
    op.create_index("ix_practised_learner_id", "practised", ["learner_id"])
    op.execute("DELETE FROM summary_cursor")


def downgrade() -> None:
    """Bring the tables back."""
    op.drop_table("practised")
