"""The machine's accents: what is said differently, on the engine's own alphabet, and Mandarin left as it was."""

from __future__ import annotations

import pytest

from app.narration import ipa, pinyin, spoken
from app.narration.accent import ACCENTS, accented
from app.narration.phonemes import phonemes
from app.narration.voice import VOICES

SAME_IN_BOTH = {
    "ma1": "ma1", "ma2": "ma3", "ma3": "ma4", "ma4": "ma2", "ma5": "ma5",
    "zhong4": "zong2", "chi1": "ci1", "shi2": "si3", "sheng1": "sen1", "ting1": "tin1", "weng1": "wen1",
    "nan2": "lan3", "neng2": "len3", "nuo4": "luo2", "dong1": "dong1", "zhang3": "zang4", "ying2": "yin3",
    "ng4": "ng4", "n2": "n2", "zi5": "zi5", "er2": "er3",
}  # fmt: skip
"""A Mandarin syllable -> the one that is said for it in Wuhan and in Sichuan."""


@pytest.mark.parametrize("accent", ACCENTS)
def test_tones_move_and_sounds_that_the_dialect_lacks_fall_together(accent: str) -> None:
    assert {syllable: accented(accent, syllable) for syllable in SAME_IN_BOTH} == SAME_IN_BOTH


def test_a_soft_n_stays_in_sichuan_only() -> None:
    soft = ("nian2", "nü3", "nv3", "niu2")
    assert [accented("sichuan", one) for one in soft] == ["nian3", "nü4", "nv4", "niu3"]
    assert [accented("wuhan", one) for one in soft] == ["lian3", "lü4", "lv4", "liu3"]


@pytest.mark.parametrize("accent", ACCENTS)
def test_every_syllable_of_an_accent_is_one_the_engine_knows(accent: str) -> None:
    alone = [*ipa._ALONE, *ipa._EXCLAMATIONS]
    for letters in [*alone, *(start + end for start in ipa._INITIALS for end in ipa._FINALS if end != "ueng")]:
        try:
            ipa.phonemes(f"{letters}1")
        except ValueError:
            continue
        assert ipa.phonemes(accented(accent, f"{letters}1"))


def test_an_accent_keeps_the_dictionary_s_tones_and_mandarin_changes_them() -> None:
    def tones(changing: bool) -> list[str]:
        return [one for word in pinyin.read("你好", changing)[0] for one in word]

    assert (tones(True), tones(False)) == (["ni2", "hao3"], ["ni3", "hao3"])


def test_a_line_in_an_accent_has_as_many_phrases_and_other_sounds() -> None:
    line = spoken.mandarin("莫着急，您家慢慢来，年纪大了不要紧。")
    plain = phonemes(line)
    for accent in ACCENTS:
        sounds, spans = phonemes(line, accent)
        assert len(spans) == len(plain[1]) == 3
        assert sounds != plain[0] and "ꭧ" in plain[0] and "ꭧ" not in sounds


def test_the_voices_with_an_accent_are_drafts() -> None:
    for accent in ACCENTS:
        voice = VOICES[f"kokoro-{accent}"]
        assert (voice.mark, voice.setting.partition("/")[2], voice.online) == ("draft", accent, False)
    assert VOICES["kokoro-cmn"].mark == "machine"
