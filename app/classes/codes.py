"""What a class asks for beside the face: nothing, three pictures, four digits or a card; deals codes and compares them.

A code is dealt by chance and told once. It is kept only as a slow hash with a salt of its person and the secret of this
copy, which no backup holds; a card's token is too long to be guessed, so a fast one is enough. Knows no page.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final
from uuid import UUID

from app.records import Session, facts, journal, roster
from app.records.happened import FactRecord
from app.records.tables import Classroom, Learner, Staff

PICTURES: Final = "pictures"
DIGITS: Final = "digits"
CARD: Final = "card"
FACTORS: Final = ("", PICTURES, DIGITS, CARD)

BOARD: Final = (
    "sun", "moon", "tree", "flower", "fish", "house", "boat", "apple", "umbrella", "cup", "lantern", "key",
)  # fmt: skip
"""The pictures, always in this order, so that one's own are always found at the same place."""
KEYS: Final = {PICTURES: BOARD, DIGITS: tuple("1234567890")}
LENGTH: Final = {PICTURES: 3, DIGITS: 4}

SECOND_FACTOR: Final = "second_factor"
"""The kind of fact that a class asks for one of FACTORS from now on."""
CODE_DEALT: Final = "code_dealt"
"""The kind of fact that somebody got a new code; the one before opens nothing any more."""

_COST: Final = {"n": 1 << 12, "r": 8, "p": 1, "dklen": 32}
"""4 MiB and some thirty milliseconds a try (RFC 7914): slow for who guesses, unnoticed by who taps."""


def ask_for(s: Session, classroom: Classroom, factor: str, now: datetime) -> None:
    """Let a class ask for one of FACTORS from now on; ValueError for anything else."""
    if factor not in FACTORS:
        raise ValueError(factor)
    journal.append_fact(s, kind=SECOND_FACTOR, body={"classroom": str(classroom.id), "factor": factor}, now=now)


def asked(s: Session, classroom_id: UUID) -> str:
    """What a class asks for beside the face; empty for nothing."""
    told = [fact for fact in journal.facts(s, SECOND_FACTOR) if fact.body["classroom"] == str(classroom_id)]
    return str(told[-1].body["factor"]) if told else ""


def is_easy(factor: str, signs: Sequence[str]) -> bool:
    """Whether a code is one of the first that anybody would try, so that it is never dealt.

    Pictures are not three times the same. Digits have three different ones at least, do not count up or down, and are
    no year that somebody here may have been born in.
    """
    if factor == PICTURES:
        return len(set(signs)) < 2
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(signs)}
    return len(set(signs)) < 3 or steps <= {1} or steps <= {9} or tuple(signs[:2]) in (("1", "9"), ("2", "0"))


def new_code(factor: str) -> tuple[str, ...]:
    """A code by chance, as its signs: digits, pictures of BOARD in order, or one long token."""
    if factor == CARD:
        return (secrets.token_urlsafe(18),)
    while is_easy(factor, code := tuple(secrets.choice(KEYS[factor]) for _ in range(LENGTH[factor]))):
        pass
    return code


def deal(s: Session, learner: Learner, factor: str, secret: bytes, member: Staff, now: datetime) -> tuple[str, ...]:
    """Give somebody a new code in place of the one before; it is told this once and can be read nowhere afterwards."""
    signs, salt = new_code(factor), secrets.token_bytes(16)
    told = _fast(signs[0]) if factor == CARD else _slow(signs, salt, secret)
    body = {"factor": factor, "salt": salt.hex(), "hash": told, "by": str(member.id)}
    journal.append_fact(s, kind=CODE_DEALT, body=body, now=now, learner_id=learner.id)
    return signs


def dealt(s: Session, learner_id: UUID, factor: str) -> FactRecord | None:
    """The latest dealing to somebody, when it was of this kind of code; None for somebody without one."""
    told = facts.of_person(s, learner_id, (CODE_DEALT,))
    return told[-1] if told and told[-1].body["factor"] == factor else None


def fits(code: FactRecord, signs: Sequence[str], secret: bytes) -> bool:
    """Whether these signs are the code that was dealt; as slow for wrong ones."""
    return hmac.compare_digest(code.body["hash"], _slow(signs, bytes.fromhex(code.body["salt"]), secret))


def holder(s: Session, classroom_id: UUID, token: str) -> Learner | None:
    """Whose card holds this token, in a class that asks for cards; None for a token that opens nothing."""
    if asked(s, classroom_id) != CARD:
        return None
    told = _fast(token)
    for learner in roster.learners(s, classroom_id):
        code = dealt(s, learner.id, CARD)
        if code is not None and hmac.compare_digest(code.body["hash"], told):
            return learner
    return None


def _slow(signs: Sequence[str], salt: bytes, secret: bytes) -> str:
    peppered = hmac.digest(secret, " ".join(signs).encode(), "sha256")
    return hashlib.scrypt(peppered, salt=salt, **_COST).hex()


def _fast(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
