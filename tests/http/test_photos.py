"""A photo stands in place of the drawn face: agreed to, seen by its class alone, deleted to the last byte."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app import classes, current
from app.classes import portraits, squaring
from app.records import journal, removing, roster
from tests.inspector import Inspector
from tests.people import NOW, Village, enrolled, staffed, village

pytestmark = [pytest.mark.slow, pytest.mark.holds("photo")]

PASSWORD = "wan-shan-0000"


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with its volunteer."""
    with application.extensions["records"].writing() as s:
        return staffed(s, PASSWORD)


@pytest.fixture
def signed_in(client: Inspector, where: Village) -> Inspector:
    """The browser of the class's volunteer."""
    assert client.send("/staff", name="小刘", password=PASSWORD).status_code == 303
    return client


def photo(colour: str = "#B07030", side: int = 400) -> bytes:
    made = io.BytesIO()
    Image.frombytes("L", (side, side), Random(colour).randbytes(side * side)).convert("RGB").save(made, "JPEG")
    return made.getvalue()


def send(client: Inspector, learner: UUID, sent: bytes, **more: str) -> TestResponse:
    form = {"csrf_token": client.token("/staff"), "photo": FileStorage(io.BytesIO(sent), filename="x.jpg"), **more}
    boundary, body = encode_multipart(form)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/staff/person/{learner}/photo", data=body, content_type=kind)


def tablet_of(application: Flask, where: Village) -> FlaskClient:
    browser = application.test_client()
    browser.environ_base["REMOTE_ADDR"] = "192.168.1.30"
    enrolled(application, browser, where)
    return browser


def files(application: Flask) -> list[Path]:
    return list(application.extensions["photos"].folder.glob("*"))


def addresses(tablet: FlaskClient) -> list[str]:
    found: list[str] = tablet.get("/tablet").get_json()["photos"]
    return found


def test_a_photo_is_kept_after_a_yes_and_stands_over_the_drawn_face(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    tablet = tablet_of(application, where)
    plain = tablet.get("/wall").text
    assert "data-photo" not in plain and addresses(tablet) == []
    refused = send(signed_in, where.learner_id, photo())
    assert refused.status_code == 422 and "同意" in refused.text and files(application) == []
    assert send(signed_in, where.learner_id, photo(), agreed="yes").status_code == 303
    (kept,) = files(application)
    with application.extensions["records"].session() as s:
        (fact,) = journal.facts(s, portraits.PHOTO)
    assert fact.learner_id == where.learner_id and set(fact.body) == {"file", "wording", "by"}
    (address,) = addresses(tablet)
    for page in ("/wall", f"/wall/{where.learner_id}"):
        shown = tablet.get(page).text
        assert f'<img data-photo="{address}" alt="" hidden>' in shown
        assert 'class="drawn"' in shown, "the drawn face is below it"
    got = tablet.get(address)
    assert got.data == kept.read_bytes() and got.mimetype == "image/jpeg"
    assert got.headers["Cache-Control"] == "no-store"
    assert f'<img src="{address}" alt="">' in signed_in.get(f"/staff/person/{where.learner_id}").text


def test_another_photo_takes_the_place_of_the_first(application: Flask, signed_in: Inspector, where: Village) -> None:
    tablet = tablet_of(application, where)
    send(signed_in, where.learner_id, photo(), agreed="yes")
    (first,) = addresses(tablet)
    send(signed_in, where.learner_id, photo("#3070B0"), agreed="yes")
    (second,) = addresses(tablet)
    assert first != second and len(files(application)) == 1
    assert tablet.get(first).status_code == 404 and tablet.get(second).status_code == 200


def test_one_tap_takes_it_away_and_no_byte_of_it_is_left(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    tablet = tablet_of(application, where)
    send(signed_in, where.learner_id, photo(), agreed="yes")
    (kept,), (address,) = files(application), addresses(tablet)
    bytes_ = kept.read_bytes()
    assert signed_in.send(f"/staff/person/{where.learner_id}/photo/away").status_code == 303
    assert files(application) == [] and addresses(tablet) == []
    assert tablet.get(address).status_code == 404 and "data-photo" not in tablet.get("/wall").text
    for path in application.extensions["settings"].instance.rglob("*"):
        assert not path.is_file() or bytes_[300:600] not in path.read_bytes(), path
    assert signed_in.send(f"/staff/person/{where.learner_id}/photo/away").status_code == 303, "tapped twice"
    with application.extensions["records"].session() as s:
        assert len(journal.facts(s, portraits.PHOTO_GONE)) == 1


def test_a_photo_goes_with_its_person_and_another_with_the_same_face_keeps_theirs(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    with application.extensions["records"].writing() as s:
        room = roster.classroom(s, where.classroom_id)
        assert room is not None
        twin = roster.add_learner(s, classroom=room, name="王桂兰", face="cap", now=NOW).id
    for one in (where.learner_id, twin):
        send(signed_in, one, photo(), agreed="yes")
    assert len(files(application)) == 1, "by the hash of what is in it"
    assert signed_in.send(f"/staff/person/{where.learner_id}/remove").status_code == 303
    assert len(files(application)) == 1 and len(addresses(tablet_of(application, where))) == 1
    assert signed_in.send(f"/staff/person/{twin}/remove").status_code == 303
    assert files(application) == []


def test_whoever_is_erased_otherwise_leaves_no_file_that_is_served(application: Flask, where: Village) -> None:
    files_ = application.extensions["photos"]
    with application.extensions["records"].writing() as s:
        learner, member = roster.learner(s, where.learner_id), roster.staff_named(s, "小刘")
        assert learner and member
        classes.keep_photo(s, files_, learner, member, squaring.squared(photo()), NOW)
        assert list(classes.standing(s, files_)) == [where.learner_id]
        removing.erase_learners(s, [where.learner_id], NOW)
        assert classes.standing(s, files_) == {}
    with application.app_context():
        current.settle_files()
    assert files(application) == []


def test_what_is_undone_leaves_the_photo_where_it_was(application: Flask, signed_in: Inspector, where: Village) -> None:
    send(signed_in, where.learner_id, photo(), agreed="yes")
    with pytest.raises(ZeroDivisionError), application.extensions["records"].writing() as s:
        learner, member = roster.learner(s, where.learner_id), roster.staff_named(s, "小刘")
        assert learner and member
        classes.take_away_photo(s, learner, member, NOW)
        raise ZeroDivisionError
    assert len(files(application)) == 1 and len(addresses(tablet_of(application, where))) == 1


def test_only_the_class_and_who_looks_after_it_see_a_photo(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    send(signed_in, where.learner_id, photo(), agreed="yes")
    with application.extensions["records"].writing() as s:
        elsewhere = village(s, name="江城")
        roster.add_staff(s, name="小周", role="volunteer", password=PASSWORD, now=NOW)
    mine, theirs = tablet_of(application, where), tablet_of(application, elsewhere)
    (address,) = addresses(mine)
    assert addresses(theirs) == [] and theirs.get(address).status_code == 404
    stranger = application.test_client()
    stranger.environ_base["REMOTE_ADDR"] = "192.168.1.31"
    assert stranger.get(address).status_code in (303, 403)
    assert signed_in.get(address).status_code == 200
    assert signed_in.get(address.replace(address[-10:], "../secret")).status_code == 404
    assert signed_in.get(f"/staff/person/{elsewhere.learner_id}/photo").status_code == 404
    assert send(signed_in, elsewhere.learner_id, photo(), agreed="yes").status_code in (400, 404)
    signed_in.send("/staff/sign-out")
    signed_in.send("/staff", name="小周", password=PASSWORD)
    assert signed_in.get(address).status_code == 404


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "不是能看懂的照片"),
        (b"PK\x03\x04 a list", "不是能看懂的照片"),
        (photo(side=60), "太小"),
    ],
    ids=["nothing", "no picture", "small"],
)
def test_what_is_no_photo_is_refused_kindly_and_nothing_is_kept(
    application: Flask, signed_in: Inspector, where: Village, sent: bytes, words: str
) -> None:
    told = send(signed_in, where.learner_id, sent, agreed="yes")
    assert told.status_code == 422 and words in told.text and files(application) == []


def test_a_photo_too_large_to_read_is_refused_on_the_page_it_came_from(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    told = send(signed_in, where.learner_id, b"\xff" * (squaring.MOST_BYTES + 200_000), agreed="yes")
    assert told.status_code == 303 and told.headers["Location"].endswith(f"/person/{where.learner_id}/photo")
    assert "太大" in signed_in.get(told.headers["Location"]).text and files(application) == []


def test_the_camera_is_on_one_page_and_nowhere_else(application: Flask, signed_in: Inspector, where: Village) -> None:
    page = signed_in.get(f"/staff/person/{where.learner_id}/photo")
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    assert "microphone=()" in page.headers["Permissions-Policy"]
    assert 'src="/static/js/camera.js' in page.text
    tablet = tablet_of(application, where)
    pages = [signed_in.get(at) for at in ("/board", f"/staff/person/{where.learner_id}", "/voices")]
    for shown in (*pages, *(tablet.get(at) for at in ("/wall", f"/wall/{where.learner_id}", "/settings"))):
        assert shown.status_code == 200
        assert "camera=()" in shown.headers["Permissions-Policy"], shown.request.path
        assert "camera.js" not in shown.text
    listening = signed_in.get("/voices/yue/read").headers["Permissions-Policy"]
    assert "microphone=(self)" in listening and "camera=()" in listening
