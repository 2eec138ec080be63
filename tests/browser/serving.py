"""One copy of the product in a process of its own, with a class in it; it drives no browser."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Self
from urllib.error import URLError
from urllib.request import urlopen
from uuid import UUID

from flask import Response
from flask.testing import FlaskClient

from app import create_app, drawing, practice
from app.config import ROOT, Settings
from app.practice import Sitting
from app.records import journal, roster
from app.records.happened import AttemptRecord, SessionRecord
from app.web import visitors

PATIENCE = 40.0
"""Seconds in which a copy must answer after it was started."""
NAMES = (
    ("王桂芝", "Wang Guizhi"),
    ("周大顺", "Zhou Dashun"),
    ("何秀珍", "He Xiuzhen"),
    ("李春梅", "Li Chunmei"),
    ("郑来喜", "Zheng Laixi"),
    ("刘德发", "Liu Defa"),
)


STAFF = (("volunteer", "小刘", "Xiao Liu"), ("trainer", "周老师", "Ms Zhou"))

Cookie = dict[str, str]
"""A cookie as a browser takes it: name and value."""


@dataclass(frozen=True)
class Sitter:
    """A learner of the class, and the wishes that are taken over when they sit down."""

    id: UUID
    latin: str
    wishes: Mapping[str, str] = field(default_factory=dict)


class Copy:
    """The product over an instance folder: started, killed and started again, always at the same address."""

    def __init__(self, instance: Path) -> None:
        """Take the folder, whose database has every table."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.settings = Settings.at(instance, port=port, narrates=False)
        self.address = f"http://127.0.0.1:{port}"
        self.app = create_app(self.settings)
        self.shelf = self.app.extensions["shelf"]
        self.records = self.app.extensions["records"]
        self.log = instance / "serving.log"
        self.command = [sys.executable, "-m", "app"]
        """What is run; its end is told by `end`."""
        self.told = {"HOST": "127.0.0.1"}
        """What else the process is told by its environment."""
        self.end: Callable[[subprocess.Popen[bytes]], object] = subprocess.Popen.kill
        self._process: subprocess.Popen[bytes] | None = None
        self._writing: IO[bytes] | None = None
        self.classroom_id: UUID | None = None
        self.passwords: dict[str, str] = {}
        """Of those who may sign in, by name."""
        self.tablet = ""
        """The cookie with which a browser is the class's tablet."""

    @classmethod
    def over(cls, instance: Path, empty_database: Path) -> Self:
        """A copy in a folder, made when it is missing, with this database that has every table and no row."""
        instance.mkdir(exist_ok=True)
        shutil.copyfile(empty_database, instance / "bandaojia.sqlite3")
        return cls(instance)

    def make_class(self) -> None:
        """Make one class with some people in it, its volunteer and a trainer, and enrol one tablet to it."""
        now = datetime.now(UTC)
        with self.records.writing() as s:
            site = roster.add_site(s, name="柳湾村活动室", name_latin="Liuwan village hall", now=now)
            room = roster.add_classroom(s, site=site, name="周四班", name_latin="Thursday class", now=now)
            _, token = roster.enrol_device(s, classroom=room, now=now)
            self.classroom_id = room.id
            for role, name, latin in STAFF:
                self.passwords[name] = secrets.token_urlsafe(9)
                password = self.passwords[name]
                roster.add_staff(
                    s, name=name, name_latin=latin, role=role, password=password, classrooms=[room], now=now
                )
            for number, (name, latin) in enumerate(NAMES):
                face = drawing.face_keys()[number]
                roster.add_learner(s, classroom=room, name=name, name_latin=latin, face=face, now=now)
        self.tablet = self._cookie(token)

    def make_demo(self) -> None:
        """Make the invented class with its six weeks of practice, as set-up does."""
        told = self.app.test_cli_runner().invoke(args=["seed", "demo"])
        assert told.exit_code == 0, told.output
        self.passwords = {
            name: word for _, name, word in re.findall(r"(volunteer|trainer)\s+(\S+)\s+(\S+)", told.output)
        }

    def start(self) -> None:
        """Start the process unless it runs, and wait until it answers; RuntimeError with its log when it does not."""
        if self._process is not None:
            return
        settings = {"INSTANCE": str(self.settings.instance), "PORT": str(self.settings.port), "NARRATES": "0"}
        self._writing = self.log.open("ab")
        self._process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env={**os.environ, **settings, **self.told, "PYTHONUTF8": "1"},
            stdout=self._writing,
            stderr=subprocess.STDOUT,
        )
        before = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > before:
                raise RuntimeError(f"the copy does not answer: {self.said()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End the process as a power cut would: at once, with no last words."""
        if self._process is not None and self._writing is not None:
            self.end(self._process)
            self._process.wait()
            self._writing.close()
            self._process = None

    def close(self) -> None:
        """End the process and let go of the database."""
        self.kill()
        self.records.close()

    def said(self) -> str:
        """What the process has written on its way."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def newcomer(self, **wishes: str) -> Sitter:
        """One more learner of the class, who has never practised and wishes their pages so."""
        assert self.classroom_id is not None
        with self.records.writing() as s:
            room = roster.classroom(s, self.classroom_id)
            assert room is not None
            number = len(roster.learners(s, room.id)) + 1
            latin = f"Zhao Xiaoman {number}"
            learner = roster.add_learner(
                s,
                classroom=room,
                name=f"赵小满{number}",
                name_latin=latin,
                face=drawing.face_keys()[number % len(drawing.face_keys())],
                now=datetime.now(UTC),
            )
            roster.set_preferences(s, learner.id, wishes)
            return Sitter(learner.id, latin, wishes)

    def seated(self, learner: Sitter) -> tuple[Cookie, ...]:
        """The cookies of the class's tablet once this learner sits at it."""
        client = self.app.test_client()
        client.set_cookie(visitors.TABLET_COOKIE, self.tablet)
        return *self._sent(client, f"/wall/{learner.id}"), {"name": visitors.TABLET_COOKIE, "value": self.tablet}

    def signed_in(self, name: str, **wishes: str) -> tuple[Cookie, ...]:
        """The cookies of a browser at which this volunteer or trainer has signed in, with these wishes."""
        client = self.app.test_client()
        self._sent(client, "/staff", name=name, password=self.passwords[name])
        return self._sent(client, "/staff", "/preferences", **wishes)

    def _sent(self, client: FlaskClient, page: str, way: str = "", **form: str) -> tuple[Cookie, ...]:
        """The session's cookie after a page's form has been sent."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
        assert token is not None
        assert client.post(way or page, data={"csrf_token": token.group(1), **form}).status_code == 303
        kept = client.get_cookie(str(self.app.config["SESSION_COOKIE_NAME"]))
        assert kept is not None
        return ({"name": kept.key, "value": kept.value},)

    def plays(self, learner: Sitter) -> list[SessionRecord]:
        """The plays of a learner, oldest first."""
        with self.records.session() as s:
            return journal.sessions(s, learner.id)

    def attempts(self, learner: Sitter) -> list[AttemptRecord]:
        """The attempts of a learner's latest play, in order; none before the first."""
        with self.records.session() as s:
            plays = journal.sessions(s, learner.id)
            return journal.attempts(s, plays[-1].uuid) if plays else []

    def sitting(self, learner: Sitter) -> Sitting:
        """The learner's latest play, replayed from the log; raises IndexError before the first."""
        with self.records.session() as s:
            return practice.resume(s, self.shelf.lessons, journal.sessions(s, learner.id)[-1].uuid)

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, ConnectionError, TimeoutError):
            return False

    def _cookie(self, token: str) -> str:
        """The cookie with which a browser is the tablet of that token."""
        with self.app.test_request_context():
            answer = visitors.keep_token(Response(), token)
        name, _, value = answer.headers["Set-Cookie"].partition(";")[0].partition("=")
        assert name == visitors.TABLET_COOKIE
        return value
