"""A lesson goes out of the workshop as one file and comes in again; what is hostile is refused and leaves nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.bench import MOST_FILE, Drafts, document, packed, unpacked
from tests.http.workshop.conftest import Maker
from tests.lists import ENGLISH
from tests.people import enrolled, staffed
from tests.workshop_files import DRAFT, HOSTILE, ID, WHY

NAMED = "a script in a label", "an anchor", "a zip bomb", "a path in a zip", "words of another lesson", "no file"


def brought(maker: Maker, content: bytes, name: str = "x.lesson.zip") -> TestResponse:
    """The answer to a file that is chosen and sent."""
    form = {"csrf_token": maker.browser.token("/workshop/bring"), "lesson": (io.BytesIO(content), name)}
    return maker.browser.post("/workshop/bring", data=form, content_type="multipart/form-data", headers=ENGLISH)


def shown(maker: Maker, address: str) -> str:
    """A page as it is sent, in English."""
    return maker.browser.get(address, headers=ENGLISH, follow_redirects=True).text


pytestmark = pytest.mark.slow


@pytest.fixture
def workshop(application: Flask) -> Path:
    folder: Path = application.extensions["settings"].workshop
    return folder


def kept(folder: Path) -> list[str]:
    """Every file of the workshop, without its locks."""
    return sorted(one.name for one in folder.rglob("*") if one.is_file() and ".locks" not in one.parts)


@pytest.mark.holds("workshop-bytes")
def test_a_lesson_goes_out_and_comes_in_to_the_byte(maker: Maker, application: Flask, tmp_path: Path) -> None:
    lesson = maker.edition("spot-scam-sms")
    with maker.browser.get(f"/workshop/{lesson}/file") as answer:
        file = answer.data
    assert answer.headers["Content-Disposition"] == "attachment; filename=spot-scam-sms.lesson.zip"
    parcel = unpacked(file, application.extensions["shelf"].catalogue)
    shipped = (application.extensions["settings"].lessons / lesson / "lesson.yaml").read_text(encoding="utf-8")
    assert parcel.text == shipped
    there = Drafts(tmp_path / "there").begin_from(parcel.id, parcel.text, parcel.words, "李老师", DRAFT.at)
    assert packed(there) == file
    assert maker.browser.get("/workshop/nothing-here/file").status_code == 404


def test_a_lesson_from_elsewhere_is_shown_and_taken(maker: Maker, workshop: Path) -> None:
    answer = brought(maker, packed(DRAFT))
    assert answer.status_code == 303
    text = shown(maker, answer.headers["Location"])
    assert "坐村里的班车" in text
    assert "看看名字，跟练习卡一样不一样。对得上再点。" in text
    assert text.count('class="thumb-in"') == 5
    assert [one.id for one in maker.drafts.all()] == []
    taken = maker.browser.send(answer.headers["Location"], take="yes")
    assert taken.headers["Location"] == f"/workshop/{ID}"
    draft = maker.draft(ID)
    assert (draft.text, draft.words, draft.by) == (DRAFT.text, DRAFT.words, "小刘")
    assert kept(workshop) == ["en.po", "history.jsonl", "lesson.yaml"]
    assert maker.browser.get(answer.headers["Location"]).status_code == 404


def test_what_is_here_already_is_told_and_can_be_put_back(maker: Maker) -> None:
    maker.browser.send(brought(maker, packed(DRAFT)).headers["Location"], take="yes")
    again = brought(maker, packed(DRAFT)).headers["Location"]
    assert "last by 小刘" in shown(maker, again)
    maker.browser.send(again, take="yes")
    assert [one.what["do"] for one in maker.drafts.history(ID)] == ["begin", "take"]
    assert maker.drafts.at_revision(ID, 1).text == DRAFT.text


def test_it_can_be_thrown_away(maker: Maker, workshop: Path) -> None:
    there = brought(maker, packed(DRAFT)).headers["Location"]
    assert maker.browser.send(there, take="no").headers["Location"] == "/workshop"
    assert kept(workshop) == []
    assert maker.browser.send(there, take="yes").status_code == 404


def test_a_lesson_of_the_library_is_told_to_be_an_edition(maker: Maker, application: Flask) -> None:
    shipped = (application.extensions["settings"].lessons / "spot-scam-sms" / "lesson.yaml").read_bytes()
    there = brought(maker, shipped, "lesson.yaml").headers["Location"]
    text = shown(maker, there)
    assert "an edition of a lesson that came with the project" in text


@pytest.mark.slow
@pytest.mark.holds("workshop-hostile")
@pytest.mark.parametrize("name", NAMED)
def test_what_is_hostile_is_told_and_leaves_nothing(name: str, maker: Maker, workshop: Path) -> None:
    answer = brought(maker, HOSTILE[name]())
    assert answer.status_code == 200
    assert "Nothing came in." in answer.text
    assert WHY.get(name, "") in answer.text
    assert "<script>alert" not in answer.text
    assert kept(workshop) == []


@pytest.mark.holds("workshop-hostile")
def test_a_file_far_too_large_is_not_even_read(maker: Maker, workshop: Path) -> None:
    told = {"CONTENT_LENGTH": str(MOST_FILE * 25)}
    kind = "multipart/form-data; boundary=x"
    address = "/workshop/bring"
    answer = maker.browser.post(address, data=b"--x", content_type=kind, environ_overrides=told, headers=ENGLISH)
    assert "larger than a lesson can be" in answer.text
    assert kept(workshop) == []


def test_no_learner_and_no_tablet_comes_in(application: Flask) -> None:
    with application.extensions["records"].writing() as s:
        where = staffed(s, "wan-0000")
    client = application.test_client()
    client.environ_base["REMOTE_ADDR"] = "192.168.1.20"
    enrolled(application, client, where)
    for address in ("/workshop/bring", "/workshop/certify-pension/file"):
        answer = client.get(address)
        assert answer.status_code == 403 or answer.headers["Location"].startswith("/staff")
    assert client.post("/workshop/bring").status_code in (303, 400, 403)


def test_what_was_made_here_can_be_made_there(maker: Maker, at: Callable[[str], Maker]) -> None:
    own = maker.begin()
    with maker.browser.get(f"/workshop/{own}/file") as answer:
        file = answer.data
    maker.browser.send(f"/workshop/{own}/remove")
    trainer = at("周老师")
    trainer.browser.send(brought(trainer, file).headers["Location"], take="yes")
    assert document(trainer.draft(own).text)["lesson"] == own


def test_what_is_still_to_do_stands_at_its_screen(maker: Maker) -> None:
    text = DRAFT.text.replace("    - 我圈出来了，点圈里就行。\n", "", 1)
    there = brought(maker, text.encode(), "lesson.yaml").headers["Location"]
    assert "There are 2 hints." in shown(maker, there)
