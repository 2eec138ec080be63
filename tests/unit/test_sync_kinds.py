"""Everything that is kept is either carried home or named as what stays; what is carried is there, and is erased."""

from __future__ import annotations

import ast
import importlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from app import classes
from app.classes import codes, following, seating, signing_in, turns
from app.classes.rostering import one_by_one
from app.config import ROOT
from app.practice import arriving, ladders
from app.records import Records, Session, journal, ledger, needs, removing, roster, supports, verifying
from app.records.carrying import PLACES
from app.records.happened import HELP_TAKEN_BACK, UNCLEAR
from app.records.tables import HAPPENED, METADATA, Classroom, Device, Learner, Staff
from app.simulator.needs import WANT
from app.simulator.shelf import Shelf
from app.sync import kinds
from app.sync.kinds import CHOICES, FACTS, STAYS
from tests.carrying import SLIPS, WELL, Laptop, laptops, taken_apart
from tests.people import NOW, village

pytestmark = [pytest.mark.slow, pytest.mark.holds("carry-home")]

SECRET = b"a secret of this laptop"


@pytest.fixture
def laptop(tmp_path: Path, empty_database: Path, shelf: Shelf) -> Iterator[Callable[[str], Laptop]]:
    """Makes laptops without a class."""
    with laptops(tmp_path, empty_database, next(iter(shelf.lessons.values()))) as make:
        yield make


def declared() -> set[str]:
    """Every kind of fact that the product names, by the sentence that stands under it."""
    found = set()
    for path in (ROOT / "app").rglob("*.py"):
        for named, said in pairwise(ast.parse(path.read_text(encoding="utf-8")).body):
            sentence = said.value.value if isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant) else ""
            if isinstance(named, ast.AnnAssign) and str(sentence).startswith("The kind of fact"):
                found.add(str(vars(importlib.import_module(module(path)))[ast.unparse(named.target)]))
    return found


def appended(by: str) -> dict[str, str]:
    """Each call that appends something -> the kind that it names; `kind` where that is the caller's."""
    calls = {}
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == by:
                (told,) = (ast.unparse(one.value) for one in node.keywords if one.arg == "kind")
                names = {"kind": "kind", **vars(importlib.import_module(module(path)))}
                calls[f"{path.relative_to(ROOT)}:{node.lineno}"] = eval(told, names)
    return calls


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_every_kind_of_fact_goes_along_or_is_named_as_what_stays() -> None:
    known, calls = {*FACTS, *STAYS}, appended("append_fact")
    assert not FACTS.keys() & STAYS.keys()
    assert declared() - known == set()
    assert {where: kind for where, kind in calls.items() if kind not in known | {"kind"}} == {}
    assert known - declared() - set(calls.values()) == set()
    assert set(appended("append_choice").values()) == CHOICES.keys()


def test_every_table_goes_along_or_is_named_as_what_stays() -> None:
    carried = {table.name for table in (*PLACES.values(), *HAPPENED.values())}
    assert carried | kinds.TABLES.keys() == set(METADATA.tables)
    assert not carried & kinds.TABLES.keys()


def test_all_that_names_somebody_is_looked_at_when_they_are_erased() -> None:
    """A new table that names a learner is to be added to what erasing empties."""
    naming = {table.name for table in METADATA.tables.values() if "learner_id" in table.columns}
    summaries = {"opportunity", "finished_play", "practised", "meetings"}
    assert naming == {"practice_session", "attempt", "choice", "fact", *summaries}


def live(laptop: Laptop) -> None:
    """Let every kind of fact happen once at least in a class, by what makes it happen."""
    laptop.begin(("王桂芳", "周大顺", "王桂芳二", "李秀英"))
    play = laptop.play(laptop.people[0], SLIPS)
    laptop.play(laptop.people[1], WELL)
    laptop.tick()
    with laptop.writing() as s:
        room, member = roster.classroom(s, laptop.classroom_id), roster.all_staff(s)[0]
        assert room is not None
        device, people = roster.devices(s, room.id)[0], [roster.learner(s, one) for one in laptop.people]
        first, second, third, fourth = (one for one in people if one is not None)
        at_tablets(s, room, device, (first, second), member)
        with_codes(s, room, device, first, member)
        needs.tell(s, first.id, WANT, "pension", yes=True, tasks=["certify-pension"], now=NOW)
        needs.dare(s, first.id, needs.SURVEY, 2, NOW)
        ledger.tick(s, first.id, "certify-pension", how=ledger.ALONE, known=ledger.SEEN, by=str(member.id), now=NOW)
        ledger.tick(s, second.id, "certify-pension", how=ledger.NOT_YET, known=ledger.TOLD, by=ledger.SELF, now=NOW)
        supports.choose(s, first.id, "certify-pension", "guided", by=member.id, now=NOW)
        supports.choose(s, second.id, supports.ALL, "shown", by=member.id, now=NOW)
        supports.choose(s, second.id, supports.ALL, supports.MODEL, by=member.id, now=NOW)
        told = {"learner_id": first.id, "session_id": play.uuid, "now": NOW}
        body: dict[str, Any] = {"lesson": play.lesson, "hash": play.lesson_hash, "screen": "desktop"}
        journal.append_fact(s, kind=UNCLEAR, body=body, **told)
        journal.append_fact(s, kind=arriving.UNSUPERVISED, body={"lesson": play.lesson}, **told)
        body = {
            "uuid": str(play.uuid),
            "act": "tap next",
            "value": "",
            "there": ["login", "slip"],
            "here": ["face", ""],
        }
        journal.append_fact(s, kind=arriving.DISAGREED, body=body, **told)
        classes.ask_for_help(s, first.id, NOW, device_id=device.id, where="home")
        given = classes.give_help(s, first.id, member, NOW)
        body = {"help": str(given.uuid), "by": str(member.id)}
        journal.append_fact(s, kind=HELP_TAKEN_BACK, learner_id=first.id, body=body, now=NOW)
        ladders.put(s, room.id, NOW, on=False)
        roster.merge_learners(s, third, first, NOW)
        roster.part_learners(s, third.id, NOW)
        roster.merge_learners(s, third, first, NOW)
        roster.keep_apart(s, first, fourth, NOW)
        one_by_one.correct(
            s, fourth, {"name": "李秀英", "latin": "", "birth": "1950", "gender": "女", "dialect": "武汉话"},
            NOW.date(), NOW,
        )  # fmt: skip
        site = roster.add_site(s, name="别的村", now=NOW)
        another = roster.add_classroom(s, site=site, name="别的班", now=NOW)
        roster.move_learner(s, fourth, another, NOW)
        roster.move_learner(s, fourth, room, NOW)
        roster.retire_device(s, roster.enrol_device(s, classroom=room, now=NOW)[0].id, NOW)


def at_tablets(s: Session, room: Classroom, device: Device, people: tuple[Learner, Learner], member: Staff) -> None:
    why = {"artefact": "x", "off": False, "code": "turn_least", "args": {"minutes": 3}}
    first, second = people
    classes.begin_turn(s, room, device, first.id, member, NOW, minutes=12.5, why=why, watcher=second.id)
    classes.tell(s, room, second.id, member, turns.LATER, NOW)
    classes.tell_length(s, room, member, 60, NOW)
    following.follow(s, room, "certify-pension", NOW)
    classes.tell_class(s, room, "quiet", NOW)
    classes.hush(s, device, NOW)
    sitting = seating.sit_down(s, first, device, NOW, how=seating.CODE, visit="v1")
    seating.stand_up(s, sitting, NOW)


def with_codes(s: Session, room: Classroom, device: Device, learner: Learner, member: Staff) -> None:
    codes.ask_for(s, room, codes.DIGITS, NOW)
    codes.deal(s, learner, codes.DIGITS, SECRET, member, NOW)
    classes.let_in(s, learner, member, NOW)
    signing_in.tried(s, learner, device, "v1", NOW, right=False)


def kept(laptop: Laptop) -> Counter[str]:
    """How many facts of each kind are kept."""
    with laptop.records.session() as s:
        return Counter(kind for (kind,) in s.connection().exec_driver_sql("SELECT kind FROM fact"))


def test_every_kind_that_goes_along_is_there_afterwards_and_what_opens_doors_is_not(
    laptop: Callable[[str], Laptop],
) -> None:
    away, home = laptop("柳河"), laptop("家")
    live(away)
    there = kept(away)
    assert FACTS.keys() - there.keys() == {removing.FORGOTTEN}
    file = away.file()
    came = home.read(file)
    assert kept(home) - Counter({"carried": 1}) == Counter({kind: there[kind] for kind in there.keys() & FACTS.keys()})
    others = sum(one["row"] != "fact" for one in taken_apart(file)[1]["log.jsonl"])
    assert came.new == sum(there[kind] for kind in FACTS) + others
    mine = str(away.classroom_id)
    assert home.pages()[mine] == away.pages()[mine]
    with home.records.session() as s, away.records.session() as t:
        for who, answers, ticks in ((away.people[0], 1, 1), (away.people[1], 0, 1)):
            assert (len(needs.told_by(s, who)), len(ledger.ticks(s, who))) == (answers, ticks)
            assert supports.told(s, who) and [one[2:] for one in supports.told(s, who)] == [
                one[2:] for one in supports.told(t, who)
            ]
        assert codes.asked(s, away.classroom_id) == "" and codes.asked(t, away.classroom_id) == codes.DIGITS
    told = str(taken_apart(file))
    assert "salt" not in told and "let_in" not in told and "code_" not in told


def test_whoever_is_erased_leaves_no_row_and_no_name_wherever_they_were_told_of(
    laptop: Callable[[str], Laptop],
) -> None:
    away, home = laptop("柳河"), laptop("家")
    live(away)
    home.read(away.file())
    first, third = away.people[0], away.people[2]
    with away.writing() as s:
        removing.erase_learners(s, [first], NOW)
    home.read(away.file())
    for one in (away, home):
        assert one.whole()
        with one.records.session() as s:
            for table in METADATA.sorted_tables:
                rows = [dict(row) for row in s.execute(table.select()).mappings()]
                left = [row for row in rows if any(str(who) in str(row) for who in (first, third))]
                assert {row.get("kind", table.name) for row in left} <= {"forgotten", "carried"}
                assert "王桂芳" not in str(rows)


def test_nothing_that_was_told_of_an_invented_class_is_left_when_the_demo_goes(records: Records) -> None:
    with records.writing() as s:
        where = village(s, demo=True)
        room = roster.classroom(s, where.classroom_id)
        member = roster.add_staff(s, name="演示老师", role="volunteer", password=None, now=NOW, demo=True)
        assert room is not None
        following.follow(s, room, "certify-pension", NOW)
        classes.tell_length(s, room, member, 60, NOW)
        codes.ask_for(s, room, codes.DIGITS, NOW)
        removing.remove_demo(s, NOW)
        left = list(s.execute(HAPPENED["fact"].select()).mappings())
        assert verifying.verify(s) == []
    assert {row["kind"] for row in left} <= {"erased", "forgotten"}
