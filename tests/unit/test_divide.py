"""The divide says what the attempts say, counted anew apart over dice that look like a county; it is no artefact."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any
from uuid import UUID, uuid4

import pytest

from app import reports
from app.records import Records, roster, summaries
from app.records.folding import CHINA, PractisedRecord
from app.reports import County
from app.reports.county import band
from app.reports.divide import Followed, Somebody
from app.reports.gaps import change, gap, people_of, share, side
from tests import recount
from tests.people import NOW

TODAY = NOW.astimezone(CHINA).toordinal()
SERVICES = ("certify-pension", "connect-wifi")


@pytest.fixture(scope="module")
def counted(county_file: Path) -> Iterator[tuple[County, list[dict[str, Any]]]]:
    """The report, and the acts as they were read apart."""
    records = Records(f"sqlite:///{county_file.as_posix()}")
    with records.session() as s:
        assert summaries.cursor(s)
        told = reports.county(s, roster.classrooms(s), NOW, SERVICES, named=True)
    yield told, recount.rows(county_file)
    records.close()


def near(one: Any, *numbers: float) -> None:
    assert (one.value, one.low, one.high) == pytest.approx(numbers[:3], abs=1e-9)


@pytest.mark.slow
@pytest.mark.holds("divide")
def test_every_week_and_the_gap_are_what_the_attempts_say(counted: tuple[County, list[dict[str, Any]]]) -> None:
    told, acts = counted
    weak, rest, began = recount.quarter(acts, TODAY)
    weeks = recount.weekly(acts, began)
    assert (told.weak, told.rest, told.people) == (len(weak), len(rest), 88)
    assert len(told.series.weeks) >= 8
    for week in told.series.weeks:
        for one, some in ((week.rest, rest), (week.weak, weak)):
            again = recount.ratio(recount.only(weeks[week.nth], some))
            near(one, *again)
            assert one.people == again[3] >= 10
    drawn = {week.nth for week in told.series.weeks}
    assert drawn == {
        nth for nth, all_ in weeks.items() if min(len(recount.only(all_, some)) for some in (rest, weak)) >= 10
    }
    assert told.series.change is not None and told.series.spans is not None
    gaps = []
    for one, span in zip((told.series.change.before, told.series.change.after), told.series.spans, strict=True):
        both = recount.over(weeks, *span)
        gaps.append(recount.gap(recount.only(both, rest), recount.only(both, weak)))
        near(one, *gaps[-1])
    assert told.series.change.value == pytest.approx(gaps[1][0] - gaps[0][0])
    assert told.left == tuple(
        sum(1 for who in some if max(act["day"] for act in acts if act["who"] == who) < TODAY - 28)
        for some in (rest, weak)
    )


@pytest.mark.slow
@pytest.mark.holds("divide")
def test_sorts_of_people_tasks_and_villages_are_what_the_attempts_say(
    county_file: Path, counted: tuple[County, list[dict[str, Any]]]
) -> None:
    told, acts = counted
    weak, rest, began = recount.quarter(acts, TODAY)
    weeks = recount.weekly(acts, began)
    assert told.series.spans is not None
    late = recount.over(weeks, *told.series.spans[1])
    with sqlite3.connect(county_file) as db:
        people = db.execute(
            "SELECT l.id, l.birth_year, l.gender, l.dialect, c.site_id FROM learner l JOIN classroom c "
            "ON c.id = l.classroom_id"
        ).fetchall()
    for place, sort in ((1, "age"), (2, "gender"), (3, "dialect")):
        members: dict[str, set[str]] = {}
        for person in people:
            key = band(person[1], NOW.year) if place == 1 else person[place]
            members.setdefault(key, set()).add(person[0])
        for part in told.parts[sort]:
            some = members[part.key]
            assert (part.rest, part.weak) == (len(rest & some), len(weak & some))
            counted_late = [recount.only(late, some & of) for of in (rest, weak)]
            if part.gap:
                near(part.gap, *recount.gap(*counted_late))
            else:
                assert min(map(len, counted_late)) < 2
        assert sum(part.rest + part.weak for part in told.parts[sort]) == len(rest | weak)
    by_task: dict[str, dict[str, list[int]]] = {}
    for act in acts:
        if act["counts"] and not act["first"] and act["day"] - began[act["who"]] >= 14:
            tally = by_task.setdefault(act["lesson"], {}).setdefault(act["who"], [0, 0])
            tally[0] += act["alone"]
            tally[1] += 1
    assert set(told.tasks) == {
        task for task, all_ in by_task.items() if min(len(recount.only(all_, some)) for some in (rest, weak)) >= 10
    }
    for task, one in told.tasks.items():
        near(one, *recount.gap(recount.only(by_task[task], rest), recount.only(by_task[task], weak)))
    homes = {person[0]: person[4] for person in people}
    for act in acts:
        act["village"] = homes[act["who"]]
    now, before = (recount.between(acts, TODAY - 28 - ago, TODAY - ago, "village") for ago in (0, 84))
    for village in told.villages:
        key = village.site.id.hex
        assert village.people == sum(1 for home in homes.values() if home == key)
        for share_, when in ((village.now, now), (village.before, before)):
            assert (share_ is None) == (key not in when)
            if share_:
                near(share_, *recount.ratio(when[key]))
    assert told.now is not None
    near(told.now, *recount.ratio(recount.between(acts, TODAY - 28, TODAY)[""]))


@pytest.mark.slow
@pytest.mark.holds("divide")
def test_what_is_kept_is_what_the_attempts_say_and_nobody_is_left_out(
    counted: tuple[County, list[dict[str, Any]]],
) -> None:
    told, acts = counted
    weak, rest, _ = recount.quarter(acts, TODAY)
    seen = 0
    for kept, some in zip(told.kept, (rest, weak), strict=True):
        again = recount.kept(acts, some, TODAY)
        assert len({sum(count.tasks for count in one.parts.values()) for one in kept}) == 1
        for one in kept:
            assert {part: count.tasks for part, count in one.parts.items() if count.tasks} == again[one.after]["tasks"]
            if one.share:
                near(one.share, *recount.ratio(again[one.after]["steps"]))
                seen += 1
    assert seen >= 2


def test_bands_of_age() -> None:
    assert [band(2026 - age, 2026) for age in (59, 60, 69, 70, 79, 80, 97)] == [
        "-59", "60-69", "60-69", "70-79", "70-79", "80-", "80-",
    ]  # fmt: skip
    assert band(None, 2026) == ""


def diced(people: int, skill: float, seed: int) -> tuple[list[PractisedRecord], list[Somebody]]:
    """People who are all alike but for a bad day: nobody is weaker than anybody else."""
    chance = Random(seed)
    days, who = [], [Somebody(uuid4().hex, UUID(int=1), "", "", "") for _ in range(people)]
    start = date(2026, 1, 5).toordinal()
    for one in who:
        for week in range(12):
            alone = sum(chance.random() < skill for _ in range(8))
            worth = sum(3 * (chance.random() < skill) for _ in range(8))
            days.append(
                PractisedRecord(uuid4().hex, start + 7 * week, one.id, "a", 16, alone, 8, worth, 8, alone, False, False)
            )
    return days, who


def test_a_quarter_that_only_had_bad_luck_neither_lags_nor_catches_up() -> None:
    """Were it followed by what it was chosen by, it would lag at first and then catch up."""
    told = [Followed(*diced(80, 0.5, seed), date(2026, 4, 6).toordinal()).series() for seed in range(12)]
    assert all(len(one.weeks) == 10 and one.change for one in told)
    assert abs(fmean(one.change.before.value for one in told if one.change)) < 0.02
    assert sum(1 for one in told if one.change and (one.change.narrower or one.change.wider)) <= 3


def test_the_interval_of_a_change_holds_the_truth_nine_times_in_ten() -> None:
    chance, held = Random(3), 0
    for _ in range(300):
        groups = []
        for level in (0.6, 0.4):
            able = [min(0.95, max(0.05, chance.gauss(level, 0.15))) for _ in range(30)]
            groups.append(
                tuple(people_of([(sum(chance.random() < p for _ in range(10)), 10) for p in able]) for _ in range(2))
            )
        found = change(groups[0], groups[1])
        assert found is not None
        held += found.low <= 0 <= found.high
    assert 0.86 <= held / 300 <= 0.96


def test_no_gap_without_two_people_and_no_claim_when_the_interval_holds_zero() -> None:
    one, two = people_of([(3, 4)]), people_of([(1, 4), (2, 4)])
    assert share(people_of([])) is None
    assert gap(one, two) is None
    assert gap(two, two) is not None
    assert [side(*bounds) for bounds in ((-0.1, 0.1), (0.004, 0.2), (0.01, 0.2), (-0.2, -0.01))] == [0, 0, 1, -1]
