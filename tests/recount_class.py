"""Counts anew from the log what a class wants, fears, dares, did for real and found unclear, apart from the reports."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Any
from uuid import UUID

from tests import retold

Told = dict[str, Any]

WANTS = ("hospital", "insurance", "pension", "allowance", "papers", "family", "bills", "train", "letters")
FEARS = ("scam", "wrong", "money", "laughed", "small", "fast")
FIVE, TEN = 5, 10
KNOWN = ("seen", "receipt", "told")


def entries(file: Path) -> dict[str, str]:
    """Each entry that was merged -> the entry that stays."""
    into: dict[str, str] = {}
    for fact in retold.asked(file, "SELECT * FROM fact WHERE kind IN ('merged', 'parted') ORDER BY sequence"):
        entry = UUID(json.loads(fact["body"])["entry"]).hex
        into.pop(entry, None)
        if fact["kind"] == "merged":
            into[entry] = fact["learner_id"]
    for entry in into:
        while into[entry] in into:
            into[entry] = into[into[entry]]
    return into


def people(file: Path, room: UUID) -> list[str]:
    """The people of a class in the order in which they joined, each once."""
    gone = entries(file)
    rows = retold.asked(file, "SELECT id FROM learner WHERE classroom_id = ? ORDER BY joined_at, id", room.hex)
    return [row["id"] for row in rows if row["id"] not in gone]


def facts(file: Path, *kinds: str) -> list[Told]:
    """The facts of some kinds as they came, each with the person whom it is about and its body read."""
    into = entries(file)
    places = ", ".join("?" * len(kinds))
    found = retold.asked(file, f"SELECT * FROM fact WHERE kind IN ({places}) ORDER BY sequence", *kinds)
    return [fact | {"who": into.get(fact["learner_id"], fact["learner_id"]), **json.loads(fact["body"])}
            for fact in found]  # fmt: skip


def survey(file: Path, room: UUID) -> Told:
    """The survey of a class, played once more from its first tap: whenever five more are through, the totals are those
    of that moment, and none is told before ten are."""
    here = people(file, room)
    said: dict[str, dict[str, bool]] = {one: {} for one in here}
    through: list[str] = []
    photo: list[dict[str, bool]] = []
    for fact in facts(file, "need", "dare"):
        if fact["who"] not in said or fact.get("when") == "real":
            continue
        mine = said[fact["who"]]
        mine[fact.get("what", "dare")] = fact.get("yes", True)
        if len(mine) == len(WANTS) + len(FEARS) + 1 and fact["who"] not in through:
            through.append(fact["who"])
            if len(through) % FIVE == 0 and len(through) >= TEN:
                photo = [dict(said[one]) for one in through]
    return {
        "listed": len(here),
        "began": sum(bool(mine) for mine in said.values()),
        "finished": len(through),
        "counted": len(photo),
        "wants": _named(WANTS, photo),
        "fears": _named(FEARS, photo),
    }


def _named(asked: Collection[str], photo: list[dict[str, bool]]) -> list[tuple[str, str]]:
    """What is told of each thing, most named first: a number with five on either side, else that nearly all agree."""
    told = []
    for which in asked:
        yes, no = (sum(mine[which] is said for mine in photo) for said in (True, False))
        if yes >= FIVE:
            told.append((yes if no >= FIVE else len(photo) - 4, which, no >= FIVE))
    told.sort(key=lambda one: -one[0])
    return [(which, str(least) if exact else f"{least} to {len(photo)}") for least, which, exact in told]


def faces(file: Path, room: UUID) -> list[tuple[int, int]]:
    """For each face how many pointed at it before and after, as it was when the last whole five had pointed twice."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    photo: list[tuple[int, int]] = []
    here = set(people(file, room))
    for fact in facts(file, "dare"):
        who, face = fact["who"], fact["face"]
        if who not in here:
            continue
        if fact["when"] == "survey":
            first.setdefault(who, face)
            continue
        new = who in first and who not in last
        last[who] = face
        if new and len(last) % FIVE == 0 and len(last) >= TEN:
            photo = [(first[one], last[one]) for one in last]
    told = [(sum(b == face for b, _ in photo), sum(a == face for _, a in photo)) for face in range(3)]
    return [] if any(len(photo) in pair for pair in told) else told


def ticks(file: Path, room: UUID) -> dict[str, dict[str, Told]]:
    """Task -> person -> the latest tick."""
    here = set(people(file, room))
    found: dict[str, dict[str, Told]] = defaultdict(dict)
    for fact in facts(file, "for_real"):
        if fact["who"] in here:
            found[fact["task"]][fact["who"]] = fact
    return found


def ledger(file: Path, room: UUID) -> dict[str, list[int]]:
    """Task -> alone by how it is known, with help by how it is known, not yet, not asked, and people."""
    into, here, ticked = entries(file), people(file, room), ticks(file, room)
    practised: dict[str, set[str]] = defaultdict(set)
    rows = retold.asked(
        file,
        "SELECT p.learner_id AS who, p.lesson FROM practice_session p WHERE EXISTS "
        "(SELECT 1 FROM attempt a WHERE a.session_id = p.uuid AND a.finishes)",
    )
    for row in rows:
        who = into.get(row["who"], row["who"])
        if who in here:
            practised[row["lesson"]].add(who)
    found = {}
    for task in practised.keys() | ticked.keys():
        last = ticked.get(task, {})
        cells = [
            sum((tick["how"], tick["known"]) == (how, known) for tick in last.values())
            for how in ("alone", "helped")
            for known in KNOWN
        ]
        not_yet = sum(tick["how"] == "not_yet" for tick in last.values())
        found[task] = [*cells, not_yet, len(practised[task] - last.keys()), len(practised[task] | last.keys())]
    return found


def unclear(file: Path, rooms: Collection[UUID]) -> list[tuple[str, str, str, int, int]]:
    """Lesson, its hash, screen, people and taps, for every step that is not clear to somebody of some classes."""
    here = {one for room in rooms for one in people(file, room)}
    taps: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for fact in facts(file, "unclear"):
        if fact["who"] in here:
            taps[fact["lesson"], fact["hash"], fact["screen"]].append(fact["who"])
    return [(*step, len(set(who)), len(who)) for step, who in taps.items()]
