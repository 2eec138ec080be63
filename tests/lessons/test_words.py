"""How lessons speak: what the check refuses of one message, and that the glossary and its list are the same."""

from __future__ import annotations

import pytest

from app.config import ROOT
from app.simulator import saying
from app.simulator.lesson import Text
from app.simulator.saying import valid_card, valid_id
from app.simulator.shelf import Shelf

REFUSED = {
    "a real identity number": ("证号11010519491231002X", "real person's number"),
    "a telephone with gaps": ("请打 138 0013 8000", "real telephone"),
    "a landline": ("请打027-8765 4321", "real telephone"),
    "a free number": ("请打400-820-8820", "real telephone"),
    "a bank card": ("卡号4111 1111 1111 1111", "real bank card"),
    "a short number that is not listed": ("请打12306或95588", "95588 could be a telephone"),
    "an address": ("请看 http://www.gov.cn/a", "real address"),
    "a brand": ("打开微信，点一下", "`微信` is a brand"),
    "a brand in Latin letters": ("打开wechat", "`WeChat` is a brand"),
}
"""A message, and what is said of it."""


@pytest.mark.parametrize("kind", REFUSED)
def test_what_could_be_real_is_refused(kind: str, shelf: Shelf) -> None:
    words, what = REFUSED[kind]
    assert any(what in found for found, _ in saying.unsafe(words, shelf.catalogue))


@pytest.mark.parametrize(
    "words",
    [
        "证号990321195803150026，手机12900000068",
        "银行卡0000 0000 0000 0680",
        "有事打12345，急了打110",
        "看 yibao.example 那一行",
        "一共100.00元，9月8日",
        "手机没电了，移动一下，再去农商银行",
    ],
)
def test_what_nobody_has_is_let_through(words: str, shelf: Shelf) -> None:
    assert list(saying.unsafe(words, shelf.catalogue)) == []


def test_only_a_front_door_card_names_a_brand(shelf: Shelf) -> None:
    assert list(saying.unsafe("微信、支付宝也有入口", shelf.catalogue, front_door=True)) == []


@pytest.mark.parametrize("words", ["姓名：李建国", "我叫张翠花，是您的邻居", "户主：赵铁柱"])
def test_a_name_that_nobody_was_given_is_refused(words: str, shelf: Shelf) -> None:
    assert len(list(saying.strangers(words, shelf.catalogue))) == 1


@pytest.mark.parametrize(
    "words", ["姓名：王桂芝", "姓名：$name", "收款人：张某某", "我是客服", "姓名：王贵芝", "谁去：本人到场"]
)
def test_a_name_of_the_practice_cards_is_let_through(words: str, shelf: Shelf) -> None:
    assert list(saying.strangers(words, shelf.catalogue)) == []


@pytest.mark.parametrize(
    ("words", "what"), [("点开了。再来。", "2 beats"), (f"{'很' * 23}。不要紧。再来。", "a beat of 24 characters")]
)
def test_words_after_a_wrong_move_are_three_short_beats(words: str, what: str) -> None:
    assert next(saying.unlike_beats(words))[0].startswith(what)


def test_an_elder_is_addressed_with_respect(shelf: Shelf) -> None:
    assert [what for what, _ in saying.unheard("你看看这里。", shelf.catalogue)] == ["says `你` to an elder"]
    assert list(saying.unheard("您看看“选择”这里。", shelf.catalogue)) == []


@pytest.mark.parametrize(
    ("english", "what"),
    [
        (None, "no English"),
        ("word " * 25, "the English is 125 characters"),
        ("Pay it", "other $facts"),
        ("Pay $fee 元", "Chinese in it"),
        ("Pay $fee with Alipay", "the brand `Alipay`"),
    ],
)
def test_english_that_does_not_fit_is_refused(english: str | None, what: str, shelf: Shelf) -> None:
    text = Text("pay.say", "交$fee")
    found = saying.untranslated(text, True, lambda locale, key, zh: english, shelf.catalogue)
    assert any(what in said for said, _ in found)


@pytest.mark.parametrize(("number", "valid"), [("11010519491231002X", True), ("990321195803150026", False)])
def test_a_check_digit_tells_whose_number_could_be_real(number: str, valid: bool) -> None:
    assert valid_id(number) is valid


@pytest.mark.parametrize(("number", "valid"), [("4111 1111 1111 1111", True), ("4111 1111 1111 1112", False)])
def test_a_check_digit_tells_which_card_could_be_real(number: str, valid: bool) -> None:
    assert valid_card(number) is valid


def test_the_glossary_and_the_list_that_is_checked_avoid_the_same_words(shelf: Shelf) -> None:
    table = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition("| 说 | English |")[2]
    rows = [line.split("|") for line in table.splitlines()[2:] if line.startswith("| ")]
    told = {word.strip() for row in rows for word in row[4].split("、") if word.strip()}
    assert told == set(shelf.catalogue.avoid)
