"""Tried as someone who cannot read: marks, faces and what is spoken lead from the wall to the end, words blurred."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.simulator import glance, machine
from app.simulator.lesson import stage
from app.simulator.machine import Act
from app.simulator.paths import Stroke, strokes
from app.simulator.screen import Part, View, Voice, view
from tests.browser.hands import part, settle
from tests.browser.serving import Copy
from tests.browser.tablet import Tablet, tablet
from tests.shelves import LESSONS

TWISTS = [(id_, number) for id_, lesson in LESSONS.items() for number in range(len(lesson.twists) + 1)]
HELPS = 3
AS_WRITTEN = Voice(lambda text: text.zh, lambda text: "", lambda app: app)
QUOTED = re.compile(r"“([^”]+)”")
ON_THE_CARD = {"练习密码"}
"""Quoted words that stand on the practice card, which says itself when it is touched."""
BLUR = """() => {
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const blurred = new Set();
  while (words.nextNode()) {
    const holder = words.currentNode.parentElement;
    if (words.currentNode.textContent.trim() && !holder.closest('.sim, script, style, svg')) blurred.add(holder);
  }
  blurred.forEach((holder) => { holder.style.color = 'transparent'; holder.style.textShadow = '0 0 14px #333'; });
}"""
HEARD = "() => Array.from(document.querySelectorAll('[data-say][data-auto]'), (line) => line.dataset.heard)"
REACHABLE = """(target) => {
  const box = target.getBoundingClientRect();
  const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return there !== null && (target.contains(there) || there.contains(target));
}"""


@pytest.mark.browser
@pytest.mark.holds("cannot-read")
@pytest.mark.parametrize("lesson", LESSONS)
def test_the_way_is_found_without_reading(chromium: Browser, copy: Copy, lesson: str) -> None:
    learner = copy.newcomer()
    with tablet(chromium, copy) as mine:
        mine.go("/wall")
        assert heard(mine.page)[0].startswith("点一下您自己的脸")
        part(mine.page, f"tap {learner.id}").locator(".face").tap()
        mine.page.wait_for_url(f"**/wall/{learner.id}")
        assert len(heard(mine.page)) == 1
        expect(part(mine.page, "tap yes").locator("svg")).to_be_visible()
        part(mine.page, "tap yes").tap()
        mine.page.wait_for_url("**/home")
        picture = mine.page.locator(f'.picture[data-act="tap {lesson}"]')
        if picture.count():
            assert LESSONS[lesson].title.zh in heard(mine.page)
            picture.tap()
        else:
            part(mine.page, "tap all-tasks").tap()
            mine.page.wait_for_url("**/tasks")
            picture.tap()
        for stroke in strokes(stage(LESSONS[lesson])):
            mine.must_be_at(stroke.screen)
            must_be_pointed_at(mine, stroke)
            mine.do(stroke)
            if stroke.value:
                mine.page.keyboard.press("Enter")
                settle(mine.page)
        mine.must_be_finished(lesson)
        said = heard(mine.page)
        assert all(spoken_like(text.zh, said) for text in LESSONS[lesson].remember)
        mine.glass.must_be_clean()


def heard(page: Page) -> list[str]:
    """Blur every word outside the practice phone; what the page says by itself."""
    page.evaluate(BLUR)
    return list(page.evaluate(HEARD))


def must_be_pointed_at(mine: Tablet, stroke: Stroke) -> None:
    """Fail unless something is said here, and the thing to touch is marked and within reach without scrolling."""
    assert all(heard(mine.page))
    assert heard(mine.page)
    if stroke.act == "wait":
        return
    target = part(mine.page, stroke.act)
    marked = target.locator("xpath=ancestor-or-self::*[@data-right]").first
    expect(marked).to_be_visible()
    assert target.evaluate(REACHABLE), f"{stroke.act!r} on {stroke.screen!r} is out of reach"


def spoken_like(words: str, said: list[str]) -> bool:
    """Whether a sentence is among those said, whose stops and numbers are written for a voice."""
    letters = re.sub(r"[^\u4e00-\u9fff]", "", words)
    return any(letters[:8] in re.sub(r"[^\u4e00-\u9fff]", "", line) for line in said)


@pytest.mark.slow
@pytest.mark.holds("cannot-read")
@pytest.mark.parametrize(("lesson", "twist"), TWISTS)
def test_three_calls_for_help_point_at_the_target(lesson: str, twist: int) -> None:
    play = stage(LESSONS[lesson], twist)
    place = machine.start(play)
    while (act := machine.next_act(play, place)) is not None:
        helped, outcome = place, None
        for _ in range(HELPS):
            helped, outcome = machine.advance(play, helped, Act("tap help"))
        screen = play.screens[helped.screen]
        shown = view(play.lesson, screen, AS_WRITTEN, scrolled=helped.visit.scrolled)
        seen = glance.look(play, helped, outcome, "alone")
        assert seen.support == "shown" or not screen.hints
        rights = [one.right for one in parts(shown)] + [glance.right(machine.BACK)] * shown.back
        pointed = any(glance.holds(right, seen.marks) for right in rights)
        assert pointed or act.act.split()[0] in ("wait", "swipe"), (place.screen, act)
        place, _ = machine.advance(play, place, act)


def parts(shown: View) -> Iterator[Part]:
    """Everything on the phone, what is inside other things too."""
    waiting = list(shown.parts)
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one.options


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_what_the_teacher_quotes_stands_on_the_phone(lesson: str) -> None:
    for twist in range(len(LESSONS[lesson].twists) + 1):
        for screen in stage(LESSONS[lesson], twist).screens.values():
            written = [text.zh for widget in screen.show for text in widget.texts()]
            for line in (screen.say, *screen.hints):
                for words in QUOTED.findall(line.zh):
                    assert words in ON_THE_CARD or any(words in one for one in written), (line.key, words)
