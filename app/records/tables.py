"""The tables: who and where may change, what happened is only appended, summaries are derived; it runs no query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table, Text, false, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.records.types import Base, Sequence

# --- who and where: these rows may change


class Site(Base):
    """A place with a laptop of its own, such as a village."""

    __tablename__ = "site"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_latin: Mapped[str] = mapped_column(default="")
    demo: Mapped[bool] = mapped_column(default=False)

    classrooms: Mapped[list[Classroom]] = relationship(back_populates="site", order_by="Classroom.name")


class Classroom(Base):
    """The people who learn together at a site."""

    __tablename__ = "classroom"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str]
    name_latin: Mapped[str] = mapped_column(default="")
    demo: Mapped[bool] = mapped_column(default=False)

    site: Mapped[Site] = relationship(back_populates="classrooms")
    learners: Mapped[list[Learner]] = relationship(back_populates="classroom", order_by="Learner.joined_at")
    devices: Mapped[list[Device]] = relationship(back_populates="classroom", order_by="Device.name")


class Learner(Base):
    """An elder of a classroom; `face` names a drawn face, `demo` marks an invented person.

    `help_first`: a volunteer put them first in the help order; why is kept nowhere.
    """

    __tablename__ = "learner"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    classroom_id: Mapped[UUID] = mapped_column(ForeignKey("classroom.id"), index=True)
    name: Mapped[str]
    name_latin: Mapped[str] = mapped_column(default="")
    face: Mapped[str] = mapped_column(String(40))
    birth_year: Mapped[int | None]
    gender: Mapped[str] = mapped_column(String(16), default="")
    dialect: Mapped[str] = mapped_column(String(16), default="")
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    help_first: Mapped[bool] = mapped_column(default=False, server_default=false())
    demo: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]

    classroom: Mapped[Classroom] = relationship(back_populates="learners")


staff_classroom = Table(
    "staff_classroom",
    Base.metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("classroom_id", ForeignKey("classroom.id"), primary_key=True, index=True),
)


class Staff(Base):
    """A volunteer or a trainer; a name signs in once only, so it is unique."""

    __tablename__ = "staff"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    name_latin: Mapped[str] = mapped_column(default="", server_default=text("''"))
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str] = mapped_column(String(255))
    demo: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]

    classrooms: Mapped[list[Classroom]] = relationship(secondary=staff_classroom, order_by="Classroom.name")


class Device(Base):
    """A tablet, called by its seat; only its token's hash is kept, which opens nothing once the tablet has left."""

    __tablename__ = "device"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    classroom_id: Mapped[UUID] = mapped_column(ForeignKey("classroom.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    demo: Mapped[bool] = mapped_column(default=False)
    enrolled_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    classroom: Mapped[Classroom] = relationship(back_populates="devices")


class LessonText(Base):
    """The compiled text of one version of a lesson, kept as long as something was practised on it."""

    __tablename__ = "lesson_text"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    lesson: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(32))
    kept_at: Mapped[datetime]


# --- what happened: these rows are appended and never changed


class Arrival(Base):
    """The log of everything that happened, in the order it arrived here; what it was stands in the table of its kind.

    `digest` is taken over that row and `rolling_hash` over this digest and the arrival before, so that a changed,
    missing or moved row is noticed, while a row that was erased for good reason leaves the log whole.
    """

    __tablename__ = "arrival"

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(32))
    rolling_hash: Mapped[str] = mapped_column(String(32))


class Happened:
    """What every appended row carries: its place in the log, its own name, and when it was by two clocks."""

    @declared_attr
    def sequence(cls) -> Mapped[int]:
        """Its arrival."""
        return mapped_column(
            Sequence, ForeignKey("arrival.sequence"), primary_key=True, autoincrement=False, sort_order=-5
        )

    uuid: Mapped[UUID] = mapped_column(unique=True, sort_order=-4)
    at: Mapped[datetime] = mapped_column(sort_order=-3)
    boot: Mapped[UUID] = mapped_column(sort_order=-2)
    monotonic_ms: Mapped[int] = mapped_column(BigInteger, sort_order=-1)


class PracticeSession(Happened, Base):
    """The opening of one play of a lesson by one learner: what was chosen and planned before the first act."""

    __tablename__ = "practice_session"
    __table_args__ = (Index(None, "learner_id", "sequence"), Index(None, "at", "learner_id"))

    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"), index=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    lesson: Mapped[str]
    lesson_hash: Mapped[str] = mapped_column(ForeignKey("lesson_text.hash"))
    twists: Mapped[list[int]]
    size: Mapped[str] = mapped_column(String(8))
    locale: Mapped[str] = mapped_column(String(16))
    voice: Mapped[str] = mapped_column(String(16))
    plan: Mapped[dict[str, Any]]
    demo: Mapped[bool]


class Attempt(Happened, Base):
    """One act on one screen, with the support it had and the outcome as decided."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "session_id", "sequence"), Index(None, "learner_id", "sequence"))

    session_id: Mapped[UUID] = mapped_column(ForeignKey("practice_session.uuid"))
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    lesson_hash: Mapped[str] = mapped_column(String(64))
    twist: Mapped[int]
    screen: Mapped[str]
    act: Mapped[str]
    value: Mapped[str] = mapped_column(String(16))
    support: Mapped[str] = mapped_column(String(16))
    hints: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(16))
    finishes: Mapped[bool]


class Choice(Happened, Base):
    """Something the product chose for a person, with its options and reasons in `body`."""

    __tablename__ = "choice"
    __table_args__ = (Index(None, "learner_id", "sequence"),)

    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("practice_session.uuid"), index=True)
    kind: Mapped[str] = mapped_column(String(24), index=True)
    body: Mapped[dict[str, Any]]


class Fact(Happened, Base):
    """Anything else that happened: help given, an enrolment, a move, an erasure."""

    __tablename__ = "fact"

    kind: Mapped[str] = mapped_column(String(24), index=True)
    learner_id: Mapped[UUID | None] = mapped_column(ForeignKey("learner.id"), index=True)
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("practice_session.uuid"), index=True)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"), index=True)
    body: Mapped[dict[str, Any]]


def table_of(record: type[Base]) -> Table:
    """The table of a record class, for statements that need no objects."""
    table = record.__table__
    assert isinstance(table, Table)
    return table


HAPPENED: Final[Mapping[str, Table]] = {
    "session": table_of(PracticeSession),
    "attempt": table_of(Attempt),
    "choice": table_of(Choice),
    "fact": table_of(Fact),
}
"""The kind of an arrival -> the table that says what it was."""


# --- summaries: made from what happened, and made again at any time by `flask records rebuild`


class Opportunity(Base):
    """The act that decided one visit to one screen, pointing at its attempt."""

    __tablename__ = "opportunity"

    sequence: Mapped[int] = mapped_column(
        Sequence, ForeignKey("attempt.sequence"), primary_key=True, autoincrement=False
    )
    session_id: Mapped[UUID] = mapped_column(ForeignKey("practice_session.uuid"), index=True)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"), index=True)
    lesson: Mapped[str]
    lesson_hash: Mapped[str] = mapped_column(String(64))
    size: Mapped[str] = mapped_column(String(8))
    twist: Mapped[int]
    screen: Mapped[str]
    act: Mapped[str]
    outcome: Mapped[str] = mapped_column(String(16))
    support: Mapped[str] = mapped_column(String(16))
    hints: Mapped[int]
    at: Mapped[datetime]


class FinishedPlay(Base):
    """A play that reached its end, with what was done alone and with help on the way; it points at the last attempt."""

    __tablename__ = "finished_play"

    sequence: Mapped[int] = mapped_column(
        Sequence, ForeignKey("attempt.sequence"), primary_key=True, autoincrement=False
    )
    session_id: Mapped[UUID] = mapped_column(ForeignKey("practice_session.uuid"), unique=True)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"), index=True)
    lesson: Mapped[str]
    size: Mapped[str] = mapped_column(String(8))
    opened_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    steps: Mapped[int]
    alone: Mapped[int]
    helped: Mapped[int]
    slipped: Mapped[int]
    slips: Mapped[int]
    hints: Mapped[int]


class Practised(Base):
    """What one play came to on one day, counted for the divide; `day` is a date's ordinal by the village's clock.

    `first_…` counts the half of the steps by which the weakest quarter is fixed, `other_…` the half by which it is
    followed.
    """

    __tablename__ = "practised"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("practice_session.uuid"), primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"), index=True)
    lesson: Mapped[str]
    met: Mapped[int]
    alone: Mapped[int]
    first_met: Mapped[int]
    first_worth: Mapped[int]
    other_met: Mapped[int]
    other_alone: Mapped[int]
    finished: Mapped[bool]
    unhelped: Mapped[bool]


class Meetings(Base):
    """What one play met, step by step, and how it ended, packed for curves and for steps that trip people."""

    __tablename__ = "meetings"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("practice_session.uuid"), primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"), index=True)
    lesson: Mapped[str]
    screens: Mapped[str] = mapped_column(Text)
    met: Mapped[bytes] = mapped_column(LargeBinary)
    wrong: Mapped[str] = mapped_column(Text)
    trial: Mapped[int]
    end: Mapped[bytes] = mapped_column(LargeBinary)


class SummaryCursor(Base):
    """How far the summaries go: every arrival up to `sequence` is in them. One row."""

    __tablename__ = "summary_cursor"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(BigInteger)


METADATA: Final = Base.metadata
"""All tables together, for the migrations."""
