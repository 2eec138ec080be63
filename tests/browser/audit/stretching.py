"""Rules of a page that is made narrow, enlarged or spread: nothing is cut and nothing is out at the side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from playwright.sync_api import Page

from tests.browser.audit.finding import Finding, Rule, Seen, found
from tests.browser.audit.profiles import EIGHT, NARROW, PHONE, UPRIGHT, Viewport


def nothing_sideways(seen: Seen) -> Iterator[Finding]:
    """Nobody has to scroll sideways."""
    overflow = seen["overflow"]
    if overflow["sideways"] > 1:
        yield Finding(f"{overflow['sideways']} px out at the side", tuple(overflow["who"]))


def nothing_cut(seen: Seen) -> Iterator[Finding]:
    """No text is cut off by its own box."""
    yield from found("text cut off", seen["overflow"]["cut"])


RULES: tuple[Rule, ...] = (nothing_sideways, nothing_cut)


def stretched(page: Page, before: Mapping[Viewport, Mapping[str, Any]]) -> Iterator[Finding]:
    """Make the page 320 px narrow, then its letters twice as big; `before` is its overflow on each glass."""
    yield from _worse("at 320 px", on(page, NARROW), {"sideways": 0, "cut": on(page, NARROW)["cut"]})
    page.evaluate("audit.enlarge(2)")
    for viewport in (UPRIGHT, PHONE):
        yield from _worse(f"letters at 200 %, {viewport.name}", on(page, viewport), before[viewport])


def spread(page: Page) -> Iterator[Finding]:
    """Give lines, words and letters the room that WCAG 1.4.12 names."""
    before = on(page, EIGHT)
    page.evaluate("audit.spread()")
    yield from _worse("spread as WCAG 1.4.12 says", on(page, EIGHT), before)


def on(page: Page, viewport: Viewport) -> dict[str, Any]:
    """What overflows on this glass."""
    page.set_viewport_size({"width": viewport.width, "height": viewport.height})
    overflow: dict[str, Any] = page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => done(audit.overflow())))"
    )
    return overflow


def _worse(how: str, after: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[Finding]:
    if after["sideways"] > max(1, before["sideways"]):
        yield Finding(f"{after['sideways']} px out at the side {how}", tuple(after["who"]))
    yield from found(f"text cut off {how}", sorted(set(after["cut"]) - set(before["cut"])))
