"""A photo in Chromium with a fake camera: taken on the laptop, on a tablet's wall, with the laptop off too, gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browser.engine import ARGUMENTS, executable
from tests.browser.serving import Copy
from tests.browser.tablet import LONG, tablet

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.holds("photo")]

READY = 30_000
PHOTOS = "async () => (await window.keep.all('sounds')).filter(kept => kept.photo).length"
SHELL = "() => window.tablet.kept('shell')"


@pytest.fixture
def camera(playwright: Playwright) -> Iterator[Browser]:
    """Chromium with a camera that sees a clock."""
    told = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    browser = playwright.chromium.launch(executable_path=executable(), args=[*ARGUMENTS, *told])
    yield browser
    browser.close()


def volunteer(browser: Browser, copy: Copy) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    context.set_default_timeout(LONG)
    context.add_cookies([{**cookie, "url": copy.address} for cookie in copy.signed_in("小刘")])
    return context


def kept(page: Page, count: int) -> None:
    """Wait until the tablet keeps so many photos."""
    page.wait_for_function(f"({PHOTOS})().then(found => found === {count})", timeout=READY)


def test_a_photo_is_taken_seen_with_the_laptop_off_and_taken_away(camera: Browser, mortal: Copy) -> None:
    who = mortal.newcomer()
    staff = volunteer(camera, mortal)
    page = staff.new_page()
    page.goto(f"{mortal.address}/staff/person/{who.id}/photo")
    expect(page.locator("#file")).to_be_hidden()
    page.locator("#open").click()
    page.locator("#take").click()
    page.locator("[name=agreed]").check()
    page.locator("#keep").click()
    expect(page.locator(".ph-top .photo img")).to_be_visible()
    with tablet(camera, mortal) as mine:
        glass, photo = mine.page, ".wall .photo img"
        glass.goto(f"{mortal.address}/t/new")
        glass.wait_for_url("**/wall")
        expect(glass.locator(photo)).to_be_visible()
        expect(glass.locator(".wall img")).to_have_count(1)
        glass.clock.run_for(READY)
        kept(glass, 1)
        glass.wait_for_function(f"({SHELL})()", timeout=READY)
        saved = glass.evaluate(SHELL)
        mortal.kill()
        glass.goto(mortal.address + saved)
        expect(glass.locator(photo)).to_be_visible()
        mortal.start()
        page.locator('form[action$="/away"] button').click()
        expect(page.locator(".photo img")).to_have_count(0)
        glass.goto(f"{mortal.address}/wall")
        expect(glass.locator(".wall img")).to_have_count(0)
        glass.clock.run_for(READY)
        kept(glass, 0)
    staff.close()
