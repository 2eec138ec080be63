"""Every lesson is finished in Chromium: by tap, by keyboard alone and without scripts, in every language and voice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from app.dialects.catalogues import Catalogues
from app.dialects.registry import DIALECTS
from app.simulator import machine
from app.simulator.lesson import Play, stage
from app.simulator.paths import spelled
from tests.browser import places
from tests.browser.hands import HANDS
from tests.browser.serving import Copy, Sitter
from tests.browser.tablet import Tablet, tablet, way
from tests.shelves import LESSONS, dealt, named

pytestmark = pytest.mark.browser

TONGUES = {
    "zh": {"lang": "zh_Hans_CN"},
    "en": {"lang": "en"},
    "yue": {"lang": "zh_Hans_CN", "voice": "yue"},
}


def kept(copy: Copy, learner: Sitter) -> list[tuple[str, str, str]]:
    """The learner's latest play as the log has it."""
    return [(attempt.screen, attempt.act, attempt.value) for attempt in copy.attempts(learner)]


def right(play: Play) -> list[tuple[str, str, str]]:
    """A play as the machine would have it: every act right."""
    return [(screen, act.act, act.value) for screen, act in machine.path(play)]


def in_cantonese(copy: Copy, lesson: str) -> bool:
    """Whether a lesson is said in Cantonese; one that is not is heard in Mandarin."""
    found = copy.shelf.lessons[lesson]
    say = found.screens[found.start].say
    return Catalogues(copy.settings.translations).has("yue", say.key, say.zh)


@pytest.mark.holds("every-way")
@pytest.mark.parametrize(("lesson", "tongue", "hand"), dealt(TONGUES, HANDS), ids=named)
def test_a_lesson_is_finished(chromium: Browser, copy: Copy, lesson: str, tongue: str, hand: str) -> None:
    learner = copy.newcomer(**TONGUES[tongue])
    heard = {
        "zh": DIALECTS["cmn"],
        "en": DIALECTS["en"],
        "yue": DIALECTS["yue" if in_cantonese(copy, lesson) else "cmn"],
    }
    with tablet(chromium, copy, hand, TONGUES[tongue]["lang"]) as mine:
        mine.begin(learner, lesson)
        expect(mine.page.locator("[data-auto]").first).to_have_attribute("data-tongue", heard[tongue].speech)
        for stroke in way(copy.shelf.lessons[lesson]):
            mine.do(stroke)
        mine.must_be_finished(lesson)
        mine.glass.must_be_clean()
    assert kept(copy, learner) == right(stage(copy.shelf.lessons[lesson]))
    assert {attempt.outcome for attempt in copy.attempts(learner)} <= {machine.CORRECT, machine.NEUTRAL}


TWISTS = [(lesson, twist.number) for lesson in LESSONS for twist in LESSONS[lesson].twists]


@pytest.mark.holds("every-way")
@pytest.mark.parametrize(("lesson", "twist"), TWISTS)
def test_a_twist_is_finished_at_true_size(chromium: Browser, copy: Copy, lesson: str, twist: int) -> None:
    learner = copy.newcomer()
    places.begin(copy, learner, lesson, twist=twist, size="true")
    with tablet(chromium, copy) as mine:
        mine.begin(learner, lesson)
        expect(mine.page.locator(".play")).to_have_attribute("data-size", "true")
        for stroke in way(copy.shelf.lessons[lesson], twist):
            mine.do(stroke)
        mine.must_be_finished(lesson)
        mine.glass.must_be_clean()
    assert kept(copy, learner) == right(stage(copy.shelf.lessons[lesson], twist))


@pytest.mark.slow
@pytest.mark.holds("every-way")
@pytest.mark.parametrize(("lesson", "twist"), TWISTS)
def test_a_twist_is_finished_by_keys(chromium: Browser, copy: Copy, lesson: str, twist: int) -> None:
    """What comes before the twist's first own screen is as without it, and was done by keys there."""
    learner, own = copy.newcomer(), LESSONS[lesson].twists[twist - 1]
    sitting = places.begin(copy, learner, lesson, twist=twist)
    while sitting.place.screen not in own.added and sitting.place.screen not in own.changed:
        sitting = places.go_on(copy, sitting, 1)
    begun = sitting.acts
    with tablet(chromium, copy) as mine:
        mine.begin(learner, lesson)
        by_keys = Tablet(mine.glass, HANDS["keys"], copy)
        play = stage(copy.shelf.lessons[lesson], twist)
        for screen, act in list(machine.path(play))[begun:]:
            for stroke in spelled(play, screen, act):
                by_keys.do(stroke)
        mine.must_be_finished(lesson)
        mine.glass.must_be_clean()
    assert kept(copy, learner) == right(stage(copy.shelf.lessons[lesson], twist))
