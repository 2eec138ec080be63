"""The pages of learning curves, of trials and of steps that trip people print what the log says, counted anew apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from random import Random
from statistics import NormalDist, median
from uuid import UUID

import pytest
from flask import Flask

from app.config import Settings
from app.records import roster
from app.web.findings import lesson_title
from tests import answers, counties, recount, recount_class, retold
from tests.http.test_divide import cells, percent, signed_in, within
from tests.inspector import Inspector, Page
from tests.people import NOW, file_of

pytestmark = [pytest.mark.slow, pytest.mark.holds("recounted")]

ENGLISH = {"Accept-Language": "en"}
LONGEST = 12


@pytest.fixture
def settings(tmp_path: Path, told_county_file: Path) -> Settings:
    """A copy that has the county by dice with trials and with what the model expected."""
    return counties.settings_over(told_county_file, tmp_path)


@pytest.fixture
def trainer(application: Flask, client: Inspector) -> Inspector:
    """A trainer's browser, on the last day of the county."""
    application.extensions["clock"] = lambda: NOW
    return signed_in(application, client, "周老师", "trainer")


@pytest.fixture
def file(application: Flask) -> Path:
    """The file of the copy's database, in which people have found steps unclear."""
    dice = Random("unclear")
    steps = [(lesson, "x", f"s{place}") for lesson in counties.LESSONS for place in range(3)]
    with application.extensions["records"].writing() as s:
        scripts = [answers.unclear(dice, one.id, steps) for room in roster.classrooms(s)
                   for one in roster.learners(s, room.id)]  # fmt: skip
        answers.done(s, list(answers.mixed(dice, scripts)))
    return file_of(application)


def table(page: Page, first: str) -> list[list[str]]:
    """The rows of the tables whose first heading is this."""
    return [row for one in page.all("table") if within(one, "th")[0].text() == first for row in cells(one)]


def signed(value: float) -> str:
    told = f"{abs(value):.1f}"
    return f"−{told}" if value < 0 and told != "0.0" else told


def curve_rows(visits: list[retold.Told]) -> Iterator[list[str]]:
    for one in retold.curve(visits, 3)[:LONGEST]:
        expected, steps = (percent(one["expected"][0]), str(one["expected"][1])) if one["expected"] else ("–", "–")
        between = f"{percent(one['low'])} – {percent(one['high'])}"
        yield [str(one["nth"]), percent(one["share"]), between, str(one["people"]), str(one["steps"]), expected, steps]


def test_curves_and_trials(trainer: Inspector, file: Path) -> None:
    plays = retold.plays(file)
    visits, tried = [visit for play in plays for visit in play["visits"]], retold.telling(file, plays)
    lives = {play["learner_id"]: play["village"] for play in plays}
    asked = [("", ""), ("", "video-call"), *((village, "") for village in sorted(set(lives.values())))]
    seen = 0
    for village, lesson in asked:
        query = f"?village={UUID(village)}" if village else f"?of={lesson}"
        page = trainer.page(f"/reports/curves{query}", headers=ENGLISH)
        mine = [one for one in visits if village in ("", one["village"]) and lesson in ("", one["lesson"])]
        assert table(page, "Meeting") == list(curve_rows(mine))
        seen += of_trials(page, [one for who, one in tried.items() if village in ("", lives[who])])
    assert seen > 1


def of_trials(page: Page, tried: list[dict[str, int]]) -> bool:
    """Whether d′ was told."""
    n = retold.added(tried)
    fraud, genuine = n["hits"] + n["misses"], n["trusted"] + n["false_alarms"]
    assert table(page, "What came up") == [
        ["Fraud", str(n["hits"]), str(n["misses"]), str(fraud)],
        ["Genuine", str(n["trusted"]), str(n["false_alarms"]), str(genuine)],
    ]
    heads = [one.text() for one in page.all("h2")]
    caught = f"caught {n['hits']} of {fraud}, trusted {n['trusted']} of {genuine} genuine ones"
    assert f"Telling fraud from genuine: {caught}" in heads
    words = page.all("main")[0].text()
    assert f"Rests on {fraud + genuine} messages, calls and pop-ups in tasks; help was asked for first in " in words
    assert f"asked for first in {n['helped']} of them." in words
    if min(fraud, genuine) < 4:
        return False
    d, c = retold.signal_detection(n)
    variance = 0.0
    for yes, no in ((n["hits"], n["misses"]), (n["false_alarms"], n["trusted"])):
        rate = (yes + 0.5) / (yes + no + 1)
        variance += rate * (1 - rate) / (yes + no + 1) / NormalDist().pdf(NormalDist().inv_cdf(rate)) ** 2
    reach = recount.Z * sqrt(variance)
    assert [row[1:3] for row in table(page, "Measure")] == [
        [signed(value), f"{signed(value - by)} – {signed(value + by)}"] for value, by in ((d, reach), (c, reach / 2))
    ]
    assert f"(d′): {d:.1f}." in words
    people = f"{len(tried)} person" if len(tried) == 1 else f"{len(tried)} people"
    assert f"Told apart by {people}" in heads
    return True


def test_steps_that_trip_people(application: Flask, trainer: Inspector, file: Path) -> None:
    visits = [visit for play in retold.plays(file) for visit in play["visits"] if visit["screen"] != "trial"]
    with application.test_request_context("/", headers=ENGLISH):
        titles = {lesson: lesson_title(lesson) for lesson in counties.LESSONS}
    again, top = trips(file, visits, titles)
    page = trainer.page("/reports/steps", headers=ENGLISH)
    shown = []
    for row in page.all("tr"):
        if codes := within(row, "code"):
            by = [one.text() for one in within(row, "span") if one.attributes.get("class") == "by"]
            shown.append([within(row, "a")[0].text(), codes[0].text(), *by, *(one.text() for one in within(row, "td"))])
    assert shown == again
    assert len(again) > 20 and sum(row[-2] != "0" for row in again) > 8
    assert page.heading == f"Most tripped at a step of {top}"


def trips(file: Path, visits: list[retold.Told], titles: dict[str, str]) -> tuple[list[list[str]], str]:
    """The rows of the page in their order, and what the first of them comes to."""
    taps: Counter[tuple[str, str]] = Counter()
    for fact in recount_class.facts(file, "unclear"):
        taps[fact["lesson"], fact["screen"]] += 1
    met: dict[tuple[str, str, int], list[retold.Told]] = defaultdict(list)
    for one in sorted(visits, key=lambda one: one["sequence"]):
        met[one["lesson"], one["screen"], one["twist"]].append(one)
    rows = []
    for (lesson, screen, twist), those in met.items():
        first = {one["who"]: one for one in reversed(those)}.values()
        slips, n = [one for one in first if one["slip"]], len(first)
        if not slips:
            continue
        low, high = wilson(len(slips) / n, n)
        took = [round(one["took"]) for one in first if 0 <= one["took"] <= 3600]
        most = Counter(one["act"] for one in slips).most_common(1)[0][1]
        helped = sum(not one["alone"] and not one["slip"] for one in first)
        cells_ = [percent(len(slips) / n), f"{percent(low)} – {percent(high)}", str(n), f"{median(took):.0f}",
                  percent(sum(one["asked"] for one in first) / n), percent(helped / n),
                  str(taps[lesson, screen]), str(len(those))]  # fmt: skip
        told = f"“{titles[lesson]}”: {len(slips)} of {n} people at their first meeting"
        rows.append(((-low * n, lesson, screen, twist), [titles[lesson], screen, f"({most})", *cells_], told))
    rows.sort()
    return [row for _, row, _ in rows], rows[0][2]


def wilson(share: float, n: int) -> tuple[float, float]:
    """Wilson's interval."""
    z = recount.Z
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))
