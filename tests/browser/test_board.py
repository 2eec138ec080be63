"""A class of twelve tablets over the room's network: the board names exactly those who need somebody, and in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.records import journal
from app.records.happened import HELP_GIVEN
from app.simulator import machine
from app.web import findings
from app.web.room import addresses
from tests.browser.glass import Glass
from tests.browser.hands import part, settle
from tests.browser.serving import Copy, Sitter
from tests.browser.tablet import LONG, UPRIGHT, way

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.holds("board-in-time")]

TABLETS = 12
LESSON = "spot-scam-sms"
FROZEN = 30.0
"""Seconds without an act after which somebody is frozen here, so that the test need not wait for two minutes."""
SILENT = 12.0
"""Seconds: longer than a tablet lets pass between two times of telling that it is here."""
IN_TIME = 5.0
"""Seconds after the threshold in which the board must know."""
SLIP = "tap good"
"""A slip on the second screen of the lesson."""


@pytest.fixture
def room(tmp_path: Path, empty_database: Path) -> Iterator[Copy]:
    """A copy that serves at this machine's address in its network, with thresholds that a test can wait for."""
    found = addresses()
    if not found:
        pytest.skip("this machine is in no network")
    serving = Copy.over(tmp_path / "instance", empty_database)
    serving.make_class()
    serving.address = f"http://{found[0].ip}:{serving.settings.port}"
    told = f"frozen={FROZEN} frozen_first={FROZEN} heard=1 silent={SILENT}"
    serving.told = {"HOST": found[0].ip, "NEEDING": told}
    serving.start()
    yield serving
    serving.close()


class Seat:
    """One tablet, whoever sits at it, and when they did something last."""

    def __init__(self, context: BrowserContext, copy: Copy, learner: Sitter) -> None:
        self.context, self.copy, self.learner = context, copy, learner
        self.glass = Glass(context.new_page(), copy.address)
        self.strokes = iter(way(copy.shelf.lessons[LESSON]))
        self.acted = 0.0

    @property
    def page(self) -> Page:
        return self.glass.page

    def begin(self, code: str) -> None:
        """Join the class by its code, tap one's own face, say yes, and open the lesson."""
        self.page.goto(self.copy.address)
        self.page.locator('input[name="code"]').fill(code)
        self.page.locator('form:has(input[name="code"]) button').click()
        expect(self.page.locator(".wall")).to_be_visible()
        self.page.goto(f"{self.copy.address}/wall/{self.learner.id}")
        self.tap("tap yes")
        self.page.wait_for_url("**/home")
        self.page.goto(f"{self.copy.address}/practice/{LESSON}")
        settle(self.page)

    def go_on(self) -> None:
        """Do the next right act, and see where it leads."""
        stroke = next(self.strokes)
        expect(self.page.locator(".play")).to_have_attribute("data-screen", stroke.screen)
        self.tap(stroke.act)

    def tap(self, act: str) -> None:
        part(self.page, act).first.tap()
        self.acted = time.monotonic()


class Board:
    """The volunteer's page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def named(self) -> dict[str, str]:
        """Whom the board names now, and why."""
        told: list[list[str]] = self.page.locator(".nc").evaluate_all(
            "(cards) => cards.map((one) => [one.querySelector('.nm a').textContent, one.dataset.need])"
        )
        return dict(told)

    def card(self, seat: Seat):
        return self.page.locator(".nc").filter(has=self.page.get_by_role("link", name=seat.learner.latin, exact=True))

    def must_name(self, wanted: dict[str, str], before: float) -> float:
        """Fail unless the board names exactly these by then; gives how long it took from now."""
        began = time.monotonic()
        while self.named() != wanted:
            assert time.monotonic() < before, f"{self.named()} instead of {wanted}"
            self.page.wait_for_timeout(100)
        return time.monotonic() - began


def sign_in(browser: Browser, copy: Copy) -> tuple[BrowserContext, Page]:
    """The volunteer at the laptop's own browser, by the same address."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    context.set_default_timeout(LONG)
    context.add_cookies([{**cookie, "url": copy.address} for cookie in copy.signed_in("小刘", lang="en")])
    return context, context.new_page()


def step(copy: Copy, screen: str) -> str:
    """A step of the lesson in the words of an English page."""
    with copy.app.test_request_context(headers={"Accept-Language": "en"}):
        return findings.step_skills(LESSON, screen)


def meanwhile(seats: list[Seat], until: Callable[[], bool]) -> None:
    """Those who practise go on, each before they would count as frozen, until something is so."""
    while not until():
        slowest = min(seats, key=lambda seat: seat.acted)
        if time.monotonic() - slowest.acted > FROZEN / 2:
            slowest.go_on()
        else:
            slowest.page.wait_for_timeout(100)


def test_twelve_tablets_and_the_board_names_exactly_those_who_need_somebody(chromium: Browser, room: Copy) -> None:
    people = [room.newcomer(lang="en") for _ in range(TABLETS)]
    volunteer, page = sign_in(chromium, room)
    page.goto(f"{room.address}/start")
    code = page.locator(".digits").first.inner_text().replace(" ", "")
    seats = []
    for learner in people:
        context = chromium.new_context(
            viewport={"width": UPRIGHT[0], "height": UPRIGHT[1]}, locale="en-US", has_touch=True
        )
        context.set_default_timeout(LONG)
        seats.append(Seat(context, room, learner))
        seats[-1].begin(code)
    assert "localhost" not in room.address and "127." not in room.address
    for seat in seats:
        seat.go_on()
    page.goto(f"{room.address}/board")
    board, name = Board(page), {seat: seat.learner.latin for seat in seats}
    frozen, slips, asks, others = seats[:2], seats[2], seats[3], seats[4:]

    for _ in range(2):
        slips.tap(SLIP)
        settle(slips.page)
        slips.page.wait_for_timeout(2500)  # a finger that trembles slips once
    asks.tap(machine.HELP)
    settle(asks.page)
    expected = {name[asks]: "asked", name[slips]: "slipping"}
    board.must_name(expected, time.monotonic() + IN_TIME)

    due = [seat.acted + FROZEN for seat in frozen]
    meanwhile([*others], lambda: time.monotonic() > min(due) - 2)
    assert board.named() == expected, "nobody is called before they need somebody"
    meanwhile([*others], lambda: time.monotonic() > due[0])
    for seat, threshold in zip(frozen, due, strict=True):
        expected[name[seat]] = "frozen"
        meanwhile([*others], lambda threshold=threshold: time.monotonic() > threshold)
        board.card(seat).wait_for(timeout=(threshold + IN_TIME - time.monotonic()) * 1000)
    board.must_name(expected, max(due) + IN_TIME)
    assert next(iter(board.named())) == name[asks], "who asked comes first"
    for seat in (*frozen, slips, asks):
        place = room.sitting(seat.learner).place.screen
        assert seat.page.locator(".play").get_attribute("data-screen") == place
        expect(board.card(seat).locator(".step")).to_contain_text(step(room, place))

    board.card(frozen[0]).get_by_role("button").click()
    del expected[name[frozen[0]]]
    board.must_name(expected, time.monotonic() + IN_TIME)
    with room.records.session() as s:
        assert [fact.learner_id for fact in journal.facts(s, HELP_GIVEN)] == [frozen[0].learner.id]

    gone = others.pop()
    gone.context.set_offline(True)
    gone.tap(machine.HELP)
    silent = page.locator("[aria-labelledby=silent]").get_by_role("link", name=name[gone], exact=True)
    meanwhile(others, silent.is_visible)
    assert name[gone] not in board.named(), "nobody is frozen, and nobody asks, by a silence that is their tablet's"
    gone.context.set_offline(False)
    expected[name[gone]] = "asked"
    board.card(gone).wait_for(timeout=10_000)
    assert board.named()[name[gone]] == "asked"
    expect(silent).to_have_count(0)
    gone.glass.must_be_clean(("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK"))
    for seat in seats[:-1]:
        seat.glass.must_be_clean()
    for context in (volunteer, *(seat.context for seat in seats)):
        context.close()
