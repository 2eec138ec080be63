"""What happened, as read back from the log: immutable, and light enough for the path of a tap; it runs no query."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

HELP_ASKED: Final = "help_asked"
"""The kind of fact that somebody asked for a person."""
HELP_GIVEN: Final = "help_given"
"""The kind of fact that a person came and helped."""
HELP_TAKEN_BACK: Final = "help_taken_back"
"""The kind of fact that help (`help` in its body, a uuid) was told by a slip of the finger and does not count."""
UNCLEAR: Final = "unclear"
"""The kind of fact that something is not clear to somebody on a screen of a lesson; for its author, told by step."""
HAND: Final = "hand"
"""Where a plan of support says that a person chose it, in place of the model."""
TRIAL_CHOSEN: Final = "trial"
"""The kind of choice that a play holds a trial: a message, call or pop-up that may be fraud, inside a known task."""


class Head(NamedTuple):
    """How far a log goes: two logs with the same head say the same."""

    sequence: int
    rolling_hash: str


class SessionRecord(NamedTuple):
    """The opening of a play: `plan` holds the support of each screen with its reason, as practice planned it."""

    sequence: int
    uuid: UUID
    at: datetime
    boot: UUID
    monotonic_ms: int
    learner_id: UUID
    device_id: UUID | None
    site_id: UUID
    lesson: str
    lesson_hash: str
    twists: list[int]
    size: str
    locale: str
    voice: str
    plan: dict[str, Any]
    demo: bool


class AttemptRecord(NamedTuple):
    """One act on one screen; `hints` counts those given on this visit so far, `value` is a kind of value."""

    sequence: int
    uuid: UUID
    at: datetime
    boot: UUID
    monotonic_ms: int
    session_id: UUID
    learner_id: UUID
    device_id: UUID | None
    site_id: UUID
    lesson_hash: str
    twist: int
    screen: str
    act: str
    value: str
    support: str
    hints: int
    outcome: str
    finishes: bool


class ChoiceRecord(NamedTuple):
    """Something the product chose for a person, with options, prediction and reason in `body`."""

    sequence: int
    uuid: UUID
    at: datetime
    boot: UUID
    monotonic_ms: int
    learner_id: UUID
    session_id: UUID | None
    kind: str
    body: dict[str, Any]


class FactRecord(NamedTuple):
    """Anything else that happened."""

    sequence: int
    uuid: UUID
    at: datetime
    boot: UUID
    monotonic_ms: int
    kind: str
    learner_id: UUID | None
    session_id: UUID | None
    device_id: UUID | None
    body: dict[str, Any]


class UuidTaken(ValueError):
    """The UUID already names something else, so nothing was appended."""


class NotAWord(ValueError):
    """A screen, act or value that no lesson can name; it could be something a person typed, so nothing was appended."""
