"""A few words after "Not clear here" in Chromium with a fake microphone: on the step, laptop off, sent later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from app import classes
from app.config import ROOT
from app.narration import sound
from app.records import roster
from tests.browser.engine import ARGUMENTS, executable
from tests.browser.serving import Copy
from tests.browser.tablet import LONG, SMALL, UPRIGHT, tablet
from tests.readers import encoded

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.holds("spoken-unclear")]

LESSON = "certify-pension"
READY = 60_000
SPOKEN = "() => Number(document.querySelector('.tell').dataset.tenths || 0) >= 12"
WAITING = "async () => (await window.words.waiting()).length"
SILENT = "() => document.querySelectorAll('.saying, .w.now').length === 0"
PLACED = """() => {
  const [button, glass] = ['.speak', '.sim-body'].map(one => document.querySelector(one).getBoundingClientRect());
  const middle = document.elementFromPoint(button.left + button.width / 2, button.top + button.height / 2);
  const others = Array.from(document.querySelectorAll('a[href], button, summary')).filter(one => one.offsetParent
    && !one.closest('.sim, .speak')).map(one => one.getBoundingClientRect());
  const gap = Math.min(...others.map(one => Math.max(one.left - button.right, button.left - one.right,
    one.top - button.bottom, button.top - one.bottom)));
  return { size: Math.min(button.width, button.height), gap, seen: button.top >= 0 && button.bottom <= innerHeight,
    clear: Boolean(middle.closest('.speak')), glass: glass.height,
    wide: document.documentElement.scrollWidth > innerWidth };
}"""


@pytest.fixture
def speaking(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """Chromium with a microphone that hears somebody speak; a hum would be taken for noise."""
    clip = max((ROOT / "static" / "clips").glob("*.mp3"), key=lambda found: found.stat().st_size)
    (tmp_path / "voice.wav").write_bytes(encoded(sound.decode(clip.read_bytes())))
    fake = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    told = [*ARGUMENTS, *fake, f"--use-file-for-fake-audio-capture={tmp_path / 'voice.wav'}"]
    browser = playwright.chromium.launch(executable_path=executable(), args=told)
    yield browser
    browser.close()


@pytest.fixture
def letting(mortal: Copy) -> Copy:
    """A copy whose class lets people say a few words."""
    with mortal.records.writing() as s:
        room, member = roster.classroom(s, mortal.classroom_id or pytest.fail()), roster.staff_named(s, "小刘")
        assert room is not None and member is not None
        classes.let_class_speak(s, room, member, datetime.now(UTC), on=True)
    return mortal


def files(copy: Copy) -> list[Path]:
    return list(copy.settings.own_words.glob("*.mp3"))


def speak(page: Page) -> None:
    """Press, let a second go by, press again, and be thanked."""
    page.locator(".speak").click()
    page.wait_for_function(SPOKEN)
    assert page.evaluate("() => window.speech.talking()") and page.evaluate(SILENT), "nothing of ours sounds"
    page.locator(".speak").click()
    expect(page.locator(".tell")).to_have_attribute("data-state", "done")
    expect(page.locator(".speak")).to_be_hidden()
    assert page.evaluate("() => document.activeElement.dataset.in") == "done", "the focus is at what is said"


def test_words_are_said_on_the_step_kept_while_the_laptop_is_off_and_sent_after_the_acts(
    speaking: Browser, letting: Copy
) -> None:
    who = letting.newcomer()
    with tablet(speaking, letting) as mine:
        mine.begin(who, LESSON)
        page = mine.page
        at = page.locator(".play").get_attribute("data-screen")
        mine.hand.press(page, "tap unclear")
        expect(page.locator(".tell")).to_contain_text("只给老师听")
        mine.must_be_at(at or "")
        with page.expect_response("**/unclear/words") as sent:
            speak(page)
        assert sent.value.status == 204
        assert len(files(letting)) == 1

        letting.kill()
        page.locator("[data-act='tap unclear']").click()  # What waits is not waited for.
        expect(page.locator(".tell")).to_contain_text("按住说两句")
        expect(page.locator(".tell")).not_to_contain_text("只给老师听")
        speak(page)
        assert page.evaluate(WAITING) == 1
        page.locator(".foot [data-act='tap help']").click()
        expect(page.locator(".tell")).to_have_count(0)
        with page.expect_response("**/unclear/words", timeout=READY) as late:
            letting.start()
        assert late.value.status == 204
        assert len(files(letting)) == 2
        assert [one.act for one in letting.attempts(who)] == ["tap unclear", "tap unclear", "tap help"]

    staff = speaking.new_context(locale="zh-CN")
    staff.set_default_timeout(LONG)
    staff.add_cookies([{**one, "url": letting.address} for one in letting.signed_in("小刘")])
    heard = staff.new_page()
    heard.goto(f"{letting.address}/staff/unclear")
    expect(heard.locator("audio")).to_have_count(2)
    first = heard.locator("audio").first
    first.evaluate("sound => sound.play()")
    heard.wait_for_function("() => document.querySelector('audio').currentTime > 0.2")
    heard.get_by_role("button", name="听完了，删掉").first.click()
    expect(heard.locator("audio")).to_have_count(1)
    assert len(files(letting)) == 1
    staff.close()


@pytest.mark.parametrize("screen", [UPRIGHT, SMALL], ids=["tablet", "phone"])
@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_nothing_is_covered_and_the_button_is_in_view(
    speaking: Browser, letting: Copy, screen: tuple[int, int], lang: str
) -> None:
    with tablet(speaking, letting, lang=lang, screen=screen) as mine:
        mine.begin(letting.newcomer(lang=lang), LESSON)
        mine.hand.press(mine.page, "tap unclear")
        expect(mine.page.locator(".speak")).to_be_visible()
        told = mine.page.evaluate(PLACED)
        assert told["size"] >= 48 and told["gap"] >= 8 and told["glass"] > 200, told
        assert told["seen"] and told["clear"] and not told["wide"], told
