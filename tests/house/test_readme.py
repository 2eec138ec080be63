"""The READMEs tell the tour that is played, show pictures that are there and name commands that exist."""

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
def test_every_picture_is_there(lang: str) -> None:
    pictures = re.findall(r'src="([^"]+)"', readme(lang))
    assert len(pictures) == len(stops()) + 1
    assert not [picture for picture in pictures if not (ROOT / picture).is_file()]


@pytest.mark.parametrize("lang", READMES)
def test_the_commands_it_names_exist(lang: str) -> None:
    named = set(re.findall(r"^make (\w+)", readme(lang), re.MULTILINE)) | set(re.findall(r"`make (\w+)", readme(lang)))
    assert {"run", "test"} <= named <= set(WORDS)
