"""When a front-door card counts as checked, and which cards to check this week; knows no clock, no log and no page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.simulator.catalogue import Bridge

GOOD_FOR: Final = timedelta(days=180)
"""A check is good on its own day and for so many days more; then it is too old."""
A_WEEK: Final = 3
"""So many cards are checked in a week."""
HOW: Final = ("telephone", "phone", "counter", "office")
"""How a card can be checked: by telephone, on a real phone, at the counter, by asking the office."""

CHECKED, OLD, DIFFERS, CHANGED, NEVER = "checked", "old", "differs", "changed", "never"
STATES: Final = (CHECKED, OLD, DIFFERS, CHANGED, NEVER)
"""How a card can stand; it counts as checked in the first of these only."""


@dataclass(frozen=True, slots=True)
class Check:
    """That somebody checked a card as it stood then; `differs` is empty when it was right."""

    card: str
    fingerprint: str
    on: date
    name: str
    name_latin: str
    how: str
    differs: str = ""


def good_days(bridge: Bridge, check: Check | None) -> tuple[date, date] | None:
    """The first and the last day on which a card counts as checked; None when its latest check does not say so."""
    if check is None or check.fingerprint != bridge.fingerprint or check.differs:
        return None
    return check.on, min(check.on, date.max - GOOD_FOR) + GOOD_FOR


def counts(bridge: Bridge, check: Check | None, today: date) -> bool:
    """Whether a card counts as checked today. A check dated after today does not count: its age is not known."""
    days = good_days(bridge, check)
    return days is not None and days[0] <= today <= days[1]


def state(bridge: Bridge, check: Check | None, today: date) -> str:
    """How a card stands by its latest check, one of STATES."""
    if check is None:
        return NEVER
    if check.fingerprint != bridge.fingerprint:
        return CHANGED
    if check.differs:
        return DIFFERS
    return CHECKED if counts(bridge, check, today) else OLD


def done_this_week(bridges: Iterable[Bridge], checks: Mapping[str, Check], today: date) -> frozenset[str]:
    """The cards that were checked, as they stand, since Monday."""
    monday = today - timedelta(days=min(today.weekday(), (today - date.min).days))
    held = ((bridge, checks.get(bridge.task)) for bridge in bridges)
    return frozenset(
        bridge.task
        for bridge, check in held
        if check is not None and check.fingerprint == bridge.fingerprint and monday <= check.on <= today
    )


def this_week(
    bridges: Collection[Bridge], checks: Mapping[str, Check], practised: Collection[str], today: date
) -> tuple[str, ...]:
    """The cards still to check this week, A_WEEK with those that were checked since Monday.

    What nobody has checked as it stands comes first, then what was checked longest ago; among equals what the classes
    practise, then the order of the catalogue.
    """
    done = done_this_week(bridges, checks, today)

    def need(bridge: Bridge) -> tuple[date, bool]:
        check = checks.get(bridge.task)
        known = check is not None and check.fingerprint == bridge.fingerprint and check.on <= today
        return check.on if check is not None and known else date.min, bridge.task not in practised

    waiting = sorted((bridge for bridge in bridges if bridge.task not in done), key=need)
    return tuple(bridge.task for bridge in waiting[: max(0, A_WEEK - len(done))])
