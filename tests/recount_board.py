"""Tells anew who of a class needs somebody, by the table of docs/decisions/0021; it shares no line with the reports."""

from __future__ import annotations

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
    if tablet:
        left = tablet["gone"] or tablet["play"] is None
        at = tablet["told"] if tablet["gone"] else tablet["came"]
        rows.insert(sum(one["when"] <= at for one in rows), {"kind": "left" if left else "came", "when": at})
    _led(rows)
    asked, finished = _asked(rows), _finished(rows)
    moved = [one["when"] for one in rows]
    heard = max([*moved, *([tablet["touched"], tablet["told"]] if tablet else [])], default=now)
    quiet = now - heard > timedelta(seconds=30)
    if asked:
        return {"group": "needing", "kind": "asked", "since": asked}
    if not finished:
        if found := _slipping(rows) or _circling(rows):
            return found
        if tablet and (found := _frozen(file, who, rows, max(moved), heard if quiet else now, tablet)):
            return found
    if (tablet and tablet["gone"]) or not (tablet or any(one["kind"] in ("act", "open") for one in rows)):
        return {"group": "away"}
    late = quiet if tablet else now - heard > timedelta(seconds=120)
    return {"group": "silent", "since": heard} if late else {"group": ""}


def _led(rows: list[Told]) -> None:
    """Tell of each act whether it led back to a place of this play that was seen, or to another place, or nowhere; and
    of everything whether it ends what went wrong so far: a new right act, the end, help, another play."""
    seen: set[str] = set()
    right: set[tuple[str, str]] = set()
    for place, one in enumerate(rows):
        one["ends"] = one["kind"] in ("open", "help_given", "left")
        if one["kind"] == "open":
            seen, right = set(), set()
        if one["kind"] != "act":
            continue
        next_ = next((act for act in rows[place + 1 :] if act.get("session_id") == one["session_id"] and
                      act["kind"] == "act"), one)  # fmt: skip
        done = one["what"] = one["screen"], one["act"]
        one["elsewhere"] = next_["screen"] != one["screen"]
        one["back"] = one["elsewhere"] and next_["screen"] in seen and one["outcome"] != "correct"
        one["ends"] = (one["outcome"] == "correct" and done not in right) or bool(one["finishes"])
        right |= {done} if one["outcome"] == "correct" else set()
        seen |= {one["screen"], next_["screen"]}


def _asked(rows: list[Told]) -> datetime | None:
    """Since when somebody waits who asked: until the next right act; a call from no lesson until somebody came."""
    asked, stays = None, False
    for one in rows:
        if one["kind"] == "help_given":
            asked, stays = None, False
        elif one["kind"] == "help_asked":
            asked, stays = asked or one["when"], stays or one["session_id"] is None
        elif one.get("outcome") == "hint":
            asked = asked or one["when"]
        elif one.get("outcome") == "correct" and not stays:
            asked = None
    return asked


def _finished(rows: list[Told]) -> bool:
    """Whether they are at no play: it ended, they left, or there was none."""
    told = [one for one in rows if one["kind"] in ("act", "open", "came", "left")]
    return not told or told[-1]["kind"] == "left" or bool(told[-1].get("finishes"))


def _fresh(rows: list[Told]) -> list[Told]:
    """What happened since the last thing that ended what went wrong."""
    last = max((place for place, one in enumerate(rows) if one["ends"]), default=-1)
    return [one for one in rows[last + 1 :] if one["kind"] == "act"]


def _circling(rows: list[Told]) -> Told | None:
    """Three times back at a place already seen, or four fruitless acts repeated, or both together four."""
    tried: set[tuple[str, str]] = set()
    again, back = [], []
    for one in _fresh(rows):
        if one["outcome"] == "neutral" and not one["elsewhere"]:
            again += [one["when"]] if one["what"] in tried else []
            tried.add(one["what"])
        back += [one["when"]] if one["back"] else []
    if len(back) < 3 and len(back) + len(again) < 4:
        return None
    return {"group": "needing", "kind": "circling", "since": min(back + again), "times": len(back) + len(again)}


def _slipping(rows: list[Told]) -> Told | None:
    """The same slip twice with nothing new done right in between, or three times in one play, or three of any kind."""
    row = [one for one in _fresh(rows) if one["outcome"] == "slip"]
    if not row:
        return None
    begun = max((place for place, one in enumerate(rows) if one["kind"] in ("open", "help_given")), default=-1)
    same = [one for one in row if one["what"] == row[-1]["what"]]
    ever = [one for one in rows[begun + 1 :] if one.get("outcome") == "slip" and one["what"] == row[-1]["what"]]
    if len(same) >= 2 or len(ever) >= 3:
        return {"group": "needing", "kind": "slipping", "since": same[0]["when"], "times": len(ever)}
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
