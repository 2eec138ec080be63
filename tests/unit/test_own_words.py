"""Which words can still be heard: not those that were let go, none older than sixty days; and what counts as words."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import numpy as np
import pytest

from app.classes.own_words import OWN_WORDS_HEARD, STAY, standing
from app.narration import judging, recordings
from app.narration.recordings import FINE, LONG, SHORT, SILENT
from app.narration.sound import RATE, Samples
from app.records.happened import FactRecord
from tests.people import NOW
from tests.readers import voice

pytestmark = pytest.mark.holds("spoken-unclear")

WHO = UUID(int=7)


def fact(number: int, at: datetime, kind: str = "own_words", **body: object) -> FactRecord:
    told = {"lesson": "pay", "hash": "h", "screen": "home", "twist": 0, "file": f"{number:032x}.mp3", **body}
    return FactRecord(number, UUID(int=number), at, UUID(int=0), 0, kind, WHO, None, None, told)


def test_what_stands_is_neither_heard_nor_old_whatever_came_in_between() -> None:
    for seed in range(200):
        dice = Random(seed)
        said = [fact(n, NOW - timedelta(days=dice.uniform(-1, 90))) for n in range(1, dice.randint(1, 12))]
        let_go = {n for n in range(1, 12) if dice.random() < 0.3}
        heard = [fact(100 + n, NOW, OWN_WORDS_HEARD, words=str(UUID(int=n))) for n in sorted(let_go)]
        left = {one.id.int for one in standing(said, heard, NOW)}
        assert left == {one.sequence for one in said if NOW - one.at <= STAY} - let_go
        assert left >= {one.id.int for one in standing(said, heard, NOW + timedelta(days=dice.randint(0, 60)))}


@pytest.mark.parametrize(
    ("samples", "verdict"),
    [
        (voice(0.6), FINE),
        (voice(15.0), FINE),
        (voice(3.0, 0.01), FINE),
        (np.clip(voice(3.0, 3.0), -1, 1), FINE),
        (voice(17.0), LONG),
        (voice(21.0), LONG),
        (voice(0.05), SHORT),
        (np.zeros(RATE * 3, np.float32), SILENT),
    ],
    ids=["a word", "all of it", "soft", "loud", "longer", "much longer", "a click", "silence"],
)
def test_words_of_one_s_own_count_when_they_can_be_heard(samples: Samples, verdict: str) -> None:
    assert judging.judge(samples, recordings.OWN_WORDS) == verdict
