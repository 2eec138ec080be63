"""The clips of the lessons: every Mandarin line has one, whole, heard, never clipped, at a human pace."""

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
from app.narration.script import SHARED
from app.narration.sound import RATE, decode, peak
from app.narration.voice import VOICES
from app.voices.lines import whole_script
from tests.shelves import FIRST

MANDARIN = "kokoro-cmn"
TURN = 12
"""So many Mandarin lines are made anew for each change, others every time; a proof hears the first lessons whole."""
CLIPS = ROOT / "instance" / "clips"


def library(settings: Settings) -> Library:
    return Library((settings.bundled_clips, CLIPS), OFFLINE)


def flaws(sound_file: Path, clip: Clip, line: str) -> list[str]:
    """What is wrong with a clip of a Mandarin line; nothing when it is as it should be."""
    voice = VOICES[MANDARIN]
    phrases = [phrase.said for phrase in voice.phrases(line)]
    heard = decode(sound_file.read_bytes())
    loud = np.flatnonzero(np.abs(heard) > 0.02)
    found = [f"says {said!r}" for said in phrases if re.search(r"[0-9A-Za-z]", said)]
    if not 0.2 < peak(heard) < 0.99 or not len(loud):
        return [*found, "silent or clipped"]
    if loud[0] / RATE > 0.25 or (len(heard) - loud[-1]) / RATE > 0.4:
        found.append("silence not trimmed")
    syllables = sum(map(voice.syllables, phrases))
    spoken = sum(end - start for start, end in clip.phrases)
    if syllables >= 4 and not 0.12 <= spoken / syllables <= 0.6:
        found.append(f"{spoken / syllables:.2f} s a syllable")
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
        if line.dialect == "cmn":
            assert flaws(settings.bundled_clips / clip.name, clip, line.text) == [], line.text


@pytest.mark.slow
@pytest.mark.holds("clips")
def test_every_mandarin_line_has_a_good_clip(settings: Settings, request: pytest.FixtureRequest) -> None:
    script = [line for line in whole_script(settings) if line.dialect == "cmn"]
    lines = [line.text for line in script if line.lesson in (SHARED, *FIRST)]
    found = library(settings)
    if request.config.getoption("--holds") is None:
        lines = [line.text for line in script]
        count = subprocess.run(
            ["git", "rev-list", "--count", "HEAD"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
        ).stdout
        first = int(count or 0) * TURN % len(lines)
        lines = (lines + lines)[first : first + TURN]
    maker = Maker(CLIPS, settings.engines)
    for line in lines:
        if found.find("cmn", line) is None:
            maker.make([MANDARIN], line)
    maker.close()
    wrong: dict[str, list[str]] = {}
    for line in lines:
        clip = found.find("cmn", line)
        path = found.path(clip.name) if clip else None
        problems = flaws(path, clip, line) if clip and path else ["no clip"]
        if problems:
            wrong[line] = problems
    assert wrong == {}
