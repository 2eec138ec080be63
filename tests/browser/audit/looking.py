"""Looks at one page as the audit does: on every glass, stretched, with Tab, without scripts; it knows no page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.browser.audit import axe, keyboard, reading, stretching, structure, touch
from tests.browser.audit.finding import Finding, Rule, Seen
from tests.browser.audit.profiles import LYING, SENIOR, UPRIGHT, VIEWPORTS, Profile, Viewport
from tests.browser.glass import Glass

MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
ON_EVERY_GLASS: tuple[Rule, ...] = (*touch.RULES, *reading.RULES, *stretching.RULES, structure.little_floats)
ON_ONE_GLASS: tuple[Rule, ...] = structure.RULES
FEWEST_SIGNS = 20
"""What a page without scripts must say at least, to be a page."""

WITH_ITS_LESSON = 150
"""Kilobytes that a practice page may weigh, as it brings its lesson with it; sound left out."""


@dataclass(frozen=True)
class Sight:
    """A page to be looked at: its address, its cookies, who reads it, and in which language."""

    address: str
    cookies: tuple[dict[str, str], ...]
    lang: str
    profile: Profile = SENIOR
    status: int = 200

    @property
    def origin(self) -> str:
        """The server's own part of the address: scheme, host, port."""
        return "/".join(self.address.split("/")[:3])


@dataclass
class Weight:
    """What has come over the net since the page was asked for."""

    bytes: int = 0
    requests: int = 0

    def listen(self, wire: CDPSession) -> None:
        """Count from now on."""
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self._add)

    def _add(self, event: Mapping[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])
        self.requests += 1


def look(browser: Browser, sight: Sight) -> list[Finding]:
    """Everything that is wrong with a page."""
    context = _context(browser, sight)
    context.add_init_script(MEASURE)
    page = context.new_page()
    glass, weight = Glass(page, sight.origin), Weight()
    weight.listen(context.new_cdp_session(page))
    findings = list(_opened(page, sight, weight))
    findings += _measured(page, sight)
    page.reload()
    findings += _at("8 inches, upright", stretching.spread(page))
    _resize(page, LYING)
    page.reload()
    findings += _at(LYING.name, keyboard.walked(page))
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    findings += _at("less movement", _still(page))
    told = (f"{sight.status}: GET", f"status of {sight.status}") if sight.status >= 400 else ()
    findings += [Finding(wrong) for wrong in glass.wrong if not any(words in wrong for words in told)]
    context.close()
    findings += _at("no scripts", _without_scripts(browser, sight))
    return findings


def _opened(page: Page, sight: Sight, weight: Weight) -> Iterator[Finding]:
    answer = page.goto(sight.address)
    page.wait_for_load_state("networkidle")
    if answer is None or answer.status != sight.status:
        yield Finding(f"answers {answer.status if answer else 'nothing'}")
    most = WITH_ITS_LESSON if "/practice/" in sight.address else sight.profile.kilobytes
    if weight.bytes > most * 1000:
        yield Finding(f"weighs {weight.bytes / 1000:.0f} kB, more than {most:.0f}")
    if weight.requests > sight.profile.requests:
        yield Finding(f"takes {weight.requests} requests, more than {sight.profile.requests}")


def _measured(page: Page, sight: Sight) -> Iterator[Finding]:
    overflow: dict[Viewport, Any] = {}
    for viewport in VIEWPORTS:
        _resize(page, viewport)
        seen = measure(page, sight.profile, viewport, sight.lang)
        overflow[viewport] = seen["overflow"]
        rules = ON_EVERY_GLASS if overflow.keys() - {viewport} else (*ON_ONE_GLASS, *ON_EVERY_GLASS)
        yield from _at(viewport.name, (finding for rule in rules for finding in rule(seen)))
        yield from _at(viewport.name, axe.asked(page, sight.profile))
    yield from _at("stretched", stretching.stretched(page, overflow))


def measure(page: Page, profile: Profile, viewport: Viewport, lang: str) -> Seen:
    """Everything that the rules read, on the glass as it is."""
    names = ("touch", "type", "overflow", "structure", "words")
    measured = page.evaluate("(names) => Object.fromEntries(names.map((name) => [name, audit[name]()]))", list(names))
    return Seen(profile, viewport, lang, measured)


def _still(page: Page) -> Iterator[Finding]:
    moving = page.evaluate("audit.structure().moving")
    if moving:
        yield Finding("moves though less movement is wished", tuple(moving))


def _without_scripts(browser: Browser, sight: Sight) -> Iterator[Finding]:
    context = _context(browser, sight, scripts=False)
    page = context.new_page()
    page.goto(sight.address)
    said = len(page.locator("body").inner_text().strip())
    ways = page.locator("form button:visible, main a[href]:visible").count()
    if said < FEWEST_SIGNS or not ways:
        yield Finding(f"says {said} signs and has {ways} ways on")
    context.close()


def _context(browser: Browser, sight: Sight, scripts: bool = True) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": UPRIGHT.width, "height": UPRIGHT.height},
        locale=sight.lang.split("_")[0],
        has_touch=True,
        java_script_enabled=scripts,
    )
    context.add_cookies([{**cookie, "url": sight.origin} for cookie in sight.cookies])
    return context


def _resize(page: Page, viewport: Viewport) -> None:
    page.set_viewport_size({"width": viewport.width, "height": viewport.height})


def _at(where: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    for finding in findings:
        yield replace(finding, where=where)
