"""Packs what each play met, for curves and steps that trip people; what is there is packed at the next start."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; without a cursor every summary is made again."""
    op.create_table(
        "meetings",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=False),
        sa.Column("screens", sa.Text(), nullable=False),
        sa.Column("met", sa.LargeBinary(), nullable=False),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column("trial", sa.Integer(), nullable=False),
        sa.Column("end", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_meetings_learner_id"),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.uuid"], name="fk_meetings_session_id"),
        sa.PrimaryKeyConstraint("session_id", name="pk_meetings"),
    )
    op.create_index("ix_meetings_learner_id", "meetings", ["learner_id"])
    op.create_index("ix_practice_session_at_learner_id", "practice_session", ["at", "learner_id"])
    op.create_index("ix_choice_kind", "choice", ["kind"])
    op.execute("DELETE FROM summary_cursor")


def downgrade() -> None:
    """Bring the tables back."""
    op.drop_index("ix_choice_kind", "choice")
    op.drop_index("ix_practice_session_at_learner_id", "practice_session")
    op.drop_table("meetings")
