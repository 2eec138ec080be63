"""The library finds a line's clip in its folders, best voice first, and asks for a missing one without waiting."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.narration import Clip, Heard, Library
from app.narration.making import Maker
from app.narration.workshop import Workshop
from tests.voices import CHAINS, VOICES, Stage, sing

LINE = "不要紧，还在原处。"


class Bench:
    """A bench that only remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[str, ...], str]] = []

    def make(self, chain: Iterable[str], text: str) -> bool:
        self.asked.append((tuple(chain), text))
        return True

    def close(self) -> None:
        pass


def library(*folders: Path, workshop: Workshop | None = None) -> Library:
    return Library(folders, CHAINS, workshop, VOICES)


def make(folder: Path, text: str = LINE, *chain: str) -> Clip:
    clip = Maker(folder, folder, online=True, voices=VOICES, open=Stage(hum=sing, away=sing).open).make(
        chain or ("hum",), text
    )
    assert clip is not None
    return clip


def test_a_clip_is_found_in_any_folder_and_its_file_by_its_name(tmp_path: Path) -> None:
    shipped, made = tmp_path / "shipped", tmp_path / "made"
    clip = make(made)
    shelf = library(shipped, made)
    assert shelf.find("cmn", LINE) == clip
    assert shelf.path(clip.name) == made / clip.name
    assert shelf.name("cmn", LINE) == clip.name
    shutil.copytree(made, shipped)
    assert library(shipped, made).path(clip.name) == shipped / clip.name


def test_the_best_voice_that_has_spoken_is_heard(tmp_path: Path) -> None:
    make(tmp_path, LINE, "hum")
    better = make(tmp_path, LINE, "away")
    assert library(tmp_path).find("cmn", LINE) == better


def test_a_clip_without_its_timings_is_not_a_clip(tmp_path: Path) -> None:
    clip = make(tmp_path)
    (tmp_path / clip.name.replace(".mp3", ".json")).unlink()
    assert library(tmp_path).find("cmn", LINE) is None


@pytest.mark.parametrize("name", ["", "../secret", "a.mp3", "A" * 24 + ".mp3", "0" * 24 + ".json", "0" * 24 + ".mp3\n"])
def test_no_other_file_is_reached_by_a_name(tmp_path: Path, name: str) -> None:
    for there in ("secret", "a.mp3", "0" * 24 + ".json"):
        (tmp_path / there).write_bytes(b"x")
    assert library(tmp_path / "clips", tmp_path).path(name) is None


def test_missing_lines_are_told_once_and_in_order(tmp_path: Path) -> None:
    make(tmp_path, "好！")
    lines = [("cmn", "第一句。"), ("cmn", "好！"), ("cmn", "第二句。"), ("cmn", "第一句。")]
    assert library(tmp_path).missing(lines) == [("cmn", "第一句。"), ("cmn", "第二句。")]


def test_a_missing_clip_is_asked_for_and_a_made_one_is_not(tmp_path: Path) -> None:
    bench = Bench()
    workshop = Workshop(bench)
    make(tmp_path, "好！")
    shelf = library(tmp_path, workshop=workshop)
    assert shelf.heard("cmn", LINE).clip is None
    assert shelf.heard("cmn", "好！").clip is not None
    workshop.join()
    assert bench.asked == [(("away", "hum"), LINE)]


def test_without_a_clip_the_tablet_has_words_it_can_say(tmp_path: Path) -> None:
    heard = library(tmp_path).heard("cmn", "或者打96110。")
    assert heard == Heard(None, "或者打九六幺幺零", ("或者打96110。",))
    assert heard.lights() == ()


def test_each_piece_of_a_line_is_lit_while_it_is_said(tmp_path: Path) -> None:
    clip = make(tmp_path)
    heard = library(tmp_path).heard("cmn", LINE)
    assert heard.pieces == ("不要紧，", "还在原处。")
    assert heard.lights() == clip.phrases


def test_finer_pieces_share_the_time_of_their_phrase_and_never_overlap(tmp_path: Path) -> None:
    make(tmp_path)
    heard = library(tmp_path).heard("cmn", LINE)
    pieces = ("不要", "紧，", "还", "在原", "处。")
    lights = heard.lights(pieces)
    first, second = heard.lights()
    assert lights[0][0] == first[0] and lights[1][1] == first[1]
    assert lights[2][0] == second[0] and lights[4][1] == second[1]
    assert all(start < end for start, end in lights)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(lights))
    assert lights[0][1] - lights[0][0] == pytest.approx(2 * (lights[1][1] - lights[1][0]), abs=0.02)


def test_pieces_of_another_line_light_nothing(tmp_path: Path) -> None:
    make(tmp_path)
    assert library(tmp_path).heard("cmn", LINE).lights(("别的话。",)) == ()
