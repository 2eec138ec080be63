"""How lessons speak: kindly, briefly, in the words of the glossary, and of nobody real."""

from __future__ import annotations

import re

from app.config import ROOT
from app.simulator.checking import check
from app.simulator.lesson import Text
from app.simulator.saying import unlisted, valid_id
from app.simulator.screen import sentences
from app.simulator.shelf import Shelf

LONGEST = 62
LONGEST_BEAT = 22
_QUOTED = re.compile("“.*?”")
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff“”])[,:;?!()]|[,:;?!()](?=[\u4e00-\u9fff“”])")


def test_every_lesson_is_playable_and_teachable(shelf: Shelf) -> None:
    mistakes = [str(mistake) for reading in shelf.readings for mistake in check(reading, shelf.catalogue)]
    assert mistakes == []
    assert len(shelf.lessons) == len(shelf.readings) > 0


def test_no_word_of_the_avoid_list_is_said(shelf: Shelf, spoken: list[Text]) -> None:
    why = [task.why for task in shelf.catalogue.tasks.values()]
    found = [
        (word, text.key)
        for text in (*spoken, *why)
        for word in shelf.catalogue.avoid
        if word in _QUOTED.sub("", text.zh)
    ]
    assert found == []


def test_lines_can_be_heard_at_once(shelf: Shelf, spoken: list[Text]) -> None:
    why = [task.why for task in shelf.catalogue.tasks.values()]
    assert [text.key for text in (*spoken, *why) if len(text.zh) > LONGEST] == []


def test_punctuation_is_full_width(texts: list[Text]) -> None:
    assert [text.zh for text in texts if _HALF_WIDTH.search(text.zh)] == []


def test_elders_are_addressed_with_respect(spoken: list[Text]) -> None:
    assert [text.zh for text in spoken if "你" in text.zh] == []


def test_what_is_said_after_a_wrong_move_has_three_short_beats(told: list[Text]) -> None:
    assert [text.zh for text in told if len(sentences(text.zh)) != 3] == []
    assert [beat for text in told for beat in sentences(text.zh) if len(beat) > LONGEST_BEAT] == []


def test_most_wrong_moves_have_words_of_their_own(shelf: Shelf) -> None:
    keys = [
        slip.say.key
        for lesson in shelf.lessons.values()
        for screen in (
            *lesson.screens.values(),
            *(screen for twist in lesson.twists for screen in (*twist.added.values(), *twist.changed.values())),
        )
        for _, slip in screen.wrong
    ]
    own = [key for key in keys if not key.startswith("slips.")]
    assert len(own) >= 0.6 * len(keys)


def test_messages_that_ask_for_trust_say_whether_they_deserve_it(shelf: Shelf) -> None:
    unmarked = [
        f"{lesson.id}.{screen.name}"
        for lesson in shelf.lessons.values()
        for screen in (
            *lesson.screens.values(),
            *(screen for twist in lesson.twists for screen in (*twist.added.values(), *twist.changed.values())),
        )
        for widget in screen.widgets()
        if widget.kind in ("sms", "call") and not widget.signal
    ]
    assert unmarked == []


def test_a_message_that_could_be_copied_carries_the_word_practice(shelf: Shelf) -> None:
    messages = [
        text
        for lesson in shelf.lessons.values()
        for text in lesson.texts()
        if ".show.sms " in text.key and text.key.endswith(".text")
    ]
    assert messages
    assert [text.key for text in messages if not text.zh.startswith("【练习】")] == []


def test_public_telephones_come_from_the_list(shelf: Shelf, texts: list[Text]) -> None:
    assert [finding for text in texts for finding in unlisted(text, shelf.catalogue.hotlines)] == []
    wrong = "打10010，或者96110；一共168元。"
    assert [what[:5] for what, _ in unlisted(Text("x", wrong), shelf.catalogue.hotlines)] == ["10010"]


def test_people_on_practice_cards_cannot_be_anybody(shelf: Shelf) -> None:
    people = shelf.catalogue.people.values()
    assert [p.id for p in people if p.id_no and (not p.id_no.startswith("99") or valid_id(p.id_no))] == []
    assert [p.id for p in people if p.phone and not p.phone.startswith("129")] == []
    assert [p.id for p in people if p.bank and not p.bank.startswith("0")] == []


def test_the_glossary_and_the_list_that_is_checked_avoid_the_same_words(shelf: Shelf) -> None:
    table = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition("| 说 | English |")[2]
    rows = [line.split("|") for line in table.splitlines()[2:] if line.startswith("| ")]
    told = {word.strip() for row in rows for word in row[4].split("、") if word.strip()}
    assert told == set(shelf.catalogue.avoid)
