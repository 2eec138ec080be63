"""Goes through a page with Tab: everything is reached, the focus is seen, and it never stays caught."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.browser.audit.finding import Finding, found

MOST = 150
THIN = 2
PARTS = "document.activeElement.type === 'date' ? 3 : 0"
"""How often Tab goes on within what has the focus: a date has a day, a month, a year and the way to the calendar."""


def walked(page: Page) -> Iterator[Finding]:
    """Press Tab until every stop has been made, then judge the stops."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    stops, caught = _stops(page)
    yield from found("the focus is caught", caught)
    yield from found("not reached with Tab", page.evaluate("audit.unreached()"))
    hidden = (stop["name"] for stop in stops if stop["covered"] or not stop["inView"])
    yield from found("the focus is covered or out of sight (WCAG 2.4.11)", hidden)
    ours = [stop for stop in stops if not stop["player"]]
    unseen = [
        stop for stop in ours if page.evaluate("(number) => audit.undressed(number)", stop["number"]) == stop["dress"]
    ]
    yield from found("the focus is not seen (WCAG 2.4.7)", (stop["name"] for stop in unseen))
    thin = (stop["name"] for stop in ours if stop not in unseen and stop["ring"] < THIN)
    yield from found("the focus is hardly seen (WCAG 2.4.13)", thin)


def _stops(page: Page) -> tuple[list[dict[str, Any]], list[str]]:
    """The stops in order, and where the focus stayed caught; one may begin in the middle, so the page is gone round."""
    stops: list[dict[str, Any]] = []
    rounds = within = 0
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate("audit.focus()")
        if stop is None:
            rounds += 1
            if rounds > 1:
                break
        elif stops and stop["number"] == stops[-1]["number"]:
            within += 1
            if within > page.evaluate(PARTS):
                return stops, [stop["name"]]
        elif stop["number"] in {earlier["number"] for earlier in stops}:
            break
        else:
            stops.append(stop)
            within = 0
    return stops, []
