"""Which villages to visit and why, and their weeks: pages say what the log says of villages by dice, counted apart."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from app.config import Settings
from app.records import Records
from app.web.findings import lesson_title
from tests import counties, recount, recount_week, retold, weeks
from tests.http.test_divide import cells, percent, signed_in, within
from tests.inspector import Element, Inspector, Page
from tests.people import NOW

pytestmark = [pytest.mark.slow, pytest.mark.holds("recounted")]

ENGLISH = {"Accept-Language": "en"}
MONDAY = date(2026, 8, 24)


@pytest.fixture(scope="module")
def villages_file(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """The file of a county in whose villages something befell."""
    path = tmp_path_factory.mktemp("weeks") / "bandaojia.sqlite3"
    shutil.copyfile(empty_database, path)
    records = Records(f"sqlite:///{path.as_posix()}")
    with records.writing() as s:
        weeks.fill(s)
    records.close()
    return path


@pytest.fixture
def settings(tmp_path: Path, villages_file: Path) -> Settings:
    """A copy that has that county."""
    return counties.settings_over(villages_file, tmp_path)


@pytest.fixture
def trainer(application: Flask, client: Inspector) -> Inspector:
    """A trainer's browser, on the last day of the county."""
    application.extensions["clock"] = lambda: NOW
    return signed_in(application, client, "周老师", "trainer")


def names(file: Path) -> dict[str, str]:
    return {one["id"]: one["name_latin"] for one in retold.asked(file, "SELECT id, name_latin FROM site")}


def titled(sentence: str, titles: dict[str, str]) -> str:
    """The sentence of a recount with a lesson called by its title."""
    for lesson, title in titles.items():
        sentence = sentence.replace(f"“{lesson}”", f"“{title}”")
    return sentence


def titles(application: Flask) -> dict[str, str]:
    with application.test_request_context("/", headers=ENGLISH):
        return {lesson: lesson_title(lesson) for lesson in counties.LESSONS}


def classed(element: Element | Page, name: str) -> list[Element]:
    every = element.elements if isinstance(element, Page) else list(element.walk())
    return [one for one in every if name in one.attributes.get("class", "").split()]


def test_where_to_go_and_why(application: Flask, trainer: Inspector, villages_file: Path) -> None:
    called, title, kinds = names(villages_file), titles(application), set[int]()
    for ago in (0, 1, 3):
        monday = MONDAY - timedelta(weeks=ago)
        county = recount_week.County(villages_file, monday)
        why = {village: county.reasons(village) for village in county.villages}
        order = sorted((one[0][0], -one[0][1], village, one[0][2]) for village, one in why.items() if one)
        page = trainer.page(f"/reports/week?week={monday}", headers=ENGLISH)
        shown = [(within(one, "h3")[0].text(), within(one, "p")[0].text()) for one in classed(page, "vil")]
        assert shown == [(called[village], titled(words, title)) for *_, village, words in order]
        few = "village needs a visit" if len(order) == 1 else "villages need a visit"
        assert page.heading == (f"{len(order)} {few}" if order else "No village needs a visit now")
        of_real(page, county)
        of_everybody(page, county)
        for village in county.villages:
            behind = trainer.page(f"/reports/weeks?week={monday}&village={UUID(village)}", headers=ENGLISH)
            of_village(behind, county, village, [titled(words, title) for *_, words in why[village]])
        kinds |= {kind for one in why.values() for kind, *_ in one}
    assert kinds == {1, 2, 3, 4, 5, 6, 7}, "every reason there is comes up somewhere"


def finds(page: Page) -> list[tuple[str, str]]:
    """The sentences of the week, each with what it rests on."""
    return [(classed(one, "say")[0].text(), " ".join(span.text() for span in within(classed(one, "sm")[0], "span")))
            for one in classed(page, "find")]  # fmt: skip


def of_real(page: Page, county: recount_week.County) -> None:
    seen, told, people = county.real()
    assert people > 3
    words = f"Done for real and alone: {seen} seen or with a receipt; told, not seen: {told}"
    assert (words, f"by {people} people") in finds(page)


def of_everybody(page: Page, county: recount_week.County) -> None:
    """How many came, and how much was done alone of tasks met before: told only where it certainly moved."""
    before, after = county.came()
    said = dict(finds(page))
    now, usual = sum(one[0] for one in after.values()), round(sum(one[0] for one in before.values()) / 4)
    moved = recount_week.side(recount_week.moved(before, after))
    for way, words in ((1, "More"), (-1, "Fewer")):
        sentence = f"{words} people practised: {now}, and {usual} in a week before"
        assert said.get(sentence) == (f"of {len(after)} who have ever practised" if moved == way else None)
    then, here = county.again(4, 1), county.again(0, 0)
    moved = recount_week.side(recount_week.moved(then, here))
    shares = f"{recount_week.percent(here)} of the steps of tasks met before"
    rests = f"rests on {len(here)} people and {sum(one[1] for one in here.values())} steps"
    for way, words, from_ in ((1, "More", "up"), (-1, "Less", "down")):
        sentence = f"{words} is done alone: {shares}, {from_} from {recount_week.percent(then)}"
        assert said.get(sentence) == (rests if moved == way else None)
    assert moved or not [one for one in said if re.match("(More|Less) is done alone", one)]


def of_village(page: Page, county: recount_week.County, village: str, why: list[str]) -> None:
    reasons = [one for one in page.all("section") if one.attributes.get("aria-labelledby") == "why"]
    assert [one.text() for each in reasons for one in within(each, "li")] == why
    (held,) = classed(page, "held")
    assert [int(row[1]) for row in cells(held)] == county.held(village)[-12:]
    weekly = {12 - ago: county.again(ago, ago, village) for ago in range(11, -1, -1)}
    wanted = []
    for nth, counted in weekly.items():
        if counted:
            share, low, high, people = recount.ratio(counted)
            steps = sum(met for _, met in counted.values())
            wanted.append([str(nth), percent(share), f"{percent(low)} – {percent(high)}", str(people), str(steps)])
    drawn = [one for one in page.all("table") if within(one, "th")[0].text() == "Week" and one not in (held,)]
    assert [row for one in drawn for row in cells(one)] == wanted
