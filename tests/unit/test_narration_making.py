"""A clip is made by the first voice that can: whole or not at all, at a believable pace, with its timings."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.narration import sound
from app.narration.clip import clip_name, read_clip
from app.narration.making import REST, Maker
from app.narration.sound import Samples
from app.narration.voice import Speaker, Voice
from tests.voices import AWAY, HUM, VOICES, Stage, broken, hum, silent, sing

LINE = "不要紧，还在原处。再找一找。"


class Clock:
    """A clock that a test winds."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def maker(folder: Path, stage: Stage, online: bool = False, clock: Clock | None = None) -> Maker:
    return Maker(folder, folder, online=online, voices=VOICES, open=stage.open, clock=clock or Clock())


def test_a_clip_has_one_span_for_each_phrase_in_order(tmp_path: Path) -> None:
    clip = maker(tmp_path, Stage(hum=sing)).make(["hum"], LINE)
    assert clip is not None
    assert clip == read_clip([tmp_path], clip_name(HUM, LINE))
    assert len(clip.phrases) == 3
    assert all(start < end for start, end in clip.phrases)
    gaps = [after[0] - before[1] for before, after in zip(clip.phrases, clip.phrases[1:], strict=False)]
    assert gaps == [pytest.approx(0.25, abs=0.02), pytest.approx(0.5, abs=0.02)]
    decoded = sound.decode((tmp_path / clip.name).read_bytes())
    assert len(decoded) / sound.RATE == pytest.approx(clip.duration, abs=0.1)
    assert 0.1 < sound.peak(decoded) < 1


@pytest.mark.holds("voices-fail")
def test_nothing_but_whole_clips_and_their_timings_is_in_the_folder(tmp_path: Path) -> None:
    made = maker(tmp_path, Stage(hum=sing)).make(["hum"], LINE)
    assert made is not None
    assert {path.name for path in tmp_path.iterdir()} == {made.name, made.name.replace(".mp3", ".json")}


def test_a_voice_on_the_internet_is_asked_only_when_allowed(tmp_path: Path) -> None:
    offline, online = Stage(away=sing, hum=sing), Stage(away=sing, hum=sing)
    made_offline = maker(tmp_path, offline).make(["away", "hum"], LINE)
    made_online = maker(tmp_path, online, online=True).make(["away", "hum"], LINE)
    assert made_offline is not None and made_offline.voice == "hum" and offline.opened == ["hum"]
    assert made_online is not None and made_online.voice == "away" and online.opened == ["away"]


@pytest.mark.holds("voices-fail")
def test_the_next_voice_speaks_when_one_cannot_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        clip = maker(tmp_path, Stage(away=broken, hum=sing), online=True).make(["away", "hum"], LINE)
    assert clip is not None and clip.voice == "hum"
    assert "away cannot say" in caplog.text and "no breath" in caplog.text


@pytest.mark.holds("voices-fail")
def test_a_failed_network_is_left_in_peace_for_a_while(tmp_path: Path) -> None:
    clock, stage = Clock(), Stage(away=broken, hum=sing)
    worker = maker(tmp_path, stage, online=True, clock=clock)
    for line in ("第一句话在这里", "第二句话在这里", "第三句话在这里"):
        assert worker.make(["away", "hum"], line) is not None
    assert len(stage.speakers["away"].asked) == 1
    clock.now = REST + 1
    worker.make(["away", "hum"], "第四句话在这里")
    assert len(stage.speakers["away"].asked) == 2


@pytest.mark.holds("voices-fail")
def test_an_engine_that_is_not_installed_is_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def nowhere(voice: Voice, engines: Path) -> Speaker:
        raise ModuleNotFoundError("No module named 'engine'")

    worker = Maker(tmp_path, tmp_path, voices=VOICES, open=nowhere)
    assert worker.make(["hum"], LINE) is None
    assert "not installed" in caplog.text
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("voice", "reason"),
    [
        (silent, "fell silent"),
        (lambda said: hum(1, 0.05), "for each of"),
        (lambda said: hum(len(said), 2.0), "for each of"),
    ],
)
def test_a_sound_that_cannot_be_the_line_leaves_no_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, voice: Callable[[str], Samples], reason: str
) -> None:
    assert maker(tmp_path, Stage(hum=voice)).make(["hum"], LINE) is None
    assert reason in caplog.text
    assert not list(tmp_path.iterdir())


def test_a_short_word_may_take_its_time(tmp_path: Path) -> None:
    assert maker(tmp_path, Stage(hum=lambda said: hum(1, 0.8))).make(["hum"], "好！") is not None


def test_a_line_without_words_is_no_clip(tmp_path: Path) -> None:
    stage = Stage(hum=sing)
    assert maker(tmp_path, stage).make(["hum"], "……") is None
    assert not stage.opened


def test_engines_are_let_go(tmp_path: Path) -> None:
    stage = Stage(hum=sing)
    worker = maker(tmp_path, stage)
    worker.make(["hum"], LINE)
    worker.close()
    assert stage.speakers["hum"].closed


def test_a_clip_is_named_by_all_that_decides_its_sound() -> None:
    name = clip_name(HUM, LINE)
    assert name == clip_name(HUM, LINE)
    others = [
        clip_name(HUM, "不要紧，还在原处？再找一找。"),
        clip_name(AWAY, LINE),
        clip_name(replace(HUM, version="2"), LINE),
        clip_name(replace(HUM, speed=0.8), LINE),
        clip_name(replace(HUM, lexicon=lambda said: ("还=huan2",)), LINE),
    ]
    assert len({name, *others}) == 1 + len(others)
