"""One journey for each role, from the front page to what they came for; the learner's is played for every change."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from app.simulator import machine
from app.simulator.lesson import stage
from tests.browser import places
from tests.browser.serving import Copy
from tests.browser.tablet import Tablet, laptop, tablet, way
from tests.browser.test_journeys import kept, right

LESSON = "spot-scam-sms"


def sign_in(mine: Tablet, name: str) -> None:
    """Sign in from the front page with a name and a password."""
    mine.go("/")
    mine.page.get_by_role("link", name="Volunteers and trainers").click()
    mine.page.get_by_label("Name").fill(name)
    mine.page.get_by_label("Password").fill(mine.copy.passwords[name])
    mine.page.get_by_role("button", name="Sign in").click()


def card(page: Page, name: str):
    """The part of the board about one person."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name, exact=True))


@pytest.mark.browser
def test_a_learner_goes_from_the_wall_to_the_end_of_a_lesson(chromium: Browser, copy: Copy) -> None:
    learner, lesson = copy.newcomer(), copy.shelf.lessons[LESSON]
    with tablet(chromium, copy) as mine:
        mine.go("/")
        mine.begin(learner, LESSON)
        for stroke in way(lesson):
            mine.do(stroke)
        mine.must_be_finished(LESSON)
        mine.hand.press(mine.page, "tap stop")
        expect(mine.page).to_have_url(f"{copy.address}/wall")
        mine.glass.must_be_clean()
    assert kept(copy, learner) == right(stage(lesson))


@pytest.mark.browser
def test_a_volunteer_enrols_a_tablet_and_sees_who_asks_for_them(chromium: Browser, copy: Copy) -> None:
    learner = copy.newcomer(lang="en")
    name = learner.latin
    with laptop(chromium, copy) as hers:
        sign_in(hers, "小刘")
        hers.page.get_by_role("link", name="Enrol this tablet").click()
        hers.page.get_by_role("button", name="To this class").click()
        expect(hers.page.get_by_role("heading", name="Tap your own face")).to_be_visible()
        hers.begin(learner, LESSON)
        hers.hand.press(hers.page, machine.HELP)
        hers.go("/board")
        asked = card(hers.page, name)
        expect(asked.locator("q")).not_to_be_empty()
        asked.get_by_role("button", name="I was there").click()
        expect(hers.page.get_by_role("status").filter(has_text=f"{name} was helped")).to_be_visible()
        expect(asked.get_by_role("button")).to_have_count(0)
        hers.glass.must_be_clean()


@pytest.mark.browser
def test_a_trainer_sees_what_somebody_does_alone(chromium: Browser, copy: Copy) -> None:
    learner = copy.newcomer(lang="en")
    places.go_on(copy, places.begin(copy, learner, LESSON, size="true"))
    with laptop(chromium, copy) as theirs:
        sign_in(theirs, "周老师")
        expect(theirs.page).to_have_url(f"{copy.address}/reports/week")
        theirs.page.get_by_role("link", name="All classes").click()
        theirs.page.get_by_role("link", name="Thursday class").click()
        row = theirs.page.get_by_role("row").filter(has_text=learner.latin)
        row.get_by_role("link").click()
        expect(theirs.page.get_by_role("heading", name=re.compile(learner.latin))).to_be_visible()
        expect(theirs.page.get_by_text("finished 1×")).to_be_visible()
        theirs.page.get_by_role("button", name="Sign out").click()
        expect(theirs.page.get_by_label("Password")).to_be_visible()
        theirs.glass.must_be_clean()
