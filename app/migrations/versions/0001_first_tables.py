"""Makes the first tables: who and where, what happened, and the summaries of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "arrival",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("rolling_hash", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_arrival"),
        sa.UniqueConstraint("uuid", name="uq_arrival_uuid"),
    )
    op.create_table(
        "lesson_text",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_lesson_text"),
    )
    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_latin", sa.String(length=80), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
    )
    op.create_table(
        "summary_cursor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_summary_cursor"),
    )
    op.create_table(
        "classroom",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_latin", sa.String(length=80), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_classroom_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_classroom"),
    )
    op.create_index("ix_classroom_site_id", "classroom", ["site_id"])

    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["classroom_id"], ["classroom.id"], name="fk_device_classroom_id"),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.UniqueConstraint("token_hash", name="uq_device_token_hash"),
    )
    op.create_index("ix_device_classroom_id", "device", ["classroom_id"])

    op.create_table(
        "learner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_latin", sa.String(length=80), nullable=False),
        sa.Column("face", sa.String(length=40), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("gender", sa.String(length=16), nullable=False),
        sa.Column("dialect", sa.String(length=16), nullable=False),
        sa.Column("preferences", sa.JSON(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["classroom_id"], ["classroom.id"], name="fk_learner_classroom_id"),
        sa.PrimaryKeyConstraint("id", name="pk_learner"),
    )
    op.create_index("ix_learner_classroom_id", "learner", ["classroom_id"])

    op.create_table(
        "staff_classroom",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["classroom_id"], ["classroom.id"], name="fk_staff_classroom_classroom_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_classroom_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", "classroom_id", name="pk_staff_classroom"),
    )
    op.create_index("ix_staff_classroom_classroom_id", "staff_classroom", ["classroom_id"])

    op.create_table(
        "practice_session",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("boot", sa.Uuid(), nullable=False),
        sa.Column("monotonic_ms", sa.BigInteger(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=False),
        sa.Column("lesson_hash", sa.String(length=64), nullable=False),
        sa.Column("twists", sa.JSON(), nullable=False),
        sa.Column("size", sa.String(length=8), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("voice", sa.String(length=16), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name="fk_practice_session_device_id"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_practice_session_learner_id"),
        sa.ForeignKeyConstraint(["lesson_hash"], ["lesson_text.hash"], name="fk_practice_session_lesson_hash"),
        sa.ForeignKeyConstraint(["sequence"], ["arrival.sequence"], name="fk_practice_session_sequence"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_practice_session_site_id"),
        sa.PrimaryKeyConstraint("sequence", name="pk_practice_session"),
        sa.UniqueConstraint("uuid", name="uq_practice_session_uuid"),
    )
    op.create_index("ix_practice_session_device_id", "practice_session", ["device_id"])
    op.create_index("ix_practice_session_learner_id_sequence", "practice_session", ["learner_id", "sequence"])

    op.create_table(
        "attempt",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("boot", sa.Uuid(), nullable=False),
        sa.Column("monotonic_ms", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_hash", sa.String(length=64), nullable=False),
        sa.Column("twist", sa.Integer(), nullable=False),
        sa.Column("screen", sa.String(length=80), nullable=False),
        sa.Column("act", sa.String(length=80), nullable=False),
        sa.Column("value", sa.String(length=16), nullable=False),
        sa.Column("support", sa.String(length=16), nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("finishes", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name="fk_attempt_device_id"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_attempt_learner_id"),
        sa.ForeignKeyConstraint(["sequence"], ["arrival.sequence"], name="fk_attempt_sequence"),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.uuid"], name="fk_attempt_session_id"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_attempt_site_id"),
        sa.PrimaryKeyConstraint("sequence", name="pk_attempt"),
        sa.UniqueConstraint("uuid", name="uq_attempt_uuid"),
    )
    op.create_index("ix_attempt_learner_id_sequence", "attempt", ["learner_id", "sequence"])
    op.create_index("ix_attempt_session_id_sequence", "attempt", ["session_id", "sequence"])

    op.create_table(
        "choice",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("boot", sa.Uuid(), nullable=False),
        sa.Column("monotonic_ms", sa.BigInteger(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_choice_learner_id"),
        sa.ForeignKeyConstraint(["sequence"], ["arrival.sequence"], name="fk_choice_sequence"),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.uuid"], name="fk_choice_session_id"),
        sa.PrimaryKeyConstraint("sequence", name="pk_choice"),
        sa.UniqueConstraint("uuid", name="uq_choice_uuid"),
    )
    op.create_index("ix_choice_learner_id_sequence", "choice", ["learner_id", "sequence"])
    op.create_index("ix_choice_session_id", "choice", ["session_id"])

    op.create_table(
        "fact",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("boot", sa.Uuid(), nullable=False),
        sa.Column("monotonic_ms", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name="fk_fact_device_id"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_fact_learner_id"),
        sa.ForeignKeyConstraint(["sequence"], ["arrival.sequence"], name="fk_fact_sequence"),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.uuid"], name="fk_fact_session_id"),
        sa.PrimaryKeyConstraint("sequence", name="pk_fact"),
        sa.UniqueConstraint("uuid", name="uq_fact_uuid"),
    )
    op.create_index("ix_fact_device_id", "fact", ["device_id"])
    op.create_index("ix_fact_kind", "fact", ["kind"])
    op.create_index("ix_fact_learner_id", "fact", ["learner_id"])
    op.create_index("ix_fact_session_id", "fact", ["session_id"])

    op.create_table(
        "finished_play",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=False),
        sa.Column("size", sa.String(length=8), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("alone", sa.Integer(), nullable=False),
        sa.Column("helped", sa.Integer(), nullable=False),
        sa.Column("slipped", sa.Integer(), nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_finished_play_learner_id"),
        sa.ForeignKeyConstraint(["sequence"], ["attempt.sequence"], name="fk_finished_play_sequence"),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.uuid"], name="fk_finished_play_session_id"),
        sa.PrimaryKeyConstraint("sequence", name="pk_finished_play"),
        sa.UniqueConstraint("session_id", name="uq_finished_play_session_id"),
    )
    op.create_index("ix_finished_play_learner_id", "finished_play", ["learner_id"])

    op.create_table(
        "opportunity",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=False),
        sa.Column("lesson_hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.String(length=8), nullable=False),
        sa.Column("twist", sa.Integer(), nullable=False),
        sa.Column("screen", sa.String(length=80), nullable=False),
        sa.Column("act", sa.String(length=80), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("support", sa.String(length=16), nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_opportunity_learner_id"),
        sa.ForeignKeyConstraint(["sequence"], ["attempt.sequence"], name="fk_opportunity_sequence"),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.uuid"], name="fk_opportunity_session_id"),
        sa.PrimaryKeyConstraint("sequence", name="pk_opportunity"),
    )
    op.create_index("ix_opportunity_learner_id", "opportunity", ["learner_id"])
    op.create_index("ix_opportunity_session_id", "opportunity", ["session_id"])


def downgrade() -> None:
    """Bring the tables back."""
    op.drop_table("opportunity")
    op.drop_table("finished_play")
    op.drop_table("fact")
    op.drop_table("choice")
    op.drop_table("attempt")
    op.drop_table("practice_session")
    op.drop_table("staff_classroom")
    op.drop_table("learner")
    op.drop_table("device")
    op.drop_table("classroom")
    op.drop_table("summary_cursor")
    op.drop_table("staff")
    op.drop_table("site")
    op.drop_table("lesson_text")
    op.drop_table("arrival")
