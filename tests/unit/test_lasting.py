"""How long a sign-in lasts, in hours the laptop ran: no date ends it, no number of starts keeps it alive."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from app.web.lasting import A_START, OFTEN, SIGNED_IN_FOR, left, noted, to_note

pytestmark = pytest.mark.holds("clock")

BOOT, OTHER = uuid4(), uuid4()
HOUR = timedelta(hours=1)


def test_what_is_left_shrinks_as_the_laptop_runs() -> None:
    kept = noted(SIGNED_IN_FOR, BOOT, 5 * HOUR)
    assert left(kept, BOOT, 5 * HOUR) == SIGNED_IN_FOR
    assert left(kept, BOOT, 8 * HOUR) == SIGNED_IN_FOR - 3 * HOUR
    assert left(kept, BOOT, 17 * HOUR) == timedelta()


def test_a_start_costs_a_little_whatever_the_clocks_say() -> None:
    kept = noted(SIGNED_IN_FOR, BOOT, 5 * HOUR)
    assert left(kept, OTHER, timedelta()) == left(kept, OTHER, 900 * HOUR) == SIGNED_IN_FOR - A_START


def test_no_number_of_starts_keeps_a_sign_in_alive() -> None:
    rest, starts = SIGNED_IN_FOR, 0
    while rest > timedelta():
        rest, starts = left(noted(rest, BOOT, timedelta()), OTHER, timedelta()), starts + 1
    assert starts == SIGNED_IN_FOR / A_START


def test_it_is_noted_at_a_start_and_now_and_then() -> None:
    kept = noted(HOUR, BOOT, HOUR)
    assert not to_note(kept, BOOT, HOUR + OFTEN / 2)
    assert to_note(kept, BOOT, HOUR + OFTEN) and to_note(kept, OTHER, HOUR)


@pytest.mark.parametrize("kept", [{}, {"until": 4e9}])
def test_a_sign_in_of_another_kind_is_none(kept: dict[str, float]) -> None:
    assert left(kept, BOOT, HOUR) <= timedelta()
