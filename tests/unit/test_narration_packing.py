"""Packed voices: what one laptop packs another takes, whole, and nothing else gets in with it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.narration import packing
from app.narration.clip import Clip, put, read_clip, timings_path
from app.narration.making import Maker
from app.narration.packing import MANIFEST, NoPack
from app.narration.voice import VOICES as REAL
from tests.voices import VOICES, Stage, sing

pytestmark = pytest.mark.slow

LINES = ("不要紧，还在原处。", "再找一找。", "好。")


def made(folder: Path, *lines: str, voice: str = "hum") -> list[Clip]:
    maker = Maker(folder, folder, online=True, voices=VOICES, open=Stage(hum=sing, away=sing).open)
    clips = [maker.make([voice], line) for line in lines]
    return [clip for clip in clips if clip is not None]


@pytest.fixture
def clips(tmp_path: Path) -> list[Clip]:
    """Three clips in a folder, one of them shipped, and a fourth by a voice whose sound is not ours."""
    found = made(tmp_path / "shipped", LINES[0]) + made(tmp_path / "own", *LINES)
    made(tmp_path / "own", LINES[0], voice="away")
    return sorted(dict.fromkeys(found), key=lambda clip: clip.name)


@pytest.fixture
def packed(tmp_path: Path, clips: list[Clip]) -> Path:
    """All that may be passed on, in one file."""
    target = tmp_path / "voices.zip"
    assert packing.pack((tmp_path / "shipped", tmp_path / "own"), target, VOICES) == {"hum": len(clips)}
    return target


def test_what_is_packed_is_taken_whole_and_nobody_elses_sound_is_in_it(
    tmp_path: Path, packed: Path, clips: list[Clip]
) -> None:
    names = [clip.name for clip in clips]
    taken = packing.unpack(packed, tmp_path / "new", (), VOICES)
    assert (taken.new, taken.here, taken.left) == (names, [], {})
    assert [read_clip([tmp_path / "new"], name) for name in names] == clips
    for name in names:
        assert (tmp_path / "new" / name).read_bytes() == (tmp_path / "own" / name).read_bytes()
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(
        [*names, *(timings_path(Path(), name).name for name in names)]
    )


def test_what_is_here_stays_as_it_is(tmp_path: Path, packed: Path, clips: list[Clip]) -> None:
    assert packing.unpack(packed, tmp_path / "new", (tmp_path / "shipped",), VOICES).here == [
        clip.name for clip in clips if (tmp_path / "shipped" / clip.name).exists()
    ]
    again = packing.unpack(packed, tmp_path / "new", (tmp_path / "shipped",), VOICES)
    assert again.new == [] and len(again.here) == len(clips)


def rewritten(packed: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A pack whose files somebody changed."""
    with zipfile.ZipFile(packed) as old:
        files = {name: old.read(name) for name in old.namelist()}
    change(files)
    other = packed.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as new:
        for name, content in files.items():
            new.writestr(zipfile.ZipInfo(name), content)
    return other


def about(files: dict[str, bytes], **changes: object) -> None:
    files[MANIFEST] = json.dumps({**json.loads(files[MANIFEST]), **changes}).encode()


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda files: files.update({MANIFEST: b"{"}), "no list"),
        (lambda files: files.pop(MANIFEST), "no list"),
        (lambda files: about(files, format=2), "another version"),
        (lambda files: about(files, making=0), "another version"),
        (lambda files: about(files, clips=[]), "no list"),
        (lambda files: files.update({MANIFEST: b" " * (packing.MANIFEST_LARGEST + 1)}), "too large"),
    ],
)
def test_a_file_that_is_no_pack_is_refused_whole(
    tmp_path: Path, packed: Path, harm: Callable[[dict[str, bytes]], None], says: str
) -> None:
    with pytest.raises(NoPack, match=says):
        packing.unpack(rewritten(packed, harm), tmp_path / "new", (), VOICES)
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_cut_short_or_no_zip_is_refused_whole(tmp_path: Path, packed: Path) -> None:
    short = tmp_path / "short.zip"
    for content in (packed.read_bytes()[:-100], b"not a zip", b""):
        short.write_bytes(content)
        with pytest.raises(NoPack, match="no zip"):
            packing.unpack(short, tmp_path / "new", (), VOICES)


def test_a_pack_too_large_to_be_one_is_refused_before_anything_is_read(
    tmp_path: Path, packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "LARGEST_IN_ALL", 1000)
    with pytest.raises(NoPack, match="more than"):
        packing.unpack(packed, tmp_path / "new", (), VOICES)


def first(files: dict[str, bytes]) -> str:
    return min(name for name in files if name.endswith(".mp3"))


def under(name: str) -> Callable[[dict[str, bytes]], None]:
    """Give the first clip another name, in the list and in the file."""

    def rename(files: dict[str, bytes]) -> None:
        old, told = first(files), json.loads(files[MANIFEST])["clips"]
        files[name] = files.pop(old)
        files[timings_path(Path(), name).name] = files.pop(timings_path(Path(), old).name)
        about(files, clips={name if clip == old else clip: sums for clip, sums in told.items()})

    return rename


def with_sums(files: dict[str, bytes], sound: bytes | None = None, timings: bytes | None = None) -> None:
    """Change the first clip and tell its new sums, as whoever means harm would."""
    name, told = first(files), json.loads(files[MANIFEST])["clips"]
    if sound is not None:
        files[name], told[name]["sound"] = sound, packing.hashlib.sha256(sound).hexdigest()
    if timings is not None:
        files[timings_path(Path(), name).name] = timings
        told[name]["timings"] = packing.hashlib.sha256(timings).hexdigest()
    about(files, clips=told)


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda files: files.update({first(files): b"else"}), "changed or spoilt"),
        (lambda files: files.pop(first(files)), "missing"),
        (lambda files: with_sums(files, sound=b"no sound at all"), "not a sound file"),
        (lambda files: with_sums(files, sound=b"\0" * (packing.LARGEST + 1)), "too large"),
        (lambda files: with_sums(files, timings=b"[]"), "cannot be read"),
        (lambda files: with_sums(files, timings=b'{"voice":"hum","duration":NaN,"phrases":[[0,1]]}'), "not those of"),
        (lambda files: with_sums(files, timings=b'{"voice":"hum","duration":99,"phrases":[[0,1]]}'), "not those of"),
        (lambda files: with_sums(files, timings=b'{"voice":"away","duration":1,"phrases":[[0,1]]}'), "passed on"),
        (lambda files: with_sums(files, timings=b'{"voice":"ours?","duration":1,"phrases":[[0,1]]}'), "passed on"),
        (under("../../../outside.mp3"), "not one that clips have"),
        (under("/outside.mp3"), "not one that clips have"),
        (under("ABC.mp3"), "not one that clips have"),
    ],
)
def test_one_bad_clip_is_left_out_with_its_reason_and_the_others_are_taken(
    tmp_path: Path, packed: Path, clips: list[Clip], harm: Callable[[dict[str, bytes]], None], says: str
) -> None:
    inside = tmp_path / "deep" / "down" / "new"
    taken = packing.unpack(rewritten(packed, harm), inside, (), VOICES)
    assert [says in reason for reason in taken.left.values()] == [True]
    assert len(taken.new) == len(clips) - 1
    assert len(list(inside.iterdir())) == 2 * (len(clips) - 1)
    assert not list(tmp_path.rglob("outside*"))


def test_what_the_list_does_not_name_is_never_taken(tmp_path: Path, packed: Path, clips: list[Clip]) -> None:
    harmed = rewritten(packed, lambda files: files.update({"../evil.txt": b"x", "f" * 24 + ".mp3": b"x"}))
    taken = packing.unpack(harmed, tmp_path / "new", (), VOICES)
    assert set(taken.left) == {"../evil.txt", "f" * 24 + ".mp3"}
    assert len(taken.new) == len(clips) and not list(tmp_path.rglob("evil*"))


def test_the_command_packs_and_takes_and_says_so(application: Flask, tmp_path: Path) -> None:
    settings = application.extensions["settings"]
    shipped = sorted(settings.bundled_clips.glob("*.mp3"))
    runner, target = application.test_cli_runner(), tmp_path / "voices.zip"
    # A clip of this copy's own by a voice on the internet stays at home.
    source = shipped[0]
    fake = json.dumps({"voice": "gtts-cmn", "duration": 1, "phrases": [[0, 1]]}).encode()
    settings.clips.mkdir(parents=True)
    put(settings.clips / ("0" * 24 + ".json"), fake)
    put(settings.clips / ("0" * 24 + ".mp3"), source.read_bytes())
    done = runner.invoke(args=["narrate", "--pack", str(target)])
    assert done.exit_code == 0 and f"{len(shipped)} clips" in done.stdout
    with zipfile.ZipFile(target) as packed:
        told = json.loads(packed.read(MANIFEST))
        assert "0" * 24 + ".mp3" not in packed.namelist()
    assert told["count"] == len(shipped) and not any(REAL[voice].online for voice in told["voices"])
    done = runner.invoke(args=["narrate", "--unpack", str(target)])
    assert done.exit_code == 0 and f"{len(shipped)} were here" in done.stdout
    target.write_bytes(b"no zip")
    done = runner.invoke(args=["narrate", "--unpack", str(target)])
    assert done.exit_code == 1 and "Nothing was taken" in done.output
    assert runner.invoke(args=["narrate", "--pack", "a", "--unpack", "b"]).exit_code == 2
