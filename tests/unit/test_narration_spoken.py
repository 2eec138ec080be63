"""What is said for what stands on the screen: numbers, codes, dates, money, links, signs, and where a line is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.narration import cantonese, english, lexicon, numbers, spoken


def say(text: str) -> str:
    return spoken.said(spoken.mandarin(text))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (1005, "一千零五"),
        (1050, "一千零五十"), (10_000, "一万"), (10_050, "一万零五十"), (100_000, "十万"), (105_000, "十万五千"),
        (12_345, "一万二千三百四十五"), (100_000_001, "一亿零一"), (200_000_000, "二亿"),
        (1_000_010_000, "十亿零一万"),
    ],
)  # fmt: skip
def test_a_number_is_said_as_people_say_it(number: int, words: str) -> None:
    assert numbers.cardinal(number) == words


@pytest.mark.parametrize("number", [-1, 10**16])
def test_a_number_beyond_words_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="is not from 0"):
        numbers.cardinal(number)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("打110", "打幺幺零"),
        ("打12345问问", "打一二三四五问问"),
        ("12333、12393都行", "幺二三三三、幺二三九三都行"),
        ("或者打96110。", "或者打九六幺幺零"),
        ("走120米", "走一百二十米"),
        ("验证码483920", "验证码四八三、九二零"),
        ("尾号0017", "尾号零零幺七"),
        ("写：0000068027。", "写，五个零、六八零二七"),
        ("验证码4839201", "验证码四八三、九二零幺"),
        ("打12900000041", "打幺二九、零零零、零零零、四幺"),
        ("尾号是0017", "尾号是零零幺七"),
        ("验证码：7193", "验证码，七幺九三"),
        ("另一格写7193，", "另一格写七幺九三"),
        ("补贴1200元", "补贴一千二百元"),
        ("走1200米", "走一千二百米"),
        ("1200", "幺二零零"),
        ("取件码7-2-5", "取件码七、二、五"),
        ("选99开头的", "选九九开头的"),
        ("2号架，2日，2楼", "二号架，二日，二楼"),
        ("2亩地", "两亩地"),
        ("身份证号99032119560802001X", "身份证号九九零、三二幺、幺九五、六零八、零二零、零幺艾克斯"),
        ("5月12日", "五月十二日"),
        ("2026年5月2日", "二零二六年五月二日"),
        ("2026-05-12", "二零二六年五月十二日"),
        ("今日18点前", "今日十八点前"),
        ("9:30开门", "九点半开门"),
        ("14:05到", "十四点零五分到"),
        ("12:00", "十二点"),
        ("2点整", "两点整"),
        ("2个，第2步", "两个，第二步"),
        ("3-5天", "三到五天"),
        ("100.00元", "一百元"),
        ("128.5元", "一百二十八块五"),
        ("¥380", "三百八十元"),
        ("12,345.60元", "一万二千三百四十五块六"),
        ("0.50元", "五毛"),
        ("200.05元", "两百块零五分"),
        ("占35%", "占百分之三十五"),
        ("1.5米", "一点五米"),
        ("连上WiFi", "连上无线网"),
        ("链接里夹着gov", "链接里夹着寄欧微"),
        ("点 http://yibao-shengji.example 填卡号", "点 一串网址 填卡号"),
        ("写着a.example的", "写着一串网址的"),
        ("点×", "点叉"),
        ("【练习】您好", "练习、您好"),
        ("社保（练习）", "社保、练习"),
        ("点“帮帮我”。", "点 帮帮我"),
    ],
)
def test_mandarin_is_written_out_as_it_is_said(shown: str, said: str) -> None:
    assert say(shown) == said


@pytest.mark.parametrize(("number", "words"), sorted(lexicon.read().codes.items()))
def test_each_well_known_number_is_said_its_own_way(number: str, words: str) -> None:
    assert say(f"请打{number}。") == f"请打{words}"


@pytest.mark.parametrize(("word", "words"), sorted(lexicon.read().latin.items()))
def test_each_latin_word_has_its_chinese(word: str, words: str) -> None:
    assert say(f"这是{word}") == f"这是{words}"


@given(st.text(alphabet="点0123456789 ./:-元年月日%WiFigov×“”【】，。？！、\n¥,", max_size=40))
def test_no_digit_and_no_letter_is_ever_left_for_the_mandarin_voice(text: str) -> None:
    assert not spoken.unsayable(say(text))


@given(st.text(alphabet="好的吗0123ab，。？！：；、“”「」（）.,!? \n", max_size=60))
def test_the_pieces_of_a_line_joined_are_the_line(text: str) -> None:
    assert "".join(spoken.phrases(text)) == text


def test_a_line_is_cut_after_its_stops_and_quotes_stay_with_their_words() -> None:
    assert spoken.phrases("不要紧。点“不理它”，接着办！") == ("不要紧。", "点“不理它”，", "接着办！")
    assert spoken.phrases("9:30 开门。") == ("9:30 开门。",)
    assert spoken.phrases("Never mind. Tap once, then wait.") == ("Never mind. ", "Tap once, ", "then wait.")


def test_a_stop_is_longer_than_a_comma() -> None:
    pauses = [phrase.pause for phrase in spoken.mandarin("不要紧，还在。再找一找")]
    assert pauses == [spoken.COMMA, spoken.STOP, spoken.STOP]


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("Call 12333 or 110.", "Call 1 2 3 3 3 or 1 1 0."),
        ("The code is 483920.", "The code is 4 8 3, 9 2 0."),
        ("Tap “Help me”.", "Tap Help me."),
        ("Go to http://a.example/b now", "Go to a web link now"),
        ("Tap ×", "Tap cross"),
        ("3 of 12 steps", "3 of 12 steps"),
    ],
)
def test_english_is_written_out_as_it_is_said(shown: str, said: str) -> None:
    assert " ".join(phrase.said for phrase in english.phrases(shown)) == said


def test_cantonese_says_one_and_not_yao() -> None:
    (phrase,) = cantonese.phrases("打110同WiFi")
    assert phrase.said == "打一一零同無線網"
