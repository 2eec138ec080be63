"""Learning curves and steps that trip people say what the attempts say, counted anew apart in SQL and plain Python."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from math import sqrt
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from app import reports
from app.records import Records, Session, roster
from app.reports import Asked
from models.detection import Detection
from tests import recount

pytestmark = [pytest.mark.slow, pytest.mark.holds("curves")]


@pytest.fixture(scope="module")
def county(county_file: Path) -> Iterator[Session]:
    records = Records(f"sqlite:///{county_file.as_posix()}")
    with records.session() as s:
        yield s
    records.close()


@pytest.fixture(scope="module")
def visits(county_file: Path) -> list[dict[str, Any]]:
    """Every first act of a visit that counts, in order of arrival, with how long it took."""
    with sqlite3.connect(county_file) as db:
        db.row_factory = sqlite3.Row
        told = db.execute(
            "SELECT a.*, p.lesson, p.size, p.at AS opened, c.site_id AS village FROM attempt a "
            "JOIN practice_session p ON p.uuid = a.session_id JOIN learner l ON l.id = a.learner_id "
            "JOIN classroom c ON c.id = l.classroom_id ORDER BY p.sequence, a.sequence"
        ).fetchall()
    found = []
    for _, play in groupby(told, key=lambda act: act["session_id"]):
        acts = list(play)
        before = acts[0]["opened"]
        for _, visit in groupby(acts, key=lambda act: act["screen"]):
            those = list(visit)
            first = next((act for act in those if act["outcome"] != "neutral"), None)
            if first is not None:
                took = (datetime.fromisoformat(first["at"]) - datetime.fromisoformat(before)).total_seconds()
                found.append({**dict(first), "took": took})
            before = those[-1]["at"]
    return sorted(found, key=lambda one: one["sequence"])


def curve(visits: list[dict[str, Any]], least: int) -> list[tuple[int, float, float, float, int]]:
    """Meeting by meeting the share alone with its interval and people."""
    met: Counter[tuple[str, str, str]] = Counter()
    people: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for one in visits:
        met[one["learner_id"], one["lesson"], one["screen"]] += 1
        tally = people[met[one["learner_id"], one["lesson"], one["screen"]]][one["learner_id"]]
        alone = one["outcome"] == "correct" and one["support"] == "alone" and not one["hints"] and one["size"] == "true"
        tally[0] += alone
        tally[1] += 1
    found = []
    for nth in sorted(people):
        if len(people[nth]) < least:
            break
        found.append((nth, *recount.ratio(people[nth])))
    return found


def same(told: reports.Learning, again: list[tuple[int, float, float, float, int]]) -> None:
    points = [(p.nth, p.share, p.low, p.high, p.people) for p in told.curve.points] if told.curve else []
    assert len(points) == len(again)
    for one, other in zip(points, again, strict=True):
        assert one == pytest.approx(other, abs=1e-9)


def test_the_curve_of_all_of_a_lesson_of_a_skill_and_of_a_village(
    county: Session, visits: list[dict[str, Any]]
) -> None:
    rooms = roster.classrooms(county)
    teaches = {"tap-target": [("certify-pension", "s1"), ("video-call", "s3")]}
    same(reports.learning(county, rooms, Asked(), {}, named=True), curve(visits, 3))
    mine = [one for one in visits if one["lesson"] == "video-call"]
    same(reports.learning(county, rooms, Asked(lesson="video-call"), {}, named=True), curve(mine, 3))
    mine = [one for one in visits if (one["lesson"], one["screen"]) in teaches["tap-target"]]
    same(reports.learning(county, rooms, Asked(skill="tap-target"), teaches, named=True), curve(mine, 3))
    for room in rooms:
        mine = [one for one in visits if one["village"] == room.site_id.hex]
        same(reports.learning(county, rooms, Asked(room.site_id), {}, named=True), curve(mine, 3))


def test_without_names_no_point_rests_on_fewer_than_ten_nor_can_be_had_by_subtraction(county: Session) -> None:
    rooms = roster.classrooms(county)
    whole = reports.learning(county, rooms, Asked(), {}, named=False).curve
    assert whole is not None and all(point.people >= 10 for point in whole.points)
    villages = [reports.learning(county, rooms, Asked(room.site_id), {}, named=False).curve for room in rooms]
    for place, point in enumerate(whole.points):
        shown = [one.points[place].people for one in villages if one and len(one.points) > place]
        assert all(count >= 10 for count in shown)
        assert point.people - sum(shown) == 0 or point.people - sum(shown) >= 10
    crossed = reports.learning(county, rooms, Asked(rooms[0].site_id, "video-call"), {}, named=False)
    assert crossed.asked == Asked(rooms[0].site_id)


def test_the_steps_that_trip_people(county: Session, visits: list[dict[str, Any]]) -> None:
    rooms = roster.classrooms(county)
    first: dict[tuple[str, str, int], dict[str, dict[str, Any]]] = defaultdict(dict)
    for one in visits:
        first[one["lesson"], one["screen"], one["twist"]].setdefault(one["learner_id"], one)
    told = reports.tripping(county, rooms, named=True)
    assert len(told) > 20
    assert {(trip.lesson, trip.screen, trip.twist) for trip in told} == {
        step for step, those in first.items() if any(act["outcome"] == "slip" for act in those.values())
    }
    for trip in told:
        those = list(first[trip.lesson, trip.screen, trip.twist].values())
        slips = [act for act in those if act["outcome"] == "slip"]
        share, n = len(slips) / len(those), len(those)
        centre = (share + recount.Z**2 / (2 * n)) / (1 + recount.Z**2 / n)
        half = recount.Z * sqrt(share * (1 - share) / n + recount.Z**2 / (4 * n * n)) / (1 + recount.Z**2 / n)
        assert (trip.slips, trip.share.people) == (len(slips), n)
        low, high = max(0.0, centre - half), min(1.0, centre + half)
        assert (trip.share.value, trip.share.low, trip.share.high) == pytest.approx((share, low, high))
        assert trip.seconds == median(round(act["took"]) for act in those if 0 <= act["took"] <= 3600)
        assert trip.asked == sum(act["outcome"] == "hint" or act["hints"] > 0 for act in those)
        assert (trip.wrong, trip.by) == ("tap pay", len(slips))
        assert trip.meetings == sum(
            (act["lesson"], act["screen"], act["twist"]) == (trip.lesson, trip.screen, trip.twist)
                                   for act in visits)  # fmt: skip
    certain = [trip.certain for trip in told]
    assert certain == sorted(certain, reverse=True)
    hidden = reports.tripping(county, rooms, named=False)
    for trip in hidden:
        groups = [trip.slips, trip.asked, trip.helped]
        assert all(n == 0 or n >= 10 for one in groups for n in (one, trip.share.people - one))
        assert (trip.unclear, trip.wrong, trip.by) == (None, "", 0)
    large = {
        (one.lesson, one.screen, one.twist)
        for one in told
        if one.share.people >= 10
        and all(n == 0 or n >= 10 for of in (one.slips, one.asked, one.helped) for n in (of, one.share.people - of))
    }
    assert {(one.lesson, one.screen, one.twist) for one in hidden} == large


def test_the_intervals_of_d_prime_and_bias() -> None:
    found = Detection(hits=20, misses=5, false_alarms=10, trusted=15)
    within = found.within(1.96)
    assert within is not None
    d, c = found.d_prime, found.criterion
    assert d is not None and c is not None
    (low, high), (left, right) = within
    assert (low + high) / 2 == pytest.approx(d) and (left + right) / 2 == pytest.approx(c)
    assert high - low == pytest.approx(2 * (right - left))
    assert high - d == pytest.approx(0.73, abs=0.03), "1.96 * sqrt(.079 + .061)"
    assert Detection(hits=3).within(1.96) is None
