"""Measures from a tap to the new screen in Chromium slowed down four times, with the server alive and with it dead."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app.records import Records
from app.records.upgrading import upgrade
from tests.browser.engine import ARGUMENTS, executable
from tests.browser.serving import Copy
from tests.browser.tablet import UPRIGHT

SLOWER = 4
"""How many times slower than here the tablet is taken to be."""
ROUNDS = 30
APART = 400
"""Milliseconds from a new screen to the next tap: what comes sooner at one place is the second half of a double tap."""
MEASURE = """async (act) => {
  const before = document.querySelector('.play');
  const came = new Promise((done) => {
    const seen = new MutationObserver(() => {
      if (document.querySelector('.play') === before) return;
      seen.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
    });
    seen.observe(document.getElementById('stage'), { childList: true, subtree: true });
  });
  const began = performance.now();
  document.querySelector('.play [data-act="' + act + '"]').click();
  const ended = await came;
  while (document.querySelector('[data-acting]')) await new Promise((later) => setTimeout(later, 5));
  return ended - began;
}"""


def taps(lesson: str, there: str, back: str) -> Iterator[tuple[str, list[float]]]:
    """Milliseconds from a tap to the frame that shows the new screen: `alive`, then `dead`.

    The tap goes `there` and `back` between two screens of a lesson, so that it can be done again and again.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as playwright:
        copy = _copy(Path(folder))
        learner = copy.newcomer(sound="quiet")
        browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        context = browser.new_context(viewport={"width": UPRIGHT[0], "height": UPRIGHT[1]}, locale="zh-CN")
        context.add_cookies([{**cookie, "url": copy.address} for cookie in copy.seated(learner)])
        page = context.new_page()
        page.goto(f"{copy.address}/practice/{lesson}")
        page.wait_for_function("() => window.play.here()", polling=50)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield "alive", _round(page, there, back)
        copy.kill()
        yield "dead", _round(page, there, back)
        browser.close()
        copy.close()


def p95(values: list[float]) -> float:
    """The value under which 95 of 100 lie."""
    return statistics.quantiles(values, n=20)[-1]


def _round(page: Page, there: str, back: str) -> list[float]:
    measured: list[float] = []
    for _ in range(ROUNDS):
        for act in (there, back):
            measured.append(page.evaluate(MEASURE, act))
            page.wait_for_timeout(APART)
    return measured


def _copy(folder: Path) -> Copy:
    records = Records(f"sqlite:///{(folder / 'empty.sqlite3').as_posix()}")
    upgrade(records)
    records.close()
    copy = Copy.over(folder / "instance", folder / "empty.sqlite3")
    copy.make_class()
    copy.start()
    return copy
