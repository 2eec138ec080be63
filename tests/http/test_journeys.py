"""The pages of journeys: the ways to them, what each part says and has come to, heard, kept ahead, and gentle."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import practice
from app.practice.sitting import step
from app.records.identity import uuid7
from app.simulator import machine
from app.simulator.journeys import Journey
from app.simulator.shelf import Shelf
from tests.inspector import HAN, Element, Inspector, Page
from tests.people import NOW, Village, acts, enrolled, play, staffed, village

pytestmark = pytest.mark.slow

ENGLISH = {"Accept-Language": "en"}
ALONE = ["home next correct", "bye done correct end"]
WITH_HELP = ["home help hint", "home next correct", "bye done correct end"]


def finished(application: Flask, where: Village, lesson: str, script: list[str], day: int = 0) -> None:
    """A play of a lesson from start to end."""
    with application.extensions["records"].writing() as s:
        acts(s, play(s, where, lesson=lesson, at=NOW + timedelta(days=day)), script)


def within(page: Page, part: str) -> list[Element]:
    """Everything within the element of that id."""
    [found] = [one for one in page.elements if one.attributes.get("id") == part]
    return list(found.walk())


def states(page: Page) -> list[str]:
    """The words of each part's state, in order."""
    return [one.text() for one in page.elements if "state" in one.attributes.get("class", "").split()]


def journey_of(shelf: Shelf, name: str = "retire") -> Journey:
    return shelf.journeys[name]


def hrefs(page: Page) -> set[str]:
    return {link.attributes.get("href", "") for link in page.all("a")}


@pytest.mark.usefixtures("where")
def test_all_tasks_lead_to_the_journeys_and_these_to_each(client: FlaskClient, shelf: Shelf) -> None:
    assert "/journeys" in hrefs(Page(client.get("/tasks").text))
    page = Page(client.get("/journeys").text)
    assert [one.text() for one in page.all("h2")] == [journey.title.zh for journey in shelf.journeys.values()]
    for journey in shelf.journeys:
        assert f"/journeys/{journey}" in hrefs(page)
        assert client.get(f"/journeys/{journey}").status_code == 200
    assert client.get("/journeys/no-such-one").status_code == 404


@pytest.mark.slow
@pytest.mark.usefixtures("where")
@pytest.mark.parametrize("headers", [{}, ENGLISH], ids=["zh", "en"])
@pytest.mark.parametrize("name", ["retire", "newborn", "disability", "farewell", "social-card"])
def test_every_part_stands_in_order_and_each_of_its_sentences_can_be_heard(
    client: FlaskClient, shelf: Shelf, name: str, headers: dict[str, str]
) -> None:
    journey, page = journey_of(shelf, name), Page(client.get(f"/journeys/{name}", headers=headers).text)
    cards = [one for one in page.elements if one.attributes.get("id", "").startswith("part-")]
    assert len(cards) == len(journey.parts)
    for part, card in zip(journey.parts, cards, strict=True):
        heard = [one for one in card.walk() if "data-say" in one.attributes and one.tag != "button"]
        wanted = 4 if part.task else 2 + 2 + 2 * (part.bring is not None)
        assert len(heard) >= wanted, part
        ears = [one.attributes["data-listen"] for one in card.walk() if "data-listen" in one.attributes]
        assert ears == [f"#{card.attributes['id']}"]
        ways = {one.attributes["href"] for one in card.walk() if one.tag == "a"}
        assert ways == ({f"/practice/{part.task}"} if part.task else set())
        said = {one.text() for one in heard}
        assert "" not in said
        assert headers or {text.zh for text in part.texts()} <= said
        assert not headers or not any(HAN.search(words) for words in said)


@pytest.mark.usefixtures("where")
def test_every_state_is_a_word_and_no_colour_alone(client: FlaskClient, shelf: Shelf) -> None:
    parts = journey_of(shelf).parts
    assert states(Page(client.get("/journeys/retire").text)) == [
        "还没走完" if part.task else "要当面办" for part in parts
    ]


def test_parts_come_to_what_was_played_and_errands_are_never_ticked(
    application: Flask, client: FlaskClient, where: Village, shelf: Shelf
) -> None:
    finished(application, where, "gov-account", WITH_HELP)
    finished(application, where, "gov-account", ALONE, day=1)
    finished(application, where, "e-social-card", WITH_HELP)
    page = Page(client.get("/journeys/retire").text)
    told = states(page)
    assert told[:4] == ["会自己办了", "走完了", "要当面办", "还没走完"]
    assert told.count("要当面办") == sum(1 for part in journey_of(shelf).parts if not part.task)
    english = states(Page(client.get("/journeys/retire", headers=ENGLISH).text))
    assert english[:3] == ["Now I can do it myself", "You went all the way", "To do in person"]


def test_the_next_part_is_the_first_that_is_not_done_alone(
    application: Flask, client: FlaskClient, where: Village
) -> None:
    def primary() -> list[str]:
        page = Page(client.get("/journeys/retire").text)
        return [one.attributes["href"] for one in page.all("a") if "data-primary" in one.attributes]

    assert primary() == ["/practice/gov-account"]
    finished(application, where, "gov-account", WITH_HELP)
    assert primary() == ["/practice/gov-account"]
    finished(application, where, "gov-account", ALONE, day=1)
    assert primary() == ["/practice/e-social-card"]


def test_when_all_is_walked_through_the_rest_is_in_person(
    application: Flask, client: FlaskClient, where: Village, shelf: Shelf
) -> None:
    whole = "要练的都走完了。剩下的，要当面办。"
    for task in journey_of(shelf).tasks:
        assert whole not in Page(client.get("/journeys/retire").text).all("main")[0].text()
        finished(application, where, task, WITH_HELP)
    assert whole in Page(client.get("/journeys/retire").text).all("main")[0].text()
    assert whole in " ".join(one.text() for one in within(Page(client.get("/journeys").text), "journey-retire"))


def test_a_gentle_journey_neither_praises_nor_hurries_nor_counts(
    application: Flask, client: FlaskClient, where: Village, shelf: Shelf
) -> None:
    gentle = journey_of(shelf, "farewell")
    for lesson in gentle.tasks:
        finished(application, where, lesson, WITH_HELP)
        finished(application, where, lesson, ALONE, day=1)
    page = Page(client.get("/journeys/farewell").text)
    words = page.all("main")[0].text()
    assert [word for word in (*shelf.catalogue.hushed, "走完了", "接着走") if word in words] == []
    assert set(states(page)) == {"看过了", "要当面办"}
    assert not [one for one in page.all("a") if "data-primary" in one.attributes]
    assert "随时可以停" in words
    card = " ".join(one.text() for one in within(Page(client.get("/journeys").text), "journey-farewell"))
    assert "这一样可以不练" in card
    assert "走完" not in card


def end_of(application: Flask, client: FlaskClient, where: Village, lesson: str) -> Page:
    """The page at the end of a lesson that has just been finished."""
    shelf, artefact = application.extensions["shelf"], application.extensions["artefact"]
    with application.extensions["records"].writing() as s:
        sitting = practice.open_play(s, shelf.lessons, artefact, where.learner_id, lesson, NOW)
        while (act := machine.next_act(sitting.play, sitting.place)) is not None:
            sitting = step(s, sitting, act, uuid7(NOW), NOW)
    return Page(client.get(f"/practice/{lesson}/finish?session={sitting.session.uuid}").text)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lesson", "way", "says"),
    [
        ("retire-one-thing", "/journeys/retire", "接着往下走：退休这件事"),
        ("afterlife-one-thing", "/journeys/farewell", "想看就看：家人走了以后"),
        ("bigger-text", "", ""),
        ("book-home-help", "/journeys/disability", "接着往下走：替残疾的家人办事"),
    ],
)
def test_the_end_of_a_lesson_leads_on_in_its_journey(
    application: Flask, client: FlaskClient, where: Village, lesson: str, way: str, says: str
) -> None:
    page = end_of(application, client, where, lesson)
    led = [one for one in page.all("a") if one.attributes.get("href", "").startswith("/journeys")]
    assert [(one.attributes["href"], one.text()) for one in led] == ([(way, says)] if way else [])
    assert all(any("data-say" in inner.attributes for inner in one.walk()) for one in led)


def test_journeys_are_kept_ahead_as_they_are_shown(client: FlaskClient, where: Village, shelf: Shelf) -> None:
    pages = client.get(f"/tablet/people/{where.learner_id}").get_json()["pages"]
    assert {path for path in pages if path.startswith("/journeys")} == {
        "/journeys",
        *(f"/journeys/{journey}" for journey in shelf.journeys),
    }
    for path in ("/journeys", "/journeys/retire"):
        assert Page(pages[path]).all("main")[0].text() == Page(client.get(path).text).all("main")[0].text()


def test_nobody_s_journey_is_shown_where_nobody_sits(application: Flask, client: FlaskClient) -> None:
    with application.extensions["records"].writing() as s:
        made = village(s)
    enrolled(application, client, made)
    assert client.get("/journeys").location == client.get("/journeys/retire").location == "/wall"


def test_no_way_on_these_pages_has_the_name_of_something_in_a_lesson(shelf: Shelf) -> None:
    names = {
        widget.target
        for lesson in shelf.lessons.values()
        for screen in lesson.screens.values()
        for widget in screen.widgets()
    }
    assert {"journeys", *(f"journey-{journey}" for journey in shelf.journeys)} & names == set()


def test_the_staff_see_how_far_a_class_is_and_of_how_many_but_nobody_counts_the_sad(
    application: Flask, client: Inspector, shelf: Shelf
) -> None:
    with application.extensions["records"].writing() as s:
        made = staffed(s, "wan-shan-0000")
    finished(application, made, "gov-account", WITH_HELP)
    for task in journey_of(shelf, "social-card").tasks:
        finished(application, made, task, WITH_HELP)
    client.send("/staff", name="小刘", password="wan-shan-0000")
    page = Page(client.get(f"/staff/class/{made.classroom_id}").text)
    [section] = [one for one in page.all("section") if one.attributes.get("aria-labelledby") == "ways"]
    lines = [one.text() for one in section.walk() if one.tag == "li"]
    told = [journey.title.zh for journey in shelf.journeys.values() if not journey.gentle]
    assert [line.split("全班")[0].strip() for line in lines] == told
    assert lines[0].endswith("全班1人：走完其中一些课的1人，全走完的0人。")
    assert lines[-1].endswith("全班1人：走完其中一些课的1人，全走完的1人。")
