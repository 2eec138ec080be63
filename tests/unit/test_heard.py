"""How what was heard is counted: side by side, digits as they are said, and its interval."""

from __future__ import annotations

import pytest

from tests.heard import Listened, aligned, characters, confused, drawn, other_tones, rate, report, wrong


@pytest.mark.parametrize(
    ("right", "heard", "changes"),
    [("abc", "abc", 0), ("abc", "adc", 1), ("abc", "ac", 1), ("abc", "abxc", 1), ("", "ab", 2), ("ab", "", 2)],
)
def test_the_fewest_changes_are_counted(right: str, heard: str, changes: int) -> None:
    pairs = aligned(right, heard)
    assert wrong(pairs) == changes
    assert "".join(a for a, _ in pairs) == right
    assert "".join(b for _, b in pairs) == heard


def test_digits_and_stops_count_as_they_are_said() -> None:
    assert characters("打110，9:30。") == characters("打幺幺零九点半")
    assert Listened("拨12345。", "拨一二三四五").by_character == [(one, one) for one in "拨一二三四五"]


def test_another_word_of_the_same_sound_is_a_wrong_character_and_a_right_syllable() -> None:
    line = Listened("点这里", "店这里")
    assert wrong(line.by_character) == 1
    assert wrong(line.by_syllable) == 0
    assert confused([Listened("点", "天")]) == [(("dian", "tian"), 1)]


def test_characters_of_another_tone_are_counted_among_those_of_the_same_sound() -> None:
    assert other_tones([Listened("点这里", "店这天"), Listened("他", "它")]) == (1, 3)


def test_a_rate_lies_in_its_interval() -> None:
    lines = [Listened("一样的话", "一样的话").by_character] * 9 + [Listened("一样的话", "不要听见").by_character]
    share, low, high = rate(lines)
    assert share == pytest.approx(0.1)
    assert low < share < high
    assert any(
        "10.0 % of characters" in told
        for told in report("x", [Listened("一样的话一样的话一样", "他样的话一样的话一样")])
    )


def test_the_same_seed_draws_the_same_lines() -> None:
    lines = [str(number) for number in range(100)]
    assert drawn(lines, 5, 3) == drawn(lines[::-1], 5, 3) != drawn(lines, 5, 4)
