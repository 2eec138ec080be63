"""The class's tablet in Chromium: somebody sits down at it and plays; the machine tells which acts are right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect

from app.simulator.lesson import Lesson, stage
from app.simulator.paths import Stroke, strokes
from app.web.visitors import TABLET_COOKIE
from tests.browser.glass import Glass
from tests.browser.hands import HANDS, Hand, part, settle
from tests.browser.serving import Copy, Sitter

UPRIGHT = (800, 1280)
"""The 10-inch tablet of the class, held upright."""
SMALL = (360, 740)
"""A cheap phone."""
LONG = 10_000
"""Milliseconds after which a page that does not answer has failed."""
BROWSER_LANGUAGES = {"zh_Hans_CN": "zh-CN", "en": "en-US"}


@dataclass(frozen=True)
class Tablet:
    """One page of an enrolled tablet and the hand that uses it."""

    glass: Glass
    hand: Hand
    copy: Copy

    @property
    def page(self) -> Page:
        """Chromium's page."""
        return self.glass.page

    def go(self, path: str) -> None:
        """Open an address of the copy."""
        self.page.goto(self.copy.address + path)
        if self.hand.scripts:
            settle(self.page)

    def sit(self, learner: Sitter) -> None:
        """Tap one's own face, say yes, and be at home."""
        self.go("/wall")
        self.hand.press(self.page, f"tap {learner.id}")
        self.hand.press(self.page, "tap yes")
        expect(self.page).to_have_url(f"{self.copy.address}/home")

    def begin(self, learner: Sitter, lesson: str) -> None:
        """Sit down and choose a lesson from home, or open it by its address where home does not offer it."""
        self.sit(learner)
        if part(self.page, f"tap {lesson}").count():
            self.hand.press(self.page, f"tap {lesson}")
        else:
            self.go(f"/practice/{lesson}")
        expect(self.page.locator("#stage")).to_be_visible()

    def do(self, stroke: Stroke) -> None:
        """Do one stroke of a right path on the screen it belongs to."""
        self.must_be_at(stroke.screen)
        if stroke.value:
            self.hand.write(self.page, stroke.act, stroke.value)
        elif stroke.act == "wait":
            self.hand.wait(self.page)
        else:
            self.hand.press(self.page, stroke.act)

    def must_be_at(self, screen: str) -> None:
        """Fail unless this screen is on the glass, or comes soon."""
        expect(self.page.locator(".play")).to_have_attribute("data-screen", screen)

    def must_be_finished(self, lesson: str) -> None:
        """Fail unless the page at the end of this lesson is shown, or comes soon."""
        self.page.wait_for_url(f"**/practice/{lesson}/finish?session=*")
        expect(self.page.locator(".gate")).to_be_visible()


@contextmanager
def tablet(
    browser: Browser, copy: Copy, hand: str = "tap", lang: str = "zh_Hans_CN", screen: tuple[int, int] = UPRIGHT
) -> Iterator[Tablet]:
    """The class's tablet, whose browser speaks this language; its clock runs as ours does, and can be put forward."""
    using = HANDS[hand]
    context = browser.new_context(
        viewport={"width": screen[0], "height": screen[1]},
        locale=BROWSER_LANGUAGES[lang],
        has_touch=True,
        java_script_enabled=using.scripts,
    )
    context.set_default_timeout(LONG)
    context.add_cookies([{"name": TABLET_COOKIE, "value": copy.tablet, "url": copy.address}])
    if using.scripts:
        context.clock.install()
    yield Tablet(Glass(context.new_page(), copy.address), using, copy)
    context.close()


@contextmanager
def laptop(browser: Browser, copy: Copy, lang: str = "en") -> Iterator[Tablet]:
    """The laptop that serves the class: a browser that nobody has signed in at and that is no tablet, used by keys."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale=BROWSER_LANGUAGES[lang])
    context.set_default_timeout(LONG)
    yield Tablet(Glass(context.new_page(), copy.address), HANDS["keys"], copy)
    context.close()


def way(lesson: Lesson, twist: int = 0) -> list[Stroke]:
    """The right path of a lesson as single strokes, as `flask lessons path` prints it."""
    return list(strokes(stage(lesson, twist)))
