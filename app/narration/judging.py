"""The process that listens to what readers send: decodes, judges, trims, levels; knows no reader and keeps nothing."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterable
from typing import Any, Final, TextIO

import numpy as np

from app.narration import recordings, sound
from app.narration.recordings import Verdict
from app.narration.sound import RATE, Samples

NO_SPEECH: Final = 0.003
"""Level of the loudest hundredth of a second, full scale 1, below which nobody spoke: -50 dB."""
LEAST_SPEECH: Final = 0.01
"""Level of the speaking parts below which raising them would raise the room's noise too: -40 dB."""
FULL: Final = 0.985
"""A sample from here on has reached the top of what the microphone can tell."""
MOST_AT_FULL: Final = 0.002
"""The largest part of a take's samples that may: more is heard as a rattle."""
_FLOOR, _ABOVE_FLOOR = 0.1, 2.5
"""The quietest tenth is the room's noise; speech is this many times louder."""
_LEAST_CUT, _MOST_CUT = 0.02, 0.2
_PAUSE: Final = 0.12
"""Seconds of silence from which a pause may be one between two phrases."""


def hear(encoded: bytes, syllables: int, as_it_is: bool = False) -> Verdict:
    """Judge a sound file against a line of so many syllables, and make of it what is kept.

    `as_it_is` keeps an MP3 as our export made it, once it has been judged; any other file is refused then.
    """
    kind = recordings.kind_of(encoded)
    if kind == recordings.PHONE:
        return Verdict(recordings.PHONE)
    if len(encoded) > recordings.MOST_BYTES:
        return Verdict(recordings.BIG)
    if not kind or (as_it_is and kind != "mp3") or (kind == "wav" and _cut_short(encoded)):
        return Verdict(recordings.NO_SOUND)
    try:
        samples = sound.decode(encoded, recordings.LONGEST + 1)
    except ValueError:
        return Verdict(recordings.NO_SOUND)
    word = judge(samples, syllables)
    if word != recordings.FINE:
        return Verdict(word)
    if as_it_is:
        return _kept(samples, encoded)
    trimmed = speech(samples)
    return _kept(trimmed, sound.mp3(sound.level(trimmed)), lead=True)


def judge(samples: Samples, syllables: int) -> str:
    """FINE, or why a take of so many syllables, or of OWN_WORDS, is refused; samples at 24 kHz, full scale 1."""
    if len(samples) > recordings.LONGEST * RATE:
        return recordings.LONG
    loud = sound.levels(samples)
    if not loud.size or loud.max() < NO_SPEECH:
        return recordings.SILENT
    if syllables == recordings.OWN_WORDS:
        return _judge_own(len(speech(samples)) / RATE)
    speaking = loud[loud > loud.max() * 0.1]
    if np.sqrt(np.mean(speaking**2)) < LEAST_SPEECH:
        return recordings.QUIET
    if np.mean(np.abs(samples) >= FULL) > MOST_AT_FULL:
        return recordings.CLIPPED
    seconds = len(speech(samples)) / RATE
    if seconds > recordings.longest(syllables):
        return recordings.LONG
    return recordings.SHORT if seconds < recordings.SHORTEST_SYLLABLE * syllables else recordings.FINE


def _judge_own(seconds: float) -> str:
    """The verdict on one's own words, which may be soft or loud, for nobody can be asked to say them again."""
    if seconds > recordings.LONGEST_OWN:
        return recordings.LONG
    return recordings.SHORT if seconds < recordings.SHORTEST_OWN else recordings.FINE


def speech(samples: Samples) -> Samples:
    """A take without the room's noise before and after its speech."""
    loud = sound.levels(samples)
    if not loud.size or not loud.max():
        return samples[:0]
    floor = float(np.quantile(loud, _FLOOR) / loud.max())
    return sound.trim(samples, min(max(_ABOVE_FLOOR * floor, _LEAST_CUT), _MOST_CUT))


def _cut_short(wav: bytes) -> bool:
    """Whether a WAV file says that it is longer than it is; one that was still being written says nothing of use."""
    told = int.from_bytes(wav[4:8], "little")
    return told > len(wav) - 8


def _kept(samples: Samples, encoded: bytes, lead: bool = False) -> Verdict:
    seconds = len(samples) / RATE
    start, end = (sound.heard_at(0), sound.heard_at(seconds)) if lead else (0.0, round(seconds, 2))
    return Verdict(recordings.FINE, encoded, end, ((start, end),))


def answer(job: dict[str, Any]) -> dict[str, object]:
    """What is said to one job: `sound` in base 64, `syllables`, `as_it_is`."""
    verdict = hear(base64.b64decode(job["sound"]), int(job["syllables"]), bool(job["as_it_is"]))
    return {
        "word": verdict.word,
        "sound": base64.b64encode(verdict.sound).decode(),
        "duration": verdict.duration,
        "phrases": verdict.phrases,
    }


def serve(jobs: Iterable[str], answers: TextIO) -> None:
    """Answer each job, one line of JSON each way, until there are no more."""
    for line in jobs:
        answers.write(json.dumps(answer(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
