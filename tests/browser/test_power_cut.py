"""The power goes in the middle of a lesson: nothing that was answered for is lost, and the lesson goes on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from app.simulator.lesson import stage
from tests.browser.hands import TWICE, part, screen_of, settle
from tests.browser.serving import Copy
from tests.browser.tablet import tablet, way
from tests.browser.test_journeys import LESSONS, kept, right

pytestmark = [pytest.mark.browser, pytest.mark.holds("resumes")]

REFUSED = ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE", "console error: htmx:")
"""What the browser's console says of a server that is gone."""


@pytest.mark.parametrize("hand", ["tap", "plain"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_killed_server_resumes_where_it_was(chromium: Browser, mortal: Copy, lesson: str, hand: str) -> None:
    learner, strokes = mortal.newcomer(), way(mortal.shelf.lessons[lesson])
    with tablet(chromium, mortal, hand) as mine:
        mine.begin(learner, lesson)
        for done, stroke in enumerate(strokes):
            mine.do(stroke)
            if done in (len(strokes) // 3, 2 * len(strokes) // 3) and strokes[done + 1].screen != stroke.screen:
                mine.must_be_at(strokes[done + 1].screen)
                before, screen = kept(mortal, learner), screen_of(mine.page)
                mortal.kill()
                mortal.start()
                assert kept(mortal, learner) == before
                mine.go(f"/practice/{lesson}")
                assert screen_of(mine.page) == screen
        mine.must_be_finished(lesson)
        mine.glass.must_be_clean(REFUSED)
    assert kept(mortal, learner) == right(stage(mortal.shelf.lessons[lesson]))


def test_taps_into_a_dead_server_are_kept_here_and_sent_once_it_is_back(chromium: Browser, mortal: Copy) -> None:
    lesson, learner = "spot-scam-sms", mortal.newcomer()
    first, second, third = way(mortal.shelf.lessons[lesson])[:3]
    with tablet(chromium, mortal) as mine:
        mine.begin(learner, lesson)
        mine.must_be_at(first.screen)
        part(mine.page, "tap help").tap()
        settle(mine.page)
        mortal.kill()
        for stroke, after in ((first, second), (second, third)):
            part(mine.page, stroke.act).tap()
            mine.must_be_at(after.screen)
            mine.page.clock.fast_forward(TWICE)
        expect(mine.page.locator("[data-kept]")).to_contain_text("平板上记着2步")
        assert [act for _, act, _ in kept(mortal, learner)] == ["tap help"]
        mortal.start()
        settle(mine.page)
        expect(mine.page.locator("[data-kept]")).to_contain_text("老师那里有3步")
        mine.glass.must_be_clean(REFUSED)
    assert [act for _, act, _ in kept(mortal, learner)] == ["tap help", first.act, second.act]
