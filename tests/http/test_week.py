"""The page of a week: its numbers are the attempts', each sentence leads to its picture, small groups are hidden."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.config import Settings
from app.records import Records, journal, ledger, roster
from app.records.folding import CHINA
from app.records.happened import HELP_ASKED, HELP_GIVEN, UNCLEAR
from app.reports import visiting
from app.reports.week import WeekReport
from app.reports.weekly import week_report
from tests import recount
from tests.http.test_divide import cells, signed_in, within
from tests.inspector import Element, Inspector
from tests.people import NOW, village

MONDAY = date(2026, 8, 24)
SUNDAY = MONDAY.toordinal() + 6
INSIDE = datetime(2026, 8, 26, 10, 0, tzinfo=CHINA)

slow = pytest.mark.slow


@pytest.fixture
def county(tmp_path: Path, county_file: Path) -> Records:
    """A county by dice that may be written to."""
    file = tmp_path / "county.sqlite3"
    shutil.copyfile(county_file, file)
    return Records(f"sqlite:///{file.as_posix()}")


def report(records: Records, monday: date = MONDAY, named: bool = True) -> WeekReport:
    with records.session() as s:
        return week_report(s, roster.classrooms(s), monday, NOW, named=named)


def people(told: list[dict[str, Any]], after: int, upto: int) -> set[str]:
    return {act["who"] for act in told if act["counts"] and after < act["day"] <= upto}


def again(told: list[dict[str, Any]], after: int, upto: int) -> dict[str, list[int]]:
    """Everybody's (alone, met) of tasks they had met on an earlier day."""
    first: dict[tuple[str, str], int] = {}
    for act in told:
        pair = act["who"], act["lesson"]
        first[pair] = min(first.get(pair, act["day"]), act["day"])
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for act in told:
        if act["counts"] and after < act["day"] <= upto and act["day"] > first[act["who"], act["lesson"]]:
            found[act["who"]][0] += act["alone"]
            found[act["who"]][1] += 1
    return found


@slow
@pytest.mark.holds("week")
def test_what_the_week_says_is_what_the_attempts_say(county: Records, county_file: Path) -> None:
    told = report(county)
    acts = [act for act in recount.rows(county_file) if act["day"] <= SUNDAY]
    here = people(acts, SUNDAY - 7, SUNDAY)
    assert told.people == len(here)
    assert told.steps == sum(1 for act in acts if act["counts"] and act["day"] > SUNDAY - 7)
    ever = {act["who"] for act in acts}
    assert told.came is not None and told.again is not None
    weeks = [people(acts, SUNDAY - 7 * ago - 7, SUNDAY - 7 * ago) for ago in range(16)]
    came = {who: [sum(who in week for week in weeks[1:5]), 4] for who in ever}
    before, after = recount.ratio(came), recount.ratio({who: [int(who in here), 1] for who in ever})
    assert (told.came.before.value, told.came.before.low) == pytest.approx(before[:2])
    assert (told.came.after.value, told.came.after.high) == pytest.approx((after[0], after[2]))
    for share, counted in (
        (told.again.before, again(acts, SUNDAY - 35, SUNDAY - 7)),
        (told.again.after, again(acts, SUNDAY - 7, SUNDAY)),
    ):
        assert (share.value, share.low, share.high, share.people) == pytest.approx(recount.ratio(counted))
        assert share.steps == sum(met for _alone, met in counted.values())
    assert told.held == tuple(len(week) for week in reversed(weeks))
    assert told.curve is not None
    for point in told.curve.points:
        counted = again(acts, SUNDAY - 7 * (13 - point.nth), SUNDAY - 7 * (12 - point.nth))
        assert (point.share, point.low, point.high, point.people) == pytest.approx(recount.ratio(counted))


@slow
@pytest.mark.holds("week")
def test_what_is_kept_is_counted_in_the_week_it_was_checked_in(county: Records, county_file: Path) -> None:
    acts = recount.rows(county_file)
    everybody = {act["who"] for act in acts}

    def until(day: int) -> dict[int, Any]:
        return recount.kept([act for act in acts if act["day"] <= day], everybody, day)

    last, week, month = (until(day) for day in (SUNDAY, SUNDAY - 7, SUNDAY - 35))
    for one in report(county).checked:
        if one.moved is None:
            continue
        earlier = len(week[one.after]["steps"]) - len(month[one.after]["steps"])
        assert one.now == one.moved.after.people
        assert one.moved.before.people >= earlier
        whole = [sum(met for _alone, met in each[one.after]["steps"].values()) for each in (month, week, last)]
        assert (one.moved.before.steps, one.moved.after.steps) == (whole[1] - whole[0], whole[2] - whole[1])
        gone = [each[one.after]["tasks"]["missing"] + each[one.after]["tasks"]["left"] for each in (week, last)]
        assert one.missing + one.left == gone[1] - gone[0]


@slow
@pytest.mark.holds("week")
def test_villages_steps_calls_and_real_things_are_counted_apart(county: Records) -> None:
    with county.writing() as s:
        rooms = roster.classrooms(s)
        room = max(rooms, key=lambda one: len(roster.learners(s, one.id)))
        some = [one.id for one in roster.learners(s, room.id)][:8]
        helper = roster.add_staff(s, name="小刘", role="volunteer", password=None, now=NOW)
        for place, who in enumerate(some):
            journal.append_fact(s, kind=HELP_ASKED, learner_id=who, body={}, now=INSIDE)
            if place < 3:
                came = INSIDE + timedelta(minutes=2 if place else 1500)
                journal.append_fact(s, kind=HELP_GIVEN, learner_id=who, body={"by": str(helper.id)}, now=came)
            body = {"lesson": "connect-wifi", "hash": "x", "screen": "s1"}
            journal.append_fact(s, kind=UNCLEAR, learner_id=who, body=body, now=INSIDE)
            ledger.tick(s, who, "certify-pension", how="alone", known="told", by="self", now=INSIDE - timedelta(days=9))
            if place < 5:
                known = "seen" if place < 2 else "told"
                ledger.tick(s, who, "certify-pension", how="alone", known=known, by="self", now=INSIDE)
        ledger.tick(
            s, some[0], "certify-pension", how="not_yet", known="told", by="self", now=INSIDE + timedelta(days=9)
        )
    told = report(county)
    facts = {one.site.id: one.facts for one in told.villages}[room.site_id]
    assert (facts.asked, facts.unanswered, facts.unclear) == (8, 6, 8)
    assert dict(told.real.known) == {"seen": 2, "receipt": 0, "told": 3}
    assert (told.real.people, told.real.rooms) == (5, (room.id,))
    assert told.needing[0].reasons[0].kind in (visiting.SILENT, visiting.UNANSWERED)
    before = report(county, MONDAY - timedelta(days=7))
    assert dict(before.real.known) == {"seen": 0, "receipt": 0, "told": 8}
    assert all(one.facts.asked == 0 for one in before.villages)


@slow
@pytest.mark.holds("week")
def test_trips_are_the_first_acts_of_the_week(county: Records, county_file: Path) -> None:
    told = report(county)
    trips = [one for each in told.villages for one in each.facts.trips]
    begins = (datetime.combine(MONDAY, datetime.min.time(), CHINA) - timedelta(hours=8)).replace(tzinfo=None)
    with sqlite3.connect(county_file) as db:
        rows = db.execute(
            "SELECT p.lesson, a.screen, a.learner_id, a.outcome, l.classroom_id FROM attempt a "
            "JOIN practice_session p ON p.uuid = a.session_id JOIN learner l ON l.id = a.learner_id "
            "WHERE a.outcome != 'neutral' AND a.at >= ? AND a.at < ? GROUP BY a.session_id, a.screen, date(a.at) "
            "HAVING a.sequence = min(a.sequence)",
            (str(begins), str(begins + timedelta(days=7))),
        ).fetchall()
    slipped: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for lesson, screen, who, outcome, room in rows:
        if outcome == "slip":
            slipped[lesson, screen, room].add(who)
    assert sorted(one.slipped for one in trips) == sorted(len(some) for some in slipped.values())


@slow
@pytest.mark.holds("week-hidden")
def test_a_reader_without_names_sees_no_small_group(county: Records) -> None:
    shown = report(county, named=False)
    assert all(point.people >= 10 for one in shown.villages if one.curve for point in one.curve.points)
    assert all(count == 0 or count >= 10 for count in shown.held)
    for one in shown.needing:
        assert all(count == 0 or count >= 10 for why in one.reasons for count in why.counts)


@pytest.fixture
def trainer(application: Flask, client: Inspector) -> Inspector:
    """A trainer's browser over an empty database."""
    application.extensions["clock"] = lambda: NOW
    return signed_in(application, client, "周老师", "trainer")


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_an_empty_database_gets_a_kind_sentence(application: Flask, trainer: Inspector, lang: str) -> None:
    trainer.send("/preferences", lang=lang)
    page = trainer.page("/reports/week")
    told = {"en": "Nobody had practised by the end of this week", "zh_Hans_CN": "到这一周结束，还没有人练过"}[lang]
    assert told in page.all("main")[0].text()
    assert trainer.page("/reports/weeks").all("h1")
    with application.extensions["records"].writing() as s:
        village(s)
    assert told in trainer.page("/reports/week").all("main")[0].text()


def test_a_week_that_cannot_be_read_is_not_found_and_one_to_come_is_the_newest(trainer: Inspector) -> None:
    for query in ("week=soon", "week=2026-13-01", "village=x"):
        assert trainer.get(f"/reports/weeks?{query}").status_code == 404
    assert trainer.get("/reports/week?week=soon").status_code == 404
    newest = trainer.get("/reports/week?week=2031-01-01").text
    assert "2026年8月24日" in newest and "2026年8月30日" in newest


def hrefs(page: Any) -> list[str]:
    return [str(one.attributes.get("href")) for one in page.all("a")]


@slow
@pytest.mark.holds("week")
class TestOverACounty:
    """The page over the county by dice."""

    @pytest.fixture
    def settings(self, tmp_path: Path, county_file: Path) -> Settings:
        """A copy that has the county."""
        instance = tmp_path / "instance"
        instance.mkdir()
        shutil.copyfile(county_file, instance / "bandaojia.sqlite3")
        return Settings.at(instance, narrates=False)

    @pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
    def test_every_sentence_leads_to_its_picture(self, trainer: Inspector, lang: str) -> None:
        trainer.send("/preferences", lang=lang)
        page = trainer.page("/reports/week")
        lines = [one for one in page.all("li") if one.attributes.get("class") == "find"]
        assert 1 <= len(lines) <= 6
        for line in lines:
            ways = [str(one.attributes["href"]) for one in within(line, "a")]
            assert ways and all(trainer.get(way.split("#")[0]).status_code == 200 for way in ways)
        assert "week=2026-08-17" in " ".join(hrefs(page))

    def test_the_small_line_is_the_picture_s_own_series(self, trainer: Inspector) -> None:
        for week in ("2026-08-24", "2026-08-17", "2026-07-27", "2026-07-06"):
            page = trainer.page(f"/reports/week?week={week}")
            for place in (one for one in page.all("article") if one.attributes.get("class") == "vil"):
                small = [one for one in within(place, "svg") if one.attributes.get("class") == "spark"]
                way = str(within(place, "a")[0].attributes["href"])
                behind = trainer.page(way)
                rows = cells(next(one for one in behind.all("table") if within(one, "th")[0].text() == "周"))
                drawn = _points(small[0])
                assert len(drawn) == len(rows)
                assert rows[-1][1] == small[0].text().strip()
                for share, row in zip(drawn, rows, strict=True):
                    assert abs(share * 100 - int(row[1].rstrip("%"))) <= 0.7
                assert within(place, "p")[0].text() in behind.all("main")[0].text()

    def test_the_divide_of_a_week_is_as_it_stood(self, trainer: Inspector) -> None:
        page = trainer.page("/reports/divide?week=2026-08-24")
        assert "8月30日" in page.all("main")[0].text()
        assert page.all("h2")[0].text() != "" and trainer.get("/reports/divide?week=never").status_code == 404

    def test_only_trainers_see_it_and_it_stands_in_their_bar(self, application: Flask, trainer: Inspector) -> None:
        assert "/reports/week" in hrefs(trainer.page("/reports"))
        signed_in(application, trainer, "小刘", "volunteer")
        assert trainer.get("/reports/week").status_code == trainer.get("/reports/weeks").status_code == 403
        assert "/reports/week" not in hrefs(trainer.page("/reports"))


def _points(small: Element) -> list[float]:
    """The shares that a small line is drawn through."""
    path = next((one for one in within(small, "path") if one.attributes.get("class") == "lr"), None)
    if path is None:
        (dot,) = within(small, "circle")
        return [(38 - float(str(dot.attributes["cy"]))) / 32]
    return [(38 - float(y)) / 32 for y in re.findall(r"[ML][\d.]+ ([\d.]+)", str(path.attributes["d"]))]
