"""Counts anew, from log and roster alone, what the pages of classes and weeks say; it shares no line with them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests import retold

Told = dict[str, Any]


def people(file: Path, room: str) -> list[Told]:
    """Everybody of a class in the order they joined."""
    return retold.asked(file, "SELECT * FROM learner WHERE classroom_id = ? ORDER BY joined_at, id", room)


def tablets(file: Path, room: str) -> int:
    """The tablets of a class that have not left it."""
    query = "SELECT count(*) AS n FROM device WHERE classroom_id = ? AND left_at IS NULL"
    return int(retold.asked(file, query, room)[0]["n"])


def journeys(lessons: Path, readable: Iterable[str]) -> dict[str, list[str]]:
    """Title -> tasks that can be played, of every journey that is not sad, in the order they are written."""
    told = YAML(typ="safe", pure=True).load((lessons / "journeys.yaml").read_text(encoding="utf-8"))["journeys"]
    can = set(readable)
    return {
        one["title"]: [part["task"] for part in one["parts"] if part.get("task") in can]
        for one in told.values()
        if not one.get("gentle")
    }


def walked(tasks: Iterable[str], finished: Mapping[str, set[str]], some: Iterable[str]) -> tuple[int, int]:
    """How many of some people finished one of these tasks at least, and how many each of them."""
    wanted = set(tasks)
    counts = [len(wanted & finished.get(who, set())) for who in some]
    return sum(count > 0 for count in counts), sum(bool(wanted) and count == len(wanted) for count in counts)


def finished(plays: Iterable[Told]) -> dict[str, set[str]]:
    """Person -> the tasks that they finished."""
    found: dict[str, set[str]] = defaultdict(set)
    for play in plays:
        if play["end"]:
            found[play["learner_id"]].add(play["lesson"])
    return found


def came(file: Path, room: str) -> dict[date, dict[str, bool]]:
    """Day of a class -> person -> whether they were there, as it was ticked last."""
    found: dict[date, dict[str, bool]] = defaultdict(dict)
    for fact in retold.asked(file, "SELECT * FROM fact WHERE kind = 'attendance' ORDER BY sequence"):
        body = json.loads(fact["body"])
        if body["classroom"].replace("-", "") == room:
            found[date.fromisoformat(body["day"])][fact["learner_id"]] = body["present"]
    return found


def lately(plays: Iterable[Told], now: datetime, days: int = 28) -> set[str]:
    """Who opened, met or finished anything in so many days."""
    since = now.astimezone(UTC) - timedelta(days=days)
    found = set()
    for play in plays:
        at = [retold.moment(play["at"]), *(one["at"] for one in play["visits"])]
        at += [play["end"]["at"]] if play["end"] else []
        if max(at) >= since:
            found.add(play["learner_id"])
    return found


def weeks(plays: Iterable[Told], sunday: int, count: int) -> list[int]:
    """How many people met a step in each of so many weeks, the last one up to a day's number."""
    met: dict[int, set[str]] = defaultdict(set)
    for play in plays:
        for visit in play["visits"]:
            met[(sunday - retold.day(visit["at"])) // 7].add(play["learner_id"])
    return [len(met[ago]) for ago in reversed(range(count))]


def again(plays: Iterable[Told], after: int, upto: int) -> dict[str, list[int]]:
    """Everybody's (alone, met) in some days, of tasks that they had met or finished on an earlier day."""
    first: dict[tuple[str, str], int] = {}
    for play in plays:
        days = [retold.day(one["at"]) for one in play["visits"]] + ([play["end"]["day"]] if play["end"] else [])
        pair = play["learner_id"], play["lesson"]
        first[pair] = min([*days, first.get(pair, upto + 1)])
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for play in plays:
        for one in play["visits"]:
            today = retold.day(one["at"])
            if after < today <= upto and first[play["learner_id"], play["lesson"]] < today:
                found[play["learner_id"]][0] += one["alone"]
                found[play["learner_id"]][1] += 1
    return found
