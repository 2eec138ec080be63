"""The plan of a class under any people, tablets and minutes: fair, possible, the same again, and obedient."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.plan import HANDOVER, LEAST, STEP, Plan, Present, Seat, Told, needs, todays_plan
from models.wording import AUDIENCES, msgid

pytestmark = pytest.mark.slow

KNOWN = st.floats(0.05, 0.95)
SLACK = 1e-6


@st.composite
def rooms(draw: st.DrawFn, *, fresh: bool = False) -> tuple[list[Present], list[Seat], float]:
    """People, tablets and minutes left; `fresh`: before anybody has acted."""
    people = [
        Present(
            f"p{place}",
            draw(st.one_of(st.none(), KNOWN)) if not fresh else draw(KNOWN),
            new=not fresh and draw(st.booleans()),
            unseen=draw(st.integers(0, 3)),
            acted=0.0 if fresh else draw(st.sampled_from((0.0, 0.0, 4.0, 10.0, 23.0))),
            early=not fresh and draw(st.booleans()),
        )
        for place in range(draw(st.integers(1, 30)))
    ]
    seats = [
        Seat(
            f"s{place}", *(("", "", 0.0) if fresh or draw(st.booleans()) else (f"p{place}", "", draw(st.floats(0, 20))))
        )
        for place in range(draw(st.integers(1, 12)))
    ]
    return people, seats, draw(st.floats(0, 120))


def overlap(plan: Plan, name: str) -> bool:
    """Whether two turns with the same `name` (a tablet or an actor) are at the same time."""
    by: dict[str, list[tuple[float, float]]] = {}
    for turn in plan.turns:
        by.setdefault(getattr(turn, name), []).append((turn.start, turn.end))
    return any(
        before[1] > after[0] + SLACK
        for spans in by.values()
        for before, after in zip(sorted(spans), sorted(spans)[1:], strict=False)
    )


@given(rooms())
@settings(max_examples=150, deadline=None)
def test_nobody_and_no_tablet_twice_at_once_and_no_more_minutes_than_there_are(
    room: tuple[list[Present], list[Seat], float],
) -> None:
    people, seats, left = room
    plan = todays_plan(people, seats, left)
    assert not overlap(plan, "seat")
    assert not overlap(plan, "actor")
    assert sum(turn.minutes for turn in plan.turns) <= len(seats) * left + SLACK
    assert all(turn.end <= left + SLACK for turn in plan.turns)
    for turn in plan.turns:
        assert turn.watcher != turn.actor
        busy = [o for o in plan.turns if turn.watcher in (o.actor, o.watcher) and turn.watcher and o is not turn]
        assert not any(o.start < turn.end - SLACK and turn.start < o.end - SLACK for o in busy)
        for why in filter(None, (turn.reason, turn.beside)):
            assert all("%(" not in msgid(why.code, who) % why.args for who in AUDIENCES)
    assert todays_plan(people, seats, left) == plan


@given(rooms(fresh=True))
@settings(max_examples=150, deadline=None)
def test_everybody_gets_a_turn_where_there_is_time_and_ten_minutes_where_there_is_more(
    room: tuple[list[Present], list[Seat], float],
) -> None:
    people, seats, left = room
    plan = todays_plan(people, seats, left)

    def fits(minutes: float) -> bool:
        return len(people) <= len(seats) * int((left + SLACK) / (minutes + HANDOVER))

    if fits(LEAST):
        assert min(plan.minutes.values()) >= LEAST
        assert not plan.short
    elif fits(STEP):
        assert min(plan.minutes.values()) >= STEP
        assert plan.short


@given(rooms(fresh=True))
@settings(max_examples=150, deadline=None)
def test_who_is_behind_is_not_given_less(room: tuple[list[Present], list[Seat], float]) -> None:
    people, seats, left = room
    plan, need = todays_plan(people, seats, left), needs(people)
    for one in people:
        for other in people:
            if (one.known or 0.0) <= (other.known or 0.0):
                assert need[one.id] >= need[other.id]
                assert plan.shares[one.id] >= plan.shares[other.id] - SLACK


@given(rooms(fresh=True), st.data())
@settings(max_examples=100, deadline=None)
def test_what_was_told_is_obeyed(room: tuple[list[Present], list[Seat], float], data: st.DataObject) -> None:
    people, seats, left = room
    first = data.draw(st.sampled_from([one.id for one in people]))
    plan = todays_plan(people, seats, left, Told(first=(first,)))
    assert not plan.turns or (plan.turns[0].actor == first and plan.turns[0].reason.code == "turn_first")
    plan = todays_plan(people, seats, left, Told(later=frozenset({first})))
    firsts = list(dict.fromkeys(turn.actor for turn in plan.turns))
    if first in firsts and len(people) > len(seats):
        assert firsts.index(first) >= len(firsts) - len(seats)


def test_of_two_at_a_tablet_the_one_behind_acts_first_and_the_stronger_watches() -> None:
    people = [Present("strong", 0.9), Present("weak", 0.2)]
    plan = todays_plan(people, [Seat("1")], 60.0)
    assert (plan.turns[0].actor, plan.turns[0].watcher) == ("weak", "strong")
    assert plan.turns[0].beside is not None
    assert plan.turns[0].beside.code == "beside_helps"
    assert plan.minutes["weak"] > plan.minutes["strong"] >= LEAST
    off = [replace(one, known=None) for one in people]
    even = todays_plan(off, [Seat("1")], 60.0)
    assert even.shares == {"strong": 30.0, "weak": 30.0}
