"""Puts clips into one file that can be carried, and takes them out of one; it makes no clip and trusts no file."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from app.narration import sound
from app.narration.clip import MAKING, Clip, clip_path, is_clip_name, put, read_clip, read_timings, timings_path
from app.narration.voice import VOICES, Voice

MANIFEST: Final = "voices.json"
FORMAT: Final = 1
LARGEST: Final = 1_000_000
"""Bytes that one file in a pack may have; the manifest may have MANIFEST_LARGEST."""
MANIFEST_LARGEST: Final = 20_000_000
LARGEST_IN_ALL: Final = 600_000_000
"""Bytes that all files of a pack may have together once they are out of it."""
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""A zip file cannot name a day before; a laptop's clock may be at one, so that no day is named."""
_ENCODER: Final = 0.3
"""Seconds by which what is decoded may be longer or shorter than its timings say."""


class NoPack(Exception):
    """This file is no pack of voices, or not one for this version; its words say why."""


@dataclass
class Taken:
    """What came of a pack: the clips that are new here, those that were here, and why others were left out."""

    new: list[str] = field(default_factory=list)
    here: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)


Progress = Callable[[Sequence[str]], Iterator[str]]


def _silent(names: Sequence[str]) -> Iterator[str]:
    yield from names


def packable(folders: Sequence[Path], voices: Mapping[str, Voice] = VOICES) -> dict[str, Clip]:
    """The clips in these folders that are ours to pass on: whole, by a voice that we know and that is not online."""
    found: dict[str, Clip] = {}
    for name in sorted({path.name for folder in folders for path in folder.glob("*.mp3")}):
        clip = read_clip(folders, name)
        if clip is not None and clip.voice in voices and not voices[clip.voice].online:
            found[name] = clip
    return found


def pack(
    folders: Sequence[Path], target: Path, voices: Mapping[str, Voice] = VOICES, progress: Progress = _silent
) -> Counter[str]:
    """Write every clip that may be passed on into one file, whole or not at all; gives how many by voice."""
    clips = packable(folders, voices)
    told: dict[str, dict[str, str]] = {}
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(beside, "w") as packed:
            for name in progress(list(clips)):
                path = clip_path(folders, name)
                assert path is not None
                files = {"sound": path, "timings": timings_path(path.parent, name)}
                told[name] = {"voice": clips[name].voice}
                for kind, file in files.items():
                    content = file.read_bytes()
                    told[name][kind] = hashlib.sha256(content).hexdigest()
                    packed.writestr(_entry(file.name), content)
            by_voice = Counter(clip.voice for clip in clips.values())
            about = {"format": FORMAT, "making": MAKING, "count": len(clips), "voices": by_voice, "clips": told}
            packed.writestr(_entry(MANIFEST, zipfile.ZIP_DEFLATED), json.dumps(about, separators=(",", ":")))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return by_voice


def unpack(
    source: Path,
    target: Path,
    known: Sequence[Path] = (),
    voices: Mapping[str, Voice] = VOICES,
    progress: Progress = _silent,
) -> Taken:
    """Take the clips out of a pack into a folder, each whole or not at all; those in `known` folders stay as they are.

    Nothing in the file is believed before it is looked at: names, sizes, sums, timings, and that each sound can be
    heard. Raises NoPack for a file that is none.
    """
    taken = Taken()
    try:
        with zipfile.ZipFile(source) as packed:
            clips, strangers = _contents(packed)
            taken.left.update(dict.fromkeys(strangers, "it is no clip"))
            for name in progress(sorted(clips)):
                if read_clip((*known, target), name) is not None:
                    taken.here.append(name)
                    continue
                try:
                    content, timings = _clip(packed, name, clips[name], voices)
                except ValueError as problem:
                    taken.left[name] = str(problem)
                    continue
                target.mkdir(parents=True, exist_ok=True)
                put(timings_path(target, name), timings)
                put(target / name, content)
                taken.new.append(name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as problem:
        raise NoPack(f"it is no zip file, or it was cut short ({problem})") from problem
    return taken


def _contents(packed: zipfile.ZipFile) -> tuple[dict[str, Any], list[str]]:
    """The clips that the manifest names, and the names of files that belong to none of them."""
    entries = Counter(entry.filename for entry in packed.infolist())
    if sum(entry.file_size for entry in packed.infolist()) > LARGEST_IN_ALL:
        raise NoPack(f"it holds more than {LARGEST_IN_ALL // 1_000_000} MB")
    if max(entries.values(), default=0) > 1:
        raise NoPack("it holds a name twice")
    try:
        about = json.loads(_read(packed, MANIFEST, MANIFEST_LARGEST))
        written, making, clips = about["format"], about["making"], about["clips"]
        if not isinstance(clips, dict):
            raise TypeError("its clips have no names")
    except (KeyError, TypeError, ValueError) as problem:
        raise NoPack(f"it has no list of its clips that can be read ({problem})") from problem
    if (written, making) != (FORMAT, MAKING):
        raise NoPack("it was made by another version of the product, which would not find these clips")
    named = {name for clip in clips for name in (clip, timings_path(Path(), clip).name)} | {MANIFEST}
    return clips, sorted(set(entries) - named)


def _clip(packed: zipfile.ZipFile, name: str, told: Any, voices: Mapping[str, Voice]) -> tuple[bytes, bytes]:
    """The sound of a clip and its timings, looked at; raises ValueError with the reason to leave it out."""
    if not is_clip_name(name):
        raise ValueError("its name is not one that clips have")
    content = _read(packed, name, LARGEST)
    timings = _read(packed, timings_path(Path(), name).name, LARGEST)
    sums = hashlib.sha256(content).hexdigest(), hashlib.sha256(timings).hexdigest()
    if not isinstance(told, dict) or sums != (told.get("sound"), told.get("timings")):
        raise ValueError("it is not what the list says: the file was changed or spoilt")
    clip = read_timings(name, timings)
    if clip is None:
        raise ValueError("its timings cannot be read")
    if clip.voice not in voices or voices[clip.voice].online:
        raise ValueError(f"its voice, {clip.voice}, is none that may be passed on")
    heard = len(sound.decode(content)) / sound.RATE
    spans = all(0 <= start <= end <= heard + _ENCODER for start, end in clip.phrases)
    if not (abs(heard - clip.duration) <= _ENCODER and spans):
        raise ValueError("its timings are not those of its sound")
    return content, timings


def _read(packed: zipfile.ZipFile, name: str, largest: int) -> bytes:
    """A file of a pack, never more of it than it may have; raises ValueError for one that is missing or too large."""
    try:
        entry = packed.getinfo(name)
    except KeyError:
        raise ValueError(f"{name} is missing") from None
    if entry.file_size > largest:
        raise ValueError(f"{name} is too large")
    try:
        with packed.open(entry) as file:
            content = file.read(largest + 1)
    except (zipfile.BadZipFile, RuntimeError, zlib.error) as problem:
        raise ValueError(f"{name} cannot be read: {problem}") from problem
    if len(content) > largest:
        raise ValueError(f"{name} is too large")
    return content


def _entry(name: str, how: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_DATE)
    entry.compress_type = how
    return entry
