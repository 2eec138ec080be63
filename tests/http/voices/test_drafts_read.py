"""Lines of drafts and of lessons given here are read aloud like all others, one straight from the bench."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from flask import Flask

from app.bench import Drafts, sharing
from app.records import given, roster
from app.web import shelving
from tests.inspector import Inspector
from tests.own_lesson import ENGLISH, OWN, TEXT, edition
from tests.people import NOW
from tests.readers import encoded, voice
from tests.reading import agree, heard, judged, lines, send

pytestmark = [pytest.mark.slow, pytest.mark.holds("recording")]

SAID = "桌面上有写着“班车”的图。点它一下。"
KEY = f"{OWN}.home.say"


def drafted(application: Flask, id_: str = OWN, text: str = TEXT) -> None:
    drafts: Drafts = application.extensions["drafts"]
    drafts.begin_from(id_, text, {"en": ENGLISH} if id_ == OWN else {}, "小刘", NOW)


def given_now(application: Flask) -> None:
    """Give the village's lesson to learners."""
    workshop, records = application.extensions["settings"].workshop, application.extensions["records"]
    with application.test_request_context(), records.writing() as s:
        offered = sharing.offer(OWN, TEXT, {"en": ENGLISH}, application.extensions["shelf"], [], workshop)
        sharing.give(s, workshop, offered, roster.all_staff(s)[0], NOW)
        assert given.standing(s)[OWN].copy
    with application.test_request_context(), records.session() as s:
        sharing.settle(s, workshop)
        shelving.anew()


def way(dialect: str, lesson: str, key: str) -> str:
    return f"/voices/{dialect}/read?{urlencode({'lesson': lesson, 'part': lesson, 'key': key})}"


def test_a_line_of_a_draft_is_read_and_heard_once_learners_get_the_lesson(
    application: Flask, staff: Callable[[str], Inspector]
) -> None:
    volunteer, trainer = staff("小刘"), staff("周老师")
    drafted(application)
    there = volunteer.get(way("yue", OWN, KEY))
    assert there.status_code == 303 and f"lesson={OWN}" in there.headers["Location"]
    asked = volunteer.get(there.headers["Location"])
    assert "看村口班车几点开" in asked.text and 'name="key"' not in asked.text, "nobody reads this dialect yet"
    reader = agree(volunteer)
    page = volunteer.get(way("yue", OWN, KEY))
    assert page.status_code == 200 and SAID in page.text and "看村口班车几点开" in page.text
    clip = page.text.split('name="line" value="')[1].split('"')[0]
    assert clip not in {one.clip for one in lines(application)}
    told = {"lesson": OWN, "part": OWN}
    sent = volunteer.post(
        "/voices/yue/takes",
        data={"csrf_token": volunteer.token("/voices/yue"), "line": clip, "reader": reader, **told,
              "sound": (io.BytesIO(encoded(voice(4.0))), "x.wav")},
    )  # fmt: skip
    sent.request.environ["wsgi.input"].close()
    assert sent.status_code == 303 and f"lesson={OWN}" in sent.headers["Location"]
    assert SAID in trainer.get("/voices/yue/check").text
    assert judged(trainer, application) == 303
    given_now(application)
    assert clip in {one.clip for one in lines(application)}
    assert heard(application, SAID) == "human-yue"


def test_the_changed_line_of_an_edition_is_read_not_the_shipped_one(
    application: Flask, staff: Callable[[str], Inspector]
) -> None:
    volunteer = staff("小刘")
    drafted(application, "certify-pension", edition("certify-pension", "手机在问您，能不能", "手机问您，能不能"))
    agree(volunteer, "cmn")
    page = volunteer.get(way("cmn", "certify-pension", "certify-pension.permission.say")).text
    assert "手机问您，能不能用一下相机。" in page and "手机在问您" not in page
    again = volunteer.get(way("cmn", "certify-pension", "certify-pension.desk.say")).text
    assert "咱们来认证养老金" in again


def test_a_draft_that_is_none_brings_no_line(application: Flask, staff: Callable[[str], Inspector]) -> None:
    volunteer = staff("小刘")
    reader = agree(volunteer)
    assert volunteer.get(f"/voices/yue/read?reader={reader}&lesson=nothing&part=nothing&key=x").status_code == 200
    assert send(volunteer, reader, lines(application)[0], encoded(voice(4.0))).status_code in (303, 422)


def test_the_bench_leads_to_the_line(application: Flask, staff: Callable[[str], Inspector]) -> None:
    drafted(application)
    page = staff("小刘").get(f"/workshop/{OWN}?screen=home")
    assert page.status_code == 200
    hrefs = [one.attributes.get("href", "") for one in staff("小刘").page(f"/workshop/{OWN}?screen=home").all("a")]
    assert any(href.startswith("/voices/cmn/read?") and "village-bus.home.say" in href for href in hrefs), hrefs
