"""Phrases: what stays whole on a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.phrases import addresses, phrases


@given(st.text(st.sampled_from("这里要输密码照着练习卡先点“社保”，。？！：；、 abc12.,")))
def test_phrases_put_together_again_are_the_sentence(text: str) -> None:
    assert "".join(phrases(text)) == text


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("这里要输密码。照着练习卡，一位一位按。", ("这里要输密码。", "照着练习卡，", "一位一位按。")),
        ("先找到“社保”那个软件，轻轻点一下。", ("先找到", "“社保”", "那个软件，", "轻轻点一下。")),
        ("拿不准，打96110。", ("拿不准，", "打96110。")),
        ("", ()),
    ],
)
def test_chinese_breaks_after_signs_and_around_quoted_words(text: str, cut: tuple[str, ...]) -> None:
    assert phrases(text) == cut


def test_other_scripts_break_every_few_words_and_never_within_a_number() -> None:
    assert phrases("Pay 3.50 yuan here, then wait.") == ("Pay 3.50 yuan ", "here, ", "then wait.")


def test_addresses_are_told_from_the_words_around_them() -> None:
    assert addresses("您的账户异常，点http://yb.example/a处理，交3.5元。") == (
        ("您的账户异常，点", False),
        ("http://yb.example/a", True),
        ("处理，交3.5元。", False),
    )
    assert addresses("没有链接") == (("没有链接", False),)
