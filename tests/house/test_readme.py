"""The READMEs tell the tour that is played, show pictures that are there, and name commands that exist."""

from __future__ import annotations

import re

import pytest

from app.config import ROOT
from dev import WORDS
from tests.tour import as_told, stops

READMES = {"en": "README.md", "zh": "README.zh.md"}


def readme(lang: str) -> str:
    return (ROOT / READMES[lang]).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", READMES)
def test_the_tour_is_told_word_for_word(lang: str) -> None:
    assert as_told(lang) in readme(lang)


@pytest.mark.parametrize("lang", READMES)
def test_every_picture_and_page_it_points_at_is_there(lang: str) -> None:
    pointed = re.findall(r'src="([^"]+)"|\]\(([^)#]+)\)', readme(lang))
    missing = [
        place for pair in pointed for place in pair if place and "://" not in place and not (ROOT / place).exists()
    ]
    assert len(pointed) > len(stops())
    assert not missing


@pytest.mark.parametrize("lang", READMES)
def test_the_commands_it_names_exist(lang: str) -> None:
    named = set(re.findall(r"^make (\w+)", readme(lang), re.MULTILINE)) | set(re.findall(r"`make (\w+)", readme(lang)))
    assert {"run", "test"} <= named <= set(WORDS)
