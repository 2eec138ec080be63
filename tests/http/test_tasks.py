"""All tasks on one page: one tap from home, every lesson that can be practised, and kept ahead on tablets."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.simulator.shelf import Shelf
from tests.inspector import Page
from tests.people import Village, enrolled, village

pytestmark = pytest.mark.slow

SHAPES = ("rect", "circle", "path", "ellipse")


def ways(html: str) -> list[str]:
    """The lessons that the links of a page lead into, each once for its picture and once for its name."""
    links = [link.attributes.get("href", "") for link in Page(html).all("a")]
    return [link.removeprefix("/practice/") for link in links if link.startswith("/practice/")]


@pytest.mark.usefixtures("where")
def test_home_leads_to_all_tasks_and_these_into_every_lesson(client: FlaskClient, shelf: Shelf) -> None:
    assert "/tasks" in [link.attributes.get("href") for link in Page(client.get("/home").text).all("a")]
    answer = client.get("/tasks")
    assert answer.status_code == 200
    found = ways(answer.text)
    assert set(found) == set(shelf.lessons)
    assert all(found.count(lesson) == 2 for lesson in shelf.lessons)


@pytest.mark.usefixtures("where")
def test_tasks_stand_under_the_name_of_their_track_in_the_order_of_the_catalogue(
    client: FlaskClient, shelf: Shelf
) -> None:
    page = Page(client.get("/tasks").text)
    used = {lesson.track for lesson in shelf.lessons.values()}
    named = [name.zh for track, name in shelf.catalogue.tracks.items() if track in used]
    assert [heading.text() for heading in page.all("h2")] == named
    for section in page.all("section"):
        track = section.attributes["id"].removeprefix("track-")
        titles = [lesson.title.zh for lesson in shelf.lessons.values() if lesson.track == track]
        assert [one.text() for one in section.walk() if one.tag == "h3"] == titles


@pytest.mark.usefixtures("where")
def test_each_task_has_a_picture_of_its_own_and_can_be_heard(client: FlaskClient, shelf: Shelf) -> None:
    cards = [one for one in Page(client.get("/tasks").text).all("li") if "task" in one.attributes["class"].split()]
    pictures = {str([one.attributes for one in card.walk() if one.tag in SHAPES]) for card in cards}
    assert len(cards) == len(pictures) == len(shelf.lessons)
    for card in cards:
        [ear] = [one for one in card.walk() if one.tag == "button"]
        [title] = [one for one in card.walk() if one.tag == "h3"]
        assert ear.attributes["data-heard"] in [one.attributes.get("data-heard") for one in title.walk()]


@pytest.mark.usefixtures("where")
def test_on_an_english_page_all_tasks_are_english(client: FlaskClient, shelf: Shelf) -> None:
    page = Page(client.get("/tasks", headers={"Accept-Language": "en"}).text)
    assert (page.lang, page.heading) == ("en", "All tasks")
    assert len(page.all("h3")) == len(shelf.lessons)


def test_all_tasks_are_kept_ahead_with_a_way_into_those_that_need_the_laptop(
    client: FlaskClient, where: Village, shelf: Shelf
) -> None:
    pages = client.get(f"/tablet/people/{where.learner_id}").get_json()["pages"]
    assert set(ways(pages["/tasks"])) == set(shelf.lessons)
    kept = {path for path in pages if path.startswith("/practice/")}
    assert kept < {f"/practice/{lesson}" for lesson in shelf.lessons}


def test_nobody_s_tasks_are_shown_where_nobody_sits(application: Flask, client: FlaskClient) -> None:
    with application.extensions["records"].writing() as s:
        made = village(s)
    enrolled(application, client, made)
    assert client.get("/tasks").location == "/wall"
