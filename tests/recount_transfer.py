"""Ticks a county by dice and counts anew from the log what came of practice; it shares no line with the report."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from app.records import Session, ledger, roster
from tests import recount
from tests.people import NOW

TODAY = (NOW + timedelta(hours=8)).toordinal()


def tick_by_dice(s: Session, services: Collection[str]) -> None:
    """Let staff tick what people did for real: some twice, some before any practice, some never practised."""
    dice, tasks = Random(7), (*services, "spot-scam-sms", "never-practised")
    for room in sorted(roster.classrooms(s), key=lambda one: one.name):
        for person in sorted(roster.learners(s, room.id), key=lambda one: one.name):
            for _ in range(dice.choice((0, 2, 3, 4))):
                how, known = dice.choice((*[ledger.ALONE] * 3, *ledger.HOW)), dice.choice(ledger.KNOWN)
                ago = dice.choice((dice.randint(-3, 85), dice.randint(-3, 20)))
                at = NOW - timedelta(days=ago, hours=dice.randint(0, 23))
                ledger.tick(s, person.id, dice.choice(tasks), how=how, known=known, by="", now=at)


def ticks(file: Path) -> dict[tuple[str, str], tuple[int, str]]:
    """Person and task -> the day of the latest tick until now, and what it comes to."""
    found = {}
    with sqlite3.connect(file) as db:
        rows = db.execute("SELECT learner_id, at, body FROM fact WHERE kind = 'for_real' ORDER BY sequence").fetchall()
    for who, at, body in rows:
        one, moment = json.loads(body), datetime.fromisoformat(at)
        if moment < NOW.replace(tzinfo=None):
            part = {"alone": one["known"], "helped": "helped", "not_yet": "not_yet"}[one["how"]]
            found[who, one["task"]] = (moment + timedelta(hours=8)).toordinal(), part
    return found


def expected(file: Path, services: Collection[str]) -> dict[tuple[bool, str], dict[str, Any]]:
    """Alone in practice or not, and which quarter -> whose the tasks of each part are, and the tallies of the share."""
    acts = recount.rows(file)
    weak, rest, _began = recount.quarter(acts, TODAY)
    last, plays = ticks(file), defaultdict(list)
    for act in acts:
        if act["ended"] and act["lesson"] in services:
            plays[act["who"], act["lesson"]].append(act)
    found: dict[tuple[bool, str], dict[str, Any]] = defaultdict(
        lambda: {"parts": defaultdict(list), "steps": defaultdict(lambda: [0, 0])}
    )
    for (who, lesson), mine in plays.items():
        day, part = last.get((who, lesson), (10**6, "not_asked"))
        first = min(act["day"] for act in mine)
        if who not in weak | rest or day < first:
            continue
        alone = any(act["whole"] and first < act["day"] <= day for act in mine)
        one = found[alone, "weak" if who in weak else "rest"]
        one["parts"][part].append(who)
        if part != "not_asked":
            one["steps"][who][0] += part in ("seen", "receipt")
            one["steps"][who][1] += 1
    return found
