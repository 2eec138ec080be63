"""The pages of a person and of a class: what they can do, what comes next and why, and a support that staff choose."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.practice import open_play, sitting
from app.records import Records, journal, ledger, roster, supports
from app.records.identity import uuid7
from app.simulator import machine
from app.simulator.support import SUPPORT
from app.web import visitors
from models.artefact import load
from tests.forms import token
from tests.inspector import Inspector, Page
from tests.people import NOW, Village, enrolled, signed_in, staffed, village

pytestmark = pytest.mark.slow

TASK, OTHER = "certify-pension", "connect-wifi"
CHOSEN = {"zh_Hans_CN": "小刘9月1日定的", "en": "chosen by 小刘 on Sep 1"}


@pytest.fixture
def where(application: Flask) -> Village:
    """A class whose learner finished a task, and left another one half done, with ticks of both sorts."""
    application.extensions["clock"] = lambda: NOW
    lessons = application.extensions["shelf"].lessons
    with application.extensions["records"].writing() as s:
        made = staffed(s, "wan-0000")
        for lesson, steps, days in ((TASK, machine.LONGEST, 9), (OTHER, 2, 2)):
            at = NOW - timedelta(days=days)
            place = open_play(s, lessons, load(), made.learner_id, lesson, at)
            for _ in range(steps):
                if place.place.done or (right := machine.next_act(place.play, place.place)) is None:
                    break
                place = sitting.step(s, place, right, uuid7(at), at)
        ticks = ((TASK, ledger.SEEN), ("pay-resident-medical", ledger.TOLD))
        for task, known in ticks:
            ledger.tick(s, made.learner_id, task, how=ledger.ALONE, known=known, by=ledger.SELF, now=NOW)
    return made


@pytest.fixture
def volunteer(application: Flask, where: Village) -> Inspector:
    return signed_in(application, "小刘")


@pytest.fixture
def tablet(application: Flask, where: Village) -> Inspector:
    """A tablet at which the learner sits."""
    client = application.test_client()
    assert isinstance(client, Inspector)
    enrolled(application, client, where)
    address = f"/wall/{where.learner_id}"
    client.post(address, data={"csrf_token": token(client.get(address))})
    return client


def play_of(html: str) -> dict[str, Any]:
    found = re.search(r'id="play">(.*?)</script>', html, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found.group(1))
    return told


def text(page: Page, attribute: str, value: str) -> str:
    return " ".join(one.text() for one in page.elements if value in one.attributes.get(attribute, "").split())


def person(of: Village) -> str:
    return f"/staff/person/{of.learner_id}"


@pytest.mark.holds("story")
@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_the_story_and_what_comes_next_in_both_languages(
    application: Flask, volunteer: Inspector, tablet: Inspector, where: Village, lang: str
) -> None:
    volunteer.send("/preferences", lang=lang)
    page = volunteer.page(person(where))
    titles = [one.text() for one in page.all("h2")]
    told = {"zh_Hans_CN": "自己会办 0 样，有人帮着能办 1 样", "en": "Alone: 0 tasks. With help so far: 1."}
    assert any(one.startswith(told[lang]) for one in titles)
    real = {"zh_Hans_CN": "凭据：1 样。只是听说的，另算：1 样。", "en": "receipt: 1. Only told, not counted there: 1."}
    assert real[lang] in " ".join(one.text() for one in page.all("p"))
    rows = {one.attributes["data-task"] for one in page.all("tr") if "data-task" in one.attributes}
    assert rows == {TASK, OTHER, "pay-resident-medical"}
    why, beside = text(page, "class", "why"), text(page, "class", "why-other")
    first = next(
        one.attributes["href"] for one in tablet.page("/home").all("a") if "/practice/" in one.attributes["href"]
    )
    shown = {"zh": beside, "en": why} if lang == "en" else {"zh": why, "en": beside}
    lessons = application.extensions["shelf"].lessons
    assert f"“{lessons[first.split('/')[2]].title.zh}”" in shown["zh"] and shown["zh"].count("。") == 1
    assert shown["en"].startswith("Next: “") and shown["en"].endswith(").")
    of_class = volunteer.page(f"/staff/class/{where.classroom_id}")
    assert why in " ".join(one.text() for one in of_class.all("p"))


@pytest.mark.holds("override")
@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_a_choice_holds_for_the_next_play_is_told_to_staff_alone_and_is_put_back(
    application: Flask, volunteer: Inspector, tablet: Inspector, where: Village, lang: str
) -> None:
    volunteer.send("/preferences", lang=lang)
    address = f"/tablet/people/{where.learner_id}"
    fetched = tablet.get(address).get_json()["pages"]
    before = play_of(fetched[f"/practice/{TASK}"])
    marks = tablet.get("/tablet").get_json()["plans"]
    chosen = next((level for level in SUPPORT if level not in before["plan"].values()), "shown")
    answer = volunteer.send(f"{person(where)}/support", lesson=TASK, support=chosen)
    assert answer.headers["Location"].endswith(f"{person(where)}#support")
    page = volunteer.page(person(where))
    stands = text(page, "class", "stands")
    assert CHOSEN[lang] in stands
    assert tablet.get("/tablet").get_json()["plans"] != marks
    ahead = tablet.get(address).get_json()["pages"][f"/practice/{TASK}"]
    assert set(play_of(ahead)["plan"].values()) == {chosen} and set(play_of(ahead)["why"].values()) == {""}
    opened = tablet.page(f"/practice/{TASK}")
    now = play_of(tablet.get(f"/practice/{TASK}").text)
    assert set(now["plan"].values()) == {chosen} and now["session"]
    seen = " ".join((ahead, tablet.get(f"/practice/{TASK}").text, tablet.get("/home").text))
    assert "小刘9月1日" not in seen and "chosen by" not in seen and opened.all("h1")
    planned = text(volunteer.page(person(where)), "aria-labelledby", "planned")
    assert CHOSEN[lang] in planned and {"zh_Hans_CN": "模型自己的主意", "en": "The model’s own"}[lang] in planned
    volunteer.send(f"{person(where)}/support", lesson=TASK, support="")
    assert text(volunteer.page(person(where)), "class", "stands") == ""
    again = play_of(tablet.get(f"{address}/lessons/{OTHER}").get_json()["pages"][f"/practice/{OTHER}"])
    assert again["session"], "half done: it goes on"
    tablet.send(f"/practice/{TASK}/again")
    after = play_of(tablet.get(f"/practice/{TASK}").text)
    assert (after["plan"], after["why"]) == (before["plan"], before["why"])
    records: Records = application.extensions["records"]
    with records.session() as s:
        told = [(one.lesson, one.support) for one in supports.told(s, where.learner_id)]
        member = roster.staff_named(s, "小刘")
        assert member is not None and {one.by for one in supports.told(s, where.learner_id)} == {member.id}
    assert told == [(TASK, chosen), (TASK, "")]


@pytest.mark.holds("override")
def test_a_choice_for_all_tasks_is_marked_on_the_class_and_beside_it_stands_the_models(
    volunteer: Inspector, where: Village
) -> None:
    volunteer.send("/preferences", lang="en")
    volunteer.send(f"{person(where)}/support", lesson="", support="shown")
    assert "All tasks: pointed out" in text(volunteer.page(person(where)), "class", "stands")
    volunteer.send(f"{person(where)}/support", lesson=TASK, support="alone")
    page = volunteer.page(person(where))
    assert re.search(r"alone ?chosen by 小刘 on Sep 1; the model suggests: \w+", text(page, "class", "stands"))
    note = text(volunteer.page(f"/staff/class/{where.classroom_id}"), "class", "hand-note")
    assert "chosen by 小刘 on Sep 1" in note or "In another task somebody chose the help" in note


@pytest.mark.holds("override")
@pytest.mark.parametrize(
    ("lesson", "support"), [("nothing", "shown"), (TASK, "much"), (TASK, None), ("nothing", ""), ("<b>", "alone")]
)
def test_what_is_no_task_or_no_support_is_refused(
    application: Flask, volunteer: Inspector, where: Village, lesson: str, support: str | None
) -> None:
    told = {"lesson": lesson} | ({"support": support} if support is not None else {})
    assert volunteer.send(f"{person(where)}/support", **told).status_code == 400
    with application.extensions["records"].session() as s:
        assert journal.facts(s, supports.SUPPORT_SET) == []


@pytest.mark.holds("override")
def test_who_may_choose(application: Flask, where: Village, tablet: Inspector) -> None:
    records: Records = application.extensions["records"]
    with records.writing() as s:
        other = village(s, name="别的村")
        room = roster.classroom(s, other.classroom_id)
        assert room is not None
        roster.add_staff(s, name="老赵", role=visitors.VOLUNTEER, password=None, now=NOW, classrooms=[room])
        roster.add_staff(s, name="演示督导", role=visitors.TRAINER, password=None, now=NOW, demo=True)
    send = {"lesson": TASK, "support": "guided"}
    pages = (person(where), f"/staff/class/{where.classroom_id}")
    for name in ("老赵", "演示督导"):
        browser = signed_in(application, name)
        assert browser.send(f"{person(where)}/support", **send).status_code == 404
        assert [browser.get(page).status_code for page in pages] == [404, 404]
    assert tablet.post(f"{person(where)}/support", data=send).status_code in (303, 400, 403)
    assert application.test_client().post(f"{person(where)}/support", data=send).status_code in (303, 400, 403)
    with records.session() as s:
        assert journal.facts(s, supports.SUPPORT_SET) == []
    trainer, own = signed_in(application, "周老师"), signed_in(application, "小刘")
    assert trainer.send(f"{person(where)}/support", **send).status_code == 303
    assert own.send(f"{person(where)}/support", lesson=TASK, support="").status_code == 303
    with records.writing() as s:
        member = roster.staff_named(s, "小刘")
        assert member is not None
        member.classrooms.clear()
    assert own.send(f"{person(where)}/support", **send).status_code == 404
    assert own.get(person(where)).status_code == 404
    assert trainer.send(f"/staff/person/{UUID(int=7)}/support", **send).status_code == 404
    with records.session() as s:
        assert [one.support for one in supports.told(s, where.learner_id)] == ["guided", ""]
