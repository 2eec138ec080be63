"""Tells anew who of a class needs somebody, by the table of docs/decisions/0021; it shares no line with the reports.

Going in circles is left out: nobody whom it is asked about goes back or does a fruitless act again.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from tests import recount_class, retold

Told = dict[str, Any]
HALF_AN_HOUR = timedelta(minutes=30)


def seats(file: Path, room: UUID, now: datetime, tablets: dict[str, Told]) -> dict[str, list[Told]]:
    """The people of a class in the groups of the board; `tablets` says of a person when they `came`, when a finger
    `touched` the glass, when the tablet last `told` so, and whether somebody else took its place (`gone`)."""
    groups: dict[str, list[Told]] = {"needing": [], "unvisited": [], "visited": [], "silent": [], "away": []}
    born = {one["id"]: one for one in retold.asked(file, "SELECT * FROM learner")}
    for who in recount_class.people(file, room):
        seen = _visited(file, who, now)
        one = _needs(file, who, now, tablets.get(who)) | {"who": who, "visited": seen}
        year = born[who]["birth_year"]
        one["first"] = bool(born[who]["help_first"]) or (year is not None and now.year - year >= 80)
        today = seen is not None and retold.day(seen) == retold.day(now)
        groups[one["group"] or ("visited" if today else "unvisited")].append(one)
    long_ago = now - timedelta(days=999)
    groups["needing"].sort(
        key=lambda one: (one["kind"] != "asked", not one["first"], one["visited"] or long_ago, one["since"])
    )
    return groups


def _visited(file: Path, who: str, now: datetime) -> datetime | None:
    """When somebody was with them last, by help that stands."""
    back = {UUID(fact["help"]).hex for fact in recount_class.facts(file, "help_taken_back")}
    given = [
        retold.moment(fact["at"])
        for fact in recount_class.facts(file, "help_given")
        if fact["who"] == who and fact["uuid"] not in back
    ]
    return next((at for at in reversed(given) if at >= now - timedelta(days=60)), None)


def _happened(file: Path, who: str, since: datetime) -> list[Told]:
    """Everything that happened to somebody in the last half hour, in its order."""
    back = {UUID(fact["help"]).hex for fact in recount_class.facts(file, "help_taken_back")}
    rows = [one | {"kind": "act"} for one in retold.asked(file, "SELECT * FROM attempt WHERE learner_id = ?", who)]
    rows += [one | {"kind": "open"} for one in
             retold.asked(file, "SELECT * FROM practice_session WHERE learner_id = ?", who)]  # fmt: skip
    rows += [one for one in recount_class.facts(file, "help_asked", "help_given")
             if one["who"] == who and one["uuid"] not in back]  # fmt: skip
    rows = [one | {"when": retold.moment(one["at"])} for one in rows]
    return sorted((one for one in rows if one["when"] >= since), key=lambda one: one["sequence"])


def _needs(file: Path, who: str, now: datetime, tablet: Told | None) -> Told:
    """What somebody needs, else the group in which they stand; no group: they practise by themselves."""
    rows = _happened(file, who, now - HALF_AN_HOUR)
    asked, stays, finished = None, False, True
    row: list[Told] = []
    ever: Counter[tuple[str, str]] = Counter()
    right: set[tuple[str, str]] = set()
    moved: list[datetime] = [tablet["came"]] if tablet else []
    for one in rows:
        moved.append(one["when"])
        done = one.get("screen", ""), one.get("act", "")
        if one["kind"] == "open":
            finished, row, ever, right = False, [], Counter(), set()
        elif one["kind"] == "help_given":
            asked, stays, row, ever = None, False, [], Counter()
        elif one["kind"] == "help_asked":
            asked, stays = asked or one["when"], stays or one["session_id"] is None
        elif one["outcome"] == "slip":
            finished, row = False, [*row, one | {"what": done}]
            ever[done] += 1
        elif one["outcome"] == "hint":
            finished, asked = False, asked or one["when"]
        else:
            finished = False
            if one["outcome"] == "correct":
                asked = asked if stays else None
                row = row if done in right else []
                right.add(done)
            finished, row = bool(one["finishes"]), [] if one["finishes"] else row
    heard = max([*moved, *([tablet["touched"], tablet["told"]] if tablet else [])], default=now)
    quiet = now - heard > timedelta(seconds=30)
    if asked:
        return {"group": "needing", "kind": "asked", "since": asked}
    gone = bool(tablet and tablet["gone"])
    if not finished and not gone:
        if found := _slipping(row, ever):
            return found
        if tablet and (found := _frozen(file, who, rows, max(moved), heard if quiet else now, tablet)):
            return found
    if gone or not (tablet or any(one["kind"] in ("act", "open") for one in rows)):
        return {"group": "away"}
    late = quiet if tablet else now - heard > timedelta(seconds=120)
    return {"group": "silent", "since": heard} if late else {"group": ""}


def _slipping(row: list[Told], ever: Counter[tuple[str, str]]) -> Told | None:
    """The same slip twice with nothing new done right in between, or three times in one play, or three of any kind."""
    if not row:
        return None
    same = [one for one in row if one["what"] == row[-1]["what"]]
    times = max(len(same), ever[row[-1]["what"]])
    if len(same) >= 2 or times >= 3:
        return {"group": "needing", "kind": "slipping", "since": same[0]["when"], "times": times}
    if len(row) >= 3:
        return {"group": "needing", "kind": "slipping", "since": row[0]["when"], "times": len(row)}
    return None


def _frozen(file: Path, who: str, rows: list[Told], last: datetime, now: datetime, tablet: Told) -> Told | None:
    """Two minutes without an act, a minute and a half on a step met before; whoever listens has five."""
    acts = [one for one in rows if one["kind"] == "act"]
    plays = [one for one in rows if one["kind"] in ("act", "open")]
    here = (acts or [{"screen": ""}])[-1]["screen"]
    play = plays[-1].get("session_id", plays[-1]["uuid"]) if plays else ""
    met = retold.asked(
        file,
        "SELECT 1 FROM attempt a JOIN practice_session p ON p.uuid = a.session_id WHERE a.learner_id = ? AND "
        "a.screen = ? AND a.outcome != 'neutral' AND a.session_id != ? AND p.lesson = "
        "(SELECT lesson FROM practice_session WHERE uuid = ?)",
        who, here, play, play,
    )  # fmt: skip
    still, least = (now - last).total_seconds(), 90 if met else 120
    listens = tablet["touched"] > last and (now - tablet["touched"]).total_seconds() < 60
    if still < least or (listens and still < 300):
        return None
    return {"group": "needing", "kind": "frozen", "since": last}
