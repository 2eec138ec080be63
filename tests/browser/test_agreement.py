"""The machine in the page and the machine here: the same acts lead to the same places, and these look the same."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from app.config import LANGUAGES, ROOT
from app.practice.sitting import acts_on
from app.simulator import glance, machine
from app.simulator.compiled import SIZES
from app.simulator.lesson import RESUME, Play, Screen, stage
from app.simulator.machine import HINTS, Act, Outcome, Place, Visit
from app.simulator.shelf import Shelf
from app.simulator.support import SUPPORT
from app.web import preferences
from app.web.compiling import lesson_drawn
from tests.shelves import LESSONS, dealt, named

pytestmark = [pytest.mark.browser, pytest.mark.holds("one-face")]

MACHINE = (ROOT / "static" / "js" / "machine.js").read_text(encoding="utf-8")
SEQUENCES = 10_000
"""In all, over every lesson and twist."""
VALUES = ("", "answer", "other", "real-data")
MOST_SUBSETS = 6
"""Up to so many fields every subset of them is looked at; above, none, each one, each pair, and all."""
AT_ONCE = 400
PLAY = """([lesson, told]) => {
  const table = Array.from({ length: 256 }, (_, n) => {
    for (let i = 0; i < 8; i += 1) n = n & 1 ? 0xEDB88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  window.crc = (text) => {
    let sum = 0xFFFFFFFF;
    new TextEncoder().encode(text).forEach((byte) => { sum = table[(sum ^ byte) & 255] ^ (sum >>> 8); });
    return (sum ^ 0xFFFFFFFF) >>> 0;
  };
  window.drawing = JSON.parse(lesson);
  window.machines = window.drawing.plays.map((_, twist) => window.lessons.machine(window.drawing, twist));
}"""
REPLAY = """([twist, many]) => many.map((acts) => {
  const machine = window.machines[twist];
  const story = machine.replay(acts.map(([act, value]) => ({ act, value })));
  const next = machine.nextAct(story.place);
  const { visit, done, owed, origins } = story.place;
  return [story.steps.map(({ screen, outcome }) => [screen, outcome.kind, outcome.say, outcome.moved]), visit.screen,
    done, visit.hint, visit.slips, visit.scrolled, owed, origins.map((origin) => origin.screen),
    next ? [next.act, next.value] : null, machine.progress(story.place)];
})"""
WHY = '<p class="because">x</p>'
LOOK = """([twist, size, why, many]) => many.map(([place, act, planned, called]) => {
  const machine = window.machines[twist];
  const [after, came] = act ? machine.advance(place, { act: act[0], value: act[1] }) : [place, null];
  return window.crc(machine.fragment(after, came, planned, size, called, called, called ? '' : why));
})"""


@pytest.fixture
def empty_page(chromium: Browser) -> Iterator[Page]:
    """A page with nothing on it but the machine."""
    page = chromium.new_page()
    page.add_script_tag(content=MACHINE)
    yield page
    page.close()


def drawing(application: Flask, lesson: str, lang: str = "zh_Hans_CN") -> Any:
    with application.test_request_context(), preferences.as_if(lang=lang):
        return lesson_drawn(application.extensions["shelf"].lessons[lesson]).compiled


def plays(shelf: Shelf, lesson: str) -> list[Play]:
    found = shelf.lessons[lesson]
    return [stage(found, twist) for twist in range(len(found.twists) + 1)]


def sequence(play: Play, chance: random.Random) -> list[Act]:
    """Acts as a learner might do them: some right, some possible, some of no sense at all."""
    place, acts = machine.start(play), []
    for _ in range(chance.randrange(2, 40)):
        right = machine.next_act(play, place)
        possible = sorted(acts_on(play.screens[place.screen]))
        if right is not None and chance.random() < 0.55:
            act = right
        elif chance.random() < 0.95:
            act = Act(chance.choice(possible), chance.choice(VALUES))
        else:
            act = Act(chance.choice(("tap nothing", "tap a.99", "hold", "wait", "type x.1")), chance.choice(VALUES))
        acts.append(act)
        place, _ = machine.advance(play, place, act)
    return acts


def told_by_us(play: Play, acts: list[Act]) -> list[Any]:
    story = machine.replay(play, acts)
    steps = [
        [screen, outcome.kind, outcome.say.key if outcome.say and outcome.kind != "hint" else "", outcome.moved]
        for screen, _, outcome in story.steps
    ]
    place = story.place
    following = machine.next_act(play, place)
    return [
        steps, place.screen, place.done, place.visit.hint, place.visit.slips, place.visit.scrolled, list(place.owed),
        [origin.screen for origin in place.origins], [following.act, following.value] if following else None,
        list(glance.progress(play, place)),
    ]  # fmt: skip


@pytest.mark.parametrize("lesson", LESSONS)
def test_ten_thousand_sequences_lead_to_the_same_places(
    application: Flask, shelf: Shelf, empty_page: Page, lesson: str
) -> None:
    empty_page.evaluate(PLAY, [drawing(application, lesson).text, None])
    chance = random.Random(lesson)
    staged = plays(shelf, lesson)
    for play in staged:
        left = SEQUENCES // len(LESSONS) // len(staged) + 1
        while left > 0:
            many = [sequence(play, chance) for _ in range(min(left, AT_ONCE))]
            theirs = empty_page.evaluate(REPLAY, [play.twist, [[[a.act, a.value] for a in acts] for acts in many]])
            for acts, told in zip(many, theirs, strict=True):
                assert told == told_by_us(play, acts), (play.twist, [(a.act, a.value) for a in acts])
            left -= len(many)


def subsets(screen: Screen) -> Iterator[tuple[int, ...]]:
    """Which of a screen's fields are right."""
    count = sum(1 for widget in screen.widgets() if widget.kind in machine._FIELDS)
    if count <= MOST_SUBSETS:
        sizes: tuple[int, ...] = tuple(range(count + 1))
    else:
        sizes = (0, 1, 2, count)
    for size in sizes:
        yield from combinations(range(count), size)


def states(play: Play) -> Iterator[Place]:
    """Places on every screen: each subset of its fields right, what is below out or not, in a detour or not."""
    for name, screen in play.screens.items():
        fields = [widget for widget in screen.widgets() if widget.kind in machine._FIELDS]
        origins = origins_of(play, name)
        for right, scrolled in product(subsets(screen), (False, True)):
            if scrolled and not any(widget.below for widget in screen.widgets()):
                continue
            place = Place(Visit(name, scrolled=scrolled), origins=tuple(origins[:1]), done=screen.end)
            for number in right:
                place = fulfilled(play, place, fields[number].target)
            if place.screen == name:
                yield place


def origins_of(play: Play, name: str) -> list[Visit]:
    """Where a slip leads to this screen from, at once or, on one that ends a detour, over the screen before it."""
    screens = play.screens.values()
    found = [Visit(origin.name) for origin in screens for _, slip in origin.wrong if slip.detour == name]
    if found or RESUME not in play.screens[name].right.values():
        return found
    return [visit for before in screens if name in before.right.values() for visit in origins_of(play, before.name)]


def fulfilled(play: Play, place: Place, target: str) -> Place:
    """The same place once the field with this target is right."""
    screen = play.screens[place.screen]
    widget = screen.widget(target)
    assert widget is not None
    kind = machine._FIELDS[widget.kind]
    for _ in range(machine.LONGEST):
        if kind.met(widget, place.visit):
            break
        after, _ = machine.advance(play, place, kind.answer(widget, place.visit))
        if after.screen != place.screen:
            break
        place = after
    return place


def plain(place: Place) -> dict[str, Any]:
    """A place as the machine in the page keeps one."""

    def visit(one: Visit) -> dict[str, Any]:
        return {
            "screen": one.screen, "touched": sorted(one.touched), "fields": dict(one.fields), "scrolled": one.scrolled,
            "hint": one.hint, "slips": one.slips, "frozen": one.frozen,
        }  # fmt: skip

    return {
        "visit": visit(place.visit), "trail": list(place.trail), "origins": [visit(one) for one in place.origins],
        "owed": list(place.owed), "encore": place.encore, "done": place.done,
    }  # fmt: skip


def looks(play: Play) -> Iterator[tuple[Place, Act | None, str, bool]]:
    """Every state with every act, and with each pair of support and hint at rest."""
    for place in states(play):
        for planned, hint in product(SUPPORT, range(HINTS + 1)):
            visit = Visit(place.screen, place.visit.touched, place.visit.fields, place.visit.scrolled, hint)
            yield (
                Place(visit, place.trail, place.origins, place.owed, place.encore, place.done),
                None,
                planned,
                hint % 2 == 0,
            )
        for number, act in enumerate(sorted(acts_on(play.screens[place.screen]))):
            values = VALUES[1:] if act.startswith(("type ", "filled ")) else ("",)
            for value in values:
                yield place, Act(act, value), SUPPORT[number % len(SUPPORT)], number % 3 == 0


@pytest.mark.parametrize(("lesson", "lang", "size"), dealt(LANGUAGES, SIZES), ids=named)
def test_every_state_looks_the_same_to_the_byte(
    application: Flask, shelf: Shelf, empty_page: Page, lesson: str, lang: str, size: str
) -> None:
    compiled = drawing(application, lesson, lang)
    empty_page.evaluate(PLAY, [compiled.text, None])
    compared = 0
    for play in plays(shelf, lesson):
        every = list(looks(play))
        for start in range(0, len(every), AT_ONCE):
            some = every[start : start + AT_ONCE]
            told = [
                [plain(place), [act.act, act.value] if act else None, planned, called]
                for place, act, planned, called in some
            ]
            theirs = empty_page.evaluate(LOOK, [play.twist, size, WHY, told])
            for (place, act, planned, called), sum_ in zip(some, theirs, strict=True):
                ours = zlib.crc32(seen(compiled, play, place, act, planned, size, called).encode())
                assert ours == sum_, (play.twist, place, act, planned)
            compared += len(some)
    print(f"{lesson} {lang} {size}: {compared} looks, each the same")
    assert compared > 1000


def seen(compiled: Any, play: Play, place: Place, act: Act | None, planned: str, size: str, called: bool) -> str:
    after: tuple[Place, Outcome | None] = machine.advance(play, place, act) if act else (place, None)
    why = "" if called else WHY
    looked = glance.look(play, *after, planned, called=called, rest=called, why=bool(why))
    return str(compiled.fragment(play, looked, size, why))
