"""English says everything a lesson says; a dialect says everything that is heard, and no button by another name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.dialects.catalogues import Catalogues
from app.dialects.registry import DIALECTS
from app.simulator.lesson import Lesson, Screen, Text, stage
from app.simulator.screen import sentences
from app.simulator.shelf import Shelf

LONGEST = 120
OVERLAYS = tuple(dialect.catalogue for dialect in DIALECTS.values() if dialect.catalogue)
"""The catalogues that are for the ear."""
_TOKEN = re.compile(r"\$[a-z_]+")
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_QUOTED = re.compile("“(.*?)”")


def test_english_is_complete_and_nothing_in_it_is_old(catalogues: Catalogues, texts: list[Text]) -> None:
    covered = catalogues.coverage("en", texts)
    assert covered.wanted > 900
    assert (covered.missing, covered.stale) == ((), ())


def test_cantonese_says_a_lesson_whole_or_not_at_all(catalogues: Catalogues, shelf: Shelf, spoken: list[Text]) -> None:
    missing = {text.key for text in catalogues.missing("yue", spoken)}
    for lesson in (*shelf.lessons, "signals"):
        own = {text.key for text in spoken if text.key.startswith(f"{lesson}.")}
        assert own and (own <= missing or not own & missing), (lesson, sorted(own & missing)[:5])
        missing -= own
    assert missing == set()


def test_no_dialect_says_what_no_lesson_says_any_more(catalogues: Catalogues, texts: list[Text]) -> None:
    assert {overlay: catalogues.coverage(overlay, texts).stale for overlay in OVERLAYS} == dict.fromkeys(OVERLAYS, ())


def test_facts_are_the_same_in_every_language(catalogues: Catalogues, texts: list[Text]) -> None:
    for locale in ("en", *OVERLAYS):
        lost = [
            text.key
            for text in texts
            if sorted(_TOKEN.findall(text.zh)) != sorted(_TOKEN.findall(catalogues.line(locale, text.key, text.zh)))
        ]
        assert lost == [], locale


def test_english_has_no_chinese_left(catalogues: Catalogues, texts: list[Text]) -> None:
    assert [text.key for text in texts if _CHINESE.search(catalogues.line("en", text.key, text.zh))] == []


def test_english_lines_can_be_heard_at_once(catalogues: Catalogues, shelf: Shelf, spoken: list[Text]) -> None:
    said = (*spoken, *(task.why for task in shelf.catalogue.tasks.values()))
    assert [text.key for text in said if len(catalogues.line("en", text.key, text.zh)) > LONGEST] == []


def test_three_beats_stay_three(catalogues: Catalogues, told: list[Text]) -> None:
    for locale in ("en", *OVERLAYS):
        lines = [catalogues.line(locale, text.key, text.zh) for text in told]
        assert [line for line in lines if len(sentences(line)) != 3] == [], locale


def test_english_calls_a_button_what_the_button_says(catalogues: Catalogues, shelf: Shelf) -> None:
    def english(text: Text) -> str:
        return catalogues.line("en", text.key, text.zh)

    renamed = []
    for screen, text, words in _named(shelf):
        labels = [english(label).casefold() for label in _labels(screen) if words in label.zh]
        names = [name.casefold().rstrip(".,:") for name in _QUOTED.findall(english(text))]
        if not any(name in label for name in names for label in labels):
            renamed.append((text.key, words, names, labels))
    assert renamed == []


def test_a_dialect_keeps_the_words_on_the_screen(catalogues: Catalogues, shelf: Shelf) -> None:
    renamed = [
        (overlay, text.key, words)
        for _, text, words in _named(shelf)
        for overlay in OVERLAYS
        if words not in _QUOTED.findall(catalogues.line(overlay, text.key, text.zh))
    ]
    assert renamed == []


def test_cantonese_is_written_in_traditional_characters(catalogues: Catalogues, spoken: list[Text]) -> None:
    for text in (text for text in spoken if catalogues.has("yue", text.key, text.zh)):
        _QUOTED.sub("", catalogues.line("yue", text.key, text.zh)).encode("big5hkscs")


def _named(shelf: Shelf) -> Iterator[tuple[Screen, Text, str]]:
    """Every quoted name of something on the screen in a line said there, with that screen."""
    for screen in (screen for lesson in shelf.lessons.values() for screen in _screens(lesson)):
        for text in screen.spoken():
            for words in _QUOTED.findall(text.zh):
                if any(words in label.zh for label in _labels(screen)):
                    yield screen, text, words


def _screens(lesson: Lesson) -> Iterator[Screen]:
    for number in range(len(lesson.twists) + 1):
        yield from stage(lesson, number).screens.values()


def _labels(screen: Screen) -> list[Text]:
    return [text for widget in screen.show for text in widget.texts() if text is not widget.nudge]
