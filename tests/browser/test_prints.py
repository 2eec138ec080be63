"""What is printed, as Chromium prints it: how many pages, whether everything on them has its place, what is ringed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route

from app.records import Records, cards, roster
from tests.inspector import Inspector
from tests.people import NOW, Village, acts, play, staffed

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PASSWORD = "wan-shan-0000"
LANGUAGES = {"zh": "zh-Hans-CN", "en": "en"}
WIDTH = 1280
"""Of the window a page is printed from; narrower ones are looked at too."""
SCREENS = (1280, 800, 360)
AMISS = """() => {
  const found = [];
  const box = (one) => one.getBoundingClientRect();
  for (const sheet of document.querySelectorAll('.sheet.big')) {
    const story = sheet.querySelector('.story');
    for (const one of story ? story.querySelectorAll('.shot, .do, .scam') : []) {
      const over = box(one).bottom - box(story).bottom;
      if (over > 1) found.push(`${one.className} is ${Math.round(over)} px below its place`);
    }
    for (const one of sheet.querySelectorAll('p, h2, h3, dd, dt, li')) {
      if (!one.closest('.shot') && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline') {
        found.push(`${one.textContent} is wider than its place`);
      }
    }
    const scam = sheet.querySelector('.scam');
    if (scam && [...scam.children].some((part) => box(part).bottom > box(scam).bottom + 1)) found.push('the scam overflows');
  }
  for (const shot of document.querySelectorAll('.shot')) {
    const pane = box(shot.querySelector('.pane'));
    const rings = [...shot.querySelectorAll('.here')].map(box).filter((ring) => ring.height);
    const cut = rings.filter((ring) => ring.top < pane.top || ring.bottom > pane.bottom + 1 || ring.right > pane.right);
    if (cut.length) found.push(`ringed out of view: ${shot.parentElement.querySelector('.do').textContent}`);
    if (!rings.length && shot.querySelector('.here')) found.push('what is ringed is not drawn');
  }
  return found;
}"""


@pytest.fixture
def where(application: Flask, client: Inspector) -> Village:
    """A class that has a volunteer, signed in, and one learner with a hard step; every front-door card is checked."""
    application.extensions["clock"] = lambda: NOW
    records: Records = application.extensions["records"]
    with records.writing() as s:
        made = staffed(s, PASSWORD)
        opened = play(s, made, lesson="certify-pension")
        acts(s, opened, ["notice next slip", "notice next correct", "ready start slip", "record record slip end"])
        trainer = roster.staff_named(s, "周老师")
        assert trainer is not None
        for bridge in application.extensions["shelf"].catalogue.bridges.values():
            cards.check(s, trainer, bridge, how="telephone", differs="", now=NOW)
    assert client.send("/staff", name="小刘", password=PASSWORD).status_code == 303
    return made


@pytest.fixture(params=list(LANGUAGES))
def paper(request: pytest.FixtureRequest, chromium: Browser, client: Inspector, where: Village) -> Iterator[Page]:
    """A window in one language whose pages come from the application itself, without a server between."""
    language = LANGUAGES[request.param]

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        with client.get(f"{address.path}?{address.query}", headers={"Accept-Language": language}) as got:
            route.fulfill(status=got.status_code, content_type=got.content_type, body=got.get_data())

    context = chromium.new_context(locale=language, viewport={"width": WIDTH, "height": 900})
    context.route("**/*", answer)
    yield context.new_page()
    context.close()


def pages(paper: Page) -> int:
    """How many pages it prints on, without backgrounds."""
    made = paper.pdf(prefer_css_page_size=True, print_background=False)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", made))


def told(paper: Page, script: str) -> Any:
    return paper.evaluate(script)


@pytest.mark.holds("prints")
def test_each_handout_is_one_page_with_what_is_ringed_in_view(paper: Page, application: Flask) -> None:
    amiss: dict[str, Any] = {}
    for lesson in application.extensions["shelf"].lessons:
        paper.goto(f"http://paper.test/staff/print/lesson/{lesson}")
        found = told(paper, AMISS)
        if found or pages(paper) != 1:
            amiss[lesson] = found or "more than one page"
    import json; open(f"/tmp/h/amiss-{paper.evaluate('document.documentElement.lang')}.json","w").write(json.dumps(amiss,ensure_ascii=False,indent=0))
    assert not amiss
