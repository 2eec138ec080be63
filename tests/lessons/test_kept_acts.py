"""Every act that a screen of our lessons can take is a word that the log keeps."""

from __future__ import annotations

import pytest

from app.practice.sitting import acts_on
from app.records import Records, journal
from app.records.identity import uuid7
from app.records.journal import NewAttempt
from app.simulator.lesson import stage
from tests.people import NOW, play, village
from tests.shelves import EACH, LESSONS


@pytest.mark.parametrize("lesson", EACH)
def test_every_act_can_be_kept(records: Records, lesson: str) -> None:
    plays = [stage(LESSONS[lesson], twist) for twist in range(len(LESSONS[lesson].twists) + 1)]
    named = [(name, act) for one in plays for name, screen in one.screens.items() for act in sorted(acts_on(screen))]
    assert named
    with records.writing() as s:
        opened = play(s, village(s))
        fresh = [
            NewAttempt(uuid7(NOW), opened, name, act, "neutral", "alone", NOW, value="answer") for name, act in named
        ]
        assert [(kept.screen, kept.act) for kept in journal.append_attempts(s, fresh)] == named
