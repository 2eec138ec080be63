"""The ways a learner uses the glass: a finger, the keyboard alone, and a page without scripts; knows no lesson."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Page, expect

LONGEST_WAY = 500
"""So many presses of Tab reach everything on a page."""
FOCUSED = "document.activeElement ? document.activeElement.getAttribute('data-act') : null"
BUSY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added, [data-once], .shield"
"""Whatever is still being sent, swapped, or waited for because it may become a double tap."""
LONG_ENOUGH = 60
"""Seconds let pass where the lesson makes one wait."""


class Hand(Protocol):
    """One way of using a page; every method returns when the page has taken what was done."""

    scripts: bool
    """Whether the page runs its scripts under this hand."""

    def press(self, page: Page, act: str) -> None:
        """Do what this hand does where a finger taps the part with this act."""

    def write(self, page: Page, act: str, words: str) -> None:
        """Type into the field with this act."""

    def wait(self, page: Page) -> None:
        """Let the time pass that the screen asks for."""


class Finger:
    """Taps on a touch screen."""

    scripts = True

    def press(self, page: Page, act: str) -> None:
        part(page, act).tap()
        settle(page)

    def write(self, page: Page, act: str, words: str) -> None:
        part(page, act).tap()
        page.keyboard.type(words)

    def wait(self, page: Page) -> None:
        screen = screen_of(page)
        page.clock.fast_forward(LONG_ENOUGH * 1000)
        expect(page.locator(f'.play[data-screen="{screen}"]')).to_have_count(0)
        settle(page)


class Keys(Finger):
    """Tab and Enter, and letters only in a field that is reached with them."""

    def press(self, page: Page, act: str) -> None:
        self._reach(page, act)
        page.keyboard.press("Enter")
        settle(page)

    def write(self, page: Page, act: str, words: str) -> None:
        self._reach(page, act)
        page.keyboard.type(words)

    def _reach(self, page: Page, act: str) -> None:
        for _ in range(LONGEST_WAY):
            if page.evaluate(FOCUSED) == act:
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{LONGEST_WAY} presses of Tab do not reach {act!r} on {page.url}")


class Plain:
    """A browser without scripts: every act is a button of a form or a link."""

    scripts = False

    def press(self, page: Page, act: str) -> None:
        found = part(page, act)
        if found.evaluate("part => part.matches('summary')"):
            found.click()
            return
        with page.expect_navigation():
            found.click()

    def write(self, page: Page, act: str, words: str) -> None:
        part(page, act).fill(words)

    def wait(self, page: Page) -> None:
        self.press(page, "wait")


HANDS: dict[str, Hand] = {"tap": Finger(), "keys": Keys(), "plain": Plain()}


def part(page: Page, act: str):
    """The part of the page that takes this act: the first that is seen."""
    return page.locator(f'[data-act="{act}"]:visible').first


def settle(page: Page) -> None:
    """Wait until nothing is on its way any more, whether the page stayed or another one came."""
    page.wait_for_load_state("load")
    expect(page.locator(BUSY)).to_have_count(0)


def screen_of(page: Page) -> str:
    """The name of the screen on the glass."""
    return page.locator(".play").get_attribute("data-screen") or ""
