"""The clips of the whole library: every line that a voice can make has one, whole, heard, of a human pace."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from app.cli.narrate import OFFLINE
from app.config import ROOT, Settings
from app.narration import Library
from app.narration.clip import Clip
from app.narration.making import Maker
from app.narration.sound import RATE, decode, peak
from app.narration.voice import VOICES
from app.voices.lines import whole_script

TURNS = {"cmn": 40, "en": 12, "yue": 12, "zh-x-wuhan": 2, "zh-x-sichuan": 2}
"""So many lines of each are made and heard anew for each change, others every time; a proof hears them all."""
CLIPS = ROOT / "instance" / "clips"


def library(settings: Settings) -> Library:
    return Library((settings.bundled_clips, CLIPS), OFFLINE)


def flaws(sound_file: Path, clip: Clip, line: str) -> list[str]:
    """What is wrong with a clip of a line; nothing when it is as it should be."""
    voice = VOICES[clip.voice]
    phrases = [phrase.said for phrase in voice.phrases(line)]
    heard = decode(sound_file.read_bytes())
    loud = np.flatnonzero(np.abs(heard) > 0.02)
    found = [f"says {said!r}" for said in phrases if voice.id == "kokoro-cmn" and re.search(r"[0-9A-Za-z]", said)]
    if not 0.2 < peak(heard) < 0.99 or not len(loud):
        return [*found, "silent or clipped"]
    if loud[0] / RATE > 0.25 or (len(heard) - loud[-1]) / RATE > 0.4:
        found.append("silence not trimmed")
    syllables = sum(map(voice.syllables, phrases))
    spoken = sum(end - start for start, end in clip.phrases)
    shortest, longest = voice.pace
    if syllables >= 4 and not shortest <= spoken / syllables <= longest:
        found.append(f"{spoken / syllables:.2f} s a syllable")
    if abs(clip.duration - len(heard) / RATE) > 0.2:
        found.append(f"cut: {len(heard) / RATE:.2f} s of {clip.duration:.2f} s")
    return found


@pytest.mark.slow
def test_what_comes_with_the_project_speaks_at_once(settings: Settings) -> None:
    shipped = Library((settings.bundled_clips,), OFFLINE)
    here = {path.name for path in settings.bundled_clips.glob("*.mp3")}
    kept = [line for line in whole_script(settings) if shipped.find(line.dialect, line.text)]
    stages = {(line.dialect, line.stage) for line in kept}
    assert {("cmn", 0), ("cmn", 1), ("en", 0), ("en", 1)} <= stages
    assert here == {clip.name for line in kept if (clip := shipped.find(line.dialect, line.text)) is not None}
    for line in kept:
        clip = shipped.find(line.dialect, line.text)
        assert clip is not None
        assert flaws(settings.bundled_clips / clip.name, clip, line.text) == [], line.text


@pytest.mark.slow
@pytest.mark.holds("clips")
@pytest.mark.parametrize("dialect", TURNS)
def test_every_line_has_a_good_clip(settings: Settings, request: pytest.FixtureRequest, dialect: str) -> None:
    lines = list(dict.fromkeys(line.text for line in whole_script(settings) if line.dialect == dialect))
    found = library(settings)
    if request.config.getoption("--holds") is None:
        count = subprocess.run(
            ["git", "rev-list", "--count", "HEAD"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
        ).stdout
        turn = TURNS[dialect]
        first = int(count or 0) * turn % len(lines)
        lines = (lines + lines)[first : first + turn]
    maker = Maker(CLIPS, settings.engines)
    for line in lines:
        if found.find(dialect, line) is None:
            maker.make(OFFLINE[dialect], line)
    maker.close()
    wrong: dict[str, list[str]] = {}
    for line in lines:
        clip = found.find(dialect, line)
        path = found.path(clip.name) if clip else None
        problems = flaws(path, clip, line) if clip and path else ["no clip"]
        if problems:
            wrong[line] = problems
    assert wrong == {}
