"""Acts as a tab-separated file of transactions that DataShop imports; it names nobody and knows no page.

Source: https://pslcdatashop.web.cmu.edu/help?page=importFormatTd. What is neither right, wrong nor a hint is no
transaction there and is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final
from uuid import UUID

from app.records.folding import CHINA
from app.records.progress import PlayedAct
from app.records.tables import Learner
from app.reports.acts import code

OUTCOMES: Final = {"correct": "CORRECT", "slip": "INCORRECT", "hint": "HINT"}
ZONE: Final = "Asia/Shanghai"
SKILL: Final = "KC (Skill)"
_BEFORE: Final = (
    "Anon Student Id", "Session Id", "Time", "Time Zone", "Student Response Type", "Tutor Response Type",
    "Level (Lesson)", "Problem Name", "Problem View", "Step Name", "Attempt At Step", "Outcome", "Selection", "Action",
    "Input", "Help Level", "Total Num Hints",
)  # fmt: skip
_AFTER: Final = ("CF (Support)", "CF (Size)", "CF (Lesson Version)")
HINTS: Final = 3
"""Every screen has so many."""
Skills = Callable[[str, str], Sequence[str]]
"""The skills of a lesson's screen."""


def header(most_skills: int) -> list[str]:
    """The names of the columns; DataShop takes one column for each skill of a step, all of one name."""
    return [*_BEFORE, *([SKILL] * most_skills), *_AFTER]


def transactions(told: Iterable[tuple[Learner, PlayedAct]], skills: Skills, most_skills: int) -> Iterator[list[str]]:
    """A row for each act that is right, wrong or asks for a hint. The acts of a play come in their order."""
    views: Counter[tuple[UUID, str]] = Counter()
    view: dict[UUID, int] = {}
    tried: Counter[tuple[UUID, str]] = Counter()
    for learner, act in told:
        if act.outcome not in OUTCOMES:
            continue
        problem = f"{act.lesson}-{act.twist}" if act.twist else act.lesson
        if act.session_id not in view:
            views[learner.id, problem] += 1
            view[act.session_id] = views[learner.id, problem]
        tried[act.session_id, act.screen] += 1
        asked = act.outcome == "hint"
        verb, _, target = act.act.partition(" ")
        known = list(skills(act.lesson, act.screen))[:most_skills]
        yield [
            code(learner.id),
            str(act.session_id),
            act.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
            ZONE,
            "HINT_REQUEST" if asked else "ATTEMPT",
            "HINT_MSG" if asked else "RESULT",
            act.lesson,
            problem,
            str(view[act.session_id]),
            act.screen,
            str(tried[act.session_id, act.screen]),
            OUTCOMES[act.outcome],
            target or verb,
            verb,
            act.value,
            str(act.hints) if asked else "",
            str(HINTS) if asked else "",
            *known,
            *[""] * (most_skills - len(known)),
            act.support,
            act.size,
            act.lesson_hash,
        ]


def line(cells: Iterable[str]) -> bytes:
    """One line of the file; no cell holds a tab or an end of line."""
    return ("\t".join(" ".join(cell.split()) for cell in cells) + "\n").encode("utf-8")
