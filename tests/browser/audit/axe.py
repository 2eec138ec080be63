"""Asks axe-core, which knows the rules of WCAG, about a page; it adds no rule of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.audit.finding import Finding
from tests.browser.audit.profiles import Profile

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
BEST = "wcag2aaa"
ASK = Path(__file__).with_name("axe.js").read_text(encoding="utf-8")


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def asked(page: Page, profile: Profile) -> Iterator[Finding]:
    """Every rule of WCAG A and AA and of good practice that the page breaks; of AAA too where contrast is the best."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{_axe()};0")
    for broken in page.evaluate(ASK, [*TAGS, *([BEST] if profile.best_contrast else [])]):
        yield Finding(f"axe {broken['rule']}", tuple(broken["on"]))
