"""A voice in Chromium with a fake microphone: refused when silent, approved, heard, out of date, taken back."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page, Playwright, expect

from app.dialects.registry import DIALECTS
from app.narration.sound import RATE, Samples
from app.voices.lines import Reading
from app.web import voicewords
from tests.browser.engine import ARGUMENTS, executable
from tests.browser.serving import Copy
from tests.browser.tablet import LONG, tablet
from tests.readers import encoded, voice

pytestmark = [pytest.mark.browser, pytest.mark.holds("recording")]

DIALECT = "yue"
LAPTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
WITH_OTHER_WORDS = """
import sys
from dataclasses import replace
from pathlib import Path
from app.__main__ import serve
from app.config import Settings
from app.factory import create_app
settings = replace(Settings.from_environment(), translations=Path(sys.argv[1]))
serve(create_app(settings), settings)
"""
"""The same copy, its words in another folder."""
KEPT = "name => window.keep.get('sounds', name).then(found => Boolean(found && found.mark))"

LASTS = """address => new Promise(done => {
  const heard = new Audio(address);
  heard.ondurationchange = () => done(heard.duration);
})"""

Microphone = Callable[[Samples], Browser]


@pytest.fixture
def microphone(playwright: Playwright, tmp_path: Path) -> Iterator[Microphone]:
    """Opens Chromium with a microphone that hears these samples again and again."""
    opened: list[Browser] = []

    def hears(samples: Samples) -> Browser:
        file = tmp_path / f"heard-{len(opened)}.wav"
        file.write_bytes(encoded(samples))
        fake = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
        arguments = [*ARGUMENTS, *fake, f"--use-file-for-fake-audio-capture={file}"]
        opened.append(playwright.chromium.launch(executable_path=executable(), args=arguments))
        return opened[-1]

    yield hears
    for browser in opened:
        browser.close()


@contextmanager
def signed_in(browser: Browser, copy: Copy, name: str, viewport: Any = None, **wishes: str) -> Iterator[Page]:
    """A page of somebody's own browser, at which they have signed in; nothing may go wrong in it."""
    context = browser.new_context(viewport=viewport or LAPTOP, permissions=["microphone"])
    context.set_default_timeout(LONG)
    context.add_cookies([{**one, "url": copy.address} for one in copy.signed_in(name, **{"lang": "en", **wishes})])
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda problem: wrong.append(str(problem)))
    yield page
    assert not wrong
    context.close()


def record(page: Page, tenths: int = 30) -> None:
    """Press, let so many tenths of a second go by, press again."""
    expect(page.locator("#file")).to_be_hidden()
    page.locator("#rec").press("Enter")
    page.wait_for_function("most => Number(document.getElementById('take').dataset.tenths || 0) >= most", arg=tenths)
    page.locator("#rec").press("Enter")
    expect(page.locator("#keep")).to_be_focused()


def files(copy: Copy) -> list[Path]:
    return [path for path in copy.settings.recordings.rglob("*") if path.is_file()]


def traces(copy: Copy, *wanted: bytes) -> list[str]:
    """Every file of the copy in which one of these bytes stands, or whose name they are."""
    here = [path for path in copy.settings.instance.rglob("*") if path.is_file()]
    return [path.name for path in here for one in wanted if one in path.read_bytes() or one in path.name.encode()]


def clips(page: Page) -> set[str]:
    """The names of the clips that are heard on a page."""
    return set(re.findall(r"/clips/([0-9a-f]{24}\.mp3)", page.content()))


def line_on(copy: Copy, page: Page) -> Reading:
    """A line of the interface that is heard on a page, in the dialect's own words."""
    shown, library = clips(page), copy.app.extensions["library"]
    with copy.app.app_context():
        lines = voicewords.lines_of(DIALECTS[DIALECT])
    own = (one for one in lines if one.part == "interface" and one.text != one.mandarin and len(one.text) > 5)
    return next(one for one in own if library.name(DIALECT, one.text) in shown)


def other_words(folder: Path, line: Reading, copy: Copy) -> Path:
    """All translations, with other words for this line."""
    shutil.copytree(copy.settings.translations, folder)
    messages = folder / DIALECT / "LC_MESSAGES" / "messages"
    with messages.with_suffix(".po").open("rb") as file:
        catalogue = read_po(file)
    catalogue[line.key.removeprefix("ui.")].string = f"{line.text}慢慢嚟。"
    with messages.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    return folder


@pytest.mark.slow
def test_a_voice_is_recorded_approved_heard_out_of_date_and_taken_back(
    chromium: Browser, microphone: Microphone, mortal: Copy, tmp_path: Path
) -> None:
    learner = mortal.newcomer(voice=DIALECT)
    with tablet(chromium, mortal) as mine:
        mine.sit(learner)
        line = line_on(mortal, mine.page)
        assert line.clip not in clips(mine.page)

        with signed_in(microphone(np.zeros(RATE * 4, np.float32)), mortal, "小刘") as page:
            page.goto(f"{mortal.address}/voices/{DIALECT}")
            page.get_by_label("Name, as people call them").fill("独一无二")
            page.get_by_label("They heard these words").check()
            page.get_by_role("button", name="Keep this yes and begin").click()
            page.wait_for_url("**/read?*")
            reading = f"{page.url}&part=interface&line={line.clip}"
            page.goto(reading)
            expect(page.locator(".big-line")).to_have_text(line.text)
            record(page)
            page.keyboard.press("Enter")
            expect(page.get_by_role("alert")).to_contain_text("Nothing was heard")
            assert not files(mortal)

        with signed_in(microphone(voice(60.0)), mortal, "小刘") as page:
            page.goto(reading)
            record(page)
            page.get_by_role("button", name="Hear yourself").click()
            page.wait_for_function("() => document.getElementById('mine').currentTime > 0.2")
            page.get_by_role("button", name="Keep and go on").click()
            expect(page.locator(".big-line")).not_to_have_text(line.text)
            assert len(files(mortal)) == 2
            page.goto(f"{mortal.address}/voices/{DIALECT}/check")
            expect(page.get_by_role("heading", level=1)).to_have_text("Nothing to listen to")

        with signed_in(chromium, mortal, "周老师") as page:
            page.goto(f"{mortal.address}/voices/{DIALECT}/check")
            expect(page.locator(".big-line")).to_have_text(line.text)
            page.wait_for_function("() => document.querySelector('audio').duration > 1")
            page.get_by_role("button", name="Yes, so it shall be heard").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Nothing to listen to")

        mine.go("/home")
        assert line.clip in clips(mine.page)
        assert mine.page.evaluate(LASTS, f"/clips/{line.clip}") > 1
        mine.page.wait_for_function(KEPT, arg=line.clip, timeout=120_000)

        mortal.kill()
        plain, mortal.command = mortal.command, [sys.executable, "-c", WITH_OTHER_WORDS]
        mortal.command = [*mortal.command, str(other_words(tmp_path / "words", line, mortal))]
        mortal.start()
        mine.go("/home")
        next_voice = mortal.app.extensions["library"].name(DIALECT, f"{line.text}慢慢嚟。")
        assert line.clip not in clips(mine.page) and next_voice in clips(mine.page)
        with signed_in(chromium, mortal, "小刘") as page:
            page.goto(f"{mortal.address}/voices/{DIALECT}")
            expect(page.locator(".facts dd").nth(2)).to_have_text("1")

        mortal.kill()
        mortal.command = plain
        mortal.start()
        mine.go("/home")
        assert line.clip in clips(mine.page)
        sound = (mortal.settings.recordings / line.clip).read_bytes()
        wanted = (sound, line.clip.encode(), "独一无二".encode())
        assert traces(mortal, *wanted)
        with signed_in(chromium, mortal, "周老师") as page:
            page.goto(f"{mortal.address}/voices/{DIALECT}")
            page.get_by_role("button", name="Take the voice back").click()
            expect(page.get_by_role("status")).to_contain_text("every recording (1)")
        assert not traces(mortal, *wanted) and not files(mortal)
        mine.go("/home")
        assert line.clip not in clips(mine.page)
        mine.page.wait_for_function(f"name => ({KEPT})(name).then(kept => !kept)", arg=line.clip, timeout=120_000)


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_no_page_is_wider_than_the_glass(
    microphone: Microphone, copy: Copy, viewport: dict[str, int], lang: str
) -> None:
    browser = microphone(voice(60.0))
    with signed_in(browser, copy, "小刘", viewport, lang=lang) as page:
        page.goto(f"{copy.address}/voices/{DIALECT}")
        page.locator("[name=name]").fill("王桂芳")
        page.locator("[name=agreed]").check()
        page.locator("form:has([name=agreed]) button").click()
        page.wait_for_url("**/read?*")
        reading = page.url
        record(page, 40)
        with page.expect_navigation():
            page.locator("#keep").click()
        ways = {"overview": "/voices", "dialect": f"/voices/{DIALECT}"}
        with signed_in(browser, copy, "周老师", viewport, lang=lang) as listening:
            look(listening, copy, "check", f"{copy.address}/voices/{DIALECT}/check")
        for name, path in ways.items():
            look(page, copy, name, copy.address + path)
        look(page, copy, "read", reading)


def look(page: Page, copy: Copy, name: str, address: str) -> None:
    page.goto(address, timeout=6 * LONG)  # What there is to read in eight dialects is counted at the first visit.
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
