"""How support moves: climbing inside a step, and the fold of a step's meetings into its level; knows no weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from models.opportunity import LEVELS

MOST = 3
"""Slips and hints above this count as this many."""
NEED = (0.0, 0.25, 0.45, 0.65)
"""P(alone) that a level asks for, by place in LEVELS."""
MARGIN = 0.05
"""Hysteresis: a level is entered at its need plus this, and left at its need less this."""
START = (0.0, 0.6, 0.85)
"""P(alone) at which a first meeting begins guided or prompted, when each of its skills has gone well before."""
IN_A_ROW = 2
"""Successes, the last one with help, that fade it, slips or requests that bring more, in a row on one step."""


def climb(level: str, slips: int = 0, hints: int = 0, frozen: bool = False) -> str:
    """Support for the rest of a step that was planned at ``level``: each slip and freezing bring one level more help,
    a second hint at least prompts, a third at least guides."""
    place = LEVELS.index(level) - min(slips, MOST) - int(frozen)
    if hints >= 2:
        place = min(place, 2)
    if hints >= 3:
        place = min(place, 1)
    return LEVELS[max(0, place)]


CLIMBING: Mapping[str, str] = MappingProxyType(
    {
        f"{level}.{slips}.{hints}.{int(frozen)}": climb(level, slips, hints, frozen)
        for level in LEVELS
        for slips in range(MOST + 1)
        for hints in range(MOST + 1)
        for frozen in (False, True)
    }
)
"""All of ``climb`` as data for a page: "level.slips.hints.frozen" (counts capped at MOST, frozen 0 or 1) -> level."""


@dataclass(frozen=True, slots=True)
class Rung:
    """Where one step stands after its meetings: the level it held, and how far the next may be from it, and why.

    ``helped`` counts those of the last ``wins`` in a row that had help; a success without it begins anew.
    """

    level: int
    low: int
    high: int
    wins: int = 0
    helped: int = 0
    slips: int = 0
    asked: int = 0
    forced: str = ""


def target(level: int, p: float) -> int:
    """The level that P(alone) asks for, when the step now stands at ``level``: never falls when either rises."""
    place = level
    while place < 3 and p >= NEED[place + 1] + MARGIN:
        place += 1
    while place > 0 and p < NEED[place] - MARGIN:
        place -= 1
    return place


def start(p: float, skills_proven: bool) -> int:
    """The level of a first meeting: shown, unless the skills are known from elsewhere; never alone."""
    if not skills_proven:
        return 0
    return 2 if p >= START[2] else 1 if p >= START[1] else 0


def settle(rung: Rung | None, p: float, skills_proven: bool) -> int:
    """The level to give now: what P(alone) asks for, inside what the last meetings allow."""
    if rung is None:
        return start(p, skills_proven)
    return max(rung.low, min(rung.high, target(rung.level, p)))


def after(rung: Rung | None, held: int, given: int | None, outcome: str) -> Rung:
    """The rung after a meeting for which ``held`` was settled and ``given`` in fact given (None: unknown).

    A slip never allows less help than before it and never more than one level more; a success never brings more help.
    """
    last = rung or Rung(held, held, held)
    given = held if given is None else given
    if outcome == "slip":
        slips = last.slips + 1
        forced = slips >= IN_A_ROW
        return Rung(
            held,
            max(0, held - 1),
            max(0, held - 1) if forced else held,
            slips=slips,
            forced="two_slips" if forced else "",
        )
    if outcome == "helped":
        asked = last.asked + 1
        forced = asked >= IN_A_ROW
        return Rung(
            held,
            max(0, held - 1),
            max(0, held - 1) if forced else held,
            asked=asked,
            forced="asked_twice" if forced else "",
        )
    level = max(held, given)
    high = 3 if given >= held else level
    if given == 0:
        return Rung(level, max(1, level - 1), max(1, high), forced="watched_once" if level == 0 else "")
    wins, helped = last.wins + 1, last.helped + 1 if given < 3 else 0
    if wins >= IN_A_ROW and given == level < 3:
        return Rung(level, level + 1, level + 1, forced="fade" if helped >= IN_A_ROW else "")
    return Rung(level, max(1, level - 1), high, wins=wins, helped=helped)


def fixed(outcomes: list[str]) -> int:
    """The ladder without a model: one level less help after each success, one more after a slip."""
    place = 0
    for outcome in outcomes:
        place += {"alone": 1, "slip": -1}.get(outcome, 0)
        place = max(0, min(3, place))
    return place
