"""On every screen, after it has come, after a slip and after a hint, sentence and target are seen without scrolling."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from app.simulator import machine
from app.simulator.lesson import stage
from app.simulator.machine import Act, Place
from app.simulator.paths import spelled
from tests.browser import places
from tests.browser.hands import part, settle
from tests.browser.serving import Copy
from tests.browser.tablet import SMALL, UPRIGHT, Tablet, tablet
from tests.browser.test_journeys import LESSONS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.holds("in-view")]

GLASSES = {"phone": SMALL, "tablet": UPRIGHT}
ENOUGH = 0.6
"""Of a target that is taller than this share of the glass, its upper part must be seen; of any other, all."""
OUT_OF_SIGHT = """(enough) => {
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    const seen = {left: Math.max(box.left, 0), top: Math.max(box.top, 0),
      right: Math.min(box.right, innerWidth), bottom: Math.min(box.bottom, innerHeight)};
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (!/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowY)) continue;
      const edge = up.getBoundingClientRect();
      seen.top = Math.max(seen.top, edge.top);
      seen.bottom = Math.min(seen.bottom, edge.bottom);
    }
    return {box, seen};
  };
  const covered = (element, {seen}) => [0.15, 0.5, 0.85].filter((share) => {
    const top = document.elementFromPoint((seen.left + seen.right) / 2, seen.top + share * (seen.bottom - seen.top));
    return top && top !== element && !element.contains(top) && !top.contains(element) && !top.closest('.hand');
  }).length > 1;
  const wrong = [];
  const check = (name, element) => {
    const found = shown(element);
    const {box, seen} = found;
    const tall = box.height > enough * innerHeight;
    const least = tall ? enough * innerHeight : box.height - 2;
    if (seen.bottom - seen.top < least) {
      wrong.push(name + ' ' + Math.round(seen.bottom - seen.top) + ' of ' + Math.round(box.height) + ' px seen');
    } else if (covered(element, found)) wrong.push(name + ' is covered');
  };
  check('the sentence', document.getElementById('line'));
  const targets = [...document.querySelectorAll('[data-right]')].filter((element) => element.checkVisibility());
  if (targets.length) check('the target', targets[targets.length - 1]);
  else if (!document.querySelector('[data-wait]')) wrong.push('no target');
  return wrong;
}"""


def unseen(mine: Tablet, when: str) -> Iterator[str]:
    """What of sentence and target is out of sight now."""
    support = mine.page.locator(".play").get_attribute("data-support")
    for wrong in mine.page.evaluate(OUT_OF_SIGHT, ENOUGH):
        yield f"{when} ({support}): {wrong}"


def met(mine: Tablet, play_place: Place, slips: Iterator[Act]) -> Iterator[str]:
    """What is out of sight on a screen that has just come, after one slip there, and after one hint."""
    yield from unseen(mine, play_place.screen)
    slip = next((slip for slip in slips if part(mine.page, slip.act).count()), None)
    if slip is not None:
        mine.hand.press(mine.page, slip.act)
        yield from unseen(mine, f"{play_place.screen} after {slip.act}")
    mine.hand.press(mine.page, machine.HELP)
    yield from unseen(mine, f"{play_place.screen} after a hint")


@pytest.mark.parametrize("size", ["1", "2"])
@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("glass", GLASSES)
@pytest.mark.parametrize("lesson", LESSONS)
def test_sentence_and_target_are_seen(
    chromium: Browser, copy: Copy, lesson: str, glass: str, lang: str, size: str
) -> None:
    learner = copy.newcomer(lang=lang, size=size, sound="quiet")
    play = stage(copy.shelf.lessons[lesson])
    wrong: list[str] = []
    with tablet(chromium, copy, lang=lang, screen=GLASSES[glass]) as mine:
        mine.begin(learner, lesson)
        new = True
        while (place := copy.place(learner)) and not place.done:
            mine.must_be_at(place.screen)
            if new:
                wrong += met(mine, place, places.slips(play, place))
                place = copy.place(learner)
            act = machine.next_act(play, place)
            assert act is not None
            for stroke in spelled(play, place.screen, act):
                mine.do(stroke)
                settle(mine.page)
                new = copy.place(learner).screen != place.screen
                if not new:
                    wrong += unseen(mine, f"{place.screen} after {stroke.act}")
        mine.must_be_finished(lesson)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
