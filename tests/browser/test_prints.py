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
      const wide = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline';
      if (wide && !one.closest('.shot')) {
        found.push(`${one.textContent} is wider than its place`);
      }
    }
    const scam = sheet.querySelector('.scam');
    const low = scam && [...scam.children].some((part) => box(part).bottom > box(scam).bottom + 1);
    if (low) found.push('the scam overflows');
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
LINES = """[...document.querySelectorAll('WHAT')].map((one) => {
  const words = document.createRange();
  words.selectNodeContents(one);
  return new Set([...words.getClientRects()].map((line) => Math.round(line.top))).size;
})"""
"""On how many lines each of some things stands."""
BESIDE = """[...document.querySelectorAll('.person')].filter((one) => {
  const [face, name] = [...one.children].map((part) => part.getBoundingClientRect());
  return name.top > face.bottom || name.left < face.right;
}).map((one) => one.textContent)"""
"""Whose name does not stand beside the face."""


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
    assert not amiss


@pytest.mark.holds("prints")
def test_whoever_takes_a_sheet_home_gets_one_page(paper: Page, where: Village, application: Flask) -> None:
    add(application, where, "赵玉兰", "f12")
    paper.goto(f"http://paper.test/staff/class/{where.classroom_id}/print/take-home")
    assert told(paper, AMISS) == []
    assert pages(paper) == 2
    assert told(paper, "document.querySelectorAll('.shot .here').length") > 0


@pytest.mark.holds("prints")
def test_four_practice_cards_are_a_page_and_no_number_breaks(paper: Page) -> None:
    paper.goto("http://paper.test/staff/print/practice-cards")
    lines = told(paper, LINES.replace("WHAT", ".number"))
    assert len(lines) >= 12 and set(lines) == {1}
    cards_ = told(paper, "document.querySelectorAll('.practice li').length")
    assert pages(paper) == -(-cards_ // 4)


@pytest.mark.holds("prints")
def test_face_and_name_stand_on_one_line_of_the_list(paper: Page, where: Village, application: Flask) -> None:
    for number in range(11):
        add(application, where, "欧阳秀珍", f"f{number + 12}", latin="Ouyang Xiuzhen")
    address = f"http://paper.test/staff/class/{where.classroom_id}/print"
    paper.goto(f"{address}/attendance")
    assert set(told(paper, LINES.replace("WHAT", ".person span"))) == {1}
    assert told(paper, BESIDE) == []
    assert pages(paper) == 1
    paper.goto(f"{address}/cards")
    assert pages(paper) == 2, "eight on a page"


@pytest.mark.holds("prints")
@pytest.mark.parametrize("width", SCREENS)
def test_what_is_printed_fits_the_screen_it_is_looked_at_on(paper: Page, where: Village, width: int) -> None:
    paper.set_viewport_size({"width": width, "height": 900})
    of_class = f"/staff/class/{where.classroom_id}/print"
    for way in ("/staff/print/lesson/certify-pension", "/staff/print/practice-cards", f"{of_class}/take-home",
                f"{of_class}/cards", f"{of_class}/attendance"):  # fmt: skip
        paper.goto(f"http://paper.test{way}")
        assert told(paper, "document.documentElement.scrollWidth - window.innerWidth") <= 0, way


def add(application: Flask, where: Village, name: str, face: str, latin: str = "Zhao Yulan") -> UUID:
    records: Records = application.extensions["records"]
    with records.writing() as s:
        room = roster.classroom(s, where.classroom_id)
        assert room is not None
        return roster.add_learner(s, classroom=room, name=name, name_latin=latin, face=face, now=NOW).id
