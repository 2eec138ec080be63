"""A class goes home by pages: taken on a stick by a volunteer, looked at and let in, or not, by a trainer."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.__main__ import tidy
from app.records import Records, lately, removing, roster
from app.simulator.shelf import Shelf
from app.sync.reading import WHY
from app.web.carry import why
from tests.carrying import SLIPS, WELL, Laptop, put_together, taken_apart
from tests.hostile_files import first, place, spoilt
from tests.inspector import Inspector
from tests.people import NOW, Village, signed_in

pytestmark = [pytest.mark.slow, pytest.mark.holds("carry-home")]

Staff = Callable[[str], Inspector]


@pytest.fixture
def away(tmp_path: Path, empty_database: Path, shelf: Shelf) -> Iterator[Laptop]:
    """The laptop of another village, whose class practised; somebody there has the name of somebody here."""
    laptop = Laptop(tmp_path / "away", empty_database, shelf.lessons["certify-pension"], "柳河")
    laptop.begin(("王桂芳", "李秀英"))
    for who, script in zip(laptop.people, (SLIPS, WELL), strict=True):
        laptop.play(who, script)
    laptop.tick()
    yield laptop
    laptop.records.close()


def bring(client: Inspector, content: bytes) -> TestResponse:
    told = {"csrf_token": client.token("/staff"), "stick": (io.BytesIO(content), "../../x.zip")}
    answer = client.post("/carry", data=told)
    answer.request.environ["wsgi.input"].close()
    return answer


def sticks(application: Flask) -> list[Path]:
    return list((application.extensions["settings"].instance / "sticks").glob("*"))


def everything(application: Flask) -> list[object]:
    records: Records = application.extensions["records"]
    with records.session() as s:
        tables = ("arrival", "learner", "classroom", "site", "device", "lesson_text", "staff")
        return [s.connection().exec_driver_sql(f"SELECT * FROM {table}").fetchall() for table in tables]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_class_goes_home_and_comes_in(
    application: Flask, staff: Staff, practised: Village, away: Laptop, lang: str
) -> None:
    client = staff("周老师")
    asked = {"Accept-Language": lang}
    answer = bring(client, away.file())
    shown = client.get(answer.headers["Location"], headers=asked)
    assert answer.status_code == 303 and "李秀英" in shown.text and "柳河班" in shown.text
    assert "李秀英" not in client.get("/carry", headers=asked).text
    assert client.send(answer.headers["Location"], headers=asked, accept="yes").status_code == 303
    assert sticks(application) == []
    page = client.get("/carry", headers=asked).text
    assert "柳河班" in page and 'name="other"' in page
    assert "李秀英" in client.get(f"/staff/class/{away.classroom_id}", headers=asked).text
    assert "李秀英" in client.get(f"/staff/person/{away.people[1]}", headers=asked).text
    with application.extensions["records"].session() as s:
        used = lately.tablets(s, [away.classroom_id], NOW - timedelta(days=400), NOW + timedelta(days=400))
        assert len(used[away.classroom_id]) == 1 and not roster.devices(s, away.classroom_id), "used there, not here"
    again = bring(client, away.file())
    assert "柳河班" in client.get(again.headers["Location"], headers=asked).text
    before = everything(application)
    client.send(again.headers["Location"], accept="yes")
    assert everything(application) == before


def test_the_file_of_a_page_is_the_file_that_another_laptop_reads(
    application: Flask, staff: Staff, practised: Village, away: Laptop
) -> None:
    """Its lessons are those of a test and no lessons, which the other laptop notices."""
    answer = staff("小刘").get(f"/staff/class/{practised.classroom_id}/home-file")
    assert answer.mimetype == "application/zip" and answer.headers["Cache-Control"] == "no-store"
    manifest, parts = taken_apart(answer.data)
    answer.close()
    assert manifest["classroom"] == str(practised.classroom_id) and len(parts["log.jsonl"]) == 9
    text = next(one["text"] for one in taken_apart(away.file())[1]["places.jsonl"] if one["table"] == "lesson")
    lesson = place(parts, "lesson")
    lesson["text"] = text.replace(away.lesson.hash, lesson["hash"])
    assert away.read(put_together(manifest, parts)).acts == 7


def test_one_person_in_two_classes_is_asked_about_and_joined_by_a_person(
    application: Flask, staff: Staff, practised: Village, away: Laptop
) -> None:
    client = staff("周老师")
    client.send(bring(client, away.file()).headers["Location"], accept="yes")
    pairs = client.page("/carry").all("form")
    (form,) = [one for one in pairs if one.attributes["action"].endswith("/merge")]
    stays = UUID(form.attributes["action"].split("/")[3])
    other = ({practised.learner_id, away.people[0]} - {stays}).pop()
    with application.extensions["records"].session() as s:
        assert roster.merged_into(s, stays) == []
    assert client.send(form.attributes["action"], other=str(other)).status_code == 303
    with application.extensions["records"].session() as s:
        assert [one.id for one in roster.merged_into(s, stays)] == [other]
    assert 'name="other"' not in client.get("/carry").text


def test_two_people_are_kept_apart_and_not_asked_about_again(staff: Staff, practised: Village, away: Laptop) -> None:
    client = staff("周老师")
    client.send(bring(client, away.file()).headers["Location"], accept="yes")
    assert 'name="other"' in client.get("/carry").text
    client.send(f"/staff/person/{practised.learner_id}/apart", other=str(away.people[0]))
    assert 'name="other"' not in client.get("/carry").text


def test_a_thrown_away_file_leaves_nothing(application: Flask, staff: Staff, practised: Village, away: Laptop) -> None:
    client = staff("周老师")
    before = everything(application)
    answer = bring(client, away.file())
    assert client.send(answer.headers["Location"], accept="no").status_code == 303
    assert everything(application) == before and sticks(application) == []
    assert client.get(answer.headers["Location"]).status_code == 404
    assert client.send(answer.headers["Location"], accept="yes").status_code == 404


@pytest.mark.slow
def test_nothing_of_a_hostile_file_comes_in_or_stays(
    application: Flask, staff: Staff, practised: Village, away: Laptop
) -> None:
    client = staff("周老师")
    before = everything(application)
    for name, content in spoilt(away.file()):
        answer = bring(client, content)
        assert answer.headers["Location"] == "/carry", name
        assert client.page("/carry").all("p"), name
        assert everything(application) == before and sticks(application) == [], name
    assert bring(client, b"").headers["Location"] == "/carry"


def test_a_reason_that_no_page_could_say_is_refused(
    application: Flask, staff: Staff, practised: Village, away: Laptop
) -> None:
    client = staff("周老师")
    for code, args in (("nonsense", {}), ("skill-new", {}), ("x", {"skill": [1]})):
        manifest, parts = taken_apart(away.file())
        step = {"level": "alone", "step": "x", "code": code, "args": args}
        first(parts, "session")["plan"] = {"artefact": "x", "steps": {"desktop": step}}
        assert bring(client, put_together(manifest, parts)).headers["Location"] == "/carry"


def test_a_file_that_nobody_decided_about_is_thrown_away_at_the_next_start(
    application: Flask, staff: Staff, away: Laptop
) -> None:
    client = staff("周老师")
    shown = bring(client, away.file()).headers["Location"]
    assert len(sticks(application)) == 1 and client.get(shown).status_code == 200
    tidy(application)
    assert sticks(application) == [] and client.get(shown).status_code == 404


def test_what_is_too_large_is_not_read(
    application: Flask, staff: Staff, practised: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.carry.MOST_BYTES", 10)
    client = staff("周老师")
    assert bring(client, b"x" * 100_000).headers["Location"] == "/carry"
    assert sticks(application) == []


def test_only_trainers_bring_a_class_in_and_the_invented_only_the_invented(
    application: Flask, staff: Staff, practised: Village, away: Laptop
) -> None:
    volunteer, demo = staff("小刘"), staff("演示老师")
    assert volunteer.get("/carry").status_code == 403
    assert bring(demo, away.file()).headers["Location"] == "/carry"
    assert staff("周老师").get(bring(staff("周老师"), away.file()).headers["Location"]).status_code == 200


def test_whoever_was_erased_there_is_shown_and_erased_here(
    application: Flask, staff: Staff, practised: Village, away: Laptop
) -> None:
    client = staff("周老师")
    client.send(bring(client, away.file()).headers["Location"], accept="yes")
    with away.writing() as s:
        removing.erase_learners(s, [away.people[1]], NOW)
    answer = bring(client, away.file())
    assert "李秀英" in client.get(answer.headers["Location"]).text
    client.send(answer.headers["Location"], accept="yes")
    assert "李秀英" not in client.get(f"/staff/class/{away.classroom_id}").text
    database = application.extensions["settings"].instance / "bandaojia.sqlite3"
    for path in (database, Path(f"{database}-wal")):
        assert "李秀英".encode() not in path.read_bytes()


def test_every_refusal_has_words(application: Flask) -> None:
    with application.test_request_context():
        assert all(why(reason) for reason in WHY)


@pytest.mark.parametrize(
    "words", [("demo",), ("county", "--villages", "1", "--learners", "24", "--weeks", "9")], ids=lambda told: told[0]
)
def test_what_practice_itself_keeps_comes_in_at_another_laptop(
    application: Flask, tmp_path: Path, empty_database: Path, shelf: Shelf, words: tuple[str, ...]
) -> None:
    """Every row, plan, choice and reason of a class that really practised is one that the reader knows."""
    told = application.test_cli_runner().invoke(args=["seed", *words])
    assert told.exit_code == 0, told.output
    with application.extensions["records"].session() as s:
        (room,) = roster.classrooms(s)
        trainer = next(one.name for one in roster.all_staff(s) if one.role == "trainer")
        classroom = room.id
    client = signed_in(application, trainer)
    answer = client.get(f"/staff/class/{classroom}/home-file")
    file = answer.data
    answer.close()
    looked = bring(client, file)
    assert looked.status_code == 303 and looked.headers["Location"] != "/carry"
    home = Laptop(tmp_path / "home", empty_database, shelf.lessons["certify-pension"], "家")
    came = home.read(file, invented=True)
    again = home.read(file, invented=True)
    assert (came.new > 1000, again.new, home.whole()) == (True, 0, True)
    home.records.close()
