"""Counts the pages of a person, a class and curves anew from the log alone, sharing no line with the reports."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from statistics import NormalDist
from typing import Any

from tests import recount

Told = dict[str, Any]
Z = NormalDist().inv_cdf


def asked(file: Path, query: str, *values: object) -> list[Told]:
    """The rows of a query, as dictionaries."""
    with sqlite3.connect(file) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(query, values)]


def plays(file: Path) -> list[Told]:
    """Every play in order of its opening: its visits (told by their first act that counts), its end, its trial."""
    acts = defaultdict(list)
    for act in asked(file, "SELECT * FROM attempt ORDER BY sequence"):
        acts[act["session_id"]].append(act)
    found = asked(
        file,
        "SELECT p.*, l.classroom_id AS room, c.site_id AS village FROM practice_session p JOIN learner l "
        "ON l.id = p.learner_id JOIN classroom c ON c.id = l.classroom_id ORDER BY p.sequence",
    )
    for play in found:
        mine = acts[play["uuid"]]
        beside = False
        for act in mine:
            if act["act"] in ("tap beside-me", "tap beside-gone"):
                beside = act["act"] == "tap beside-me"
            act["beside"] = beside
        play["plan"] = json.loads(play["plan"])
        play["visits"] = _visits(play, mine)
        play["end"] = _end(play, mine)
        play["trial"] = _trial(mine)
    return found


def _visits(play: Told, acts: list[Told]) -> list[Told]:
    found, known, before = [], set(), moment(play["at"])
    for screen, visit in groupby(acts, key=lambda act: act["screen"]):
        those, since = list(visit), before
        before = moment(those[-1]["at"])
        first = next((act for act in those if act["outcome"] != "neutral"), None)
        if first is None:
            continue
        outcome = "hint" if first["beside"] else first["outcome"]
        alone = outcome == "correct" and first["support"] == "alone" and not first["hints"] and play["size"] == "true"
        p = (
            None
            if screen in known or "hand" in play["plan"]
            else play["plan"].get("steps", {}).get(screen, {}).get("p")
        )
        known.add(screen)
        found.append(
            {
                "who": play["learner_id"],
                "lesson": play["lesson"],
                "village": play["village"],
                "room": play["room"],
                "screen": screen,
                "sequence": first["sequence"],
                "at": moment(first["at"]),
                "alone": alone,
                "slip": outcome == "slip",
                "outcome": outcome,
                "support": first["support"],
                "twist": first["twist"],
                "size": play["size"],
                "hash": play["lesson_hash"],
                "asked": outcome == "hint" or first["hints"] > 0,
                "act": first["act"],
                "took": (moment(first["at"]) - since).total_seconds(),
                "p": p if isinstance(p, float) else None,
            }
        )
    return found


def _end(play: Told, acts: list[Told]) -> Told | None:
    """Of a finished play the steps, each by its first visit: alone, with help, a slip; and whether it was unhelped."""
    last = next((act for act in acts if act["finishes"]), None)
    if last is None:
        return None
    steps: dict[str, Told] = {}
    for visit in play["visits"]:
        if visit["sequence"] <= last["sequence"]:
            steps.setdefault(visit["screen"], visit)
    upto = [act for act in acts if act["sequence"] <= last["sequence"]]
    alone, slip = sum(one["alone"] for one in steps.values()), sum(one["slip"] for one in steps.values())
    first = {one["sequence"] for one in steps.values()}
    troubled = any(
        act["outcome"] == "hint" or (act["outcome"] == "slip" and not act["beside"]) or
        (act["beside"] and act["sequence"] in first)
        for act in upto
    )  # fmt: skip
    at = moment(last["at"])
    whole = bool(steps) and alone == len(steps) and not troubled
    return {"at": at, "day": day(at), "steps": (alone, len(steps) - alone - slip, slip), "whole": whole}


def _trial(acts: list[Told]) -> str:
    """How the trial of a play was decided first: `doubt` or `trust`, with `?` after it where a hint came before."""
    met = [act for act in acts if act["screen"] == "trial"]
    for place, act in enumerate(met):
        if act["act"] in ("tap doubt", "tap trust"):
            helped = any(one["outcome"] == "hint" for one in met[:place])
            return "" if act["beside"] else act["act"].split()[1] + "?" * helped
    return ""


def moment(told: str) -> datetime:
    """A time as the database tells it, in UTC."""
    return datetime.fromisoformat(told).replace(tzinfo=UTC)


def day(at: datetime) -> int:
    """The village's day of a moment."""
    return (at + timedelta(hours=8)).toordinal()


def standing(mine: list[Told]) -> dict[str, Told]:
    """For each lesson of one person: its group, its last finished play's steps, how often it was met, and when last."""
    found: dict[str, Told] = {}
    for lesson in dict.fromkeys(play["lesson"] for play in mine):
        those = [play for play in mine if play["lesson"] == lesson]
        ends = sorted((play["end"] for play in those if play["end"]), key=lambda end: end["at"])
        visits = [visit for play in those for visit in play["visits"]]
        first = min((end["day"] for end in ends), default=0)
        alone = any(end["whole"] and end["day"] > first for end in ends)
        here = [moment(play["at"]) for play in those] + [one["at"] for one in visits] + [end["at"] for end in ends]
        found[lesson] = {
            "group": "alone" if alone else "helped" if ends else "not_yet",
            "plays": len(ends),
            "open": those[-1]["end"] is None,
            "last": ends[-1]["steps"] if ends else None,
            "met": len(visits),
            "alone": sum(one["alone"] for one in visits),
            "last_met": max((one["at"] for one in visits), default=None),
            "last_at": max(here),
        }
    return found


def curve(visits: Iterable[Told], least: int) -> list[Told]:
    """Meeting by meeting: the share alone with its interval, people and steps, and what the model expected."""
    met: dict[tuple[str, str, str], int] = defaultdict(int)
    at: dict[int, list[Told]] = defaultdict(list)
    for one in sorted(visits, key=lambda one: one["sequence"]):
        step = one["who"], one["lesson"], one["screen"]
        met[step] += 1
        at[met[step]].append(one)
    found = []
    for nth in sorted(at):
        people: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for one in at[nth]:
            people[one["who"]][0] += one["alone"]
            people[one["who"]][1] += 1
        if len(people) < least:
            break
        said = [one for one in at[nth] if one["p"] is not None]
        enough = len({one["who"] for one in said}) >= least
        expected = (sum(one["p"] for one in said) / len(said), len(said)) if said and enough else None
        share, low, high, count = recount.ratio(people)
        point = {"nth": nth, "share": share, "low": low, "high": high, "people": count, "steps": len(at[nth])}
        found.append({**point, "expected": expected, "who": set(people)})
    return found


def telling(file: Path, some: list[Told]) -> dict[str, dict[str, int]]:
    """For each person of some plays who decided a trial: hits, misses, false alarms, trusted, and those with help."""
    decided = {play["uuid"]: play["trial"] for play in some}
    met: set[tuple[str, str]] = set()
    found: dict[str, dict[str, int]] = {}
    for one in asked(file, "SELECT * FROM choice WHERE kind = 'trial' ORDER BY sequence"):
        how, body = decided.get(one["session_id"], ""), json.loads(one["body"])
        if not how or (one["learner_id"], body["signal"]) in met:
            continue
        met.add((one["learner_id"], body["signal"]))
        doubted, fraud = how.startswith("doubt"), body["is"] == "fraud"
        name = ("hits" if doubted else "misses") if fraud else ("false_alarms" if doubted else "trusted")
        mine = found.setdefault(
            one["learner_id"], dict.fromkeys(("hits", "misses", "false_alarms", "trusted", "helped"), 0)
        )
        mine[name] += 1
        mine["helped"] += how.endswith("?")
    return found


def signal_detection(n: dict[str, int]) -> tuple[float, float]:
    """d′ and c with half a trial added to each cell (Hautus 1995)."""
    hit = (n["hits"] + 0.5) / (n["hits"] + n["misses"] + 1)
    alarm = (n["false_alarms"] + 0.5) / (n["false_alarms"] + n["trusted"] + 1)
    return Z(hit) - Z(alarm), -(Z(hit) + Z(alarm)) / 2


def added(some: Iterable[dict[str, int]]) -> dict[str, int]:
    """Several people's trials together."""
    found = dict.fromkeys(("hits", "misses", "false_alarms", "trusted", "helped"), 0)
    for one in some:
        for name, count in one.items():
            found[name] += count
    return found
