"""Giving a lesson of the workshop: what was shown is given, learners meet it at once, and it goes back."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from app import create_app
from app.__main__ import tidy
from app.bench import Drafts, sharing
from app.config import Settings
from app.records import Records, given, roster
from app.simulator import bridges
from app.simulator.shelf import Shelf
from tests.forms import form, token, walked
from tests.inspector import Inspector
from tests.own_lesson import ENGLISH, OWN, TEXT, edition, lesson_file
from tests.people import NOW, Village, acts, play, seated, signed_in, staffed

LESSON = "certify-pension"
SAID, SAYS = "手机在问您，能不能用一下相机。", "手机问您，能不能用一下相机。"
EDITION = edition(LESSON, SAID, SAYS)
DENY = "      tap deny: deny-needed\n"
OTHER_WAY = EDITION.replace(DENY, f"{DENY}      tap back: back-out\n", 1)

pytestmark = [pytest.mark.slow, pytest.mark.holds("workshop-shelf")]


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with a volunteer and a trainer."""
    with application.extensions["records"].writing() as s:
        return staffed(s, "x")


@pytest.fixture
def volunteer(application: Flask, where: Village) -> Inspector:
    """小刘, signed in."""
    return signed_in(application, "小刘")


@pytest.fixture
def learner(application: Flask, where: Village) -> Inspector:
    """A tablet of the class at which 王桂芳 sits."""
    return seated(application, where)


def drafted(application: Flask, id_: str, text: str, english: dict[str, tuple[str, str]] | None = None) -> None:
    """A draft in the workshop, in place of the one of that id."""
    drafts: Drafts = application.extensions["drafts"]
    if any(one.id == id_ for one in drafts.all()):
        drafts.remove(id_)
    drafts.begin_from(id_, text, {"en": english} if english else {}, "小刘", NOW)


def sent(client: Inspector, way: str, page: str = "", **more: str) -> str:
    """Send a form of the page of giving, its hidden fields with it; the page that follows."""
    asked = client.get(page or f"{way.rpartition('/')[0]}/give")
    data = {"csrf_token": token(asked)} | more
    return client.post(way, data=data, follow_redirects=True).text


def give(client: Inspector, id_: str) -> str:
    """Give what the page shows; the page that follows."""
    page = client.get(f"/workshop/{id_}/give")
    copy = page.text.split('name="copy" value="')[1].split('"')[0]
    return client.post(
        f"/workshop/{id_}/give", data={"csrf_token": token(page), "copy": copy}, follow_redirects=True
    ).text


def last_fact(application: Flask, id_: str) -> str:
    """The uuid of the last thing that was done with a lesson."""
    with application.extensions["records"].session() as s:
        return str(given.histories(s)[id_][-1].fact)


def test_an_own_lesson_is_shown_given_practised_and_put_away(
    application: Flask, settings: Settings, volunteer: Inspector, learner: Inspector, shelf: Shelf
) -> None:
    drafted(application, OWN, TEXT, ENGLISH)
    page = volunteer.get(f"/workshop/{OWN}/give").text
    assert "把《看村口班车几点开》给学员用吗" in page and page.count('class="glass-of"') == 3
    assert OWN not in application.extensions["shelf"].lessons
    assert learner.get(f"/practice/{OWN}").status_code == 404

    assert "已经给出去了" in give(volunteer, OWN)
    assert "看村口班车几点开" in learner.get("/tasks").text
    ended, _ = walked(learner, OWN)
    assert "村里的班车表" in ended.text

    again = create_app(settings, shelf)
    try:
        assert again.extensions["shelf"].lessons == application.extensions["shelf"].lessons
        english = again.extensions["catalogues"].line("en", f"{OWN}.title", "看村口班车几点开")
        assert english == ENGLISH[f"{OWN}.title"][1]
    finally:
        again.extensions["records"].close()

    with application.extensions["records"].session() as s:
        told = given.standing(s)[OWN]
    assert (told.name, told.version, len(told.copy)) == ("小刘", 1, 24)
    assert (settings.lesson_versions / OWN / told.copy / "lesson.yaml").read_text(encoding="utf-8") == TEXT

    assert "学员看不到它了" in sent(volunteer, f"/workshop/{OWN}/put-away")
    assert learner.get(f"/practice/{OWN}").status_code == 404
    assert "看村口班车几点开" not in learner.get("/tasks").text
    assert application.extensions["drafts"].open(OWN).text == TEXT


def test_an_edition_is_given_in_place_of_the_shipped_one_and_that_one_comes_back(
    application: Flask, volunteer: Inspector, shelf: Shelf
) -> None:
    drafted(application, LESSON, EDITION)
    page = volunteer.get(f"/workshop/{LESSON}/give").text
    assert "代替软件自带的那一课" in page and SAYS in page and SAID in page
    give(volunteer, LESSON)
    assert application.extensions["shelf"].editions == {LESSON}
    assert "和学员用的一样" in volunteer.get(f"/workshop/{LESSON}/give").text
    sent(volunteer, f"/workshop/{LESSON}/put-away")
    assert application.extensions["shelf"].lessons[LESSON] is shelf.lessons[LESSON]
    sent(volunteer, f"/workshop/{LESSON}/undo", fact=last_fact(application, LESSON))
    assert application.extensions["shelf"].editions == {LESSON}, "the putting away is undone"
    with application.extensions["records"].session() as s:
        first = str(given.histories(s)[LESSON][0].fact)
    sent(volunteer, f"/workshop/{LESSON}/undo", fact=first)
    assert application.extensions["shelf"].editions == {LESSON}, "what is not the last is not undone"


def test_only_words_that_change_keep_the_version_and_another_way_raises_it(
    application: Flask, settings: Settings, volunteer: Inspector
) -> None:
    drafted(application, LESSON, EDITION)
    give(volunteer, LESSON)
    assert application.extensions["shelf"].lessons[LESSON].version == 1
    drafted(application, LESSON, OTHER_WAY)
    assert "第 2 版" in volunteer.get(f"/workshop/{LESSON}/give").text
    give(volunteer, LESSON)
    assert application.extensions["shelf"].lessons[LESSON].version == 2
    assert "version: 2" in application.extensions["drafts"].open(LESSON).text, "the draft is what was given"
    sent(volunteer, f"/workshop/{LESSON}/undo", fact=last_fact(application, LESSON))
    assert application.extensions["shelf"].lessons[LESSON].version == 1
    drafted(application, LESSON, EDITION.replace(DENY, f"{DENY}      hold once: hold-long\n", 1))
    give(volunteer, LESSON)
    assert application.extensions["shelf"].lessons[LESSON].version == 3, "no version comes twice"


def test_what_changed_since_it_was_shown_is_not_given(application: Flask, volunteer: Inspector) -> None:
    drafted(application, LESSON, EDITION)
    page = volunteer.get(f"/workshop/{LESSON}/give")
    copy = page.text.split('name="copy" value="')[1].split('"')[0]
    drafted(application, LESSON, OTHER_WAY)
    told = {"csrf_token": token(page), "copy": copy}
    answer = volunteer.post(f"/workshop/{LESSON}/give", data=told, follow_redirects=True).text
    assert "改过了" in answer and not application.extensions["shelf"].editions


def test_a_draft_with_a_finding_is_not_given_and_its_screens_are_named(
    application: Flask, volunteer: Inspector
) -> None:
    drafted(application, LESSON, EDITION.replace("tap always: 这样它什么时候都能用相机。", "tap always: 点击。"))
    page = volunteer.get(f"/workshop/{LESSON}/give").text
    assert "还不能给学员用" in page and 'name="copy"' not in page
    assert f'href="/workshop/{LESSON}?screen=permission"' in page
    with application.extensions["records"].session() as s:
        assert given.standing(s) == {}


def test_the_files_follow_the_log(application: Flask, settings: Settings, volunteer: Inspector) -> None:
    drafted(application, OWN, TEXT, ENGLISH)
    give(volunteer, OWN)
    place, records = settings.own_lessons / OWN, application.extensions["records"]
    (place / "lesson.yaml").write_text(TEXT.replace("到镇上", "到省城"), encoding="utf-8")
    stray = settings.own_lessons / LESSON
    stray.mkdir()
    (stray / "lesson.yaml").write_text(EDITION, encoding="utf-8")
    with records.session() as s:
        assert sharing.settle(s, settings.workshop)
        assert not sharing.settle(s, settings.workshop), "once is enough"
    assert (place / "lesson.yaml").read_text(encoding="utf-8") == TEXT
    assert not stray.exists(), "what nobody gave stands before nobody"
    kept = [path.read_text(encoding="utf-8") for path in settings.lesson_versions.glob("*/*/lesson.yaml")]
    assert EDITION in kept and len(kept) == 3, "and nothing is thrown away"


def test_two_who_give_at_once_come_one_after_the_other(
    application: Flask, settings: Settings, volunteer: Inspector
) -> None:
    """However their requests meet, the files are those that the log says last."""
    drafted(application, OWN, TEXT, ENGLISH)
    give(volunteer, OWN)
    records, workshop = application.extensions["records"], settings.workshop
    other = TEXT.replace("下一趟车看到了。", "下一趟车找到了。")
    with application.test_request_context(), records.writing() as s:
        told = given.histories(s)[OWN]
        offered = sharing.offer(OWN, other, {}, application.extensions["shelf"], told, workshop)
        sharing.give(s, workshop, offered, roster.all_staff(s)[0], NOW)

    def settled() -> None:
        for _ in range(3):
            with records.session() as s:
                sharing.settle(s, workshop)

    threads = [Thread(target=settled) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (settings.own_lessons / OWN / "lesson.yaml").read_text(encoding="utf-8") == other
    assert not list((workshop / sharing.COMING).iterdir())


def test_a_lesson_that_was_given_is_opened_again_as_it_is(
    application: Flask, settings: Settings, volunteer: Inspector
) -> None:
    """The draft may be gone: what learners get is worked on, with its words, and no task of its own in its way."""
    drafted(application, OWN, TEXT, ENGLISH)
    give(volunteer, OWN)
    drafts: Drafts = application.extensions["drafts"]
    drafts.remove(OWN)
    assert "看村口班车几点开" in volunteer.get(f"/workshop/{OWN}?screen=list").text
    told = {"csrf_token": volunteer.token("/workshop"), "lesson": OWN, "as": "edition"}
    assert volunteer.post("/workshop/open", data=told).status_code == 303
    draft = drafts.open(OWN)
    assert draft.text == TEXT and draft.words["en"][f"{OWN}.title"] == ENGLISH[f"{OWN}.title"]
    assert volunteer.get(f"/workshop/{OWN}?screen=list").status_code == 200
    assert "和学员用的一样" in volunteer.get(f"/workshop/{OWN}/give").text


def test_a_start_lets_the_files_follow_the_log(
    application: Flask, settings: Settings, volunteer: Inspector, shelf: Shelf
) -> None:
    drafted(application, OWN, TEXT, ENGLISH)
    give(volunteer, OWN)
    shutil.rmtree(settings.own_lessons)
    again = create_app(settings, shelf)
    try:
        assert OWN not in again.extensions["shelf"].lessons
        tidy(again)
        assert OWN in again.extensions["shelf"].lessons
    finally:
        again.extensions["records"].close()


def test_every_page_that_tells_of_lessons_stands_with_one_of_the_villages_own(
    application: Flask, where: Village, volunteer: Inspector, learner: Inspector
) -> None:
    drafted(application, OWN, TEXT, ENGLISH)
    give(volunteer, OWN)
    drafted(application, LESSON, EDITION)
    give(volunteer, LESSON)
    room, person, trainer = f"/staff/class/{where.classroom_id}", where.learner_id, signed_in(application, "周老师")
    walked(learner, OWN)
    for page in ("/home", "/tasks", "/journeys", f"/practice/{OWN}/demo", f"/practice/{OWN}", "/settings"):
        assert learner.get(page).status_code == 200, page
    assert OWN in learner.get(f"/tablet/people/{person}").get_json()["rest"] + [
        path.split("/")[-1] for path in learner.get(f"/tablet/people/{person}").get_json()["pages"]
    ]
    told = {"csrf_token": volunteer.token(room), "lesson": OWN}
    assert volunteer.post(f"{room}/tasks", data=told).status_code == 303
    assert "看村口班车几点开" in learner.get("/home").text, "a class is given it like any other"
    pages = (
        room, f"{room}/show", f"{room}/show/{OWN}", f"{room}/plan", f"{room}/needs", f"{room}/real", f"{room}/acts",
        "/staff/print", f"/staff/print/lesson/{OWN}", f"{room}/print/take-home", f"{room}/print/month", "/board",
        f"/staff/person/{person}", f"/staff/person/{person}/print/take-home", "/dialects", "/voices/yue", "/workshop",
        "/staff", f"{room}/start", f"/staff/person/{person}/home/{OWN}",
    )  # fmt: skip
    for page in pages:
        assert volunteer.get(page).status_code == 200, page
    for page in ("/cards", f"/cards?card={OWN}", "/reports", "/reports/week", "/reports/divide", "/reports/curves",
                 f"/reports/curves?of={OWN}", "/reports/steps", "/model"):  # fmt: skip
        assert trainer.get(page).status_code == 200, page
    assert "村里的班车表" in trainer.get(f"/cards?card={OWN}").text
    told = {"csrf_token": trainer.token("/cards"), "card": OWN, "how": bridges.HOW[0], "found": "right"}
    assert trainer.post("/cards", data=told).status_code == 303
    ended, _ = walked(learner, OWN)
    assert "这张卡，老师核对过了。" in re.sub(r"\s|<[^>]*>", "", ended.text)


def test_whoever_is_invented_gives_nothing_to_real_people(application: Flask, where: Village) -> None:
    records: Records = application.extensions["records"]
    with records.writing() as s:
        roster.add_staff(s, name="演示老师", role="trainer", password="x", now=NOW, demo=True)
    drafted(application, OWN, TEXT, ENGLISH)
    client = signed_in(application, "演示老师")
    page = client.get(f"/workshop/{OWN}/give")
    assert 'name="copy"' not in page.text and "演示" in page.text
    for way in ("give", "again", "put-away", "undo"):
        answer = client.post(f"/workshop/{OWN}/{way}", data={"csrf_token": token(page), "copy": "x", "fact": "x"})
        assert answer.status_code == 403, way
    assert OWN not in application.extensions["shelf"].lessons


def test_what_the_demo_gave_goes_with_it(application: Flask, settings: Settings) -> None:
    records: Records = application.extensions["records"]
    with records.writing() as s:
        roster.add_staff(s, name="演示老师", role="trainer", password="x", now=NOW, demo=True)
    drafted(application, OWN, TEXT, ENGLISH)
    client = signed_in(application, "演示老师")
    give(client, OWN)
    assert OWN in application.extensions["shelf"].lessons
    local = application.test_client()
    local.post("/staff/remove-demo", data={"csrf_token": token(local.get("/staff"))})
    assert OWN not in application.extensions["shelf"].lessons and not (settings.own_lessons / OWN).exists()


def test_the_page_speaks_english_and_names_its_screens(application: Flask, volunteer: Inspector) -> None:
    drafted(application, OWN, TEXT, ENGLISH)
    volunteer.post("/preferences", data={"csrf_token": token(volunteer.get("/staff")), "lang": "en"})
    page = volunteer.get(f"/workshop/{OWN}/give").text
    assert "Give “See when the village bus leaves” to learners?" in page
    assert "There is a picture that says Bus. Tap it." in page


@pytest.mark.parametrize("way", ["give", "again", "put-away", "undo", "real"])
def test_what_is_not_there_is_not_done(way: str, application: Flask, where: Village) -> None:
    client = signed_in(application, "周老师")
    told = {"csrf_token": token(client.get("/staff")), "found": "changed", "copy": "x", "fact": "x"}
    assert client.post(f"/workshop/nothing-here/{way}", data=told).status_code == 404
    assert client.get("/workshop/nothing-here/give").status_code == 404


def test_a_lesson_whose_file_was_spoiled_by_hand_does_not_come_before_learners(
    settings: Settings, application: Flask, volunteer: Inspector, shelf: Shelf
) -> None:
    drafted(application, LESSON, EDITION)
    give(volunteer, LESSON)
    file: Path = settings.own_lessons / LESSON / "lesson.yaml"
    file.write_text(lesson_file(LESSON)[:400], encoding="utf-8")
    again = create_app(settings, shelf)
    again.test_client_class = Inspector
    try:
        assert again.extensions["shelf"].lessons[LESSON] is shelf.lessons[LESSON]
        page = signed_in(again, "小刘").get(f"/workshop/{LESSON}/give").text
        assert "有写岔的地方" in page
    finally:
        again.extensions["records"].close()


def test_a_form_of_a_play_goes_on_after_the_lesson_is_put_away(
    application: Flask, volunteer: Inspector, learner: Inspector
) -> None:
    drafted(application, OWN, TEXT, ENGLISH)
    give(volunteer, OWN)
    page = learner.get(f"/practice/{OWN}")
    sent(volunteer, f"/workshop/{OWN}/put-away")
    for act in ("tap bus", "tap town"):
        page = learner.post(f"/practice/{OWN}/act", data=form(page, act=act), follow_redirects=True)
        assert page.status_code == 200
    assert "走完了" in page.text
    assert learner.get(f"/practice/{OWN}").status_code == 404, "and is not begun anew"


def test_that_the_real_one_has_changed_is_one_tap_and_shows_wherever_it_matters(
    application: Flask, where: Village
) -> None:
    trainer, volunteer = signed_in(application, "周老师"), signed_in(application, "小刘")
    with application.extensions["records"].writing() as s:
        acts(s, play(s, where, lesson=LESSON, at=datetime.now(UTC) - timedelta(days=9)), ["desk open correct"])
    said = "真的已经变了"
    assert said not in volunteer.get(f"/workshop/{LESSON}/give").text, "a volunteer cannot tell it"
    told = {"csrf_token": token(trainer.get(f"/workshop/{LESSON}/give")), "found": "changed"}
    assert volunteer.post(f"/workshop/{LESSON}/real", data=told).status_code == 403
    assert trainer.post(f"/workshop/{LESSON}/real", data=told).status_code == 303
    for client in (trainer, volunteer):
        for page in (f"/workshop/{LESSON}/give", "/workshop"):
            assert said in client.get(page).text, page
    assert said in trainer.get("/cards").text
    week = trainer.get("/reports/week").text
    assert "真的已经变了：《" in week and f'href="/workshop/{LESSON}"' in week
    trainer.post(f"/workshop/{LESSON}/real", data=told | {"found": "taken_back"})
    assert said not in volunteer.get("/workshop").text and "真的已经变了：" not in trainer.get("/reports/week").text
    trainer.post(f"/workshop/{LESSON}/real", data=told)
    drafted(application, LESSON, EDITION)
    give(volunteer, LESSON)
    assert said not in volunteer.get("/workshop").text, "a newer one was given"
    trainer.post(f"/workshop/{LESSON}/real", data=told | {"found": "same"})
    assert "和真的比过" in trainer.get("/cards", query_string={"card": LESSON}).text
    assert trainer.post(f"/workshop/{LESSON}/real", data=told | {"found": "x"}).status_code == 400
