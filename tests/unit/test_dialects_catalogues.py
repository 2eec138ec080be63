"""Catalogues find words by key and Chinese together, and fall back line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from app.dialects.catalogues import Catalogues, needs_words
from app.simulator.lesson import Text

TITLE = Text("spot.title", "认短信")


@pytest.fixture
def catalogues(tmp_path: Path) -> Catalogues:
    lessons, messages = Catalog(locale="yue"), Catalog(locale="yue")
    lessons.add("认短信", "認短信", context="spot.title")
    messages.add("Help me", "幫幫我")
    folder = tmp_path / "yue" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for name, catalogue in (("lessons", lessons), ("messages", messages)):
        with (folder / f"{name}.mo").open("wb") as file:
            write_mo(file, catalogue)
    return Catalogues(tmp_path)


def test_a_line_is_found_by_its_key_and_its_chinese(catalogues: Catalogues) -> None:
    assert catalogues.line("yue", *_of(TITLE)) == "認短信"
    assert catalogues.has("yue", *_of(TITLE))


def test_changed_chinese_falls_back_and_is_counted(catalogues: Catalogues) -> None:
    changed = Text(TITLE.key, "认一认短信")
    assert catalogues.line("yue", *_of(changed)) == changed.zh
    covered = catalogues.coverage("yue", [changed])
    assert (covered.wanted, covered.missing, covered.stale) == (1, (changed,), (TITLE.key,))


def test_the_same_words_elsewhere_are_another_message(catalogues: Catalogues) -> None:
    assert catalogues.find("yue", "pay.title", TITLE.zh) is None


def test_the_source_language_needs_no_catalogue(catalogues: Catalogues) -> None:
    assert catalogues.find("zh_Hans_CN", *_of(TITLE)) == TITLE.zh
    assert catalogues.missing("zh_Hans_CN", [TITLE]) == []


def test_a_language_without_a_catalogue_has_nothing_of_its_own(catalogues: Catalogues) -> None:
    assert catalogues.line("en", *_of(TITLE)) == TITLE.zh
    assert catalogues.missing("en", [TITLE, Text("spot.link", "http://a.example")]) == [TITLE]


def test_a_dialect_says_what_it_has_of_the_interface(catalogues: Catalogues) -> None:
    assert catalogues.ui("yue", "Help me") == "幫幫我"
    assert catalogues.ui("yue", "Back") == ""


@pytest.mark.parametrize(("zh", "needs"), [("姓名：$name", True), ("$name $year", False), ("×", False), ("转圈", True)])
def test_only_chinese_needs_words(zh: str, needs: bool) -> None:
    assert needs_words(zh) is needs


def _of(text: Text) -> tuple[str, str]:
    return text.key, text.zh
