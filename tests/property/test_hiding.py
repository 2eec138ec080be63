"""Whatever the groups: readers without the right to names see none under ten, and none can be had by subtraction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports import hiding
from app.reports.county import _large_kept
from app.reports.gaps import Share
from app.reports.hiding import LEAST_NAMELESS
from app.reports.retention import CHECKED, OTHER, PARTS, Count, Kept

sorts = st.integers(1, 4)
groups = sorts.flatmap(
    lambda width: st.dictionaries(
        st.text("abcdefgh", min_size=1, max_size=2),
        st.lists(st.integers(0, 40) | st.integers(0, 12), min_size=width, max_size=width),
        max_size=9,
    )
)


def enough(count: int) -> bool:
    return count == 0 or count >= LEAST_NAMELESS


@pytest.mark.holds("divide-hidden")
@given(groups)
def test_no_group_under_ten_is_shown_nor_left_over(found: dict[str, list[int]]) -> None:
    seen = hiding.shown(found)
    assert all(count >= LEAST_NAMELESS for key in seen for count in found[key])
    hidden = [counts for key, counts in found.items() if key not in seen]
    assert not seen or all(enough(sum(column)) for column in zip(*hidden, strict=True))


@given(groups)
def test_nothing_is_hidden_that_need_not_be(found: dict[str, list[int]]) -> None:
    if all(count >= LEAST_NAMELESS for counts in found.values() for count in counts):
        assert hiding.shown(found) == set(found)


counts = st.tuples(st.integers(0, 30), st.integers(1, 3)).map(lambda told: Count(told[0] * told[1], told[0]))


@st.composite
def both(draw: st.DrawFn) -> tuple[Kept, ...]:
    """Two distances over the same tasks: what they do not check makes up the whole."""
    first = {part: draw(counts) for part in PARTS}
    second = {part: draw(counts) for part in PARTS[:-1]}
    left = sum(one.tasks for one in first.values()) - sum(one.tasks for one in second.values())
    second[PARTS[-1]] = Count(max(0, left), min(max(0, left), draw(st.integers(0, 30))))
    return tuple(
        Kept(after, Share(0.5, 0.4, 0.6, parts[CHECKED].people, 30) if parts[CHECKED].people else None, parts)
        for after, parts in ((7, first), (30, second))
    )


@pytest.mark.holds("divide-hidden")
@given(both())
def test_what_was_not_checked_is_told_of_ten_people_or_more_or_not_at_all(found: tuple[Kept, ...]) -> None:
    told = _large_kept(found)
    for one, was in zip(told, found, strict=True):
        assert one.share is None or one.share.people >= LEAST_NAMELESS
        for part, count in one.parts.items():
            if part == OTHER:
                merged = [was.parts[other].people for other in PARTS if other != CHECKED]
                assert sum(merged) == 0 or max(merged) >= LEAST_NAMELESS
            else:
                assert enough(was.parts[part].people), (part, count)
    rows = [set(one.parts) - {CHECKED} for one in told]
    assert all(rows) or not any(rows), "told of one distance, the whole gives away the other"
