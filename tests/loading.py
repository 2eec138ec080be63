"""A busy morning against a real server: three hundred tablets that act, five boards that look again and again."""

from __future__ import annotations

import http.client
import json
import re
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from app import drawing, practice
from app.records import Records, journal, roster
from app.records.identity import uuid7
from app.records.upgrading import upgrade
from app.simulator import machine
from app.web import visitors
from tests.browser.serving import Copy

ROOMS, PEOPLE = 10, 30
BOARDS = 5
EVERY, LOOKS = 10.0, 2.0
"""Seconds between two acts of a tablet, and between two looks of a board."""
LESSON = "certify-pension"
TRAINER = "周老师"


@dataclass
class Tally:
    """What the answers were: milliseconds from when each was due, and everything that was no right answer."""

    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def note(self, due: float, trouble: str = "") -> None:
        """Note one answer that was due at that time of the running clock."""
        milliseconds = (time.monotonic() - due) * 1e3
        with self.turn:
            self.took.append(milliseconds)
            if trouble:
                self.wrong.append(trouble)


@dataclass(frozen=True)
class Seat:
    """A tablet, whose token it sends, who sits at it, and their open play with the acts still to come."""

    token: str
    learner: UUID
    session: UUID
    acts: Sequence[tuple[str, str, str]]


def morning(seconds: float) -> Iterator[tuple[str, Tally]]:
    """The tallies of the acts and of the boards, and how many acts the laptop kept beside those it acknowledged."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        copy = _copy(Path(folder))
        rooms, seats = _rooms(copy)
        copy.start()
        acts, looks = Tally(), Tally()
        begin = time.monotonic() + 1.0
        threads = [
            threading.Thread(target=_act, args=(copy, seat, begin + EVERY * place / len(seats), begin + seconds, acts))
            for place, seat in enumerate(seats)
        ]
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in copy.signed_in(TRAINER))
        threads += [
            threading.Thread(
                target=_look, args=(copy, cookie, room, begin + LOOKS * n / BOARDS, begin + seconds, looks)
            )
            for n, room in enumerate(rooms[:BOARDS])
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        with copy.records.session() as s:
            kept = sum(len(journal.attempts(s, seat.session)) for seat in seats)
        if kept != len(acts.took) - len(acts.wrong):
            acts.wrong.append(f"{kept} kept of {len(acts.took)} sent")
        copy.close()
        yield "acts", acts
        yield "boards", looks


def _copy(folder: Path) -> Copy:
    empty = folder / "empty.sqlite3"
    records = Records(f"sqlite:///{empty.as_posix()}")
    upgrade(records)
    records.close()
    copy = Copy.over(folder / "instance", empty)
    copy.make_class()
    return copy


def _rooms(copy: Copy) -> tuple[list[UUID], list[Seat]]:
    """Classes of people who each have a tablet of their own and an open play."""
    now, rooms, seats = datetime.now(UTC), [], []
    artefact = copy.app.extensions["artefact"]
    for number in range(ROOMS):
        with copy.records.writing() as s:
            site = roster.add_site(s, name=f"村{number}", now=now)
            room = roster.add_classroom(s, site=site, name=f"班{number}", now=now)
            rooms.append(room.id)
            for seat in range(PEOPLE):
                who = roster.add_learner(
                    s, classroom=room, name=f"人{number}-{seat}", face=drawing.face_keys()[seat], now=now
                )
                _, token = roster.enrol_device(s, classroom=room, now=now)
                sitting = practice.open_play(s, copy.shelf.lessons, artefact, who.id, LESSON, now, afresh=True)
                path = [(screen, act.act, act.value) for screen, act in machine.path(sitting.play)]
                seats.append(Seat(_signed(copy, token), who.id, sitting.session.uuid, path))
    return rooms, seats


def _signed(copy: Copy, token: str) -> str:
    with copy.app.test_request_context():
        from_cookie = visitors.keep_token(copy.app.make_response(""), token).headers["Set-Cookie"]
    return str(from_cookie.partition(";")[0].partition("=")[2])


def _act(copy: Copy, seat: Seat, due: float, end: float, tally: Tally) -> None:
    """Send one act after the other, each when it is due, and between them that the tablet is here.

    What comes late counts from when it was due.
    """
    line = http.client.HTTPConnection("127.0.0.1", copy.settings.port, timeout=30)
    sat = {"id": str(uuid7(datetime.now(UTC))), "learner": str(seat.learner), "ago": 60_000, "away": True}
    for screen, act, value in seat.acts:
        if due >= end:
            break
        time.sleep(max(0.0, due - time.monotonic()))
        uuid = str(uuid7(datetime.now(UTC)))
        one = {"uuid": uuid, "session": str(seat.session), "act": act, "value": value, "screen": screen}
        done = {**one, "outcome": "correct", "ago": 0, "sitting": sat["id"]}
        body = json.dumps({"openings": [], "acts": [done], "sittings": [sat]})
        status, told = _post(line, seat, "/acts", body)
        right = status == 200 and json.loads(told)["kept"] == [uuid]
        tally.note(due, "" if right else f"{status}: {told[:200]!r}")
        time.sleep(max(0.0, due + EVERY / 2 - time.monotonic()))
        here = {"learner": str(seat.learner), "session": str(seat.session), "touched": 5000}
        status, told = _post(line, seat, "/tablet/here", json.dumps(here))
        if status != 204:
            tally.wrong.append(f"here {status}: {told[:200]!r}")
        due += EVERY
    line.close()


def _post(line: http.client.HTTPConnection, seat: Seat, path: str, body: str) -> tuple[int, bytes]:
    """Send a message of this tablet."""
    headers = {"Content-Type": "application/json", visitors.TABLET_HEADER: seat.token}
    return _answer(line, "POST", path, headers, body)


def _look(copy: Copy, cookie: str, room: UUID, due: float, end: float, tally: Tally) -> None:
    """Look again and again, as the page of the board does: 204 while nothing changed."""
    line = http.client.HTTPConnection("127.0.0.1", copy.settings.port, timeout=30)
    seen = ""
    while due < end:
        time.sleep(max(0.0, due - time.monotonic()))
        status, page = _answer(line, "GET", f"/board?class={room}&seen={seen}", {"Cookie": cookie})
        if found := re.search(r"seen=([^\"&]+)", page.decode()):
            seen = found.group(1)
        trouble = "" if status in (200, 204) else f"{status}"
        tally.note(due, trouble)
        due += LOOKS
    line.close()


def _answer(
    line: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str], body: str | None = None
) -> tuple[int, bytes]:
    """The status and the body of an answer; 0 and why where nothing came."""
    try:
        line.request(method, path, body, headers)
        with line.getresponse() as answer:
            return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as problem:
        line.close()
        return 0, repr(problem).encode()
