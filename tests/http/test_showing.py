"""Teaching together: the demonstration on the laptop leaves no attempt, and tablets watch along while they are let."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import classes
from app.records import Records, journal, roster
from app.records.identity import BOOT
from app.simulator import machine
from app.simulator.lesson import stage
from app.simulator.machine import SLIP, Act
from app.web import lasting
from app.web.projector import QUIET, WATCHES, Projector
from tests.inspector import Inspector, Page
from tests.people import NOW, Village, enrolled, staffed, village

pytestmark = pytest.mark.slow

LESSON = "certify-pension"
PASSWORD = "wan-0000"


@pytest.fixture
def where(application: Flask) -> Village:
    with application.extensions["records"].writing() as s:
        return staffed(s, PASSWORD)


@pytest.fixture
def laptop(application: Flask, client: Inspector, where: Village) -> Inspector:
    """The volunteer's browser."""
    with application.extensions["records"].session() as s:
        member = next(one for one in roster.all_staff(s) if one.name == "小刘")
    with client.session_transaction() as kept:
        kept["staff"] = {"id": str(member.id), **lasting.noted(lasting.SIGNED_IN_FOR, BOOT, lasting.running())}
    return client


@pytest.fixture
def tablet(application: Flask, where: Village) -> Inspector:
    """A tablet of the class at which its learner sits."""
    browser = application.test_client()
    assert isinstance(browser, Inspector)
    enrolled(application, browser, where)
    with browser.session_transaction() as kept:
        kept["learner"] = str(where.learner_id)
    return browser


def way(where: Village, lesson: str = LESSON) -> str:
    return f"/staff/class/{where.classroom_id}/show/{lesson}"


def let_follow(laptop: Inspector, where: Village, follow: str = "yes", then: str = "") -> TestResponse:
    address = f"/staff/class/{where.classroom_id}/follow"
    return laptop.send(address, lesson=LESSON, follow=follow, then=then)


@pytest.mark.holds("shown-together")
def test_every_step_is_shown_with_its_slip_and_repair_and_nothing_is_kept(
    application: Flask, laptop: Inspector, where: Village
) -> None:
    records: Records = application.extensions["records"]
    with records.session() as s:
        before = journal.head(s)
    lesson = application.extensions["shelf"].lessons[LESSON]
    acts = [Act.written(words) for words in lesson.demo]
    told = []
    for step in range(len(acts)):
        page = laptop.page(f"{way(where)}?step={step}")
        told.append(next(one.text() for one in page.all("p") if one.attributes.get("class") == "tell"))
        play = next(one for one in page.all("section") if one.attributes.get("class") == "play")
        assert play.attributes["data-screen"] == machine.replay(stage(lesson), acts[:step]).place.screen
        pointed = [one for one in page.elements if "data-right" in one.attributes]
        assert bool(pointed) == (acts[step].act != "wait"), (
            "the finger is on what is tapped next, but nobody taps a wait"
        )
    slips = [i for i, (_, _, came) in enumerate(machine.replay(stage(lesson), acts).steps) if came.kind == SLIP]
    assert len(slips) == 1
    assert told[slips[0]].startswith("现在故意点一下别处") and told[slips[0] + 1].startswith("说一句：什么事都没有")
    end = laptop.page(f"{way(where)}?step={len(acts)}")
    assert end.heading == "从头到尾就是这样"
    with records.session() as s:
        assert journal.head(s) == before


def test_on_and_back_by_form_and_by_script(laptop: Inspector, where: Village) -> None:
    answer = laptop.send(way(where), step="3", go="next")
    assert answer.status_code == 303 and answer.headers["Location"].endswith("step=4")
    assert laptop.send(way(where), step="3", go="back").headers["Location"].endswith("step=2")
    assert laptop.send(way(where), step="0", go="back").headers["Location"].endswith("step=0")
    swapped = laptop.send(way(where), headers={"HX-Request": "true"}, step="3", act="tap anything")
    assert swapped.text.lstrip().startswith("<form") and 'name="step" value="4"' in swapped.text
    assert laptop.get(way(where)).text.count('name="step" value="4"') == 1
    over = laptop.send(way(where), headers={"HX-Request": "true"}, step="99", go="next")
    assert over.status_code == 204 and "step=" in over.headers["HX-Redirect"]


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_the_pages_are_whole_in_both_languages(laptop: Inspector, tablet: Inspector, where: Village, lang: str) -> None:
    for browser in (laptop, tablet):
        browser.send("/preferences", lang=lang)
    assert laptop.page(f"/staff/class/{where.classroom_id}/show").all("ul")
    for step in (0, 1, 999):
        laptop.page(f"{way(where)}?step={step}")
        let_follow(laptop, where)
        assert tablet.get("/together").status_code == 200


@pytest.mark.holds("shown-together")
def test_a_tablet_follows_step_by_step_and_is_told_nothing_twice(
    laptop: Inspector, tablet: Inspector, where: Village
) -> None:
    assert tablet.get("/together").headers["Location"] == "/home"
    assert tablet.get("/together/now").status_code == 204
    laptop.get(f"{way(where)}?step=1")
    assert tablet.get("/together/now").status_code == 204, "it is shown, but the tablets practise by themselves"
    let_follow(laptop, where)
    assert 'data-following=""' not in tablet.get("/home").text
    assert tablet.get("/together").status_code == 200
    news = tablet.get("/together/now").get_json()
    assert tablet.get(f"/together/now?seen={news['state']}").status_code == 204
    laptop.send(way(where), step="1", go="next")
    later = tablet.get(f"/together/now?seen={news['state']}").get_json()
    assert later["state"] != news["state"] and later["html"] != news["html"]
    assert "看着一起学的平板：1台" in laptop.get(way(where)).text
    let_follow(laptop, where, follow="no")
    assert tablet.get(f"/together/now?seen={later['state']}").get_json() == {"state": "", "html": ""}


def test_whoever_is_in_a_lesson_hears_of_it_and_stays(laptop: Inspector, tablet: Inspector, where: Village) -> None:
    laptop.get(f"{way(where)}?step=1")
    let_follow(laptop, where)
    page = Page(tablet.get(f"/practice/{LESSON}").text)
    offer = next(one for one in page.elements if "data-together" in one.attributes)
    assert offer.attributes["href"] == "/together" and page.all("form")
    told = tablet.post(
        "/acts", json={"openings": [], "acts": []}, headers={"X-CSRFToken": tablet.token(f"/practice/{LESSON}")}
    ).get_json()
    assert told["following"]


def test_another_class_does_not_follow(
    application: Flask, laptop: Inspector, where: Village, tablet: Inspector
) -> None:
    with application.extensions["records"].writing() as s:
        other = village(s, name="柳树村")
    stranger = application.test_client()
    enrolled(application, stranger, other)
    laptop.get(f"{way(where)}?step=1")
    let_follow(laptop, where)
    assert tablet.get("/together/now").get_json()["html"]
    assert stranger.get("/together/now").status_code == 204
    assert laptop.get(way(other)).status_code == 404


def test_leaving_ends_the_following_and_a_start_of_the_laptop_forgets_the_step(
    application: Flask, laptop: Inspector, tablet: Inspector, where: Village
) -> None:
    laptop.get(f"{way(where)}?step=1")
    let_follow(laptop, where)
    application.extensions["projector"] = Projector()
    assert tablet.get("/together/now").status_code == 204
    laptop.get(way(where))
    assert tablet.get("/together/now").get_json()["html"]
    assert let_follow(laptop, where, "no", "leave").headers["Location"].endswith(str(where.classroom_id))
    assert tablet.get("/together/now").status_code == 204


def test_a_class_is_over_when_nobody_touches_the_laptop() -> None:
    projector, room, device, ran = Projector(), UUID(int=1), UUID(int=2), lasting.running()
    projector.show(room, LESSON, 3, ran)
    projector.watches(room, device, ran)
    found = projector.shown(room, ran + QUIET)
    assert found is not None and found.step == 3
    assert projector.shown(room, ran + 1.01 * QUIET) is None
    assert (projector.watching(room, ran + WATCHES), projector.watching(room, ran + 2 * WATCHES)) == (1, 0)


def test_following_is_a_fact_once_and_is_over_with_the_day(records: Records) -> None:
    with records.writing() as s:
        made = staffed(s, PASSWORD)
        room = roster.classroom(s, made.classroom_id)
        assert room is not None
        classes.follow(s, room, LESSON, NOW)
        classes.follow(s, room, LESSON, NOW)
        assert len(journal.facts(s, "following")) == 1
        assert classes.followed(s, room.id, NOW).lesson == LESSON
        assert not classes.followed(s, room.id, NOW.replace(day=2)).lesson
