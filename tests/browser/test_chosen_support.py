"""A support that staff choose reaches a tablet that fetched ahead: at its wall, before the laptop goes off."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from app.records import journal, supports
from app.records.happened import HAND
from app.records.identity import uuid7
from tests.browser.hands import settle
from tests.browser.serving import Copy
from tests.browser.test_laptop_off import READY, address, get_ready, offered, play, sit, started

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.holds("override")]

PLANNED = """async ([who, lesson, level, patience]) => {
  for (const until = Date.now() + patience; ; await new Promise((over) => setTimeout(over, 250))) {
    const html = await window.tablet.kept(`page ${who} /practice/${lesson}`);
    const told = html && new DOMParser().parseFromString(html, 'text/html').getElementById('play');
    if (told && Object.values(JSON.parse(told.textContent).plan).every((one) => one === level)) return true;
    if (Date.now() >= until) return false;
  }
}"""
"""Whether every step of a kept lesson has this support, within so many milliseconds."""


def test_a_tablet_fetches_a_chosen_support_at_its_wall(playwright: Playwright, mortal: Copy, tmp_path: Path) -> None:
    person = mortal.newcomer()
    lesson = offered(mortal, person)[0]
    with started(playwright, tmp_path / "profile", mortal) as mine:
        saved = get_ready(mine, person)
        asked = [str(person.id), lesson, "prompted"]
        assert not mine.page.evaluate(PLANNED, [*asked, 0])
        now = mortal.app.extensions["clock"]()
        with mortal.records.writing() as s:
            supports.choose(s, person.id, supports.ALL, "prompted", by=uuid7(now), now=now)
        mine.page.goto(address(mortal) + "/wall")
        settle(mine.page)
        assert mine.page.evaluate(PLANNED, [*asked, READY])
        mortal.kill()
        sit(mine, saved, person)
        play(mine, lesson, acts=2)
        mortal.start()
        expect(mine.page.locator("html[data-waiting]")).to_have_count(0, timeout=READY)
    with mortal.records.session() as s:
        (opened,) = [one for one in journal.sessions(s, person.id) if one.lesson == lesson]
    assert opened.plan[HAND]["level"] == "prompted"
