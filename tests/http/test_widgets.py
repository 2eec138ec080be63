"""Sliders, wheels, the pad, the camera and the keys as a page without scripts: real controls, told in words."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from tests.forms import attempts, form, screen, walked
from tests.inspector import Element, Page

pytestmark = pytest.mark.slow


def group(page: Page, label: str) -> Element:
    """The part of the page that a screen reader calls by this name."""
    return next(e for e in page.elements if e.attributes.get("aria-label") == label and "role" in e.attributes)


def buttons(element: Element) -> list[tuple[str, str]]:
    """What each button within does, and what it is called."""
    return [(e.attributes["value"], e.text(heard=True)) for e in element.walk() if e.tag == "button"]


def radios(element: Element) -> dict[str, str]:
    """Whether each of several is the chosen one, by its words."""
    return {e.text(): e.attributes["aria-checked"] for e in element.walk() if e.attributes.get("role") == "radio"}


def test_a_slider_is_stops_and_neighbours_that_post(client: FlaskClient, learner: UUID) -> None:
    page, _ = walked(client, "bigger-text", "sound")
    ring = group(Page(page.text), "来电铃声")
    assert radios(ring) == {"最小": "true", "一半": "false", "最大": "false"}
    assert buttons(ring)[0] == ("tap ring.2", "大一点：一半")
    page = client.post("/practice/bigger-text/act", data=form(page, act="tap ring.2"), follow_redirects=True)
    ring = group(Page(page.text), "来电铃声")
    assert radios(ring)["一半"] == "true"
    assert [act for act, _ in buttons(ring)][:2] == ["tap ring.1", "tap ring.3"]
    assert attempts(client.application, page)[-1] == ("tap ring.2", "", "correct")


@pytest.mark.slow
def test_a_wheel_is_turned_by_what_stands_above_and_below_and_opens_as_a_list(
    client: FlaskClient, learner: UUID
) -> None:
    page, _ = walked(client, "delegate-to-family", "until")
    month = group(Page(page.text), "几月")
    assert [e.text() for e in month.walk() if e.tag == "summary"] == ["选的是 10月"]
    around = [e.attributes["value"] for e in month.walk() if e.attributes.get("class") == "s-turn"]
    assert around == ["tap month.1", "tap month.3"]
    assert radios(month) == {"9月": "false", "10月": "true", "11月": "false", "12月": "false"}
    page = client.post("/practice/delegate-to-family/act", data=form(page, act="tap month.4"), follow_redirects=True)
    month = group(Page(page.text), "几月")
    assert [e.attributes["value"] for e in month.walk() if e.attributes.get("class") == "s-turn"] == ["tap month.3"]


@pytest.mark.slow
def test_the_pad_takes_what_is_typed_and_nothing_meant_for_the_screen_before(
    client: FlaskClient, learner: UUID
) -> None:
    page, _ = walked(client, "write-and-speak", "pick_first")
    pad = group(Page(page.text), "它猜的字")
    assert ("tap words", "") in buttons(pad) and 'aria-label="您写的：没"' in page.text
    assert [e.attributes["name"] for e in pad.walk() if e.tag == "input"] == ["type words"]
    sent = form(page, act="tap redo") | {"type words": "没"}
    page = client.post("/practice/write-and-speak/act", data=sent, follow_redirects=True)
    assert screen(page) == "fix_last"
    assert attempts(client.application, page)[-1] == ("type words", "answer", "correct")


@pytest.mark.slow
def test_what_is_mistyped_is_told_of_kindly(client: FlaskClient, learner: UUID) -> None:
    page, _ = walked(client, "write-and-speak", "pick_first")
    sent = form(page, act="") | {"type words": "设"}
    page = client.post("/practice/write-and-speak/act", data=sent, follow_redirects=True)
    assert screen(page) == "pick_first"
    assert [e.text()[:8] for e in Page(page.text).elements if e.attributes.get("class") == "beats"] == [
        "打进去的不是“没"
    ]


@pytest.mark.slow
def test_the_keys_at_the_side_are_buttons_with_words(client: FlaskClient, learner: UUID) -> None:
    page, _ = walked(client, "bigger-text", "keys")
    acts = ["tap long_up", "tap long_down", "tap short"]
    assert [act for act, _ in buttons(group(Page(page.text), "手机侧面的键"))] == acts


@pytest.mark.slow
def test_the_camera_shows_a_paper_and_says_what_is_wrong_with_it(client: FlaskClient, learner: UUID) -> None:
    page, _ = walked(client, "newborn-one-thing", "corners")
    finder = next(e for e in Page(page.text).elements if e.attributes.get("class") == "s-finder")
    assert (finder.attributes["value"], finder.text(heard=True)) == ("tap frame", "左下角还在框外面")
    unnamed, _ = walked(client, "family-medical-account", "frame")
    assert 'class="viewfinder"' in unnamed.text and 'aria-label="相机里看到的"' in unnamed.text


@pytest.mark.slow
def test_an_advertisement_among_what_was_found_says_so(client: FlaskClient, learner: UUID) -> None:
    page, _ = walked(client, "buy-train-ticket", "trains")
    found = next(e for e in Page(page.text).all("button") if e.attributes.get("data-act") == "tap gift_quick")
    assert [e.text() for e in found.walk() if e.tag == "em"] == ["广告"]
