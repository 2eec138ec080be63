"""What readers send is judged, trimmed and levelled, named by dialect and words, and found before any machine."""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from app.narration import Library, judging, recordings, sound
from app.narration.ear import Judge
from app.narration.making import Maker
from app.narration.recordings import (
    BIG,
    CLIPPED,
    FINE,
    LONG,
    NO_SOUND,
    PHONE,
    QUIET,
    REFUSALS,
    SHORT,
    SILENT,
    Recordings,
    recording_name,
)
from app.narration.sound import RATE, Samples
from tests.readers import Here, encoded, hostile, voice
from tests.voices import CHAINS, VOICES, Stage, hum, sing

pytestmark = pytest.mark.slow

LINE = "不要紧，还在原处。"
TAKE, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("samples", "verdict"),
    [
        (voice(2.0), FINE),
        (np.zeros(RATE * 2, np.float32), SILENT),
        (voice(2.0, 0.002), SILENT),
        (voice(2.0, 0.01), QUIET),
        (voice(2.0, 0.025), FINE),
        (np.clip(voice(2.0, 3.0), -1, 1), CLIPPED),
        (voice(2.0, 0.9), FINE),
        (voice(recordings.longest(7) + 0.5), LONG),
        (voice(recordings.longest(7) - 0.5), FINE),
        (voice(0.3), SHORT),
        (voice(0.7), FINE),
    ],
    ids=["fine", "silent", "a sigh", "quiet", "soft", "clipped", "loud", "long", "slow", "short", "in a hurry"],
)
def test_a_take_is_judged(samples: Samples, verdict: str) -> None:
    assert judging.judge(samples, 7) == verdict


def test_no_line_may_last_longer_than_twenty_seconds_and_a_short_one_much_less() -> None:
    assert [recordings.longest(count) for count in (1, 10, 19, 500)] == [3.9, 12.0, 20.0, 20.0]
    assert judging.judge(voice(20.5), 500) == LONG


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG", "MP3"])
@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_what_is_kept_is_trimmed_levelled_and_plays_everywhere(kind: str, rate: int) -> None:
    verdict = judging.hear(encoded(voice(2.0, 0.1, rate), kind, rate), 7)
    assert verdict.fine
    heard = sound.decode(verdict.sound)
    loud = sound.levels(heard)
    speaking = loud[loud > loud.max() * 0.1]
    assert 0.1 < np.sqrt(np.mean(speaking**2)) < 0.15
    assert len(heard) / RATE < 2.4 and verdict.duration == pytest.approx(2.1, abs=0.1)
    assert recordings.kind_of(verdict.sound) == "mp3"


def test_the_room_before_and_after_is_cut_even_when_it_hums() -> None:
    noisy = voice(2.0, 0.2) + np.random.default_rng(1).normal(0, 0.006, int(RATE * 2.5)).astype(np.float32)
    assert len(judging.speech(np.concatenate([noisy[:2000], noisy]))) / RATE == pytest.approx(2.06, abs=0.1)


@pytest.mark.parametrize(("what", "name", "content"), list(hostile()), ids=lambda told: str(told)[:30])
def test_no_hostile_file_is_fine_for_a_line_of_seven_syllables(what: str, name: str, content: bytes) -> None:
    assert judging.hear(content, 7).word in REFUSALS


def test_fifty_are_tried() -> None:
    assert len(list(hostile())) >= 50


def test_phones_files_large_ones_and_none_are_told_apart() -> None:
    assert judging.hear(b"\0\0\0\x20ftypM4A " + bytes(99), 7).word == PHONE
    assert judging.hear(encoded(voice(2.0)) + bytes(recordings.MOST_BYTES), 7).word == BIG
    assert judging.hear(b"hello", 7).word == NO_SOUND
    assert judging.hear(encoded(voice(2.0)), 7, as_it_is=True).word == NO_SOUND


def test_what_an_export_made_comes_in_byte_for_byte() -> None:
    made = judging.hear(encoded(voice(2.0)), 7).sound
    assert judging.hear(made, 7, as_it_is=True).sound == made
    assert judging.hear(made, 70, as_it_is=True).word == SHORT


def test_a_name_follows_dialect_and_words_and_no_sign_between_them() -> None:
    name = recording_name("yue", LINE)
    assert name != recording_name("cmn", LINE)
    assert name != recording_name("yue", "不要紧，就在原处。")
    assert recording_name("yue", "好。") == recording_name("yue", "好！")
    assert recordings.said("cmn", "打96110。") == "打九六幺幺零"


def library(folder: Path) -> Library:
    return Library([folder / "clips"], CHAINS, None, VOICES, folder / "recordings")


def put(files: Recordings, take: UUID, text: str = LINE) -> None:
    files.keep(take, "cmn", judging.hear(encoded(voice(2.0)), 7))
    files.settle({recording_name("cmn", text): take}, [])


def test_a_recording_comes_before_a_machine_and_goes_with_its_reader(tmp_path: Path) -> None:
    files, shelf = Recordings(tmp_path / "recordings"), library(tmp_path)
    maker = Maker(tmp_path / "clips", tmp_path, voices=VOICES, open=Stage(hum=sing).open)
    machine = maker.make(["hum"], LINE)
    assert machine is not None and shelf.find("cmn", LINE) == machine
    put(files, TAKE)
    shelf.forget()
    clip = shelf.find("cmn", LINE)
    assert clip is not None and (clip.voice, clip.name) == ("human-cmn", recording_name("cmn", LINE))
    assert shelf.path(clip.name) == tmp_path / "recordings" / clip.name
    assert shelf.by_machine("cmn", LINE) == machine
    assert shelf.recordings() == {clip.name: shelf.mark(clip.name)} and shelf.mark(machine.name) == ""
    assert shelf.find("cmn", "不要紧，就在原处。") is None
    assert files.remove([OTHER]) == 0 and files.remove([TAKE]) == 1
    shelf.forget()
    assert shelf.find("cmn", LINE) == machine and shelf.recordings() == {}
    assert not list((tmp_path / "recordings").rglob("*.*"))


def test_a_dialect_without_a_machine_is_heard_by_its_people_alone(tmp_path: Path) -> None:
    files = Recordings(tmp_path / "recordings")
    shelf = Library([tmp_path], {"hak": ()}, None, VOICES, files.folder)
    assert shelf.heard("hak", "好。").clip is None and shelf.name("hak", "好。") == recording_name("hak", "好。")
    files.keep(TAKE, "hak", judging.hear(encoded(voice(0.5)), 1))
    files.settle({recording_name("hak", "好。"): TAKE}, [])
    shelf.forget()
    assert shelf.heard("hak", "好。").clip is not None


def test_what_a_power_cut_left_behind_is_deleted_with_the_next_change(tmp_path: Path) -> None:
    files = Recordings(tmp_path)
    put(files, TAKE)
    files.keep(OTHER, "cmn", judging.hear(encoded(voice(2.0)), 7))
    (tmp_path / "waiting" / ".half.mp3.123").write_bytes(b"x")
    (tmp_path / f"{'0' * 24}.mp3").write_bytes(b"x")
    files.settle({recording_name("cmn", LINE): TAKE}, [])
    kept = recording_name("cmn", LINE)
    assert {path.name for path in tmp_path.rglob("*.*")} == {kept, kept.replace("mp3", "json")}
    assert files.take_of(kept) == str(TAKE)


def test_a_newer_take_replaces_an_older_one(tmp_path: Path) -> None:
    files = Recordings(tmp_path)
    put(files, TAKE)
    put(files, OTHER)
    assert files.take_of(recording_name("cmn", LINE)) == str(OTHER)


@pytest.mark.slow
def test_the_real_process_says_the_same_and_outlives_what_kills_it() -> None:
    ear = Judge()
    try:
        good = encoded(voice(2.0))
        assert ear.hear(good, 7) == Here().hear(good, 7)
        assert ear.hear(b"hello", 7).word == NO_SOUND
        ear._helper.close()
        assert ear.hear(good, 7).fine
    finally:
        ear.close()


def test_a_process_that_dies_at_a_file_makes_it_no_sound() -> None:
    ear = Judge(patience=5, command=["python3", "-c", "raise SystemExit(3)"])
    assert ear.hear(encoded(hum(3)), 3).word == NO_SOUND
    ear.close()


@pytest.mark.slow
def test_a_process_that_dies_once_loses_nobodys_words(tmp_path: Path) -> None:
    """The second process finds the mark of the first, and judges."""
    mark = str(tmp_path / "begun")
    dies = f"import pathlib, runpy; mark = pathlib.Path({mark!r}); mark.exists() or mark.touch() or exit(3); "
    ear = Judge(command=[sys.executable, "-c", dies + "runpy.run_module('app.narration.judging', run_name='__main__')"])
    try:
        assert ear.hear(encoded(voice(2.0)), 7).fine
    finally:
        ear.close()
