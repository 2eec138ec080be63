"""The voice on the internet against a fake internet that speaks, hangs, refuses, trickles and breaks off."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.narration import sound
from app.narration.making import Maker
from app.narration.spoken import Phrase
from app.narration.voice import VOICES, Voice, VoiceMissing
from app.narration.voices.gtts import LONGEST, TIMEOUT, Speaker
from tests.internet import Answer, breaks_off, hangs, internet, says, speaks, trickles
from tests.voices import HUM, Stage, hum, sing

pytestmark = [pytest.mark.slow, pytest.mark.holds("voices-fail")]

LINE = "不要紧，还在原处。"


def ask(address: str, monkeypatch: pytest.MonkeyPatch, patience: float = 0.3) -> Speaker:
    monkeypatch.setenv("HTTPS_PROXY", address)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    return Speaker("zh-CN", timeout=(patience, patience), longest=3 * patience)


def test_a_voice_that_answers_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    with internet(speaks(sound.mp3(hum(8)))) as address:
        (samples,) = ask(address, monkeypatch, patience=10).speak([Phrase(LINE, "不要紧，还在原处")])
    assert len(samples) / sound.RATE == pytest.approx(2.5, abs=0.15)


@pytest.mark.parametrize(
    "answer",
    [
        hangs,
        trickles,
        breaks_off,
        says("429 Too Many Requests"),
        says("503 Service Unavailable"),
        says("200 OK", b"[]"),
        speaks(b""),
        speaks(b"no sound"),
    ],
    ids=["hangs", "trickles", "breaks off", "429", "503", "nothing", "empty sound", "no sound"],
)
def test_a_voice_that_does_not_answer_well_is_missing_in_bounded_time(
    monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    with internet(answer) as address, pytest.raises(VoiceMissing, match="voice on the internet"):
        ask(address, monkeypatch).speak([Phrase("不要紧", "不要紧")])


def test_a_network_that_is_not_there_is_a_missing_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    with internet(hangs, reach=False) as address, pytest.raises(VoiceMissing, match="Failed to connect"):
        ask(address, monkeypatch).speak([Phrase("不要紧", "不要紧")])


def test_a_dead_network_leaves_the_line_to_the_next_voice_and_no_empty_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gtts = VOICES["gtts-cmn"]

    def open_(voice: Voice, engines: Path) -> Speaker:
        return ask(address, monkeypatch) if voice is gtts else Stage(hum=sing).open(voice, engines)

    with internet(breaks_off) as address:
        maker = Maker(tmp_path, tmp_path, online=True, voices={gtts.id: gtts, HUM.id: HUM}, open=open_)
        clip = maker.make([gtts.id, HUM.id], LINE)
    assert clip is not None and clip.voice == HUM.id
    assert {path.stem for path in tmp_path.iterdir()} == {Path(clip.name).stem}
    assert all(path.stat().st_size for path in tmp_path.iterdir())


def test_it_never_waits_for_ever() -> None:
    assert TIMEOUT == (3.0, 10.0)
    assert LONGEST <= 30
