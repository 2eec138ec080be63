"""Every figure that the pages of a person and of a class print, for the demo class, equals one counted anew in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.records import ledger, roster
from tests import retold
from tests.inspector import Element, Inspector, Page
from tests.people import file_of

pytestmark = [pytest.mark.slow, pytest.mark.holds("story")]

CHINESE = {"Accept-Language": "zh-CN"}
SOME = 5


@pytest.fixture
def staff(application: Flask, client: Inspector) -> Inspector:
    """The demo class, some of whom did something for real, at a browser of its volunteer."""
    told = application.test_cli_runner().invoke(args=["seed", "demo"])
    assert told.exit_code == 0, told.output
    with application.extensions["records"].writing() as s:
        (room,) = roster.classrooms(s)
        now = datetime.now().astimezone()
        for place, learner in enumerate(roster.learners(s, room.id)[:SOME]):
            for task, known in (("tap-and-swipe", ledger.TOLD), ("connect-wifi", ledger.KNOWN[place % 3])):
                how = ledger.HOW[place % 3]
                ledger.tick(s, learner.id, task, how=how, known=known, by=ledger.SELF, now=now)
    client.send("/try/class")
    return client


def rows(page: Page, within: str) -> list[list[str]]:
    """The cells of every row of the body of the table that this element holds."""
    (held,) = [one for one in page.elements if within in one.attributes.get("aria-labelledby", "").split()]
    return [cells(one) for one in held.walk() if one.tag == "tr" and one.parent and one.parent.tag == "tbody"]


def cells(row: Element) -> list[str]:
    return [one.text() for one in row.children if isinstance(one, Element)]


def tasks(page: Page) -> dict[str, list[str]]:
    """Task -> what its row of the story says, its name left out."""
    return {one.attributes["data-task"]: cells(one)[1:] for one in page.all("tr") if "data-task" in one.attributes}


def on(at: datetime | None) -> str:
    if at is None:
        return "–"
    here = at + timedelta(hours=8)
    return f"{here.month}月{here.day}日"


def percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def curve_rows(visits: list[retold.Told], least: int, *, of_one: bool) -> Iterator[list[str]]:
    for one in retold.curve(visits, least)[:12]:
        head = [str(one["nth"]), percent(one["share"]), f"{percent(one['low'])} – {percent(one['high'])}"]
        yield [*head, str(one["steps"])] if of_one else [*head, str(one["people"]), str(one["steps"])]


def telling_rows(n: dict[str, int]) -> list[list[str]]:
    return [
        ["骗人的", str(n["hits"]), str(n["misses"]), str(n["hits"] + n["misses"])],
        ["真的", str(n["trusted"]), str(n["false_alarms"]), str(n["trusted"] + n["false_alarms"])],
    ]


def steps(stood: dict[str, retold.Told]) -> tuple[int, int, int]:
    last = [one["last"] for one in stood.values() if one["last"]]
    alone, helped, again = (sum(column) for column in zip(*last, (0, 0, 0), strict=True))
    return alone, helped, again


def ticked(path: Path) -> dict[str, dict[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    query = (
        "SELECT learner_id, json_extract(body, '$.task') AS task, json_extract(body, '$.how') AS how, "
        "json_extract(body, '$.known') AS known FROM fact WHERE kind = 'for_real' ORDER BY sequence"
    )
    for one in retold.asked(path, query):
        found.setdefault(one["learner_id"], {})[one["task"]] = one["how"], one["known"]
    return found


HOW = {"alone": "自己办的", "helped": "有人帮的", "not_yet": "还没办"}
KNOWN = {"seen": "亲眼看见", "receipt": "有凭据", "told": "听说"}


def test_the_pages_print_what_the_log_says(application: Flask, staff: Inspector) -> None:
    path = file_of(application)
    plays, ticks = retold.plays(path), ticked(path)
    tried = retold.telling(path, plays)
    lessons = application.extensions["shelf"].lessons
    shown = sum(not one.gentle for one in lessons.values())
    people = retold.asked(path, "SELECT * FROM learner ORDER BY joined_at, id")
    own = {one["id"]: [play for play in plays if play["learner_id"] == one["id"]] for one in people}
    stood = {who: retold.standing(mine) for who, mine in own.items()}
    for one in people[: SOME + 2]:
        page = staff.page(f"/staff/person/{UUID(one['id'])}", headers=CHINESE)
        of_person(
            page, one["name"], own[one["id"]], stood[one["id"]], ticks.get(one["id"], {}), tried.get(one["id"]), shown
        )
    page = staff.page(f"/staff/class/{UUID(people[0]['classroom_id'])}", headers=CHINESE)
    of_class(page, people, own, stood, ticks, list(tried.values()))


def of_person(
    page: Page,
    name: str,
    mine: list[retold.Told],
    stood: dict[str, retold.Told],
    ticks: dict[str, tuple[str, str]],
    tried: dict[str, int] | None,
    shown: int,
) -> None:
    alone, helped, again = steps(stood)
    assert page.heading == f"{name}：最近一回，{alone + helped + again} 步里自己办了 {alone} 步"
    groups = [one["group"] for one in stood.values()]
    rest = shown - groups.count("alone") - groups.count("helped")
    told = f"自己会办 {groups.count('alone')} 样，有人帮着能办 {groups.count('helped')} 样，还没走完 {rest} 样"
    assert told in [one.text() for one in page.all("h2")]
    wanted = {}
    for task in (*stood, *(task for task in ticks if task not in stood)):
        one: dict[str, Any] = stood.get(task, {"last": None, "met": 0, "alone": 0, "last_met": None})
        how, known = ticks.get(task, ("", ""))
        words = f"{HOW[how]}，{KNOWN[known]}" if how else "–"
        wanted[task] = [
            *(map(str, one["last"]) if one["last"] else ("–", "–", "–")),
            str(one["met"]),
            str(one["alone"]),
            on(one["last_met"]),
            words if known in ("seen", "receipt") else "–",
            words if known == "told" else "–",
        ]
    assert tasks(page) == wanted
    visits = [visit for play in mine for visit in play["visits"]]
    assert rows(page, "p-f") == list(curve_rows(visits, 1, of_one=True))
    if tried:
        assert rows(page, "telling") == telling_rows(tried)
    done = [known for how, known in ticks.values() if how != "not_yet"]
    if done:
        counts = f"凭据：{len(done) - done.count('told')} 样。只是听说的，另算：{done.count('told')} 样。"
        assert counts in " ".join(one.text() for one in page.all("p"))


def of_class(
    page: Page,
    people: list[retold.Told],
    own: dict[str, list[retold.Told]],
    stood: dict[str, dict[str, retold.Told]],
    ticks: dict[str, dict[str, tuple[str, str]]],
    tried: list[dict[str, int]],
) -> None:
    every = [steps(one) for one in stood.values()]
    alone, all_ = sum(one[0] for one in every), sum(sum(one) for one in every)
    assert f"{all_} 步里自己办了 {alone} 步" in page.heading
    whole = sum(any(one["group"] == "alone" for one in of.values()) for of in stood.values())
    assert f"一共 {len(people)} 个人。隔了天，一件事从头到尾自己办下来的，有 {whole} 个。" in " ".join(
        one.text() for one in page.all("p")
    )
    lines = []
    for one in people:
        of = stood[one["id"]].values()
        finished, done = sum(bool(x["plays"]) for x in of), sum(x["group"] == "alone" for x in of)
        here = steps(stood[one["id"]])
        lines.append(
            [
                one["name"],
                f"{finished} 自己会办：{done} 样" if done else str(finished),
                str(sum(x["open"] for x in of)) if any(x["open"] for x in of) else "–",
                " · ".join(map(str, here)) if sum(here) else "–",
                on(max((x["last_at"] for x in of), default=None)),
            ]
        )
    assert rows(page, "people") == lines
    visits = [visit for mine in own.values() for play in mine for visit in play["visits"]]
    assert rows(page, "c-f") == list(curve_rows(visits, 3, of_one=False))
    counts = dict.fromkeys(("hits", "misses", "false_alarms", "trusted", "helped"), 0) | retold.added(tried)
    assert rows(page, "telling") == telling_rows(counts)
    told = tasks(page)
    assert told.keys() == {task for of in stood.values() for task in of} | {t for of in ticks.values() for t in of}
    for task, cell in told.items():
        groups = [of[task]["group"] for of in stood.values() if task in of]
        met = [visit for visit in visits if visit["lesson"] == task]
        real = [of[task] for of in ticks.values() if task in of and of[task][0] != "not_yet"]
        only = sum(known == "told" for _, known in real)
        doing = groups.count("alone"), groups.count("helped")
        assert cell == [
            *map(str, (*doing, len(people) - sum(doing), len(met), sum(visit["alone"] for visit in met))),
            on(max((visit["at"] for visit in met), default=None)),
            str(len(real) - only),
            str(only),
        ]
