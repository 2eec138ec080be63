"""A few words that somebody says after "Not clear here": which class lets them, kept, heard, let go; knows no page.

The sound is a file that follows its fact. No name stands beside it, but it is its person's and is erased with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from app.classes.hashed import HashedFiles
from app.records import Session, facts, journal
from app.records.happened import UNCLEAR, FactRecord, SessionRecord
from app.records.tables import Classroom, Staff

CLASS_OWN_WORDS: Final = "class_own_words"
"""The kind of fact that a class lets people say a few words after "Not clear here", or no longer."""
OWN_WORDS: Final = "own_words"
"""The kind of fact that somebody said a few words: on which step of which version of a lesson, and their file."""
OWN_WORDS_HEARD: Final = "own_words_heard"
"""The kind of fact that a member of staff heard them and let their file go."""
MOST_BYTES: Final = 400_000
"""The largest sound that is read: fifteen seconds of 16-bit sound at 12 kHz are 360,044 bytes."""
STAY: Final = timedelta(days=60)
"""So long after they were said words are kept, whether or not anybody heard them."""


class OwnWords(HashedFiles):
    """The words of one copy."""

    ENDING = ".mp3"


class Said(NamedTuple):
    """Words that can still be heard."""

    id: UUID
    at: datetime
    learner_id: UUID
    lesson: str
    lesson_hash: str
    screen: str
    twist: int
    file: str


def let_class_speak(s: Session, classroom: Classroom, member: Staff, now: datetime, *, on: bool) -> None:
    """Let the people of a class say a few words from now on, or no longer; nothing is kept of what is so already."""
    if may_speak(s, classroom.id) != on:
        body = {"classroom": str(classroom.id), "on": on, "by": str(member.id)}
        journal.append_fact(s, kind=CLASS_OWN_WORDS, body=body, now=now)


def may_speak(s: Session, classroom_id: UUID) -> bool:
    """Whether the people of a class may say a few words; no class may before somebody lets it."""
    told = [fact for fact in journal.facts(s, CLASS_OWN_WORDS) if fact.body["classroom"] == str(classroom_id)]
    return bool(told and told[-1].body["on"])


def known(s: Session, words: UUID) -> bool:
    """Whether words were taken already, wherever their file is now."""
    found = facts.fact(s, words)
    return found is not None and found.kind == OWN_WORDS


def awaited(s: Session, play: SessionRecord, screen: str) -> bool:
    """Whether somebody tapped "Not clear here" on this screen of a play more often than they said words there."""
    step = play.uuid, screen
    counted = Counter(
        fact.kind
        for kind in (UNCLEAR, OWN_WORDS)
        for fact in journal.facts_of(s, play.learner_id, kind)
        if (fact.session_id, fact.body["screen"]) == step
    )
    return counted[UNCLEAR] > counted[OWN_WORDS]


def keep_words(
    s: Session,
    files: OwnWords,
    words: UUID,
    play: SessionRecord,
    screen: str,
    sound: bytes,
    said: datetime,
) -> None:
    """Keep what was said on a screen of a play; `words` is its uuid, `sound` MP3, `said` when it was said."""
    body = {
        "lesson": play.lesson,
        "hash": play.lesson_hash,
        "screen": screen,
        "twist": next(iter(play.twists), 0),
        "file": files.keep(sound),
    }
    told = {"learner_id": play.learner_id, "session_id": play.uuid, "device_id": play.device_id}
    journal.append_fact(s, kind=OWN_WORDS, body=body, now=said, uuid=words, **told)


def words_to_hear(s: Session, files: OwnWords, now: datetime) -> list[Said]:
    """Everything that can still be heard, the oldest first."""
    here = files.names()
    return [one for one in _standing(s, now) if one.file in here] if here else []


def let_go_of_words(s: Session, words: Said, member: Staff, now: datetime) -> None:
    """Somebody heard these words: their file goes when files are settled, what was told by taps stays."""
    body = {"words": str(words.id), "by": str(member.id)}
    journal.append_fact(s, kind=OWN_WORDS_HEARD, body=body, learner_id=words.learner_id, now=now)


def settle_words(s: Session, files: OwnWords, now: datetime) -> None:
    """Let the files be what the facts say; asked at each start, and when the facts are on the disk."""
    files.settle({one.file for one in _standing(s, now)})


def standing(said: Iterable[FactRecord], heard: Iterable[FactRecord], now: datetime) -> list[Said]:
    """Of words that were said those that nobody let go and that are not older than STAY."""
    gone = {fact.body["words"] for fact in heard}
    return [_said(fact) for fact in said if str(fact.uuid) not in gone and now - fact.at <= STAY and fact.learner_id]


def _standing(s: Session, now: datetime) -> list[Said]:
    return standing(journal.facts(s, OWN_WORDS), journal.facts(s, OWN_WORDS_HEARD), now)


def _said(fact: FactRecord) -> Said:
    assert fact.learner_id is not None
    body = fact.body
    step = body["lesson"], body["hash"], body["screen"], body["twist"]
    return Said(fact.uuid, fact.at, fact.learner_id, *step, body["file"])
