"""Whatever is played in whatever order: no part of a journey ever comes to less, and errands stay as they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from app.practice.journeys import ALONE, IN_PERSON, NEW, STATES, WALKED, Way, onward, state_of, walk
from app.records.folding import PlayRecord
from app.simulator.journeys import Journey, Part
from app.simulator.lesson import Text

WHO = UUID(int=1)
BEGAN = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
TASKS = ("a", "b", "c", "d")


def journey(name: str, *parts: str, gentle: bool = False) -> Journey:
    """A journey whose parts are these tasks; an empty one is an errand."""
    made = tuple(Part(number, Text(f"p{number}", "办"), task) for number, task in enumerate(parts, 1))
    return Journey(name, Text("t", "事"), Text("s", "想办。"), "guizhi", parts[0], made, gentle)


OURS = journey("ours", "a", "", "b", "c", "")


def play(lesson: str, day: int, *, alone: bool = False, order: int = 0) -> PlayRecord:
    """A finished play: every step alone at true size, or one of them with help."""
    at = BEGAN + timedelta(days=day)
    helped = 0 if alone else 1
    return PlayRecord(order, uuid4(), WHO, lesson, "true", at, at, 3, 3 - helped, helped, 0, 0, helped)


plays = st.lists(
    st.builds(play, st.sampled_from((*TASKS, "other")), st.integers(0, 20), alone=st.booleans()), max_size=12
)


def states(way: Way) -> list[int]:
    """How far each task of a journey has come, as places in STATES."""
    return [STATES.index(stop.state) for stop in way.stops if stop.state != IN_PERSON]


@given(before=plays, more=plays)
def test_finishing_a_task_never_lowers_any_state(before: list[PlayRecord], more: list[PlayRecord]) -> None:
    earlier, later = walk(OURS, TASKS, before), walk(OURS, TASKS, [*before, *more])
    assert all(now >= then for then, now in zip(states(earlier), states(later), strict=True))
    assert later.walked >= earlier.walked
    assert later.whole or not earlier.whole


@given(mixed=plays)
def test_the_order_in_which_plays_arrive_does_not_matter(mixed: list[PlayRecord]) -> None:
    assert walk(OURS, TASKS, mixed) == walk(OURS, TASKS, list(reversed(mixed)))


@given(mixed=plays)
def test_a_task_is_walked_through_exactly_when_it_was_finished(mixed: list[PlayRecord]) -> None:
    way, finished = walk(OURS, TASKS, mixed), {one.lesson for one in mixed}
    for stop in way.stops:
        assert (stop.state == IN_PERSON) is (not stop.part.task)
        if stop.part.task:
            assert (stop.state == NEW) is (stop.part.task not in finished)
    undone = [stop.part for stop in way.stops if stop.state in (NEW, WALKED)]
    assert way.next == (undone[0] if undone else None)


def test_alone_is_earned_on_a_later_day_only() -> None:
    assert state_of([]) == NEW
    assert state_of([play("a", 0, alone=True)]) == WALKED
    assert state_of([play("a", 0, alone=True), play("a", 0, alone=True)]) == WALKED
    assert state_of([play("a", 0), play("a", 1, alone=True)]) == ALONE
    assert state_of([play("a", 0), play("a", 1, alone=True), play("a", 2)]) == ALONE


def test_a_task_whose_lesson_cannot_be_played_is_left_out() -> None:
    way = walk(OURS, ("a", "c"), [])
    assert [stop.part.task for stop in way.stops] == ["a", "", "c", ""]
    assert not walk(OURS, (), []).whole


def test_after_a_lesson_one_goes_on_where_one_has_walked_furthest() -> None:
    short, long = journey("short", "a", "b", ""), journey("long", "a", "c", "d", "")
    told = [play("a", 0), play("c", 0)]
    ways = [walk(one, TASKS, told) for one in (short, long)]
    found = onward(ways, "a", gentle=False)
    assert found is not None and (found.journey.id, found.next) == ("long", long.parts[0])
    assert onward(ways, "d", gentle=False) is ways[1]
    assert onward(ways, "other", gentle=False) is None
    first = [walk(one, TASKS, [play("a", 0)]) for one in (short, long)]
    assert onward(first, "a", gentle=False) is first[0]


def test_what_is_all_done_alone_is_not_gone_on_with() -> None:
    told = [play(task, day, alone=True) for task in ("a", "b", "c") for day in (0, 1)]
    assert onward([walk(OURS, TASKS, told)], "a", gentle=False) is None


def test_a_gentle_journey_follows_only_a_gentle_lesson() -> None:
    ways = [walk(journey("sad", "a", "b", "", gentle=True), TASKS, [])]
    assert onward(ways, "a", gentle=False) is None
    assert onward(ways, "a", gentle=True) is ways[0]
