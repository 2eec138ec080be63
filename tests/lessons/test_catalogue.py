"""The catalogue hangs together: tracks, tasks, what they need and practise, and the way to the real front door."""

from __future__ import annotations

from app.simulator.shelf import Shelf


def test_six_tracks_hold_the_thirty_six_tasks(shelf: Shelf) -> None:
    tasks = shelf.catalogue.tasks.values()
    assert len(shelf.catalogue.tracks) == 6
    assert len(tasks) == 36
    assert {task.track for task in tasks} == set(shelf.catalogue.tracks)


def test_needs_lead_back_to_a_beginning(shelf: Shelf) -> None:
    ready: set[str] = set()
    while more := {
        task.id for task in shelf.catalogue.tasks.values() if task.id not in ready and ready >= set(task.needs)
    }:
        ready |= more
    assert set(shelf.catalogue.tasks) - ready == set()


def test_every_skill_is_practised_by_some_task_and_every_task_has_skills(shelf: Shelf) -> None:
    practised = {skill for task in shelf.catalogue.tasks.values() for skill in task.skills}
    assert practised == set(shelf.catalogue.skills)
    assert [task.id for task in shelf.catalogue.tasks.values() if not task.skills] == []


def test_lessons_agree_with_their_task(shelf: Shelf) -> None:
    for lesson in shelf.lessons.values():
        task = shelf.catalogue.tasks[lesson.id]
        assert (lesson.title.zh, lesson.track, lesson.needs) == (task.title.zh, task.track, task.needs)


def test_every_task_but_the_basics_has_a_way_to_the_real_thing(shelf: Shelf) -> None:
    wanting = {task.id for task in shelf.catalogue.tasks.values() if task.track != "basics"}
    assert wanting - set(shelf.catalogue.bridges) == set()


def test_no_card_comes_checked(shelf: Shelf) -> None:
    """A card is checked on site, by a trainer with a name; such a check is a fact of the log."""
    assert [bridge.task for bridge in shelf.catalogue.bridges.values() if bridge.checked] == []
