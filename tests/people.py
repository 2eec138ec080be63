"""Builds the people, places and plays that tests need, through the front doors of the rooms that keep them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer
from sqlalchemy import make_url

from app.records import Records, Session, journal, roster
from app.records.happened import AttemptRecord, SessionRecord
from app.records.identity import BOOT, uuid7
from app.web import visitors
from app.web.lasting import SIGNED_IN_FOR, noted, running
from tests.inspector import Inspector

NOW = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
"""A Tuesday morning, half past nine in the village."""


@dataclass(frozen=True)
class Village:
    """A site with one classroom and one learner in it."""

    site_id: UUID
    classroom_id: UUID
    learner_id: UUID


def village(s: Session, *, name: str = "楚河村", demo: bool = False) -> Village:
    """A site, its classroom and 王桂芳, all new."""
    site = roster.add_site(s, name=name, now=NOW, demo=demo)
    classroom = roster.add_classroom(s, site=site, name=f"{name}一班", now=NOW, demo=demo)
    learner = roster.add_learner(s, classroom=classroom, name="王桂芳", face="bun", now=NOW, demo=demo)
    return Village(site.id, classroom.id, learner.id)


def staffed(s: Session, password: str) -> Village:
    """A village whose classroom has its volunteer 小刘, and a trainer 周老师; both sign in with this password."""
    made = village(s)
    room = roster.classroom(s, made.classroom_id)
    assert room is not None
    roster.add_staff(s, name="小刘", role=visitors.VOLUNTEER, password=password, now=NOW, classrooms=[room])
    roster.add_staff(s, name="周老师", role=visitors.TRAINER, password=password, now=NOW, classrooms=[room])
    return made


def enrolled(application: Flask, client: FlaskClient, where: Village) -> None:
    """Let a test's browser be a tablet of the village's classroom."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        classroom = roster.classroom(s, where.classroom_id)
        assert classroom is not None
        _, token = roster.enrol_device(s, classroom=classroom, now=NOW)
    signer = URLSafeSerializer(str(application.secret_key), salt="tablet")
    client.set_cookie(visitors.TABLET_COOKIE, str(signer.dumps(token)))


def seated(application: Flask, where: Village) -> Inspector:
    """A tablet of the village's class at which its learner sits."""
    client = application.test_client()
    assert isinstance(client, Inspector)
    enrolled(application, client, where)
    with client.session_transaction() as kept:
        kept["learner"] = str(where.learner_id)
    return client


def signed_in(application: Flask, name: str) -> Inspector:
    """A browser on the village's network at which somebody has signed in."""
    client = application.test_client()
    assert isinstance(client, Inspector)
    client.environ_base["REMOTE_ADDR"] = "192.168.1.20"
    with application.extensions["records"].session() as s:
        member = roster.staff_named(s, name)
    assert member is not None
    with client.session_transaction() as kept:
        kept["staff"] = {"id": str(member.id), **noted(SIGNED_IN_FOR, BOOT, running())}
    return client


def play(
    s: Session,
    where: Village,
    *,
    learner_id: UUID | None = None,
    lesson: str = "pay",
    size: str = "true",
    at: datetime = NOW,
    demo: bool = False,
    device_id: UUID | None = None,
) -> SessionRecord:
    """A play of a lesson that has just been opened, at a tablet or in a browser of staff."""
    journal.keep_lesson(s, lesson=lesson, lesson_hash=f"hash of {lesson}", text=f"text of {lesson}", now=at)
    return journal.open_session(
        s,
        learner_id=learner_id or where.learner_id,
        site_id=where.site_id,
        lesson=lesson,
        lesson_hash=f"hash of {lesson}",
        size=size,
        locale="zh_Hans_CN",
        voice="cmn",
        plan={"home": {"support": "alone", "reason": "first meeting"}},
        now=at,
        device_id=device_id,
        demo=demo,
    )


def acts(s: Session, session: SessionRecord, script: Iterable[str], *, support: str = "alone") -> list[AttemptRecord]:
    """Attempts of a play, one a second, each written as `screen act-target outcome`, with `end` when it finishes.

    Hints are counted as practice counts them: those given so far on this visit.
    """
    kept: list[AttemptRecord] = []
    hints = 0
    for second, line in enumerate(script, start=1):
        screen, target, outcome, *end = line.split()
        hints = hints if kept and kept[-1].screen == screen else 0
        hints += outcome == "hint"
        at = session.at + timedelta(seconds=second)
        kept.append(
            journal.append_attempt(
                s,
                session,
                uuid=uuid7(at),
                screen=screen,
                act=f"tap {target}",
                outcome=outcome,
                support=support,
                hints=hints,
                finishes=bool(end),
                now=at,
            )
        )
    return kept


def file_of(application: Flask) -> Path:
    """The file of a copy's database, for whoever counts anew from it."""
    database = make_url(application.extensions["settings"].database_url).database
    assert database is not None
    return Path(database)
