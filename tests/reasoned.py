"""Says of each reason of the model whether the visits bear it out, and what its numbers are, counted from visits alone.

A visit is as in `tests/foreseen.py`. What a sentence claims in words stands here as a question to the visits; it shares
no line with `models`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Told = dict[str, Any]
Claim = Callable[[Told, Sequence[Told], Sequence[Told], float], bool]
DAY = 86400


def right(some: Sequence[Told], skill: str = "") -> int:
    """How many of some visits went well, in all or with a skill."""
    return sum(one["outcome"] == "correct" and (not skill or skill in one["skills"]) for one in some)


def slipped(some: Sequence[Told], skill: str = "") -> int:
    """How many of some visits were a slip, in all or with a skill."""
    return sum(one["outcome"] == "slip" and (not skill or skill in one["skills"]) for one in some)


def last(here: Sequence[Told], outcome: str, times: int) -> bool:
    """Whether the latest visits, so many, all came out so."""
    return len(here) >= times and all(one["outcome"] == outcome for one in here[-times:])


CLAIMS: Mapping[str, Claim] = {
    "first_meeting": lambda step, here, before, now: not here,
    "known_skill": lambda step, here, before, now: not here and all(right(before, one) for one in step["skills"]),
    "fade": lambda step, here, before, now: last(here, "correct", 2)
    and all(one["support"] in ("guided", "prompted") for one in here[-2:]),
    "watched_once": lambda step, here, before, now: last(here, "correct", 1) and here[-1]["support"] == "shown",
    "two_slips": lambda step, here, before, now: last(here, "slip", 2),
    "slips_stay": lambda step, here, before, now: last(here, "slip", 2),
    "asked_twice": lambda step, here, before, now: last(here, "hint", 2),
    "asked_stay": lambda step, here, before, now: last(here, "hint", 2),
    "done_step": lambda step, here, before, now: right(here) > 0,
    "done_skill": lambda step, here, before, now: any(right(before, one) > right(here) for one in step["skills"]),
    "doing_well": lambda step, here, before, now: right(before) > slipped(before),
    "easy_step": lambda step, here, before, now: step["difficulty"] < 0.5,
    "slip_step": lambda step, here, before, now: slipped(here) > 0,
    "slip_skill": lambda step, here, before, now: any(slipped(before, one) for one in step["skills"]),
    "finding_hard": lambda step, here, before, now: slipped(before) > 1,
    "long_ago": lambda step, here, before, now: bool(here) and now - here[-1]["at"] >= 3 * DAY,
    "hard_step": lambda step, here, before, now: step["difficulty"] > 0.5,
    "something_new": lambda step, here, before, now: step["twist"],
    "full_screen": lambda step, here, before, now: step["clutter"] > 0,
    "not_yet_alone": lambda step, here, before, now: bool(here) and not right(here),
    "little_known": lambda step, here, before, now: bool(here),
    "check": lambda step, here, before, now: not here and step["clutter"] > 0 and any(
        right([one for one in before if one["support"] in ("prompted", "alone")], skill) for skill in step["skills"]
    ),
    "trial": lambda step, here, before, now: step["twist"],
}  # fmt: skip
"""Code -> whether what its sentence says is so: of the step, the visits to it, and all visits, before now (seconds)."""


def numbers(code: str, step: Told, before: Sequence[Told], now: float, p: float) -> dict[str, Any]:
    """Every number that the sentences of a reason could tell, `skill` where it is about one; AssertionError where the
    visits before do not bear out what it says."""
    here = [one for one in before if one["step"] == step["step"]]
    assert CLAIMS[code](step, here, before, now), (code, step, [(one["outcome"], one["support"]) for one in here])
    about, skill = before, ""
    if code in ("done_step", "slip_step"):
        about = here
    elif code in ("known_skill", "done_skill"):
        skill = max(step["skills"], key=lambda one: (right(before, one), one))
    elif code == "slip_skill":
        skill = max(step["skills"], key=lambda one: (slipped(before, one), one))
    met = here[-1]["at"] if here else now
    told = {"times": right(about, skill), "slips": slipped(about, skill), "days": int((now - met) // DAY)}
    return {**told, "percent": round(100 * p), "skill": skill}


def rested(before: Sequence[Told], skill: str, now: float) -> int:
    """For how many whole days nobody has met a skill that was met before."""
    return int((now - max(one["at"] for one in before if skill in one["skills"])) // DAY)


def offer(lesson: Told, plays: Sequence[Told], before: Sequence[Told], wishes: Sequence[str], now: float) -> Told:
    """The numbers that an offer of a lesson could tell, but for the percent, and `so`: the codes that would be true.

    A lesson is a dict: id, skills, needs. Plays are all of one person, as `tests/retold.py` tells them; `wishes` the
    tasks they wish for. A number that there is none of is left out.
    """
    ended = {play["lesson"] for play in plays if play["end"]}
    mine = [play for play in plays if play["lesson"] == lesson["id"]]
    ends = sorted(play["end"]["at"].timestamp() for play in mine if play["end"])
    met = [skill for skill in lesson["skills"] if any(skill in one["skills"] for one in before)]
    found: Told = {"times": len(ends)}
    if mine:
        found["days"] = int((now - (ends[-1] if ends else mine[-1]["opened"])) // DAY)
    if met:
        skill = max(met, key=lambda one: (slipped(before, one) / (slipped(before, one) + right(before, one) + 3), one))
        found |= {"skill": skill, "slips": slipped(before, skill)}
    so = {
        "suggest_unfinished": bool(mine) and not ends,
        "suggest_due": bool(ends),
        "suggest_wanted": lesson["id"] in wishes and not ends,
        "suggest_ready": bool(met) and not ends,
        "suggest_weak_skill": found.get("slips", 0) > 0,
        "suggest_new": not mine and ended >= set(lesson["needs"]),
        "suggest_open": not ends,
        "suggest_again": bool(ends),
    }
    return {**found, "so": {code for code, true in so.items() if true}}
