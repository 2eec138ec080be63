"""The real engines: each speaks real lines at a believable pace, unclipped, trimmed, the same each time."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.config import ROOT
from app.narration import sound
from app.narration.making import Maker
from app.narration.voice import VOICES
from app.narration.voices import hibari

LINES = {
    "kokoro-cmn": (
        "咱们来认证养老金。先找到写着“社保”的软件，轻轻点一下。",
        "不要紧，这是练习。真碰上了，先打银行，再打110或96110。",
        "好！",
    ),
    "kokoro-wuhan": ("莫着急，您家慢慢来，年纪大了不要紧。",),
    "kokoro-sichuan": ("莫着急，慢慢来嘛，点一哈蓝颜色的那个按钮。",),
    "hibari-en": ("Never mind, this is practice. Call 12333 and ask.", "Yes", "Home: 楚河县柳湾村三组"),
    "espeak-yue": ("唔緊要，呢個係練習。揸唔定主意，就打96110。", "好"),
}
SPOKEN = [(voice, line) for voice, lines in LINES.items() for line in lines]


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    folder = tmp_path_factory.mktemp("clips")
    maker = Maker(folder, folder)
    yield maker
    maker.close()


@pytest.mark.slow
def test_an_english_voice_says_chinese_names_in_pinyin() -> None:
    assert hibari.romanised("Home: 楚河县柳湾村三组") == "Home: Chuhe Xian Liuwan Cun Sanzu"
    assert hibari.romanised("Name: 周大江.") == "Name: Zhou Dajiang."


@pytest.mark.slow
@pytest.mark.parametrize(("voice", "line"), SPOKEN)
def test_an_engine_says_a_line(maker: Maker, voice: str, line: str) -> None:
    if voice == "espeak-yue" and importlib.util.find_spec("espeakng_loader") is None:
        pytest.skip("NO CANTONESE: the wheel espeakng-loader is not installed here")
    clip = maker.make([voice], line)
    assert clip is not None
    heard = sound.decode((maker.folder / clip.name).read_bytes())
    loud = np.abs(heard) > 0.02
    assert 0.2 < sound.peak(heard) < 0.99
    assert np.flatnonzero(loud)[0] / sound.RATE < 0.2, "silence before the line was not cut"
    assert (len(heard) - np.flatnonzero(loud)[-1]) / sound.RATE < 0.35, "silence after the line was not cut"
    said = [phrase.said for phrase in VOICES[voice].phrases(line)]
    assert len(clip.phrases) == len(said)
    if (syllables := sum(map(VOICES[voice].syllables, said))) >= 4:
        pace = sum(end - start for start, end in clip.phrases) / syllables
        assert VOICES[voice].pace[0] <= pace <= VOICES[voice].pace[1]


@pytest.mark.slow
def test_the_same_words_sound_the_same(maker: Maker) -> None:
    for voice in ("kokoro-cmn", "hibari-en"):
        line = LINES[voice][-1]
        first = maker.make([voice], line)
        assert first is not None
        kept = (maker.folder / first.name).read_bytes()
        assert maker.make([voice], line) == first
        assert (maker.folder / first.name).read_bytes() == kept


def test_espeak_is_loaded_by_a_program_of_its_own_alone() -> None:
    importers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "app").rglob("*.py")
        if "import espeakng_loader" in path.read_text(encoding="utf-8")
    ]
    assert importers == ["app/narration/espeak_program.py"]
    assert "espeakng_loader" not in sys.modules


def test_nobody_imports_that_program() -> None:
    for path in (ROOT / "app").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "import espeak_program" not in text and "narration.espeak_program" not in text, Path(path)
