"""How Mandarin is read: each word of the product's lexicon in a sentence, tones in company, and the engine's sounds."""

from __future__ import annotations

import numpy as np
import pytest

from app.narration import ipa, lexicon, pinyin, spoken
from app.narration.phonemes import phonemes
from app.narration.voices.kokoro import cut

ALPHABET = set(
    ';:,.!?—…"()“” ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ'
)


def read(text: str) -> list[str]:
    return [syllable for breath in pinyin.read(text) for word in breath for syllable in word]


def in_company(character: str, dictionary: str) -> set[str]:
    """The tones that a syllable may take when others stand beside it."""
    allowed = {dictionary}
    if dictionary.endswith("3"):
        allowed.add(dictionary[:-1] + "2")
    if character in "一不":
        allowed |= {dictionary[:-1] + tone for tone in "24"}
    return allowed


@pytest.mark.parametrize("word", sorted(lexicon.read().words))
def test_each_word_of_the_lexicon_is_said_right_inside_a_sentence(word: str) -> None:
    heard = read(f"您问{word}，再往下")[2 : 2 + len(word)]
    for character, syllable, dictionary in zip(word, heard, lexicon.read().words[word], strict=True):
        assert syllable in in_company(character, dictionary)


@pytest.mark.parametrize("character", sorted(lexicon.read().alone))
def test_each_character_that_stands_alone_is_said_right(character: str) -> None:
    assert read(f"您，{character}，请")[1] == lexicon.read().alone[character]
    assert f"{character}={lexicon.read().alone[character]}" in lexicon.read().touching(f"请{character}")


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("把声音调大，调声音", "ba3 sheng1 yin1 tiao2 da4 tiao2 sheng1 yin1"),
        ("圈还在转", "quan1 hai2 zai4 zhuan4"),
        ("把钱转到安全账户", "ba3 qian2 zhuan3 dao4 an1 quan2 zhang4 hu4"),
        ("再交就重了", "zai4 jiao1 jiu4 chong2 le5"),
        ("他教您", "ta1 jiao1 nin2"),
        ("上面那行小字", "shang4 mian4 na4 hang2 xiao3 zi4"),
        ("还得重买", "hai2 dei3 chong2 mai3"),
        ("心脏不脏", "xin1 zang4 bu4 zang1"),
    ],
)
def test_a_character_with_two_sounds_has_the_one_that_fits(text: str, heard: str) -> None:
    assert read(text) == heard.split()


def test_the_lexicon_holds_the_words_of_the_lessons() -> None:
    words = lexicon.read().words
    assert len(words) >= 200
    assert {"还款", "长按", "没收到", "重庆", "行李"} <= set(words)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("不要紧", "bu2 yao4 jin3"),
        ("不用慌", "bu2 yong4 huang1"),
        ("不好", "bu4 hao3"),
        ("点一下", "dian3 yi2 xia4"),
        ("一位一位按", "yi2 wei4 yi2 wei4 an4"),
        ("看一遍", "kan4 yi2 bian4"),
        ("按一也行", "an4 yi1 ye3 xing2"),
        ("再按一遍", "zai4 an4 yi2 bian4"),
        ("一条", "yi4 tiao2"),
        ("第一条", "di4 yi1 tiao2"),
        ("一月", "yi1 yue4"),
        ("周一上午", "zhou1 yi1 shang4 wu3"),
        ("一周一次", "yi4 zhou1 yi2 ci4"),
        ("统一办", "tong3 yi1 ban4"),
        ("一二三四五", "yi1 er4 san1 si4 wu3"),
        ("手指", "shou2 zhi3"),
        ("你好", "ni2 hao3"),
        ("停得久", "ting2 de5 jiu3"),
        ("短信里的链接", "duan3 xin4 li5 de5 lian4 jie1"),
    ],
)
def test_tones_change_in_company(text: str, heard: str) -> None:
    assert read(text) == heard.split()


def test_a_short_stop_parts_breaths() -> None:
    assert [len(breath) for breath in pinyin.read("催、吓、要")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("syllable", "sounds"),
    [
        ("ma1", "ma→"), ("zhong4", "ꭧʊ↘ŋ"), ("qing2", "ʨʰi↗ŋ"), ("xue2", "ɕɥe↗"), ("nv3", "ny↓"), ("lüe4", "lɥe↘"),
        ("yuan2", "ɥɛ↗n"), ("wen4", "wə↘n"), ("jiu3", "ʨjou↓"), ("shi4", "ʂɨ↘"), ("si4", "sɨ↘"), ("er4", "ɚ↘"),
        ("de5", "tɤ"), ("yi1", "i→"), ("wu3", "u↓"), ("hui4", "xwei↘"), ("bo1", "pwo→"), ("zi5", "ʦɨ"), ("ai4", "ai↘"),
        ("ju4", "ʨy↘"), ("quan1", "ʨʰɥɛ→n"), ("jun1", "ʨy→n"), ("weng1", "wə→ŋ"), ("ang2", "a↗ŋ"),
    ],
)  # fmt: skip
def test_a_syllable_in_the_sounds_of_the_engine(syllable: str, sounds: str) -> None:
    assert ipa.phonemes(syllable) == sounds


@pytest.mark.parametrize("syllable", ["", "ma", "ma6", "xyz1", "bong1x"])
def test_what_is_no_syllable_is_refused(syllable: str) -> None:
    with pytest.raises(ValueError, match=r"tone|syllable"):
        ipa.phonemes(syllable)


def test_every_word_of_the_lexicon_has_sounds_the_engine_knows() -> None:
    for syllables in lexicon.read().words.values():
        for syllable in syllables:
            assert set(ipa.phonemes(syllable)) <= ALPHABET


def test_a_line_for_the_engine_and_where_its_phrases_stand() -> None:
    line, spans = phonemes(spoken.mandarin("先找到“社保”，再点。好吗？"))
    assert [line[start:end] for start, end in spans] == ["ɕjɛ→n ꭧau↓tau↘ ʂɤ↘pau↓", "ʦai↘ tjɛ↓n", "xau↓ ma"]
    assert line == "ɕjɛ→n ꭧau↓tau↘ ʂɤ↘pau↓, ʦai↘ tjɛ↓n. xau↓ ma?"


def test_a_spoken_line_is_cut_in_the_silence_between_its_phrases() -> None:
    frames = np.array([2, 1, 1, 2, 2, 1, 1, 2])
    audio = np.repeat(np.arange(8), frames * 600).astype(np.float32)
    one, two = cut(audio, frames, [(0, 2), (4, 6)])
    assert np.concatenate([one, two]).tolist() == audio.tolist()
    assert set(one) == {0, 1, 2, 3} and set(two) == {4, 5, 6, 7}
