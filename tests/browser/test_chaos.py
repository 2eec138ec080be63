"""Chaos: the network spoils connections and the laptop is killed again and again; every act arrives, and once only."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from app.practice import open_play
from app.records import journal
from app.simulator import machine
from app.simulator.lesson import stage
from app.simulator.machine import Act
from app.simulator.paths import spelled
from app.web.visitors import TABLET_COOKIE
from tests.browser.chaos import Relay
from tests.browser.serving import Copy, Sitter
from tests.browser.tablet import LONG, UPRIGHT

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.holds("chaos")]

SHORT, LONG_RUN = 200, 1000
"""How many acts are done unless ACTS says so: with all other tests, and to prove the line."""
EACH = 10
"""After so many acts the laptop is killed."""
HELPS = 0.25
"""Of the acts, so many are calls for help."""
SHARE = 0.7
"""Of the connections that come while the network is bad, so many are spoilt."""
LAST = 120_000
"""Milliseconds in which everything has arrived once the network is good again."""
ANSWERED = """(before) => {
  const play = document.querySelector('.play');
  return !document.querySelector('[data-acting]') && window.play.here().play.acts.length > before;
}"""


@dataclass
class Count:
    """What was counted at the end."""

    acts: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    gaps: int = 0


@pytest.fixture
def relay(mortal: Copy) -> Iterator[Relay]:
    """A bad network in front of the copy."""
    bad = Relay(mortal.settings.port, random.Random(7), SHARE)
    yield bad
    bad.close()


def seat(chromium: Browser, copy: Copy, relay: Relay, learner: Sitter) -> Page:
    """A page of the tablet, at the other end of the bad network, with this learner at it."""
    context = chromium.new_context(
        viewport={"width": UPRIGHT[0], "height": UPRIGHT[1]}, locale="zh-CN", has_touch=True, bypass_csp=True
    )
    context.set_default_timeout(LONG)
    here = f"http://127.0.0.1:{relay.port}"
    context.add_cookies([{**cookie, "url": here} for cookie in copy.seated(learner)])
    assert any(cookie["name"] == TABLET_COOKIE for cookie in context.cookies())
    return context.new_page()


def opened(page: Page, relay: Relay, lesson: str) -> None:
    """Open the lesson's page while the network is good, and wait until the lesson is on the tablet."""
    relay.peace = True
    page.goto(f"http://127.0.0.1:{relay.port}/practice/{lesson}")
    page.wait_for_function("window.play && window.play.here()")
    relay.peace = False


def do(page: Page, copy: Copy, lesson: str, chance: random.Random) -> None:
    """One act on the glass: mostly right, sometimes a call for help."""
    done = page.evaluate("window.play.here().play.acts.map(([, act, value]) => [act, value])")
    play = stage(copy.shelf.lessons[lesson])
    place = machine.replay(play, [Act(act, value) for act, value in done]).place
    assert place.screen == page.evaluate("window.play.here().place.visit.screen")
    act = machine.next_act(play, place)
    assert act is not None
    if chance.random() < HELPS:
        page.locator('[data-act="tap help"]').last.dispatch_event("click")
    else:
        for stroke in spelled(play, place.screen, act):
            target = page.locator(f'.play [data-act="{stroke.act}"]').first
            if stroke.value:
                target.fill(stroke.value)
                target.blur()
            else:
                target.dispatch_event("click")
    page.wait_for_function(ANSWERED, arg=len(done))


def near_the_end(page: Page) -> bool:
    """Whether the next right act would be the last."""
    return bool(page.evaluate("[...window.play.here().machine.path(window.play.here().place)].length <= 1"))


def new_play(copy: Copy, learner: Sitter, lesson: str) -> UUID:
    """Open another play for the learner, as the laptop does."""
    artefact, now = copy.app.extensions["artefact"], copy.app.extensions["clock"]()
    with copy.records.writing() as s:
        lessons = copy.shelf.lessons
        return open_play(s, lessons, artefact, learner.id, lesson, now, afresh=True, twist=0).session.uuid


def test_every_act_arrives_and_once_only(
    chromium: Browser, mortal: Copy, relay: Relay, request: pytest.FixtureRequest
) -> None:
    acts = int(os.environ.get("ACTS") or (LONG_RUN if request.config.getoption("--holds") else SHORT))
    learner, chance, count = mortal.newcomer(sound="quiet"), random.Random(11), Count()
    page = seat(chromium, mortal, relay, learner)
    lessons = itertools.cycle(mortal.shelf.lessons)

    def goes_on() -> bool:
        return count.acts < acts or relay.faults < acts // 2

    while goes_on():
        lesson = next(lessons)
        session = new_play(mortal, learner, lesson)
        opened(page, relay, lesson)
        while goes_on() and not near_the_end(page):
            if count.acts % EACH == EACH - 1:
                mortal.kill()
                count.kills += 1
            do(page, mortal, lesson, chance)
            count.acts += 1
            if count.acts % EACH == EACH // 2 and count.kills:
                mortal.start()
        mortal.start()
        told = page.evaluate("window.play.here().play.acts.map(([uuid]) => uuid)")
        relay.peace = True
        expect(page.locator("html[data-waiting]")).to_have_count(0, timeout=LAST)
        reckon(mortal, session, told, count)
    page.context.close()
    print(
        f"\nacts {count.acts} kills {count.kills} faults {relay.faults} "
        f"lost {count.lost} doubled {count.doubled} gaps {count.gaps}"
    )
    assert count.acts >= acts and count.kills >= acts // EACH and relay.faults >= acts // 2
    assert (count.lost, count.doubled, count.gaps) == (0, 0, 0)


def reckon(copy: Copy, session: UUID, told: list[str], count: Count) -> None:
    """Count what the laptop lacks of a play, has twice, or has in another order than it was done."""
    with copy.records.session() as s:
        kept = [str(one.uuid) for one in journal.attempts(s, session)]
    count.lost += len(set(told) - set(kept))
    count.doubled += len(kept) - len(set(kept)) + len(set(kept) - set(told))
    count.gaps += sum(1 for mine, theirs in zip(told, kept, strict=False) if mine != theirs)
