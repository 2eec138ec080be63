"""What lessons leave on paper: of each three to five main steps and what a scammer would say, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.config import ROOT
from app.dialects.catalogues import Catalogues
from app.simulator import handout, machine
from app.simulator.lesson import FRAUD, Text, stage
from app.simulator.shelf import Shelf
from app.simulator.trials import about

pytestmark = pytest.mark.slow

LONGEST, LONGEST_ENGLISH = 45, 120
"""Signs of a step: two lines of an A4 page at 16 points."""


def test_every_lesson_has_three_to_five_short_steps_in_the_order_of_its_way(shelf: Shelf) -> None:
    english = Catalogues(ROOT / "translations")
    for lesson in shelf.lessons.values():
        steps = handout.steps(lesson, shelf.catalogue)
        assert all(step.screen.hints[1] == step.do for step in steps)
        found = [step.do for step in steps]
        assert handout.FEWEST <= len(found) <= handout.MOST, lesson.id
        assert len({step.zh for step in found}) == len(found)
        way = [lesson.screens[name].hints[1].key for name, _ in machine.path(stage(lesson))]
        places = [way.index(step.key) for step in found]
        assert places == sorted(places), lesson.id
        for step in found:
            assert len(step.zh) <= LONGEST, step
            for words in (step.zh, english.line("en", step.key, step.zh)):
                assert "$" not in words and words, step
                assert not set(re.findall(r"\d{3,}", words)) - set(shelf.catalogue.hotlines), step
            told = english.line("en", step.key, step.zh)
            assert len(told) <= LONGEST_ENGLISH and not re.search("[\u4e00-\u9fff]", told), told


def test_where_paper_has_room_for_few_the_hardest_stay_in_their_order(shelf: Shelf) -> None:
    for lesson in shelf.lessons.values():
        every = handout.steps(lesson, shelf.catalogue)
        few = handout.steps(lesson, shelf.catalogue, handout.FEWEST)
        assert len(few) == handout.FEWEST and [step for step in every if step in few] == list(few)
        left = [step.screen.difficulty for step in every if step not in few]
        assert min(step.screen.difficulty for step in few) >= max(left, default=0)


def test_what_is_touched_on_the_way_on_is_marked_wherever_a_step_stands(shelf: Shelf) -> None:
    for lesson in shelf.lessons.values():
        for screen in lesson.screens.values():
            marks, below = handout.pointed(stage(lesson), screen)
            assert bool(marks) == bool(screen.right), (lesson.id, screen.name)
            assert below <= any(widget.below for widget in screen.widgets())
            assert not any(mark.startswith(("k=", "t=", "f=")) for mark in marks)
    lesson = shelf.lessons["certify-pension"]
    marks = {f"r=tap {name}" for name in ("terms", "agree", "promo", "next")}
    assert handout.pointed(stage(lesson), lesson.screens["notice"]) == (marks, False)
    assert handout.pointed(stage(lesson), lesson.screens["home"]) == ({"r=tap certify"}, True)


def test_every_lesson_tells_what_a_scammer_would_say_about_its_own_subject_where_the_bank_can(shelf: Shelf) -> None:
    frauds = [signal for signal in shelf.bank.signals if signal.signal == FRAUD]
    for lesson in shelf.lessons.values():
        task = shelf.catalogue.tasks[lesson.id]
        found = handout.scam(task, shelf.bank.signals)
        assert found is not None and found.signal == FRAUD
        assert about(found, task) or not any(about(signal, task) for signal in frauds), lesson.id
        assert found == handout.scam(task, reversed(shelf.bank.signals))
    assert handout.scam(shelf.catalogue.tasks["certify-pension"], ()) is None


def test_a_scam_that_the_name_of_the_task_says_comes_first(shelf: Shelf) -> None:
    found = handout.scam(shelf.catalogue.tasks["pay-resident-medical"], shelf.bank.signals)
    assert found is not None and found.theme == "medical"


@pytest.mark.parametrize(
    ("words", "plain"),
    [("点“人工”。", True), ("打12345。", True), ("写407126。", False), ("写$code。", False), ("点“周大顺”。", False)],
)
def test_only_words_that_need_nothing_beside_them_stand_on_paper(shelf: Shelf, words: str, plain: bool) -> None:
    lesson = shelf.lessons["certify-pension"]
    hints = (Text("a", "看一看。"), Text("b", words), Text("c", "我圈出来了。"))
    screens = {name: replace(one, hints=hints if one.hints else ()) for name, one in lesson.screens.items()}
    found = handout.steps(replace(lesson, screens=screens), shelf.catalogue)
    assert [step.do.zh for step in found] == ([words] if plain or "周大顺" in words else [])


def test_a_step_taken_home_says_what_to_do_else_where_to_look_else_nothing(shelf: Shelf) -> None:
    screen = shelf.lessons["certify-pension"].screens["desk"]
    first, second, third = screen.hints
    assert handout.told(screen, shelf.catalogue) == second
    neither = (Text("y", "看$pin。"), Text("x", "写$pin。"), third)
    assert handout.told(replace(screen, hints=(first, *neither[1:])), shelf.catalogue) == first
    assert handout.told(replace(screen, hints=neither), shelf.catalogue) is None
    assert handout.told(replace(screen, hints=()), shelf.catalogue) is None
