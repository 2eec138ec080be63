"""By which voices a dialect is heard, one after the other to the end of the list; asks no network, loads no engine."""

from __future__ import annotations

from dataclasses import dataclass

from app.dialects.registry import DIALECTS
from app.narration.voice import VOICES, Voice

HUMAN, MACHINE, DRAFT = "human", "machine", "draft"
"""Whose voice it is: 真人, 机器音, 试."""
READY, ABSENT, OFF, ASKED, MAYBE = "ready", "absent", "off", "asked", "maybe"
"""How a step stands here: it can speak; it is not here; it is on the internet, which is not let in, or is asked only
when a clip is made; it depends on the tablet."""
RECORDED, VOICE, TABLET, TEXT = "recorded", "voice", "tablet", "text"
"""What a step is: approved recordings, a voice of the register, the tablet's own speech, the words on the screen."""


@dataclass(frozen=True)
class Step:
    """One step of a chain, tried after those before it."""

    kind: str
    dialect: str
    """The dialect that is heard at this step."""
    voice: str = ""
    mark: str = ""
    licence: str = ""
    here: str = READY


def chain(dialect: str, online: bool, recordings: int) -> tuple[Step, ...]:
    """Every step by which a line of a dialect may be heard; `recordings` are those approved here.

    `online` is whether a voice on the internet may be asked. A line that the dialect lacks goes down the steps of the
    one it falls to.
    """
    steps = [Step(RECORDED, dialect, mark=HUMAN, here=READY if recordings else ABSENT)]
    one: str = dialect
    while one:
        voices = [VOICES[name] for name in DIALECTS[one].voices]
        steps += [_step(one, voice, online) for voice in voices if voice.mark != HUMAN]
        last, one = one, DIALECTS[one].falls_to
    steps.append(Step(TABLET, last, mark=MACHINE, here=MAYBE))
    steps.append(Step(TEXT, last))
    return tuple(steps)


def _step(dialect: str, voice: Voice, online: bool) -> Step:
    here = ASKED if online else OFF
    if not voice.installed():
        here = ABSENT
    elif not voice.online:
        here = READY
    return Step(VOICE, dialect, voice.id, voice.mark, voice.licence, here)
