"""The script lists every line that can be heard, in the order of need, and flask narrate counts and makes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.cli.narrate import OFFLINE
from app.config import ROOT, Settings
from app.dialects.registry import CHAINS, DIALECTS, of_locale, over
from app.narration import spoken
from app.narration.clip import read_clip
from app.narration.script import SHARED, ScriptLine, Tongue, interface, phone, script
from app.narration.voice import VOICES
from app.simulator.labels import labels
from app.simulator.lesson import Text
from app.simulator.shelf import Shelf
from app.voices.lines import whole_script
from tests.shelves import the_shelf

MANDARIN = Tongue("cmn", words=lambda text: text.zh, shown=lambda text: text.zh, interface=lambda sentence: "")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return the_shelf()


@pytest.fixture(scope="module")
def lines(shelf: Shelf) -> list[ScriptLine]:
    return script(shelf, [], [MANDARIN])


def test_every_spoken_message_of_every_lesson_is_in_the_script(shelf: Shelf, lines: list[ScriptLine]) -> None:
    texts = {line.text for line in lines}
    for lesson in shelf.lessons.values():
        missing = {text.zh for text in lesson.spoken() if "$" not in text.zh} - texts
        assert not missing, lesson.id
    assert {text.zh for text in shelf.catalogue.slips.values()} <= texts
    assert {text.zh for journey in shelf.journeys.values() for text in journey.texts()} <= texts


def test_facts_are_filled_in_and_no_token_is_ever_spoken(lines: list[ScriptLine]) -> None:
    assert not [line.text for line in lines if "$" in line.text]


def test_nothing_is_narrated_twice(lines: list[ScriptLine]) -> None:
    assert len({(line.dialect, line.text) for line in lines}) == len(lines)


def test_the_way_through_a_lesson_comes_before_what_lies_beside_it(shelf: Shelf, lines: list[ScriptLine]) -> None:
    for lesson in shelf.lessons.values():
        own = {line.text: place for place, line in enumerate(lines) if line.lesson == lesson.id}
        start = lesson.screens[lesson.start]
        twist = next(iter({**lesson.twists[0].added, **lesson.twists[0].changed}.values()))
        places = [own[text.zh] for text in (start.say, start.hints[0], twist.say) if text.zh in own]
        assert len(places) > 1 and places == sorted(places), lesson.id
    assert [line.stage for line in lines] == sorted(line.stage for line in lines)


def test_every_mandarin_line_is_said_without_digits_or_latin_letters(lines: list[ScriptLine]) -> None:
    for line in lines:
        said = spoken.said(spoken.mandarin(line.text))
        assert said and not spoken.unsayable(said), line.text


def test_a_dialect_speaks_only_the_lines_it_has(shelf: Shelf) -> None:
    lesson = next(iter(shelf.lessons.values()))
    say = lesson.screens[lesson.start].say
    few = Tongue("yue", lambda text: "慢慢嚟" if text == say else None, lambda text: text.zh, lambda sentence: "")
    assert [(line.dialect, line.text) for line in script(shelf, ["Hear it"], [few])] == [("yue", "慢慢嚟")]


def test_a_fact_that_a_dialect_lacks_is_said_as_the_screen_shows_it(shelf: Shelf) -> None:
    texts = [text for lesson in shelf.lessons.values() for text in lesson.texts() if "$name" in text.zh]
    lesson = next(iter(shelf.lessons.values()))
    greeting = Text(lesson.goal.key, "$name，您好")
    tongue = Tongue(
        "yue", lambda text: greeting.zh if text == lesson.goal else None, lambda text: text.zh, lambda _: ""
    )
    assert texts, "no lesson names its learner any more: this test has nothing to stand on"
    assert [line.text for line in script(shelf, [], [tongue])] == [f"{lesson.learner.name.zh}，您好"]


def test_the_interface_is_what_the_learner_pages_say(tmp_path: Path) -> None:
    for name, words in (
        ("learner/wall.html", "{{ _('Tap your own face') }}{{ ui('Hear it') }}{{ _('Are you %(name)s?', name=n) }}"),
        ("base.html", "{{ _('Back') }}"),
        ("staff/board.html", "{{ _('Export') }}"),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(words, encoding="utf-8")
    assert set(interface(tmp_path)) == {"Tap your own face", "Hear it", "Back"}


def test_the_labels_of_the_phone_come_last_each_with_its_lesson(shelf: Shelf) -> None:
    lines = script(shelf, ["Hear it"], [replace(MANDARIN, interface=lambda sentence: sentence)], ["Go back"])
    last = max(line.stage for line in lines)
    pointed = {line.text: line.lesson for line in lines if line.stage == last}
    assert pointed["Go back"] == SHARED
    assert {text.zh for text in shelf.catalogue.apps.values()} <= {line.text for line in lines}
    for lesson in shelf.lessons.values():
        wanted = {text.zh for text in labels(lesson) if "$" not in text.zh and any(map(str.isalnum, text.zh))}
        assert wanted <= {line.text for line in lines}, lesson.id
        assert not {text.zh for text in lesson.spoken()} & set(pointed), "what is said by itself comes before"


def test_what_our_templates_put_on_the_phone_is_found() -> None:
    found = phone(ROOT / "app" / "templates")
    assert {"Go back", "Small cross", "Please choose"} <= set(found)
    assert not [sentence for sentence in found if "%(" in sentence]


def test_a_chain_ends_offline_and_a_dialect_without_a_voice_falls_to_one_that_has_some() -> None:
    assert set(CHAINS) == set(DIALECTS)
    for dialect, chain in CHAINS.items():
        assert not chain or not VOICES[chain[-1]].online
        assert OFFLINE[dialect] == tuple(name for name in chain if not VOICES[name].online)
        assert DIALECTS[dialect].falls_to in ("", *DIALECTS)
        assert chain or CHAINS[DIALECTS[dialect].falls_to]


def test_dialects_by_their_screen() -> None:
    overlays = ["zh-x-wuhan", "zh-x-sichuan", "yue", "nan", "hak", "wuu"]
    assert [dialect.id for dialect in over("zh_Hans_CN")] == ["cmn", *overlays]
    assert {DIALECTS[name].falls_to for name in overlays} == {"cmn"}
    assert of_locale("en").id == "en"
    with pytest.raises(KeyError):
        of_locale("fr")


def narrate(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["narrate", *words])
    return result.exit_code, result.stdout


@pytest.mark.slow
def test_missing_counts_and_makes_nothing(settings: Settings) -> None:
    settings = replace(settings, static=settings.instance)
    code, told = narrate(create_app(settings), "--missing", "--locale", "zh_Hans_CN", "--lesson", "certify-pension")
    wanted = [line for line in whole_script(settings) if (line.dialect, line.lesson) == ("cmn", "certify-pension")]
    assert (code, int(told)) == (0, len(wanted))
    assert not settings.clips.exists()


@pytest.mark.slow
def test_counting_what_comes_with_the_project_takes_nothing_out(settings: Settings) -> None:
    settings = replace(settings, static=settings.instance)
    settings.bundled_clips.mkdir(parents=True)
    stray = settings.bundled_clips / "0123456789abcdef01234567.mp3"
    stray.write_bytes(b"of a sentence that is said no more")
    code, _ = narrate(create_app(settings), "--shipped", "--missing")
    assert (code, stray.exists()) == (0, True)


@pytest.mark.slow
def test_an_unknown_locale_is_refused(settings: Settings) -> None:
    assert narrate(create_app(settings), "--missing", "--locale", "fr")[0] == 2


@pytest.mark.slow
def test_english_is_made_once_and_goes_on_where_it_was(settings: Settings) -> None:
    settings = replace(settings, static=settings.instance)
    app = create_app(settings)
    words = ("--locale", "en", "--lesson", "")
    code, told = narrate(app, *words)
    assert code == 0, told
    made = {path.name: path.stat().st_mtime_ns for path in settings.clips.glob("*.mp3")}
    assert made and all(read_clip([settings.clips], name) for name in made)
    (settings.clips / sorted(made)[0]).unlink()
    assert narrate(app, "--missing", *words) == (0, "1\n")
    assert "1 made now" in narrate(app, *words)[1]
    again = {path.name: path.stat().st_mtime_ns for path in settings.clips.glob("*.mp3")}
    assert again.keys() == made.keys()
    assert sum(again[name] != made[name] for name in made) == 1
