"""Listening on the glass: nothing before a touch, never two sounds, labels by a hold or by the ear, the class's word.

The page's own player and the tablet's own voice are stood in for by ones that never end and remember what they were
given, so that what is heard can be told without a loudspeaker.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from app import classes
from app.records import roster
from tests.browser.hands import part, settle
from tests.browser.serving import Copy, Sitter
from tests.browser.tablet import Tablet, tablet, way
from tests.browser.test_journeys import kept

pytestmark = [pytest.mark.browser, pytest.mark.holds("listening")]

LESSON = "pay-resident-medical"
"""No screen at its start is held."""
HELD = "certify-pension"
"""Its first screen answers a hold."""
LONG = 700
"""Milliseconds that are a hold, for a label and in the practice phone."""
IDLE = 21_000
LISTENS = """() => {
  const sounding = new Set();
  window.heard = [];
  window.most = 0;
  window.by = [];
  const begin = (name) => {
    const lit = document.querySelector('.saying');
    window.heard.push(lit ? lit.textContent.trim() : '');
    sounding.add(name);
    window.by.push(name);
    window.most = Math.max(window.most, sounding.size);
  };
  const media = HTMLMediaElement.prototype;
  Object.defineProperty(media, 'src', { get() { return this.source || ''; }, set(value) { this.source = value; } });
  media.play = () => { begin('clip'); return new Promise(() => {}); };
  media.pause = () => { sounding.delete('clip'); };
  if ('speechSynthesis' in window) {
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    speechSynthesis.getVoices = () => [{ localService: true, lang: document.documentElement.lang }];
    speechSynthesis.speak = () => begin('voice');
    speechSynthesis.cancel = () => { sounding.delete('voice'); };
  }
}"""


@contextmanager
def listening(chromium: Browser, copy: Copy) -> Iterator[Tablet]:
    """The class's tablet; what is heard on it is remembered, and never two sounds were heard at once."""
    with tablet(chromium, copy) as mine:
        mine.page.add_init_script(f"({LISTENS})()")
        yield mine
        assert mine.page.evaluate("window.most") <= 1
        mine.glass.must_be_clean()


def said(mine: Tablet) -> int:
    """How many sounds have begun on this page."""
    return int(mine.page.evaluate("window.heard.length"))


def wait_for_more(mine: Tablet, before: int) -> str:
    """Wait until one more sound has begun; the words that were lit when it did."""
    mine.page.wait_for_function("before => window.heard.length > before", arg=before)
    return str(mine.page.evaluate("window.heard[window.heard.length - 1]"))


def ear(mine: Tablet, on: bool) -> None:
    """Tap the ear in the frame, after which a tap says things, or does them again."""
    mine.page.locator("[data-point]").tap()
    expect(mine.page.locator("[data-point]")).to_have_attribute("aria-pressed", str(on).lower())


def hold(mine: Tablet, where: str) -> None:
    """Press something and let it go after a while."""
    part_ = mine.page.locator(where).first
    part_.scroll_into_view_if_needed()
    box = part_.bounding_box()
    assert box is not None
    mine.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mine.page.mouse.down()
    mine.page.clock.fast_forward(LONG)
    mine.page.mouse.up()


def test_nothing_is_heard_before_the_first_touch_and_every_new_page_after_it(chromium: Browser, copy: Copy) -> None:
    learner = copy.newcomer()
    with listening(chromium, copy) as mine:
        mine.go("/wall")
        mine.page.evaluate("window.speech.speak(document)")
        mine.page.evaluate("document.querySelector('[data-listen]').click()")
        assert said(mine) == 0
        mine.hand.press(mine.page, f"tap {learner.id}")
        wait_for_more(mine, 0)


def test_the_tablets_own_mandarin_goes_before_our_machine_and_after_a_person(chromium: Browser, copy: Copy) -> None:
    learner = copy.newcomer()
    with listening(chromium, copy) as mine:
        mine.sit(learner)
        mine.page.locator("#greeting [data-listen]").tap()
        assert mine.page.wait_for_function("window.by[0]").json_value() == "voice"
        mine.page.evaluate("document.querySelector('h1').setAttribute('data-read', '')")
        mine.page.evaluate("window.by = []")
        mine.page.evaluate("void window.speech.say([document.querySelector('h1')])")  # It never ends here.
        assert mine.page.wait_for_function("window.by[0]").json_value() == "clip"


def test_the_ear_says_what_is_tapped_and_does_none_of_it(chromium: Browser, copy: Copy) -> None:
    learner, (first, second, *_) = copy.newcomer(), way(copy.shelf.lessons[LESSON])
    with listening(chromium, copy) as mine:
        mine.begin(learner, LESSON)
        ear(mine, True)
        target = part(mine.page, first.act)
        before, words = said(mine), target.inner_text().split("\n")[0].strip()
        target.tap()
        assert words in wait_for_more(mine, before)
        before = said(mine)
        target.focus()
        mine.page.keyboard.press("Enter")
        wait_for_more(mine, before)
        part(mine.page, "tap help").tap()
        settle(mine.page)
        mine.must_be_at(first.screen)
        assert kept(copy, learner) == []
        ear(mine, False)
        mine.do(first)
        mine.must_be_at(second.screen)
    assert kept(copy, learner) == [(first.screen, first.act, "")]


def test_the_ear_lets_go_by_itself(chromium: Browser, copy: Copy) -> None:
    learner = copy.newcomer()
    with listening(chromium, copy) as mine:
        mine.sit(learner)
        ear(mine, True)
        mine.page.evaluate("window.speech.stop()")
        mine.page.clock.fast_forward(IDLE)
        expect(mine.page.locator("[data-point]")).to_have_attribute("aria-pressed", "false")


def test_a_field_says_its_label_and_never_what_was_typed(chromium: Browser, copy: Copy) -> None:
    learner, lesson = copy.newcomer(), "e-social-card"
    with listening(chromium, copy) as mine:
        mine.begin(learner, lesson)
        strokes = way(copy.shelf.lessons[lesson])
        writes = next(n for n, one in enumerate(strokes) if one.act.startswith("type ") and one.value)
        for stroke in strokes[: writes + 1]:
            mine.do(stroke)
        typed = strokes[writes].value
        ear(mine, True)
        with mine.page.expect_request("**/say") as asked:
            part(mine.page, strokes[writes].act).tap()
        assert typed not in (asked.value.post_data or "")
        assert mine.page.evaluate("document.activeElement.matches('input')") is False


@pytest.mark.parametrize("where", ['[data-act="tap all-tasks"]', ".btn.help"])
def test_a_label_that_is_held_is_heard_and_its_tap_is_not_done(chromium: Browser, copy: Copy, where: str) -> None:
    learner = copy.newcomer()
    with listening(chromium, copy) as mine:
        mine.sit(learner)
        before, words = said(mine), mine.page.locator(where).first.inner_text().strip()
        hold(mine, where)
        assert words in wait_for_more(mine, before)
        expect(mine.page).to_have_url(f"{copy.address}/home")


def test_on_the_phone_a_hold_is_the_lessons_where_it_has_one_and_else_is_heard(chromium: Browser, copy: Copy) -> None:
    learner, first = copy.newcomer(), way(copy.shelf.lessons[LESSON])[0]
    with listening(chromium, copy) as mine:
        mine.begin(learner, LESSON)
        expect(mine.page.locator(".sim [data-hold]")).to_have_count(0)
        before = said(mine)
        hold(mine, f'.sim [data-act="{first.act}"]')
        wait_for_more(mine, before)
        settle(mine.page)
        mine.must_be_at(first.screen)
        assert kept(copy, learner) == []
    other = copy.newcomer()
    with listening(chromium, copy) as mine:
        mine.begin(other, HELD)
        held = mine.page.locator(".sim [data-hold]").first.get_attribute("data-hold")
        hold(mine, ".sim [data-hold]")
        settle(mine.page)
    assert [act for _, act, _ in kept(copy, other)] == [held]


@contextmanager
def told(copy: Copy, sound: str) -> Iterator[None]:
    """The class of a copy is told how loud to be; afterwards each goes by its person again."""
    tell(copy, sound)
    try:
        yield
    finally:
        tell(copy, "")


def tell(copy: Copy, sound: str) -> None:
    assert copy.classroom_id is not None
    with copy.records.writing() as s:
        room = roster.classroom(s, copy.classroom_id)
        assert room is not None
        classes.tell_class(s, room, sound, datetime.now(UTC))


def begun(mine: Tablet, learner: Sitter) -> None:
    mine.begin(learner, LESSON)
    wait_for_more(mine, 0)


def test_the_class_is_quiet_with_the_next_tap_and_whoever_taps_hears_again(chromium: Browser, copy: Copy) -> None:
    learner, (first, second, *_) = copy.newcomer(), way(copy.shelf.lessons[LESSON])
    with listening(chromium, copy) as mine:
        begun(mine, learner)
        with told(copy, "quiet"):
            mine.do(first)
            mine.page.wait_for_function("window.speech.quiet()")
            expect(mine.page.locator("[data-quiet]").first).to_have_attribute("aria-pressed", "true")
            mine.must_be_at(second.screen)
            before = said(mine)
            mine.page.locator(".tools [data-listen]").first.tap()
            wait_for_more(mine, before)
            mine.page.locator(".tools [data-quiet]").tap()
            assert mine.page.evaluate("window.speech.quiet()") is False
            mine.go("/home")
            assert mine.page.evaluate("window.speech.quiet()") is False, "what was tapped here counts more"
            tell(copy, "quiet")
            mine.go("/home")
            assert mine.page.evaluate("window.speech.quiet()") is True, "unless the class is told anew"


def test_earphones_are_shown_and_one_tap_makes_this_tablet_quiet(chromium: Browser, copy: Copy) -> None:
    learner = copy.newcomer(sound="quiet")
    with told(copy, "earphones"), listening(chromium, copy) as mine:
        mine.sit(learner)
        wait_for_more(mine, 0)
        sign = mine.page.locator("[data-ears]")
        expect(sign).to_be_visible()
        sign.tap()
        assert mine.page.evaluate("window.speech.quiet()") is True
        expect(sign).to_have_attribute("aria-pressed", "true")
