"""Somebody who taps at random, with forms alone: never stuck, and every page met is whole in the screen's language."""

from __future__ import annotations

from random import Random
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import practice
from app.simulator import machine
from tests.forms import field, form
from tests.inspector import Element, Page
from tests.shelves import LESSONS

ACTS = 300
LANGUAGES = {"zh_Hans_CN": "zh-CN", "en": "en"}
WORDS = ("", "x", "12345", "王")
"""What a wanderer types."""
SPEAKING = {"button", "summary", "a", "h1", "h2", "h3", "li", "p", "b", "dd", "dt", "label"}
"""What says something wherever it stands on the practice page."""


def stage_of(page: Page) -> Element | None:
    """The form of the practice page; None at the end of a lesson."""
    return next((element for element in page.all("form") if element.attributes.get("id") == "stage"), None)


def silent(page: Page) -> list[str]:
    """What is there to say something and says nothing: no words, no name, no picture, no control in it."""
    return [
        str(element)
        for element in page.elements
        if element.tag in SPEAKING
        and not element.hidden
        and not element.text()
        and not {"aria-label", "data-act"} & set(element.attributes)
        and not any(within.attributes.get("aria-hidden") for within in (element, *element.up()))
        and not any(child.tag in ("svg", "input", "button", "i", "span") for child in element.walk())
    ]


def pressed_at_random(draw: Random, page: TestResponse, within: Element) -> dict[str, str]:
    """A button of the form, and whatever is typed into its fields beside it."""
    buttons = [
        element
        for element in within.walk()
        if element.tag == "button" and element.attributes.get("name") in ("act", "key") and not element.hidden
    ]
    button = draw.choice(buttons).attributes
    typed = {
        name: draw.choice(WORDS)
        for element in within.walk()
        if element.tag == "input" and (name := element.attributes["name"]).startswith("type ")
    }
    kept = {name: field(page, name) for name in ("pin", "pressed") if f'name="{name}" value=' in page.text}
    return form(page, **typed, **kept, **{button["name"]: button["value"]})


@pytest.mark.slow
@pytest.mark.holds("wanderer")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_random_walker_is_never_stuck_and_meets_no_empty_word(
    application: Flask, client: FlaskClient, learner: UUID, lesson: str, language: str
) -> None:
    draw, records = Random(f"{lesson} {language}"), application.extensions["records"]
    address, headers = f"/practice/{lesson}", {"Accept-Language": LANGUAGES[language]}
    answer = client.get(address, headers=headers)
    for _ in range(ACTS):
        page = Page(answer.text)
        assert silent(page) == []
        within = stage_of(page)
        if within is None:
            answer = client.get(address, headers=headers)
            continue
        sent = pressed_at_random(draw, answer, within)
        answer = client.post(f"{address}/act", data=sent, headers=headers, follow_redirects=True)
        assert answer.status_code == 200, sent
    answer = client.get(address, headers=headers)
    with records.writing() as s:
        sitting = practice.resume(s, application.extensions["shelf"].lessons, UUID(field(answer, "session")))
    place = sitting.place
    for _ in range(machine.LONGEST):
        act = machine.next_act(sitting.play, place)
        if act is None:
            break
        place, _ = machine.advance(sitting.play, place, act)
    assert place.done
