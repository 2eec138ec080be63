"""A few words after "Not clear here": let by the class, taken from who sits there, heard by its staff, gone in time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import classes
from app.__main__ import tidy
from app.classes import own_words
from app.records import Records, copying, journal, roster
from app.records.identity import uuid7
from app.records.verifying import verify
from app.web import visitors
from tests.forms import form, screen
from tests.inspector import Inspector, Page
from tests.people import NOW, Village, enrolled, signed_in, staffed, village
from tests.readers import Here, encoded, hostile, voice

pytestmark = [pytest.mark.slow, pytest.mark.holds("spoken-unclear")]

TASK = "certify-pension"
WORDS = encoded(voice(2.0, rate=12_000), rate=12_000)
SPEECH = frozenset({"a whisper", "a rattle"})
"""What no reader may send, and what somebody may say of a step all the same: it can be heard."""


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with a volunteer and a trainer, in which words are judged in this process."""
    application.extensions["ear"] = Here()
    with application.extensions["records"].writing() as s:
        return staffed(s, "wan-0000")


@pytest.fixture
def volunteer(application: Flask, where: Village) -> Inspector:
    return signed_in(application, "小刘")


@pytest.fixture
def tablet(application: Flask, where: Village) -> Inspector:
    """The class's tablet, at which its learner sits."""
    return sitting(application, where, where.learner_id)


@pytest.fixture
def lets(volunteer: Inspector, where: Village) -> Callable[[str], None]:
    """Switches the words of the class on, `yes`, or off, `no`."""

    def turn(on: str) -> None:
        sent = volunteer.send(f"/staff/class/{where.classroom_id}/own-words", on=on)
        assert sent.status_code == 303
        volunteer.get("/staff")  # What was said about it is read.

    return turn


def sitting(application: Flask, where: Village, learner: UUID) -> Inspector:
    client = application.test_client()
    assert isinstance(client, Inspector)
    client.environ_base["REMOTE_ADDR"] = "192.168.1.30"
    enrolled(application, client, where)
    assert client.send(f"/wall/{learner}").status_code == 303
    return client


def tapped(tablet: Inspector, learner: UUID) -> dict[str, str]:
    """Tap "Not clear here" on the first screen of a task; what a tablet tells with words about it."""
    page = tablet.get(f"/practice/{TASK}")
    tablet.post(f"/practice/{TASK}/act", data=form(page, act="tap unclear"))
    seat = re.search(r'data-sitting="([^"]+)"', page.text)
    session = re.search(r'name="session" value="([^"]+)"', page.text)
    assert seat and session
    told = {"session": session.group(1), "screen": screen(page), "learner": str(learner), "sitting": seat.group(1)}
    return {"uuid": str(uuid7(NOW)), "ago": "0", **told}


def send(tablet: Inspector, told: dict[str, str], sound: bytes = WORDS, name: str = "x.wav", **headers: str) -> int:
    cookie = tablet.get_cookie(visitors.TABLET_COOKIE)
    headers = headers or {visitors.TABLET_HEADER: cookie.value if cookie else ""}
    data: dict[str, Any] = {**told, "sound": (io.BytesIO(sound), name)}
    answer = tablet.post("/unclear/words", data=data, headers=headers)
    answer.request.environ["wsgi.input"].close()
    return answer.status_code


def files(application: Flask) -> list[Path]:
    return list(application.extensions["own_words"].folder.glob("*"))


def said(application: Flask, kind: str = own_words.OWN_WORDS) -> list[Any]:
    records: Records = application.extensions["records"]
    with records.session() as s:
        assert verify(s) == []
        return journal.facts(s, kind)


def shown(client: Inspector, lang: str = "zh") -> Page:
    return client.page("/staff/unclear", headers={"Accept-Language": lang})


def sounds(page: Page) -> list[str]:
    return [one.attributes["src"] for one in page.all("audio")]


def test_no_class_lets_people_speak_before_somebody_switches_it_on(
    application: Flask, tablet: Inspector, lets: Callable[[str], None], where: Village
) -> None:
    plain = tablet.get(f"/practice/{TASK}")
    assert "own-words" not in plain.text and "microphone=()" in plain.headers["Permissions-Policy"]
    before = tablet.get("/tablet").get_json()["shell"]
    assert "microphone=()" in tablet.get(before).headers["Permissions-Policy"]
    assert send(tablet, tapped(tablet, where.learner_id)) == 410 and not files(application)
    lets("yes")
    page = tablet.get(f"/practice/{TASK}")
    assert 'id="own-words"' in page.text and "microphone=(self)" in page.headers["Permissions-Policy"]
    assert "愿意的话，按住说两句" in page.text and "只给老师听" in page.text
    shell = tablet.get("/tablet").get_json()["shell"]
    assert shell != before and "microphone=(self)" in tablet.get(shell).headers["Permissions-Policy"]
    assert tablet.get("/t/x").headers["Location"] == shell
    for other in ("/wall", "/home", "/tasks", "/settings", f"/practice/{TASK}/demo", before):
        assert "microphone=()" in tablet.get(other).headers["Permissions-Policy"], other
    lets("no")
    assert "own-words" not in tablet.get(f"/practice/{TASK}").text
    assert tablet.get("/tablet").get_json()["shell"] == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_switch_says_what_is_kept_how_long_and_who_hears_it(
    volunteer: Inspector, lets: Callable[[str], None], where: Village, lang: str
) -> None:
    address, headers = f"/staff/class/{where.classroom_id}", {"Accept-Language": lang}
    told = volunteer.get(address, headers=headers).text
    for words in {"zh": ("六十天", "只有管这个班的人能听", "关着"), "en": ("60 days", "Only those who", "Off:")}[lang]:
        assert words in told
    lets("yes")
    assert {"zh": "开着", "en": "On:"}[lang] in volunteer.get(address, headers=headers).text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_are_heard_beside_their_step_without_a_name_and_deleted_with_one_tap(
    application: Flask, tablet: Inspector, volunteer: Inspector, lets: Callable[[str], None], where: Village, lang: str
) -> None:
    lets("yes")
    told = tapped(tablet, where.learner_id)
    assert send(tablet, told) == 204 and send(tablet, told) == 204, "sent twice, kept once"
    (fact,), (file,) = said(application), files(application)
    assert fact.body["file"] == file.name and fact.learner_id == where.learner_id
    assert (fact.body["lesson"], fact.body["screen"], fact.body["twist"]) == (TASK, told["screen"], 0)
    assert len(file.read_bytes()) < 20_000 and re.fullmatch(r"[0-9a-f]{32}\.mp3", file.name)
    page = shown(volunteer, lang)
    (address,) = sounds(page)
    text = page.all("main")[0].text()
    assert "王桂芳" not in text and str(where.learner_id) not in volunteer.get("/staff/unclear").text
    assert {"zh": "说的", "en": "Said on"}[lang] in text
    heard = volunteer.get(address)
    assert (heard.mimetype, heard.headers["Cache-Control"]) == ("audio/mpeg", "no-store")
    assert heard.data == file.read_bytes()
    heard.close()
    assert volunteer.send(f"{address}/heard").status_code == 303
    assert not files(application) and volunteer.get(address).status_code == 404
    after = shown(volunteer, lang)
    assert not sounds(after) and [cell.text() for cell in after.all("td")][-2:] == ["1", "1"]
    assert send(tablet, told) == 204 and not files(application), "what was deleted does not come back"
    assert volunteer.send(f"{address}/heard").status_code == 404


def test_a_tap_has_one_recording_and_a_screen_without_a_tap_none(
    application: Flask, tablet: Inspector, lets: Callable[[str], None], where: Village
) -> None:
    lets("yes")
    told = tapped(tablet, where.learner_id)
    assert send(tablet, told | {"screen": "bye"}) == 410
    assert send(tablet, told) == 204
    assert send(tablet, told | {"uuid": str(uuid7(NOW))}) == 410
    assert send(tablet, tapped(tablet, where.learner_id)) == 204
    assert len(said(application)) == 2 and len(files(application)) == 1, "the same sound is one file"


def test_only_who_sat_there_is_believed(
    application: Flask, tablet: Inspector, volunteer: Inspector, lets: Callable[[str], None], where: Village
) -> None:
    lets("yes")
    told = tapped(tablet, where.learner_id)
    with application.extensions["records"].writing() as s:
        far = village(s, name="江城")
        room = roster.classroom(s, where.classroom_id)
        assert room is not None
        twin = roster.add_learner(s, classroom=room, name="李秀英", face="cap", now=NOW).id
    assert send(tablet, told | {"learner": str(twin)}) == 410, "somebody else's play"
    assert send(tablet, told | {"learner": str(uuid4())}) == 410, "nobody, or erased"
    assert send(tablet, told | {"session": str(uuid4())}) == 409, "its acts have not come yet"
    assert send(tablet, told | {"sitting": str(uuid4())}) == 409, "nobody knows yet who sat there"
    refused = {"learner": str(twin), "session": str(uuid4())}
    assert send(tablet, told | refused) == 410, "a play of somebody who did not sit there never comes"
    assert send(sitting(application, far, far.learner_id), told) == 410, "a tablet of another class"
    assert send(tablet, told | {"ago": str(61 * 86_400_000)}) == 410, "too old"
    for part in told.keys() - {"sitting"}:
        assert send(tablet, {name: value for name, value in told.items() if name != part}) == 400
    assert send(tablet, told | {"uuid": "x"}) == 400 and send(tablet, told | {"ago": "soon"}) == 400
    assert send(volunteer, told) == 403, "staff are no tablet"
    assert send(tablet, told, Origin="http://evil.example") == 400
    assert send(tablet, told, Accept="*/*") == 400, "another site has no token"
    assert not files(application) and not said(application)
    assert tablet.send(f"/wall/{twin}").status_code == 303
    assert send(tablet, told | {"ago": "60000"}) == 204, "said before somebody else sat down"


def test_what_is_hostile_or_cannot_be_heard_is_refused(
    application: Flask, tablet: Inspector, lets: Callable[[str], None], where: Village
) -> None:
    lets("yes")
    told = tapped(tablet, where.learner_id)
    answers = {what: send(tablet, told, content, name) for what, name, content in hostile() if what not in SPEECH}
    assert len(answers) >= 45 and set(answers.values()) <= {413, 422}, answers
    assert send(tablet, told, WORDS + bytes(own_words.MOST_BYTES + 20_000)) == 413
    assert send(tablet, told, encoded(voice(17.0, rate=8_000), rate=8_000)) == 422
    assert not files(application) and not said(application)


def test_whoever_is_erased_takes_their_words_along(
    application: Flask, tablet: Inspector, volunteer: Inspector, lets: Callable[[str], None], where: Village
) -> None:
    lets("yes")
    told = tapped(tablet, where.learner_id)
    assert send(tablet, told) == 204
    heard = tapped(tablet, where.learner_id)
    assert send(tablet, heard, encoded(voice(3.0), "FLAC")) == 204
    assert volunteer.send(f"/staff/unclear/words/{heard['uuid']}/heard").status_code == 303
    (file,) = files(application)
    name, sound = file.name, file.read_bytes()
    assert volunteer.send(f"/staff/person/{where.learner_id}/remove").status_code == 303
    assert not files(application) and not said(application) and not said(application, own_words.OWN_WORDS_HEARD)
    application.extensions["records"].leave_no_trace()
    for path in application.extensions["settings"].instance.rglob("*"):
        left = path.read_bytes() if path.is_file() else b""
        assert name.encode() not in left and sound[300:600] not in left, path
    assert send(tablet, told) in (403, 410) and not files(application), "a tablet that sends it late is told never"


def test_after_sixty_days_the_file_is_gone_with_the_next_start(
    application: Flask, tablet: Inspector, volunteer: Inspector, lets: Callable[[str], None], where: Village
) -> None:
    lets("yes")
    assert send(tablet, tapped(tablet, where.learner_id)) == 204
    said_at = said(application)[0].at
    now = said_at + own_words.STAY
    application.extensions["clock"] = lambda: now
    tidy(application)
    assert len(files(application)) == 1 and sounds(shown(volunteer))
    later: datetime = now + timedelta(minutes=1)
    application.extensions["clock"] = lambda: later
    assert not sounds(shown(volunteer)), "it is not played any more, tidied or not"
    tidy(application)
    assert not files(application) and len(said(application)) == 1, "what was told stays, without its sound"


def test_another_class_s_volunteer_hears_nothing(
    application: Flask, tablet: Inspector, lets: Callable[[str], None], where: Village
) -> None:
    lets("yes")
    told = tapped(tablet, where.learner_id)
    assert send(tablet, told) == 204
    with application.extensions["records"].writing() as s:
        roster.add_staff(s, name="小周", role="volunteer", password="wan-0000", now=NOW)
    other = signed_in(application, "小周")
    address = f"/staff/unclear/words/{told['uuid']}"
    assert not sounds(shown(other)) and other.get(address).status_code == 404
    assert other.send(f"{address}/heard").status_code == 404 and len(files(application)) == 1
    assert other.send(f"/staff/class/{where.classroom_id}/own-words", on="no").status_code == 404
    assert answered(tablet.get(address)) and len(sounds(shown(signed_in(application, "周老师")))) == 1


def answered(response: TestResponse) -> bool:
    """Whether somebody is led away or told no."""
    return response.status_code in (303, 403, 404)


def test_the_sound_is_in_no_copy_of_the_database(
    application: Flask, tablet: Inspector, lets: Callable[[str], None], where: Village, tmp_path: Path
) -> None:
    lets("yes")
    assert send(tablet, tapped(tablet, where.learner_id)) == 204
    (file,) = files(application)
    records: Records = application.extensions["records"]
    assert records.file is not None
    copying.back_up(records.file, tmp_path / "copy.sqlite3")
    assert file.read_bytes()[300:600] not in (tmp_path / "copy.sqlite3").read_bytes()
    assert list(tmp_path.glob("copy*")) == [tmp_path / "copy.sqlite3"]


def test_switching_twice_is_told_once(application: Flask, lets: Callable[[str], None], where: Village) -> None:
    for on in ("yes", "yes", "no", "no", "x"):
        lets(on)
    assert [fact.body["on"] for fact in said(application, own_words.CLASS_OWN_WORDS)] == [True, False]
    with application.extensions["records"].session() as s:
        assert not classes.may_speak(s, where.classroom_id) and not classes.may_speak(s, uuid4())
