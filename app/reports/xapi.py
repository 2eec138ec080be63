"""Acts as statements of the Experience API (xAPI 1.0.3): plain data, knows no page; what was typed is in none.

Source: https://github.com/adlnet/xAPI-Spec, part two. One statement an act, and one when a lesson is done. Verbs
are those of ADL's vocabulary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from app.records.progress import PlayedAct
from app.records.tables import Learner
from app.reports.acts import code

HOME: Final = "http://bandaojia.example"
"""Whose accounts and activities these are; `.example` belongs to nobody, so the addresses lead nowhere."""
_ADL: Final = "http://adlnet.gov/expapi"
VERBS: Final = {"correct": "answered", "slip": "answered", "hint": "asked", "neutral": "interacted"}
"""An outcome -> the verb of ADL's vocabulary."""
Titles = Callable[[str], Mapping[str, str]]
"""A lesson's name by language."""


def statements(told: Iterable[tuple[Learner, PlayedAct]], titles: Titles, *, names: bool) -> Iterator[dict[str, Any]]:
    """A statement for each act, and one more where it finished its lesson; with `names` whoever acted is named.

    The acts of a play come in their order. A statement's id is the same whenever and wherever it is given out.
    """
    numbers: Counter[UUID] = Counter()
    begun: dict[UUID, datetime] = {}
    for learner, act in told:
        numbers[act.session_id] += 1
        first = begun.setdefault(act.session_id, act.at)
        told_of = _common(learner, act, titles, names)
        yield {"id": _named(act.session_id, str(numbers[act.session_id])), **told_of, **_act(act)}
        if act.finishes:
            yield {"id": _named(act.session_id, "completed"), **told_of, **_done(act, titles, act.at - first)}


def duration(took: timedelta) -> str:
    """A time span as ISO 8601 writes it, to the second; one that a clock turned back counts as none."""
    return f"PT{max(0, round(took.total_seconds()))}S"


def _common(learner: Learner, act: PlayedAct, titles: Titles, names: bool) -> dict[str, Any]:
    actor: dict[str, Any] = {
        "objectType": "Agent",
        "account": {"homePage": HOME, "name": str(learner.id) if names else code(learner.id)},
    }
    return {
        "actor": {**actor, "name": learner.name} if names else actor,
        "timestamp": act.at.isoformat(),
        "context": {
            "registration": _named(act.session_id, "play"),
            "platform": "Bandaojia",
            "revision": act.lesson_hash,
            "contextActivities": {"parent": [_lesson(act, titles)]},
            "extensions": {
                f"{HOME}/xapi/support": act.support,
                f"{HOME}/xapi/hints": act.hints,
                f"{HOME}/xapi/twist": act.twist,
                f"{HOME}/xapi/size": act.size,
                f"{HOME}/xapi/act": act.act,
            },
        },
    }


def _act(act: PlayedAct) -> dict[str, Any]:
    result = {"result": {"success": act.outcome == "correct"}} if act.outcome in ("correct", "slip") else {}
    step = {"id": f"{HOME}/lessons/{act.lesson}/{act.screen}", "definition": {"type": f"{_ADL}/activities/interaction"}}
    return {"verb": _verb(VERBS[act.outcome]), "object": {"objectType": "Activity", **step}, **result}


def _done(act: PlayedAct, titles: Titles, took: timedelta) -> dict[str, Any]:
    result = {"completion": True, "duration": duration(took)}
    return {"verb": _verb("completed"), "object": _lesson(act, titles), "result": result}


def _lesson(act: PlayedAct, titles: Titles) -> dict[str, Any]:
    definition = {"type": f"{_ADL}/activities/simulation", "name": dict(titles(act.lesson))}
    return {"objectType": "Activity", "id": f"{HOME}/lessons/{act.lesson}", "definition": definition}


def _verb(word: str) -> dict[str, Any]:
    return {"id": f"{_ADL}/verbs/{word}", "display": {"en": word}}


def _named(play: UUID, what: str) -> str:
    """A UUID of version 5, since readers of statements know none of version 7."""
    return str(uuid5(NAMESPACE_URL, f"{HOME}/plays/{play}/{what}"))
