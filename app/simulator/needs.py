"""What the survey by pictures asks: what somebody wants to do, what they fear, whether they dare; no words, no person.

A want stands for the tasks that its sentence names, a fear for the tasks that help against it. An answer is kept with
the tasks it stood for then, so that a later change here does not change what was said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from app.simulator.lesson import Lesson

WANT, FEAR, DARE = "want", "fear", "dare"

WANTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "hospital": ("book-hospital", "activate-medical-code"),
        "insurance": ("pay-resident-medical",),
        "pension": ("certify-pension", "check-pension"),
        "allowance": ("check-farm-subsidy", "apply-age-allowance"),
        "papers": ("renew-id-card", "retire-one-thing"),
        "family": ("video-call",),
        "bills": ("pay-utilities",),
        "train": ("buy-train-ticket",),
        "letters": ("bigger-text", "write-and-speak"),
    }
)
"""A want -> the tasks that its sentence names, the first one first."""
FEARS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "scam": ("spot-scam-sms", "guard-sms-code"),
        "wrong": ("tap-and-swipe",),
        "money": (),
        "laughed": (),
        "small": ("bigger-text",),
        "fast": (),
    }
)
"""A fear -> the tasks that help against it; none where it takes a kind neighbour and not a lesson."""
FACES: Final = 3
"""How many drawn faces answer whether one dares: 0 no, 1 perhaps, 2 yes."""
SUGGESTED: Final = 3
SERVICES: Final = frozenset({"health", "pension", "one-thing", "daily"})
"""The tracks whose tasks are done for real at an office, a hospital or a shop; the others are skills and caution."""


def items() -> tuple[tuple[str, str], ...]:
    """Everything the survey asks, in order, as (kind, which); whether one dares comes last, and is one tap."""
    return (*((WANT, want) for want in WANTS), *((FEAR, fear) for fear in FEARS), (DARE, DARE))


def tasks_of(kind: str, which: str) -> tuple[str, ...]:
    """The tasks that an item stands for; none for the last one. Raises KeyError for an item that there is not."""
    return {WANT: WANTS, FEAR: FEARS, DARE: {DARE: ()}}[kind][which]


def suggested(
    wants: Sequence[str], fears: Sequence[str], known: Mapping[str, object]
) -> tuple[tuple[str, str, str], ...]:
    """The tasks to suggest to a class, as (task, kind, which): for what most want and fear, the first that there is.

    `wants` and `fears` are told with the most wanted and the most feared first; `known` are the lessons there are. Two
    come of wants and one of fears; what is missing on one side is made up for by the other.
    """
    of_wants, of_fears = (_first(WANT, wants, known), _first(FEAR, fears, known))
    found: dict[str, tuple[str, str, str]] = {}
    for one in (*of_wants[: SUGGESTED - 1], *of_fears[:1], *of_wants[SUGGESTED - 1 :], *of_fears[1:]):
        found.setdefault(one[0], one)
    return tuple(found.values())[:SUGGESTED]


def is_service(lesson: Lesson) -> bool:
    """Whether what a lesson teaches is done for real somewhere, so that it can be asked whether it was done."""
    return lesson.track in SERVICES and not lesson.gentle


def services(lessons: Mapping[str, Lesson]) -> tuple[str, ...]:
    """The tasks among some lessons that are done for real somewhere, in their order."""
    return tuple(lesson.id for lesson in lessons.values() if is_service(lesson))


def _first(kind: str, ranked: Sequence[str], known: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """For each item the first of its tasks that there is a lesson for."""
    firsts = ((next((task for task in tasks_of(kind, which) if task in known), ""), which) for which in ranked)
    return [(task, kind, which) for task, which in firsts if task]
