"""The tour is played from the stranger's front door, as the README tells it; its pictures are taken here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from app.config import ROOT
from tests.browser.glass import Glass
from tests.browser.hands import BUSY, part, settle
from tests.browser.serving import Copy
from tests.browser.tablet import UPRIGHT
from tests.tour import BY_THE_HAND, PICTURES, stops

pytestmark = pytest.mark.browser

GLASSES = {"tablet": UPRIGHT, "laptop": (1280, 800)}
BROWSERS = {"en": "en-US", "zh": "zh-CN"}
MOVING = ("lesson", "slip", "help", "done")
"""The stops whose pictures make the moving one: slip, kind help, done."""
LONGEST_LESSON = 60
COLOURS = 128
"""So many are enough for drawn pages, and make a picture a third as big."""


@pytest.mark.holds("stranger")
@pytest.mark.parametrize("lang", BROWSERS)
def test_the_tour_is_as_told(
    chromium: Browser, demo: Copy, lang: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    folder = ROOT if pytestconfig.getoption("--pictures") else tmp_path
    (folder / PICTURES).mkdir(parents=True, exist_ok=True)
    context = chromium.new_context(locale=BROWSERS[lang], has_touch=True, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    glass = Glass(context.new_page(), demo.address)
    glass.page.goto(demo.address)
    for stop in stops():
        width, height = GLASSES[stop.on]
        glass.page.set_viewport_size({"width": width, "height": height})
        tapped = [words for tap in stop.taps for words in _tap(glass.page, tap)]
        for place in stop.sees:
            expect(glass.page.locator(place).first).to_be_visible()
        for words in stop.named(lang):
            assert any(words in label for label in tapped), f"{words!r} stands on nothing that was tapped: {tapped}"
        _take_picture(glass.page, folder / stop.file(lang))
    glass.must_be_clean()
    context.close()
    _draw_moving_picture([folder / stop.file(lang) for stop in stops() if stop.picture in MOVING], folder, lang)


def _tap(page: Page, tap: str) -> Iterator[str]:
    """Tap as the tour says; gives the words on each thing that was tapped, the heading above it first."""
    if tap == BY_THE_HAND:
        _follow_the_hand(page)
        return
    thing = part(page, tap) if tap.startswith("tap ") else page.locator(tap).first
    yield thing.inner_text()
    thing.tap()
    settle(page)


def _follow_the_hand(page: Page) -> None:
    """Tap wherever the hand points until the lesson has ended."""
    for _ in range(LONGEST_LESSON):
        if page.locator(".gate").count():
            return
        page.locator("[data-right]:visible").first.tap()
        expect(page.locator(f"{BUSY}, .shield")).to_have_count(0)
    raise AssertionError(f"{LONGEST_LESSON} taps where the hand points do not end the lesson")


def _take_picture(page: Page, path: Path) -> None:
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.screenshot(path=path, animations="disabled", caret="hide")
    with Image.open(path) as picture:
        few_colours = picture.convert("RGB").quantize(COLOURS)
    few_colours.save(path, optimize=True)


def _draw_moving_picture(pictures: list[Path], folder: Path, lang: str) -> None:
    """Put the pictures of a slip, its help and the end one after the other; small enough for a README."""
    frames = [Image.open(picture).convert("RGB").resize((480, 768)).quantize(96) for picture in pictures]
    path = folder / PICTURES / f"slip{'-zh' if lang == 'zh' else ''}.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=2600, loop=0, optimize=True)
    assert path.stat().st_size < 600_000
