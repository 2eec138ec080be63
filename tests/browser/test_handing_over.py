"""Who is at the tablet, in Chromium: ten quiet minutes, a sound, a stale tab, Back, codes by tap, the laptop off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from app.classes import codes
from app.records import roster
from app.simulator.lesson import stage
from tests.browser import test_laptop_off as laptop_off
from tests.browser.glass import Glass
from tests.browser.hands import part, settle
from tests.browser.serving import Copy, Sitter
from tests.browser.tablet import Tablet, tablet, way
from tests.browser.test_journeys import kept
from tests.browser.test_listening import LISTENS

pytestmark = [pytest.mark.browser, pytest.mark.holds("handing-over")]

LESSON = "pay-resident-medical"
QUIET = 10 * 60
"""Seconds after which it is asked who is here."""
IN_BETWEEN = 30
TOLD = """async () => {
  while (!await window.tablet.kept('ask')) await new Promise((done) => setTimeout(done, 100));
}"""
"""Waits until the tablet knows what to ask for when the laptop is off."""


def still(page: Page):
    """The question after ten quiet minutes."""
    return page.locator("#still")


def pass_by(mine: Tablet, seconds: int) -> None:
    """Let time pass as it does, so that whatever looks now and then has looked."""
    for _ in range(seconds // IN_BETWEEN):
        mine.page.clock.run_for(IN_BETWEEN * 1000)


def another_tab(mine: Tablet) -> Tablet:
    """One more tab of the same browser."""
    return Tablet(Glass(mine.page.context.new_page(), mine.copy.address), mine.hand, mine.copy)


@pytest.fixture
def coded(copy: Copy) -> Iterator[dict[str, tuple[str, ...]]]:
    """The class asks for pictures; what is dealt here by `deal` stands in it."""
    signs: dict[str, tuple[str, ...]] = {}
    ask(copy, codes.PICTURES)
    yield signs
    ask(copy, "")


def ask(copy: Copy, factor: str) -> None:
    assert copy.classroom_id is not None
    with copy.records.writing() as s:
        room = roster.classroom(s, copy.classroom_id)
        assert room is not None
        codes.ask_for(s, room, factor, datetime.now(UTC))


def deal(copy: Copy, learner: Sitter) -> tuple[str, ...]:
    """Give somebody three pictures."""
    with copy.records.writing() as s:
        person, member = roster.learner(s, learner.id), roster.staff_named(s, "小刘")
        assert person is not None and member is not None
        secret = str(copy.app.secret_key).encode()
        return codes.deal(s, person, codes.PICTURES, secret, member, datetime.now(UTC))


def test_after_ten_quiet_minutes_it_asks_and_keeps_the_place(chromium: Browser, copy: Copy) -> None:
    learner, (first, second, *_) = copy.newcomer(sound="quiet"), way(copy.shelf.lessons[LESSON])
    with tablet(chromium, copy) as mine:
        mine.begin(learner, LESSON)
        mine.do(first)
        mine.must_be_at(second.screen)
        pass_by(mine, QUIET - 60)
        expect(still(mine.page)).to_be_hidden()
        pass_by(mine, 90)
        expect(still(mine.page)).to_be_visible()
        expect(mine.page.locator(".play")).to_be_hidden()
        expect(mine.page.locator("#still .asks")).to_contain_text("您还在吗")
        before = mine.page.evaluate("window.play.here().play.acts.length")
        pass_by(mine, 3 * QUIET)
        expect(still(mine.page)).to_be_visible()
        assert mine.page.evaluate("window.play.here().play.acts.length") == before, "nothing is done meanwhile"
        mine.hand.press(mine.page, "tap still-here")
        expect(still(mine.page)).to_be_hidden()
        mine.must_be_at(second.screen)
        mine.do(second)
        mine.glass.must_be_clean()
    assert [act for _, act, _ in kept(copy, learner) if act != "wait long"] == [first.act, second.act]


def test_a_sound_that_plays_counts_as_somebody_and_so_does_a_touch(chromium: Browser, copy: Copy) -> None:
    learner = copy.newcomer(sound="quiet")
    with tablet(chromium, copy) as mine:
        mine.page.add_init_script(f"({LISTENS})()")
        mine.begin(learner, LESSON)
        mine.page.locator(".tools [data-listen]").first.tap()
        mine.page.wait_for_function("window.speech.talking()")
        pass_by(mine, 2 * QUIET)
        expect(still(mine.page)).to_be_hidden()
        mine.page.evaluate("window.speech.stop()")
        pass_by(mine, QUIET - 60)
        mine.page.locator("h1").first.tap()
        mine.page.evaluate("window.speech.stop()")
        pass_by(mine, QUIET - 60)
        expect(still(mine.page)).to_be_hidden()
        pass_by(mine, 90)
        expect(still(mine.page)).to_be_visible()
        part(mine.page, "tap change-person").tap()
        expect(mine.page.locator(".wall")).to_be_visible()


def test_a_tab_of_somebody_who_left_does_nothing_more(chromium: Browser, copy: Copy) -> None:
    one, other = copy.newcomer(sound="quiet"), copy.newcomer(sound="quiet")
    first = way(copy.shelf.lessons[LESSON])[0]
    with tablet(chromium, copy) as mine:
        mine.begin(one, LESSON)
        beside = another_tab(mine)
        beside.sit(other)
        part(mine.page, first.act).tap()
        expect(mine.page).to_have_url(f"{copy.address}/home")
        expect(mine.page.locator("body")).to_have_attribute("data-learner", str(other.id))
        settle(mine.page)
        mine.page.go_back()
        settle(mine.page)
        expect(mine.page.locator("body")).to_have_attribute("data-learner", str(other.id))
    assert kept(copy, one) == [] and kept(copy, other) == []


def test_back_to_a_page_of_before_leads_on_and_what_was_done_before_is_kept(chromium: Browser, copy: Copy) -> None:
    one, other = copy.newcomer(sound="quiet"), copy.newcomer(sound="quiet")
    first, second = way(copy.shelf.lessons[LESSON])[:2]
    with tablet(chromium, copy) as mine:
        mine.begin(one, LESSON)
        mine.do(first)
        mine.must_be_at(second.screen)
        mine.hand.press(mine.page, "tap change-person")
        expect(mine.page.locator(".wall")).to_be_visible()
        mine.page.go_back()
        settle(mine.page)
        expect(mine.page.locator(".wall")).to_be_visible()
        mine.sit(other)
    assert [act for _, act, _ in kept(copy, one)] == [first.act] and kept(copy, other) == []


@pytest.mark.parametrize("hand", ["tap", "keys", "plain"])
def test_three_pictures_open_by_finger_by_keyboard_and_without_scripts(
    chromium: Browser, copy: Copy, coded: dict[str, tuple[str, ...]], hand: str
) -> None:
    learner = copy.newcomer(sound="quiet")
    signs = deal(copy, learner)
    with tablet(chromium, copy, hand) as mine:
        mine.go("/wall")
        mine.hand.press(mine.page, f"tap {learner.id}")
        mine.hand.press(mine.page, "tap yes")
        expect(mine.page).to_have_url(f"{copy.address}/wall/{learner.id}/code")
        for sign in (signs[0], "delete", *signs):
            mine.hand.press(mine.page, f"tap key-{sign}")
        expect(mine.page).to_have_url(f"{copy.address}/home")
        mine.glass.must_be_clean()


def test_a_picture_says_its_name_and_a_hand_over_takes_less_than_five_seconds(
    chromium: Browser, copy: Copy, coded: dict[str, tuple[str, ...]]
) -> None:
    learner = copy.newcomer()
    signs = deal(copy, learner)
    with tablet(chromium, copy) as mine:
        mine.page.add_init_script(f"({LISTENS})()")
        began = datetime.now(UTC)
        mine.go("/wall")
        mine.hand.press(mine.page, f"tap {learner.id}")
        mine.hand.press(mine.page, "tap yes")
        before = mine.page.evaluate("window.heard.length")
        mine.hand.press(mine.page, f"tap key-{signs[0]}")
        mine.page.wait_for_function("before => window.heard.length > before", arg=before)
        for sign in signs[1:]:
            mine.hand.press(mine.page, f"tap key-{sign}")
        expect(mine.page).to_have_url(f"{copy.address}/home")
        print(f"hand-over with three pictures: {(datetime.now(UTC) - began).total_seconds():.1f} s")


def test_with_the_laptop_off_who_sits_goes_on_and_nobody_else_where_a_code_is_asked(
    chromium: Browser, copy: Copy, coded: dict[str, tuple[str, ...]]
) -> None:
    one, other = copy.newcomer(sound="quiet"), copy.newcomer(sound="quiet")
    signs = deal(copy, one)
    with tablet(chromium, copy) as mine:
        mine.go("/wall")
        mine.page.evaluate(TOLD)
        mine.hand.press(mine.page, f"tap {one.id}")
        mine.hand.press(mine.page, "tap yes")
        for sign in signs:
            mine.hand.press(mine.page, f"tap key-{sign}")
        expect(mine.page).to_have_url(f"{copy.address}/home")
        assert mine.page.evaluate(f"window.here.sit('{one.id}')") is True
        assert mine.page.evaluate(f"window.here.sit('{other.id}')") is False
        mine.page.evaluate("window.here.stand()")
        assert mine.page.evaluate(f"window.here.sit('{one.id}')") is False


@pytest.mark.slow
def test_people_hand_over_with_the_laptop_off_and_each_keeps_their_own(
    playwright: Playwright, mortal: Copy, tmp_path: Path
) -> None:
    one, other = mortal.newcomer(sound="quiet"), mortal.newcomer(sound="quiet")
    lessons = {person.id: laptop_off.offered(mortal, person)[0] for person in (one, other)}
    with laptop_off.started(playwright, tmp_path / "profile", mortal) as mine:
        saved = laptop_off.get_ready(mine, one, other)
    mortal.kill()
    with laptop_off.started(playwright, tmp_path / "profile", mortal) as mine:
        laptop_off.enrol(mine.page.context, mortal)
        mine.page.goto(f"{saved}#{one.id} /home")
        expect(mine.page.locator(".wall")).to_be_visible()  # An address alone makes nobody sit down.
        laptop_off.sit(mine, saved, one)
        laptop_off.play(mine, lessons[one.id], acts=2)
        laptop_off.tap(mine, "tap change-person")
        expect(mine.page.locator(".wall")).to_be_visible()
        laptop_off.tap(mine, f"tap {other.id}")
        laptop_off.tap(mine, "tap yes")
        laptop_off.play(mine, lessons[other.id], acts=1)
        mortal.start()
        expect(mine.page.locator("html[data-waiting]")).to_have_count(0, timeout=laptop_off.READY)
        part(mine.page, "tap leave").tap()
        expect(mine.page.locator(".tasks")).to_be_visible()
        expect(mine.page.locator("body")).to_have_attribute("data-learner", str(other.id))
        assert mine.page.evaluate("document.documentElement.hasAttribute('data-shell')") is False
    for person, acts in ((one, 2), (other, 1)):
        lesson = lessons[person.id]
        right = laptop_off.right(stage(mortal.shelf.lessons[lesson]))[:acts]
        assert laptop_off.acts_in(mortal, person.id, lesson) == right
