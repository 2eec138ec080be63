"""The page of the divide: its numbers are the attempts', no claim that could be chance, small groups hidden."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from app.records import Records, ledger, roster
from app.records.folding import CHINA
from app.records.identity import BOOT
from app.reports.hiding import LEAST_NAMELESS
from app.reports.transfer import PARTS
from app.simulator.needs import services
from app.web.lasting import SIGNED_IN_FOR, noted, running
from tests import counties, recount, recount_transfer
from tests.inspector import Element, Inspector, Page
from tests.people import NOW, village

pytestmark = pytest.mark.slow

TODAY = NOW.astimezone(CHINA).toordinal()


@pytest.fixture
def settings(tmp_path: Path, county_file: Path) -> Settings:
    """A copy that has the county made by dice."""
    return counties.settings_over(county_file, tmp_path)


@pytest.fixture
def trainer(application: Flask, client: Inspector) -> Inspector:
    """A trainer's browser, on the last day of the county."""
    application.extensions["clock"] = lambda: NOW
    return signed_in(application, client, "周老师", "trainer")


def signed_in(application: Flask, client: Inspector, name: str, role: str, demo: bool = False) -> Inspector:
    with application.extensions["records"].writing() as s:
        who = roster.add_staff(s, name=name, role=role, password=None, now=NOW, demo=demo).id
    with client.session_transaction() as kept:
        kept["staff"] = {"id": str(who), **noted(SIGNED_IN_FOR, BOOT, running())}
    return client


def within(element: Element, *tags: str) -> list[Element]:
    return [one for one in element.walk() if one.tag in tags]


def cells(table: Element) -> list[list[str]]:
    return [[cell.text() for cell in within(row, "th", "td")] for row in within(table, "tr")][1:]


def table(page: Page, head: str) -> list[list[str]]:
    """The table whose first heading is this."""
    found = [one for one in page.all("table") if within(one, "th")[0].text() == head]
    return cells(found[0])


def percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def as_cells(counted: dict[str, list[int]]) -> list[str]:
    share, low, high, people = recount.ratio(counted)
    return [percent(share), f"{percent(low)} – {percent(high)}", str(people)]


@pytest.mark.holds("divide")
@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_the_tables_on_the_page_say_what_the_attempts_say(trainer: Inspector, county_file: Path, lang: str) -> None:
    trainer.send("/preferences", lang=lang)
    page = trainer.page("/reports/divide")
    acts = recount.rows(county_file)
    weak, rest, began = recount.quarter(acts, TODAY)
    weeks = recount.weekly(acts, began)
    rows = table(page, {"en": "Week", "zh_Hans_CN": "周"}[lang])
    assert len(rows) >= 8
    for row in rows:
        both = [recount.only(weeks[int(row[0])], some) for some in (rest, weak)]
        assert row[1:] == [*as_cells(both[0]), *as_cells(both[1])]
    villages = table(page, {"en": "Village", "zh_Hans_CN": "村"}[lang])
    now = recount.between(acts, TODAY - 28, TODAY)[""]
    assert villages[-1][2:] == as_cells(now)
    kept = table(page, {"en": "Who", "zh_Hans_CN": "谁"}[lang])
    assert kept
    assert str(len({act["who"] for act in acts} | weak | rest)) in page.all("main")[0].text()


@pytest.mark.holds("divide")
def test_the_heading_is_the_series_own_and_claims_no_change_whose_interval_holds_zero(trainer: Inspector) -> None:
    page = trainer.page("/reports/divide")
    heading, note = page.all("h2")[0].text(), page.all("figcaption")[0].text()
    by, low, high = (
        int(one.replace("−", "-")) for one in re.findall(r"差距变了(.+?)点，区间是(.+?)到(.+?)点", note)[0]
    )
    told = {"在赶上来": high < 0, "变大了": low > 0, "还不能说定": low <= 0 <= high}
    assert [words in heading for words in told] == list(told.values())
    before, after = map(int, re.findall(r"(-?\d+)点", heading.replace("−", "-")))
    assert abs((after - before) - by) <= 1
    drawn = page.all("svg")
    assert sum("差" + str(before) + "点" in one.text() for one in drawn) >= 2


@pytest.mark.holds("divide-hidden")
def test_without_the_right_to_names_no_small_group_is_on_the_page(trainer: Inspector) -> None:
    whole, hidden = trainer.page("/reports/divide"), trainer.page("/reports/divide?names=hidden")
    named, nameless = (
        [
            [int(cell) for cell in row[6:8]]
            for one in page.all("table")
            for row in cells(one)
            if within(one, "th")[0].text() == "谁" and "天" not in row[0]
        ]
        for page in (whole, hidden)
    )
    assert len(nameless) < len(named)
    assert any(min(counts) < LEAST_NAMELESS for counts in named)
    assert all(min(counts) >= LEAST_NAMELESS for counts in nameless)
    villages = table(hidden, "村")[:-1]
    assert all(int(row[-1]) >= LEAST_NAMELESS for row in villages)


@pytest.mark.holds("divide")
def test_what_came_of_practice_stands_on_the_page(application: Flask, trainer: Inspector, settings: Settings) -> None:
    real = services(application.extensions["shelf"].lessons)
    with application.extensions["records"].writing() as s:
        recount_transfer.tick_by_dice(s, [one for one in counties.LESSONS if one in real])
        for room in roster.classrooms(s):
            for place, one in enumerate(roster.learners(s, room.id)):
                how, known = (ledger.ALONE, ledger.HELPED)[place % 2], ledger.KNOWN[place % 3]
                ledger.tick(s, one.id, "certify-pension", how=how, known=known, by="", now=NOW - timedelta(days=1))
    file = settings.instance / "bandaojia.sqlite3"
    again = recount_transfer.expected(file, real)
    trainer.send("/preferences", lang="en")
    page = trainer.page("/reports/divide")
    rows = next(
        cells(one) for one in page.all("table") if "alone, with a receipt" in [th.text() for th in within(one, "th")]
    )
    told = [(alone, sort) for alone in (True, False) for sort in ("rest", "weak")]
    for row, key in zip(rows, told, strict=True):
        mine = again[key]
        assert row[1:4] == (as_cells(mine["steps"]) if mine["steps"] else ["–"] * 3)
        assert row[4:] == [str(len(mine["parts"][part])) for part in PARTS]
    steps = [again[True, sort]["steps"] for sort in ("rest", "weak")]
    shares = [percent(recount.ratio(one)[0]) if len(one) >= LEAST_NAMELESS else "" for one in steps]
    finding = next(one.text() for one in page.all("h2", "figcaption") if one.text().startswith("Asked about"))
    assert any(shares) and re.findall(r"\d+%", finding) == [share for share in shares if share]


def test_every_picture_has_a_finding_a_description_and_a_table(trainer: Inspector) -> None:
    page = trainer.page("/reports/divide")
    figures = page.all("figure")
    assert len(figures) == 5
    ids = [one.attributes["id"] for one in page.all("title", "desc") if "id" in one.attributes]
    assert len(ids) == len(set(ids)) == 20
    assert all(len(within(one, "table")) == 1 and within(within(one, "tbody")[0], "tr") for one in figures)


def test_only_trainers_see_it_and_no_invented_person_is_counted_with_real_ones(
    application: Flask, trainer: Inspector
) -> None:
    assert "/reports/divide" in [one.attributes.get("href") for one in trainer.page("/reports").all("a")]
    records: Records = application.extensions["records"]
    with records.writing() as s:
        village(s, name="演示村", demo=True)
    assert "4个村" in trainer.page("/reports/divide").all("main")[0].text()
    signed_in(application, trainer, "演示老师", "trainer", demo=True)
    shown = trainer.page("/reports/divide").all("main")[0].text()
    assert "1个村" in shown
    assert "4个村" not in shown
    signed_in(application, trainer, "小刘", "volunteer")
    assert trainer.get("/reports/divide").status_code == 403
    assert "/reports/divide" not in [one.attributes.get("href") for one in trainer.page("/reports").all("a")]
