"""A laptop that starts in 1970, then today, then thirty years on: nobody is signed out, no order is lost."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import create_app
from app.config import Settings
from app.records import Records, roster, verifying
from app.records.identity import BOOT
from app.simulator.lesson import stage
from app.simulator.paths import strokes
from app.simulator.shelf import Shelf
from app.web.lasting import SIGNED_IN_FOR, noted, running
from tests.browser.serving import Copy
from tests.inspector import Inspector
from tests.people import NOW, village
from tests.power import tracing
from tests.power.tablets import Acknowledged, Tablet

pytestmark = pytest.mark.holds("clock")

DATES = ("1970-01-02 00:00:00", "2026-11-20 09:00:00", "2056-11-20 09:00:00")
LESSON = "spot-scam-sms"


def test_a_signed_in_volunteer_stays_so_and_works_at_any_date(settings: Settings, shelf: Shelf) -> None:
    records = Records(settings.database_url)
    with records.writing() as s:
        where = village(s)
        room = roster.classroom(s, where.classroom_id)
        assert room is not None
        member = roster.add_staff(s, name="小刘", role="volunteer", password="wan-0000", now=NOW, classrooms=[room])
    cookie, token = "", ""
    for number, date in enumerate(DATES):
        moment = datetime.fromisoformat(date).replace(tzinfo=UTC)
        application = create_app(settings, shelf, clock=lambda moment=moment: moment)
        application.test_client_class = Inspector
        browser = application.test_client()
        assert isinstance(browser, Inspector)
        if cookie:
            browser.set_cookie("bandaojia", cookie)
        else:
            with browser.session_transaction() as kept:
                kept["staff"] = {"id": str(member.id), **noted(SIGNED_IN_FOR, BOOT, running())}
            token = browser.token("/staff")
        assert browser.get("/board").status_code == 200
        added = browser.post(f"/staff/class/{room.id}/people", data={"csrf_token": token, "name": f"第{number}位"})
        assert added.status_code == 303
        kept_cookie = browser.get_cookie("bandaojia")
        assert kept_cookie is not None
        cookie = kept_cookie.value
        application.extensions["records"].close()
    with records.session() as s:
        joined = {one.name: one.joined_at.year for one in roster.learners(s, room.id)}
    records.close()
    assert [joined[f"第{number}位"] for number in range(3)] == [1970, 2026, 2056]


@pytest.fixture
def faketime(request: pytest.FixtureRequest) -> str:
    """The program that gives another one a wrong clock; where the line is asked for by name it must be there."""
    found = shutil.which("faketime")
    if found is None:
        words = "NOT TRIED with a real server: faketime is missing (apt-get install faketime)"
        if request.config.getoption("--holds"):
            pytest.fail(words)
        pytest.skip(words)
    return found


@pytest.fixture
def unsteady(tmp_path: Path, empty_database: Path) -> Iterator[Copy]:
    """A copy with a class, not started yet."""
    serving = Copy.over(tmp_path / "instance", empty_database)
    serving.make_class()
    yield serving
    serving.close()


@pytest.mark.slow
def test_a_real_server_keeps_everybody_and_every_order_over_three_dates(faketime: str, unsteady: Copy) -> None:
    learner = unsteady.newcomer()
    heard: list[Acknowledged] = []
    lesson = unsteady.shelf.lessons[LESSON]
    way = list(strokes(stage(lesson)))
    sent: list[str] = []
    cookies, staff_cookies, old_page = unsteady.seated(learner), unsteady.signed_in("小刘"), ""
    for number, date in enumerate(DATES):
        unsteady.command = [faketime, "-m", "--exclude-monotonic", date, sys.executable, "-m", "app"]
        unsteady.end = tracing.kill
        unsteady.start()
        tablet = Tablet(unsteady.address, cookies, heard)
        staff = Tablet(unsteady.address, staff_cookies, heard)
        page = tablet.get(f"/practice/{LESSON}")
        for act in ("tap help", way[number].act):
            page = tablet.act(lesson, page, act=act)
            sent.append(act)
        classes = staff.get("/staff")
        old_page = old_page or classes
        assert 'name="password"' not in classes
        assert f"周{number}班" in staff.send("/staff/classes", old_page, name=f"周{number}班", place="柳湾")
        cookies, staff_cookies = tablet.cookies, staff.cookies
        tablet.close()
        staff.close()
        unsteady.kill()
    kept = unsteady.attempts(learner)
    assert [attempt.act for attempt in kept] == sent
    assert [attempt.uuid for attempt in kept] == [one.uuid for one in heard]
    assert [attempt.at.year for attempt in kept] == [1970, 1970, 2026, 2026, 2056, 2056]
    assert unsteady.sitting(learner).acts == len(sent)
    with unsteady.records.session() as s:
        assert verifying.verify(s) == []
