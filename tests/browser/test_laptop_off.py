"""The laptop is off: from the one address a tablet saves, after a new start, people practise and nothing is lost."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Error, Playwright, expect

from app.practice import offers
from app.records import journal
from app.simulator.lesson import stage
from app.web.visitors import TABLET_COOKIE
from tests.browser.engine import ARGUMENTS, executable
from tests.browser.glass import Glass
from tests.browser.hands import HANDS, part, settle
from tests.browser.serving import Copy, Sitter
from tests.browser.tablet import LONG, UPRIGHT, Tablet, way
from tests.browser.test_journeys import LESSONS, right

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.holds("laptop-off")]

NAME = "class.test"
"""A name that is not this machine's own: nothing that browsers allow only there may be needed."""
KILLED = 20
READY = 180_000
"""Milliseconds in which a tablet has fetched everything, on a machine with much else to do."""
WHOLE = 900_000
"""Milliseconds in which it has the whole library."""
HEARD = """() => {
  window.heard = [];
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    return play.call(this).then((done) => { window.heard.push(this.src); return done; });
  };
}"""
KEPT_SOUND = """() => window.heard.some((source) => source.startsWith('blob:'))"""
KEPT = """async () => (await window.keep.pending()).map((act) => act.act)"""


@contextmanager
def started(playwright: Playwright, profile: Path, copy: Copy) -> Iterator[Tablet]:
    """A tablet's browser with what it has kept in a folder; it is closed at the end."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=executable(),
        args=[*ARGUMENTS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1", "--autoplay-policy=no-user-gesture-required"],
        viewport={"width": UPRIGHT[0], "height": UPRIGHT[1]},
        locale="zh-CN",
        has_touch=True,
    )
    context.set_default_timeout(LONG)
    context.add_init_script(f"({HEARD})()")
    yield Tablet(Glass(context.pages[0], address(copy)), HANDS["tap"], copy)
    with suppress(Error):  # It may have been killed.
        context.close()


def address(copy: Copy) -> str:
    return f"http://{NAME}:{copy.settings.port}"


def enrol(context: BrowserContext, copy: Copy) -> None:
    context.add_cookies([{"name": TABLET_COOKIE, "value": copy.tablet, "url": address(copy)}])


def get_ready(mine: Tablet, *people: Sitter, whole: bool = False) -> str:
    """Open the class at the tablet, let each of the people sit down until everything of theirs is on it.

    Or, if told so, until the `whole` library is. Gives the address that the tablet saves.
    """
    page, copy = mine.page, mine.copy
    enrol(page.context, copy)
    page.goto(address(copy) + "/t/new")
    page.wait_for_url("**/wall")
    for person in people:
        page.goto(address(copy) + "/wall")
        settle(page)
        mine.hand.press(page, f"tap {person.id}")
        mine.hand.press(page, "tap yes")
        state = "all" if whole else re.compile("ready|all")
        expect(page.locator("[data-ahead]")).to_have_attribute("data-state", state, timeout=WHOLE if whole else READY)
    saved: str = page.evaluate("window.tablet.kept('shell')")
    return address(copy) + saved


def sit(mine: Tablet, saved: str, person: Sitter) -> None:
    """From the saved address to one's own tasks, with nobody at the other end."""
    mine.page.goto(saved)
    expect(mine.page.locator(".wall")).to_be_visible()
    tap(mine, f"tap {person.id}")
    tap(mine, "tap yes")
    expect(mine.page.locator(".tasks")).to_be_visible()


def tap(mine: Tablet, act: str) -> None:
    part(mine.page, act).tap()
    expect(mine.page.locator("[data-leading], [data-acting]")).to_have_count(0)


def play(mine: Tablet, lesson: str, acts: int | None = None) -> None:
    """Play so many strokes of the right path of a lesson that is on the tablet, all of them unless told."""
    tap(mine, f"tap {lesson}")
    for stroke in way(mine.copy.shelf.lessons[lesson])[:acts]:
        mine.must_be_at(stroke.screen)
        if stroke.value:
            part(mine.page, stroke.act).fill(stroke.value)
        elif stroke.act == "wait":
            expect(mine.page.locator(f'.play[data-screen="{stroke.screen}"]')).to_have_count(0, timeout=READY)
        else:
            tap(mine, stroke.act)


def offered(copy: Copy, person: Sitter) -> list[str]:
    """The lessons that the tablet has been given for somebody."""
    with copy.records.session() as s:
        artefact, now = copy.app.extensions["artefact"], copy.app.extensions["clock"]()
        return [offer.lesson.id for offer in offers(s, copy.shelf.lessons, artefact, person.id, now)]


def acts_in(copy: Copy, person: UUID, lesson: str) -> list[tuple[str, str, str]]:
    """What the laptop knows of somebody's play of a lesson."""
    with copy.records.session() as s:
        plays = [one for one in journal.sessions(s, person) if one.lesson == lesson]
        return [(one.screen, one.act, one.value) for play in plays for one in journal.attempts(s, play.uuid)]


def test_a_class_practises_with_the_laptop_off(playwright: Playwright, mortal: Copy, tmp_path: Path) -> None:
    one, other = mortal.newcomer(), mortal.newcomer()
    lessons = offered(mortal, one)
    assert len(lessons) == 3
    with started(playwright, tmp_path / "profile", mortal) as mine:
        saved = get_ready(mine, one, other)
    mortal.kill()
    with started(playwright, tmp_path / "profile", mortal) as mine:
        for lesson in lessons:
            sit(mine, saved, one)
            play(mine, lesson)
            expect(mine.page.locator(".gate")).to_be_visible()
            mine.page.wait_for_function(KEPT_SOUND, timeout=READY)
            tap(mine, "tap stop")
            expect(mine.page.locator(".wall")).to_be_visible()
        sit(mine, saved, other)
        play(mine, lessons[0], acts=3)
        mortal.start()
        expect(mine.page.locator("html[data-waiting]")).to_have_count(0, timeout=READY)
    for lesson in lessons:
        assert acts_in(mortal, one.id, lesson) == right(stage(LESSONS[lesson]))
    begun = acts_in(mortal, other.id, lessons[0])
    assert begun and begun == right(stage(LESSONS[lessons[0]]))[: len(begun)]


def test_every_lesson_opens_with_the_laptop_off(playwright: Playwright, mortal: Copy, tmp_path: Path) -> None:
    person = mortal.newcomer()
    with started(playwright, tmp_path / "profile", mortal) as mine:
        saved = get_ready(mine, person, whole=True)
    mortal.kill()
    with started(playwright, tmp_path / "profile", mortal) as mine:
        for lesson in mortal.shelf.lessons:
            sit(mine, saved, person)
            tap(mine, "tap all-tasks")
            play(mine, lesson, acts=2)
    print(f"lessons opened {len(mortal.shelf.lessons)} of {len(LESSONS)}")
    mortal.start()


def test_what_was_kept_is_there_when_the_browser_is_killed(
    playwright: Playwright, mortal: Copy, tmp_path: Path
) -> None:
    person = mortal.newcomer(sound="quiet")
    lesson = offered(mortal, person)[0]
    with started(playwright, tmp_path / "profile", mortal) as mine:
        saved = get_ready(mine, person)
    mortal.kill()
    kept = 0
    for number in range(KILLED):
        with started(playwright, tmp_path / "profile", mortal) as mine:
            sit(mine, saved, person)
            tap(mine, f"tap {lesson}")
            expect(mine.page.locator(".play")).to_be_visible()
            before = len(mine.page.evaluate(KEPT))
            part(mine.page, "tap help").tap()
            expect(mine.page.locator("[data-kept]")).to_contain_text(f"平板上记着{number + 1}步")
            for process in browsers(tmp_path / "profile"):
                os.kill(process, signal.SIGKILL)
        with started(playwright, tmp_path / "profile", mortal) as mine:
            mine.page.goto(saved)
            expect(mine.page.locator(".wall")).to_be_visible()
            kept += len(mine.page.evaluate(KEPT)) == before + 1 == number + 1
    assert kept == KILLED
    print(f"browsers killed {KILLED} kept {kept}")


def browsers(profile: Path) -> list[int]:
    """The processes of the browser that uses this folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in words:
            found.append(int(folder.name))
    return found
