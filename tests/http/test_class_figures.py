"""What a class wants, fears, dares, did for real and found unclear: pages say what the log says, counted anew apart."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from flask import Flask

from app.records import Records, Session, roster
from app.simulator.needs import FEARS, WANTS
from app.simulator.shelf import Shelf
from app.web import visitors
from tests import answers, recount_class
from tests.http.test_divide import cells, within
from tests.inspector import Element, Inspector, Page
from tests.people import NOW, file_of

pytestmark = [pytest.mark.slow, pytest.mark.holds("recounted")]

PASSWORD = "wan-shan-0000"
ENGLISH = {"Accept-Language": "en"}
SHORT = {
    "hospital": "See a doctor",
    "insurance": "Pay medical insurance",
    "pension": "The pension",
    "allowance": "Subsidy, old-age allowance",
    "papers": "Identity card, retirement",
    "family": "Video call with the children",
    "bills": "Electricity and water",
    "train": "Train ticket",
    "letters": "Bigger letters, writing",
    "scam": "Being cheated",
    "wrong": "Tapping something wrong",
    "money": "Money gone",
    "laughed": "Being laughed at",
    "small": "Words too small",
    "fast": "Too fast",
}
HOW = {"alone": "alone", "helped": "with help", "not_yet": "not done yet"}


@pytest.fixture
def rooms(application: Flask) -> list[UUID]:
    """Five empty-handed classes; the volunteer 小刘 looks after the first three, the trainer 周老师 after all."""
    application.extensions["clock"] = lambda: NOW
    with application.extensions["records"].writing() as s:
        made = answers.classes(s)
        roster.add_staff(s, name="小刘", role=visitors.VOLUNTEER, password=PASSWORD, now=NOW, classrooms=made[:3])
        roster.add_staff(s, name="周老师", role=visitors.TRAINER, password=PASSWORD, now=NOW, classrooms=made)
        return [room.id for room in made]


@pytest.fixture
def staff(application: Flask, client: Inspector, rooms: list[UUID]) -> Inspector:
    """A browser of the trainer."""
    client.send("/staff", name="周老师", password=PASSWORD)
    return client


def table(page: Page, caption: str) -> list[list[str]]:
    """The rows of the table of that caption."""
    found = [one for one in page.all("table") if within(one, "caption")[0].text() == caption]
    return cells(found[0]) if found else []


def two_are_one_and_somebody_moves(s: Session, room: UUID, to: UUID) -> None:
    """The first of a class turns out to be its third; its second goes to another class."""
    first, second, third, *_ = roster.learners(s, room)
    elsewhere = roster.classroom(s, to)
    assert elsewhere is not None
    roster.merge_learners(s, third, first, NOW)
    roster.move_learner(s, second, elsewhere, NOW)


def test_the_survey_and_the_faces(application: Flask, staff: Inspector, rooms: list[UUID], shelf: Shelf) -> None:
    records: Records = application.extensions["records"]
    dice, minutes = Random("survey"), count(1)
    with records.session() as s:
        people = [one.id for room in rooms for one in roster.learners(s, room)]
    deeds = list(answers.mixed(dice, [answers.survey(dice, one) for one in people]))
    told: list[str] = []
    pairs = 0
    for part in range(6):
        with records.writing() as s:
            answers.done(s, deeds[part * len(deeds) // 6 : (part + 1) * len(deeds) // 6], minutes)
            if part == 4:
                two_are_one_and_somebody_moves(s, rooms[3], rooms[2])
        for room in rooms:
            again = recount_class.survey(file_of(application), room)
            page = staff.page(f"/staff/class/{room}/needs", headers=ENGLISH)
            of_survey(page, again)
            of_suggestions(page, again, shelf)
            told += [number for _, number in again["wants"] + again["fears"]]
            faces = recount_class.faces(file_of(application), room)
            pairs += bool(faces)
            for way in ("needs", "real"):
                shown = table(
                    staff.page(f"/staff/class/{room}/{way}", headers=ENGLISH),
                    "“I dare to do it myself”, before and after",
                )
                assert [tuple(map(int, row[1:])) for row in shown] == faces
    assert len(told) > 60 and sum("to" in one for one in told) > 10 and pairs > 3
    assert any(0 < recount_class.survey(file_of(application), room)["finished"] < 10 for room in rooms)


def of_survey(page: Page, again: recount_class.Told) -> None:
    (counts,) = [one for one in page.all("dl") if "asked-of" in one.attributes["class"]]
    assert [int(one.text()) for one in within(counts, "dd")] == [
        again[name] for name in ("listed", "began", "finished", "counted")
    ]
    for title, name, asked in (
        ("What they would like to do", "wants", recount_class.WANTS),
        ("What worries them", "fears", recount_class.FEARS),
    ):
        assert table(page, title) == [[SHORT[which], number] for which, number in again[name]]
        figures = [one for one in page.all("figure") if within(one, "h2")[0].text() == title]
        assert len(figures) == bool(again["counted"])
        for figure in figures:
            more = re.search(r"(\d+) more, each of fewer than 5", figure.text())
            assert (int(more[1]) if more else 0) == len(asked) - len(again[name])
            drawn = [one.text() for one in within(figure, "b")]
            assert drawn == [number for _, number in again[name]]
    top = again["wants"][:1]
    heading = "What the class wants and fears"
    for which, number in top:
        heading = f"Most wanted: “{SHORT[which]}”, {number} of {again['counted']}"
    assert page.heading == heading


def of_suggestions(page: Page, again: recount_class.Told, shelf: Shelf) -> None:
    """Two come of wants, one of fears, what one side lacks of the other; none twice."""
    wants, fears = (
        [(next(task for task in tasks[which] if task in shelf.lessons), which, number, words)
         for which, number in again[name] if any(task in shelf.lessons for task in tasks[which])]
        for name, tasks, words in (("wants", WANTS, "is wanted by"), ("fears", FEARS, "worries"))
    )  # fmt: skip
    found: dict[str, str] = {}
    for task, which, number, words in wants[:2] + fears[:1] + wants[2:] + fears[1:]:
        found.setdefault(task, f"“{SHORT[which]}” {words} {number} of {again['counted']}.")
    offered = [one.attributes["value"] for one in page.all("input") if one.attributes.get("name") == "lesson"]
    assert offered == list(found)[:3]
    lists = [one for one in page.all("ul") if one.attributes.get("class") == "next"]
    assert [
        one.text() for each in lists for one in within(each, "span") if one.attributes.get("class") == "sm"
    ] == list(found.values())[:3]


def services(shelf: Shelf) -> list[str]:
    """The tasks that are done for real somewhere."""
    tracks = ("health", "pension", "one-thing", "daily")
    return [one.id for one in shelf.lessons.values() if one.track in tracks and not one.gentle]


def test_the_ledger_of_what_was_done_for_real(
    application: Flask, staff: Inspector, rooms: list[UUID], shelf: Shelf
) -> None:
    records: Records = application.extensions["records"]
    dice, asked = Random("real"), services(shelf)
    tasks = [shelf.lessons[task] for task in (*asked[:5], "spot-scam-sms")]
    with records.writing() as s:
        liu = roster.staff_named(s, "小刘")
        assert liu is not None
        scripts = [answers.real(dice, one, tasks, liu.id) for room in rooms for one in roster.learners(s, room)]
        answers.done(s, list(answers.mixed(dice, scripts)))
        two_are_one_and_somebody_moves(s, rooms[3], rooms[4])
    path, both = file_of(application), 0
    for room in rooms:
        again, ticked = recount_class.ledger(path, room), recount_class.ticks(path, room)
        listed = [task for task in asked if task in again]
        page = staff.page(f"/staff/class/{room}/real", headers=ENGLISH)
        (drawn,) = [one for one in page.all("table") if "ledger-table" in one.attributes["class"]]
        rows = [list(map(int, row[1:])) for row in cells(drawn)[1:]]
        assert rows == [again[task] for task in listed]
        assert [int(n) for n in re.findall(r"rests on (\d+) pe", page.all("main")[0].text())] == [
            again[task][-1] for task in listed
        ]
        seen = sum(sum(again[task][:2]) for task in listed)
        times = f": {seen} time{'s' * (seen != 1)}"
        assert page.heading == (
            f"Done for real and alone, seen or with a receipt{times}" if seen else "What was done for real"
        )
        for task in listed:
            of_task(staff, path, room, task, ticked.get(task, {}))
        of_the_class(staff, room, again)
        both += sum(bool(one[0] + one[1]) and bool(one[2]) for one in again.values())
    assert both > 5, "some tasks were seen of some and told of others"


def of_task(staff: Inspector, path: Path, room: UUID, task: str, last: dict[str, recount_class.Told]) -> None:
    """Everybody who practised it or was ticked, in the order of the class, with the latest tick."""
    page = staff.page(f"/staff/class/{room}/real?task={task}", headers=ENGLISH)
    (drawn,) = [one for one in page.all("ul") if one.attributes.get("class") == "ledger"]
    lines = [one for one in drawn.children if not isinstance(one, str)]
    whom = [UUID(within(one, "a")[0].attributes["href"].rsplit("/", 1)[1]).hex for one in lines]
    assert [who for who in recount_class.people(path, room) if who in whom] == whom
    assert len(whom) == recount_class.ledger(path, room)[task][-1] and set(last) <= set(whom)
    for who, line in zip(whom, lines, strict=True):
        tick = last.get(who)
        wanted = f"{HOW[tick['how']]}, {tick['known']}" if tick else "not asked"
        assert within(line, "p")[0].text().startswith(wanted)
        assert not tick or f"ticked by {'themselves' if tick['by'] == 'self' else '小刘'} on" in line.text()


def of_the_class(staff: Inspector, room: UUID, again: dict[str, list[int]]) -> None:
    """The story of the class has what was seen or has a receipt in one column, and what was told in another."""
    page = staff.page(f"/staff/class/{room}", headers=ENGLISH)
    rows = {one.attributes["data-task"]: [cell.text() for cell in within(one, "td")]
            for one in page.all("tr") if "data-task" in one.attributes}  # fmt: skip
    for task, row in rows.items():
        counts = again.get(task, [0] * 9)
        assert list(map(int, row[-2:])) == [sum(counts[at] for at in (0, 1, 3, 4)), counts[2] + counts[5]], task


def test_what_is_not_clear(application: Flask, client: Inspector, rooms: list[UUID], shelf: Shelf) -> None:
    records: Records = application.extensions["records"]
    dice = Random("unclear")
    steps = [
        (lesson, hashed, screen)
        for lesson in ("certify-pension", "connect-wifi", "gone-lesson")
        for hashed in (shelf.lessons[lesson].hash if lesson in shelf.lessons else "x", "of an earlier version")
        for screen in answers.SCREENS
    ]
    dice.shuffle(steps)
    with records.writing() as s:
        scripts = [answers.unclear(dice, one.id, steps) for room in rooms for one in roster.learners(s, room)]
        answers.done(s, list(answers.mixed(dice, scripts)))
        two_are_one_and_somebody_moves(s, rooms[3], rooms[2])
    for name, mine in (("小刘", rooms[:3]), ("周老师", rooms)):
        client.send("/staff", name=name, password=PASSWORD)
        page = client.page("/staff/unclear", headers=ENGLISH)
        again = sorted(recount_class.unclear(file_of(application), mine), key=lambda one: (-one[3], -one[4]))
        shown = [
            (within(row, "code")[0].text(), "an earlier version" in row.text(), *map(int, cells_of(row)))
            for row in page.all("tr")
            if within(row, "code")
        ]
        fresh = {one.hash for one in shelf.lessons.values()}
        assert [one[2:] for one in shown] == [one[3:] for one in again]
        assert sorted(shown) == sorted((one[2], one[1] not in fresh, *one[3:]) for one in again)
    assert len(again) > 10 and any(taps > people > 1 for *_, people, taps in again)


def cells_of(row: Element) -> list[str]:
    return [one.text() for one in within(row, "td")[-2:]]
