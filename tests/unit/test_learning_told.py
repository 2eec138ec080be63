"""What the model expected, trials, and what readers without names see of curves say what the log says, counted apart.

The county has trials, expectations, and plays whose support staff chose.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path
from statistics import NormalDist
from uuid import UUID

import pytest

from app import reports
from app.records import Records, Session, roster
from app.reports import Asked, Learning
from models.detection import Detection
from tests import recount, retold

pytestmark = [pytest.mark.slow, pytest.mark.holds("curves")]

SKILL = {"tap-target": [("certify-pension", "s1"), ("video-call", "s3"), ("video-call", "trial")]}
LESSONS = ("certify-pension", "spot-scam-sms", "connect-wifi", "video-call")
LONGEST = 12


@pytest.fixture(scope="module")
def county(told_county_file: Path) -> Iterator[Session]:
    records = Records(f"sqlite:///{told_county_file.as_posix()}")
    with records.session() as s:
        yield s
    records.close()


@pytest.fixture(scope="module")
def plays(told_county_file: Path) -> list[retold.Told]:
    return retold.plays(told_county_file)


@pytest.fixture(scope="module")
def visits(plays: list[retold.Told]) -> list[retold.Told]:
    return [visit for play in plays for visit in play["visits"]]


@pytest.fixture(scope="module")
def tried(told_county_file: Path, plays: list[retold.Told]) -> dict[str, dict[str, int]]:
    return retold.telling(told_county_file, plays)


@pytest.fixture(scope="module")
def lives(plays: list[retold.Told]) -> dict[str, str]:
    """Person -> village."""
    return {play["learner_id"]: play["village"] for play in plays}


def told(s: Session, asked: Asked, *, named: bool = True) -> Learning:
    return reports.learning(s, roster.classrooms(s), asked, SKILL, named=named)


def villages(s: Session) -> list[UUID]:
    return [room.site_id for room in roster.classrooms(s)]


def wanted(visits: Sequence[retold.Told], asked: Asked) -> list[retold.Told]:
    """The visits that are asked for."""
    here = [one for one in visits if asked.village is None or one["village"] == asked.village.hex]
    here = [one for one in here if asked.lesson in ("", one["lesson"])]
    return [one for one in here if not asked.skill or (one["lesson"], one["screen"]) in SKILL[asked.skill]]


def all_asked(s: Session) -> list[Asked]:
    return [
        Asked(),
        Asked(skill="tap-target"),
        *(Asked(lesson=lesson) for lesson in LESSONS),
        *(Asked(village) for village in villages(s)),
        *(Asked(village, "video-call") for village in villages(s)),
    ]


def same(report: Learning, again: list[retold.Told]) -> None:
    """The curve and, at each drawn point, what the model expected."""
    points = [(p.nth, p.share, p.low, p.high, p.people, p.steps) for p in report.curve.points] if report.curve else []
    names = ("nth", "share", "low", "high", "people", "steps")
    assert len(points) == len(again)
    for one, other in zip(points, again, strict=True):
        assert one == pytest.approx(tuple(other[name] for name in names), abs=1e-9)
    drawn = [one["expected"] for one in again[:LONGEST]]
    assert len(report.expected) == len(drawn)
    for expected, other in zip(report.expected, drawn, strict=True):
        assert (expected is None) == (other is None)
        if expected is not None:
            assert expected.meetings == other[1]
            assert expected.share == pytest.approx(other[0], abs=2e-5), "kept in parts of 50,000"


def test_the_curve_and_what_the_model_expected(county: Session, visits: list[retold.Told]) -> None:
    seen = 0
    for asked in all_asked(county):
        report = told(county, asked)
        same(report, retold.curve(wanted(visits, asked), 3))
        seen += sum(one is not None for one in report.expected)
    assert seen > 30
    said = [one["p"] is not None for one in visits]
    assert 0.3 < sum(said) / len(said) < 0.9


def test_what_was_met_with_a_support_that_staff_chose_is_not_in_the_line(
    county: Session, plays: list[retold.Told]
) -> None:
    hand = [play for play in plays if "hand" in play["plan"] and play["plan"]["steps"]]
    assert len(hand) > 20 and all(visit["p"] is None for play in hand for visit in play["visits"])


def same_trials(found: Detection | None, again: Mapping[str, int]) -> None:
    assert found is not None
    assert {name: getattr(found, name) for name in again} == dict(again)
    if not again["hits"] + again["misses"] or not again["false_alarms"] + again["trusted"]:
        assert (found.d_prime, found.criterion, found.within(recount.Z)) == (None, None, None)
        return
    d, c = retold.signal_detection(dict(again))
    assert (found.d_prime, found.criterion) == pytest.approx((d, c))
    pairs = ((again["hits"], again["misses"]), (again["false_alarms"], again["trusted"]))
    variance = 0.0
    for yes, no in pairs:
        rate = (yes + 0.5) / (yes + no + 1)
        variance += rate * (1 - rate) / (yes + no + 1) / NormalDist().pdf(NormalDist().inv_cdf(rate)) ** 2
    within = found.within(recount.Z)
    assert within is not None
    reach = recount.Z * sqrt(variance)
    assert within[0] == pytest.approx((d - reach, d + reach))
    assert within[1] == pytest.approx((c - reach / 2, c + reach / 2))


def test_trials_of_all_and_of_each_village(
    county: Session, tried: dict[str, dict[str, int]], lives: dict[str, str]
) -> None:
    assert retold.added(tried.values())["helped"] > 10
    for asked in (Asked(), Asked(lesson="video-call"), *(Asked(village) for village in villages(county))):
        mine = [one for who, one in tried.items() if asked.village is None or lives[who] == asked.village.hex]
        report = told(county, asked)
        assert report.people == len(mine)
        same_trials(report.trials, retold.added(mine))


def test_one_person_and_one_class_tell_the_same_trials(
    county: Session, tried: dict[str, dict[str, int]], plays: list[retold.Told]
) -> None:
    for room in roster.classrooms(county):
        people = roster.learners(county, room.id)
        own = [tried[one.id.hex] for one in people if one.id.hex in tried]
        found = reports.class_report(county, room).telling
        assert {name: getattr(found, name) for name in retold.added(own)} == retold.added(own)
    for learner in people[:8]:
        found = reports.person_report(county, learner).telling
        again = retold.added([tried[learner.id.hex]] if learner.id.hex in tried else [])
        assert {name: getattr(found, name) for name in again} == again


def told_apart(counts: Mapping[str, int]) -> set[str]:
    """The groups of one breakdown of people that may be told: each of ten, the rest nobody or ten."""
    seen = {key for key, count in counts.items() if count >= 10}
    while seen and 0 < sum(count for key, count in counts.items() if key not in seen) < 10:
        seen.remove(min(seen, key=lambda key: (counts[key], str(UUID(key)))))
    return seen


def told_apart_by_deed(people: Mapping[str, set[str]]) -> set[str]:
    """The same where one person may be in several groups."""
    seen = {key for key, those in people.items() if len(those) >= 10}
    while seen:
        hidden = set[str]().union(*(those for key, those in people.items() if key not in seen))
        if not 0 < len(hidden) < 10:
            break
        seen.remove(min(seen, key=lambda key: (len(people[key]), key)))
    return seen


def met_at(visits: Sequence[retold.Told]) -> dict[int, list[retold.Told]]:
    """Every n-th meeting of somebody with a step."""
    met = Counter[tuple[str, str, str]]()
    found = defaultdict(list)
    for one in sorted(visits, key=lambda one: one["sequence"]):
        step = one["who"], one["lesson"], one["screen"]
        met[step] += 1
        found[met[step]].append(one)
    return found


def nameless(visits: Sequence[retold.Told], asked: Asked) -> list[retold.Told]:
    """The curve as far as readers without names may see it."""
    points = []
    at = met_at(visits)
    for one in retold.curve(wanted(visits, asked), 10)[:LONGEST]:
        those = at[one["nth"]]
        if asked.village is not None:
            groups = defaultdict(set)
            for visit in those:
                groups[visit["village"]].add(visit["who"])
            safe = asked.village.hex in told_apart({key: len(who) for key, who in groups.items()})
        elif asked.lesson:
            groups = defaultdict(set)
            for visit in those:
                groups[visit["lesson"]].add(visit["who"])
            safe = asked.lesson in told_apart_by_deed(groups)
        elif asked.skill:
            inside = {id(visit) for visit in wanted(those, asked)}
            groups = {"in": set(), "out": set()}
            for visit in those:
                groups["in" if id(visit) in inside else "out"].add(visit["who"])
            safe = "in" in told_apart_by_deed(groups)
        else:
            safe = True
        if not safe:
            break
        points.append(one)
    return points


def test_readers_without_names_see_the_same_figures_as_far_as_they_may(
    county: Session, visits: list[retold.Told], tried: dict[str, dict[str, int]], lives: dict[str, str]
) -> None:
    shown = hidden = 0
    counts = Counter(lives[who] for who in tried)
    for asked in all_asked(county):
        report = told(county, asked, named=False)
        of = Asked(asked.village) if asked.village else asked
        assert report.asked == of
        again = nameless(visits, of)
        same(report, again)
        shown, hidden = shown + len(again), hidden + len(retold.curve(wanted(visits, of), 3)) - len(again)
        mine = [one for who, one in tried.items() if of.village is None or lives[who] == of.village.hex]
        may = len(tried) >= 10 if of.village is None else of.village.hex in told_apart(counts)
        assert (report.trials is not None) == may
        if may:
            same_trials(report.trials, retold.added(mine))
    assert shown > 30 and hidden > 5
