"""Counts the divide anew from the attempts alone, in plain SQL and Python; it shares no line with the reports."""

from __future__ import annotations

import sqlite3
import zlib
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import groupby
from math import sqrt
from pathlib import Path
from typing import Any

Z = 1.6449
POINTS = {"shown": 0, "guided": 1, "prompted": 2, "alone": 3}
WINDOWS = {7: (5, 13), 30: (24, 45)}


def rows(file: Path) -> list[dict[str, Any]]:
    """Every first act of a visit that counts, in order, with its play."""
    with sqlite3.connect(file) as db:
        db.row_factory = sqlite3.Row
        told = db.execute(
            "SELECT a.*, p.lesson, p.size FROM attempt a JOIN practice_session p ON p.uuid = a.session_id "
            "ORDER BY p.sequence, a.sequence"
        ).fetchall()
    found = []
    for _session, acts in groupby(told, key=lambda act: act["session_id"]):
        kept = list(acts)
        ended = [act for act in kept if act["finishes"]]
        upto = ended[0]["sequence"] if ended else None
        visits = []
        for screen, visit in groupby(kept, key=lambda act: act["screen"]):
            first = next((act for act in visit if act["outcome"] != "neutral"), None)
            if first is not None:
                visits.append((screen, first))
        firsts: dict[str, Any] = {}
        for screen, first in visits:
            if upto is not None and first["sequence"] <= upto:
                firsts.setdefault(screen, first)
        played = [act for act in kept if upto is not None and act["sequence"] <= upto]
        whole = bool(firsts) and all(_alone(act) for act in firsts.values())
        whole = whole and not any(act["outcome"] in ("slip", "hint") for act in played)
        for screen, first in visits:
            found.append(_told(first, screen, whole=False, ended=False, counts=True))
        if ended:
            found.append(_told(ended[0], "", whole=whole, ended=True, counts=False))
    return sorted(found, key=lambda one: one["day"])


def _alone(act: Any) -> bool:
    return bool(
        act["outcome"] == "correct" and act["support"] == "alone" and not act["hints"] and act["size"] == "true"
    )


def _told(act: Any, screen: str, *, whole: bool, ended: bool, counts: bool) -> dict[str, Any]:
    at = datetime.fromisoformat(act["at"]) + timedelta(hours=8)
    return {
        "who": act["learner_id"],
        "play": act["session_id"],
        "lesson": act["lesson"],
        "day": at.toordinal(),
        "alone": _alone(act),
        "worth": POINTS[act["support"]] if act["outcome"] == "correct" and not act["hints"] else 0,
        "first": zlib.crc32(f"{act['lesson']}.{screen}".encode()) % 2 == 0,
        "whole": whole,
        "ended": ended,
        "counts": counts,
    }


def quarter(acts: list[dict[str, Any]], today: int) -> tuple[set[str], set[str], dict[str, int]]:
    """Weak and rest, and each one's first day."""
    began: dict[str, int] = {}
    for act in acts:
        began[act["who"]] = min(began.get(act["who"], act["day"]), act["day"])
    early = defaultdict(list)
    for act in acts:
        if act["counts"] and act["first"] and act["day"] - began[act["who"]] < 14:
            early[act["who"]].append(act["worth"])
    order = sorted(
        (sum(worth) / len(worth), who) for who, worth in early.items() if len(worth) >= 3 and today - began[who] >= 14
    )
    weak = {who for _, who in order[: len(order) // 4]}
    return weak, {who for _, who in order} - weak, began


def ratio(counted: dict[str, list[int]], z: float = Z) -> tuple[float, float, float, int]:
    """Share, low, high, people; Wilson with the steps' own variance over people."""
    people = list(counted.values())
    alone, met = sum(p[0] for p in people), sum(p[1] for p in people)
    share, k = alone / met, len(people)
    n = float(met)
    if k > 1:
        n = float(k)
        if 0 < share < 1:
            variance = sum((p[0] - share * p[1]) ** 2 for p in people) * k / (k - 1) / met**2
            n = max(k, min(met, share * (1 - share) / variance) if variance else met)
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)), k


def gap(rest: dict[str, list[int]], weak: dict[str, list[int]]) -> tuple[float, float, float]:
    """Gap, low, high, of both shares' intervals."""
    r, w = ratio(rest), ratio(weak)
    d = r[0] - w[0]
    return d, d - sqrt((r[0] - r[1]) ** 2 + (w[2] - w[0]) ** 2), d + sqrt((r[2] - r[0]) ** 2 + (w[0] - w[1]) ** 2)


def weekly(acts: list[dict[str, Any]], began: dict[str, int]) -> dict[int, dict[str, list[int]]]:
    """Own week from 3 on -> each person's (alone, met) over the other half."""
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for act in acts:
        week = (act["day"] - began[act["who"]]) // 7 + 1
        if act["counts"] and not act["first"] and week >= 3:
            tally = found[week][act["who"]]
            tally[0] += act["alone"]
            tally[1] += 1
    return found


def only(counted: dict[str, list[int]], some: set[str]) -> dict[str, list[int]]:
    """Those of some people."""
    return {who: tally for who, tally in counted.items() if who in some}


def over(counted: dict[int, dict[str, list[int]]], first: int, last: int) -> dict[str, list[int]]:
    """Some weeks together."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for week in range(first, last + 1):
        for who, (alone, met) in counted.get(week, {}).items():
            found[who][0] += alone
            found[who][1] += met
    return found


def between(acts: list[dict[str, Any]], after: int, upto: int, key: str = "") -> dict[Any, dict[str, list[int]]]:
    """All steps of some days, by a key of the act or all together."""
    found: dict[Any, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for act in acts:
        if act["counts"] and after < act["day"] <= upto:
            tally = found[act[key] if key else ""][act["who"]]
            tally[0] += act["alone"]
            tally[1] += 1
    return found


def kept(acts: list[dict[str, Any]], some: set[str], today: int) -> dict[int, dict[str, Any]]:
    """For each distance: tasks of each sort, and the (alone, met) of those checked."""
    last: dict[str, int] = {}
    for act in acts:
        last[act["who"]] = act["day"]
    pairs = defaultdict(list)
    for act in acts:
        if act["who"] in some:
            pairs[act["who"], act["lesson"]].append(act)
    found: dict[int, dict[str, Any]] = {d: {"tasks": defaultdict(int), "steps": {}} for d in WINDOWS}
    for (who, _), met in pairs.items():
        finishes = [act["day"] for act in met if act["ended"]]
        again = [act["day"] for act in met if act["whole"] and act["day"] > min(finishes)]
        if not again:
            continue
        later = [act for act in met if act["day"] > again[0] and act["counts"]]
        for distance, (low, high) in WINDOWS.items():
            wait = later[0]["day"] - again[0] if later else 10**6
            if wait < low:
                sort = "between"
            elif wait <= high:
                sort = "checked"
                play = [act for act in later if act["day"] == later[0]["day"] and act["play"] == later[0]["play"]]
                tally = found[distance]["steps"].setdefault(who, [0, 0])
                tally[0] += sum(act["alone"] for act in play)
                tally[1] += len(play)
            elif today - again[0] <= high:
                sort = "open"
            else:
                sort = "missing" if last[who] - again[0] >= low else "left"
            found[distance]["tasks"][sort] += 1
    return found
