"""Takes and files for tests of recordings: hums that pass, and everything that must not; it draws no page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import numpy as np
import soundfile

from app.narration import judging, recordings
from app.narration.recordings import Verdict
from app.narration.sound import RATE, Samples


class Here:
    """An ear in this process, quick enough for many tests."""

    def hear(self, encoded: bytes, syllables: int, as_it_is: bool = False) -> Verdict:
        """The same verdict as the process gives."""
        return judging.hear(encoded, syllables, as_it_is)


def voice(seconds: float, level: float = 0.2, rate: int = RATE) -> Samples:
    """Something like speech: a hum that swells four times a second, in a quiet room, with stillness around it."""
    time = np.arange(int(rate * seconds)) / rate
    hum = level * np.sin(2 * np.pi * 180 * time) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time))
    noise = np.random.default_rng(7).normal(0, 0.0003, len(time) + rate // 2)
    noise[rate // 4 : rate // 4 + len(time)] += hum
    return noise.astype(np.float32)


def line_of(dialect: str, text: str, level: float = 0.2) -> Samples:
    """A take of a line at a human pace."""
    return voice(0.25 * max(recordings.syllables(dialect, text), 2), level)


def encoded(samples: Samples, kind: str = "WAV", rate: int = RATE) -> bytes:
    """Samples as a file."""
    file = io.BytesIO()
    subtype = {"WAV": "PCM_16", "FLAC": "PCM_16", "OGG": "VORBIS", "MP3": "MPEG_LAYER_III"}[kind]
    soundfile.write(file, samples, rate, format=kind, subtype=subtype)
    return file.getvalue()


def hostile() -> Iterator[tuple[str, str, bytes]]:
    """Fifty uploads that no reader sends: what it is, the name it comes under, its bytes."""
    good = encoded(voice(2.0))
    packed = {kind: encoded(voice(2.0), kind) for kind in ("FLAC", "OGG", "MP3")}
    names = (
        "../../../etc/passwd",
        "..\\..\\x.wav",
        "/abs.wav",
        "a\x00.wav",
        "con",
        ".htaccess",
        "x" * 4000 + ".wav",
        "%2e%2e/",
    )
    texts = {
        "html": b"<!doctype html><script>alert(1)</script>",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        "elf": b"\x7fELF" + bytes(600),
        "script": b"#!/bin/sh\nrm -rf ~\n",
        "png": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "pdf": b"%PDF-1.7\n" + bytes(500),
        "json": b'{"sound": true}',
        "zip": _zip(),
        "nothing": b"",
        "a zero": b"\0",
        "zeros": bytes(50_000),
    }
    phones = {
        "m4a": b"\0\0\0\x20ftypM4A " + bytes(900),
        "3gp": b"\0\0\0\x18ftyp3gp4" + bytes(900),
        "webm": b"\x1a\x45\xdf\xa3" + bytes(900),
        "amr": b"#!AMR\n" + bytes(900),
    }
    headers = {
        "an empty wav": b"RIFF" + (36).to_bytes(4, "little") + b"WAVE",
        "a wav of noise": b"RIFF" + (4000).to_bytes(4, "little") + b"WAVE" + bytes(range(256)) * 20,
        "a flac of noise": b"fLaC" + bytes(range(256)) * 20,
        "an ogg of noise": b"OggS" + bytes(range(256)) * 20,
        "an mp3 of noise": b"ID3" + bytes(range(256)) * 20,
        "only sync words": b"\xff\xfb\x90\x00" * 800,
        "a wav that says it is larger": good[:4] + (2**31).to_bytes(4, "little") + good[8:],
        "a wav in a wav's name with mp3 within": b"RIFF" + good[4:12] + packed["MP3"],
        "forty channels": encoded(np.zeros((4000, 40), np.float32)),
        "no samples": encoded(np.zeros(0, np.float32)),
        "a rate of one": good[:24] + (1).to_bytes(4, "little") + good[28:],
        "a rate of millions": good[:24] + (50_000_000).to_bytes(4, "little") + good[28:],
        "silence": encoded(np.zeros(RATE * 2, np.float32)),
        "a whisper": encoded(voice(2.0, 0.004)),
        "a rattle": encoded(np.clip(voice(2.0, 40.0), -1, 1)),
        "an hour of nothing in a small flac": encoded(np.zeros(RATE * 60, np.float32), "FLAC"),
        "a minute": encoded(voice(60.0), "MP3"),
        "a click": encoded(voice(0.01)),
        "two megabytes and one": good + bytes(recordings.MOST_BYTES),
        "not numbers": _floats(np.full(RATE, np.nan, np.float32)),
    }
    files = {**texts, **phones, **headers}
    for cut in (4, 12, 20, 43, 44, 1000, len(good) // 2):
        files[f"a wav cut at {cut}"] = good[:cut]
    for kind, content in packed.items():
        files[f"{kind} cut at 40"] = content[:40]
        files[f"{kind} cut at 200"] = content[:200]
    for number, (what, content) in enumerate(files.items()):
        yield what, names[number % len(names)], content
    for name in names[:2]:
        yield f"silence as {name[:8]}", name, files["silence"]


def _floats(samples: Samples) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, RATE, format="WAV", subtype="FLOAT")
    return file.getvalue()


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../escaped.mp3", b"x")
    return file.getvalue()
