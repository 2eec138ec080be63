"""Sliders, wheels and the handwriting pad: what a turn comes to, what the pad takes, and what shows as chosen."""

from __future__ import annotations

import pytest

from app.practice.sitting import acts_on
from app.simulator import glance, machine
from app.simulator.lesson import CHOSEN, TURNED, Play, Widget, stage
from app.simulator.machine import ANSWER, CORRECT, NEUTRAL, OTHER, SLIP, Act, Outcome, Place, Visit, advance
from app.simulator.paths import strokes
from app.simulator.screen import Part, Voice, view
from app.simulator.typed import kind_of_value
from tests.shelves import LESSONS

PLAIN = Voice(lambda text: text.zh, lambda text: "", lambda app: app)
USERS = ("bigger-text", "delegate-to-family", "apply-age-allowance", "newborn-one-thing", "buy-train-ticket")
"""The lessons that have sliders or wheels."""


def done(play: Play, screen: str, *acts: str) -> tuple[Place, Outcome]:
    """Do acts, written as `tap x` or `type y=answer`, from a fresh visit to a screen."""
    place, last = Place(Visit(screen)), Outcome(NEUTRAL)
    for written in acts:
        act, _, value = written.partition("=")
        place, last = advance(play, place, Act(act, value))
    return place, last


def widget(play: Play, screen: str, name: str) -> Widget:
    found = play.screens[screen].widget(name)
    assert found is not None
    return found


def test_a_turn_that_comes_nearer_is_right_and_one_that_leads_away_is_no_slip() -> None:
    play = stage(LESSONS["delegate-to-family"])
    nearer = done(play, "until", "tap month.3")[1]
    away = done(play, "until", "tap month.1")[1]
    assert (nearer.kind, away.kind, away.say) == (CORRECT, NEUTRAL, None)


def test_a_wheel_that_stands_wrong_is_told_of_when_one_wants_to_go_on() -> None:
    play = stage(LESSONS["delegate-to-family"])
    place, last = done(play, "until", "tap kind.2", "tap month.3", "tap day.4", "tap next")
    assert (place.screen, last.kind, last.say) == ("until", SLIP, widget(play, "until", "month").nudge)
    place, last = advance(play, place, Act("tap month.4"))
    assert advance(play, place, Act("tap next"))[0].screen == "near"


def test_a_wheel_that_stands_right_from_the_start_needs_no_touch_but_may_be_turned_away_and_back() -> None:
    play = stage(LESSONS["apply-age-allowance"])
    place, _ = done(play, "fix", "tap month.2", "tap day.3")
    assert advance(play, place, Act("tap submit"))[0].screen == "done"
    place, _ = advance(play, place, Act("tap year.1"))
    assert machine.next_act(play, place) == Act("tap year.2")
    assert advance(play, place, Act("tap submit"))[1].kind == SLIP


@pytest.mark.parametrize("lesson", USERS)
def test_the_way_shown_turns_one_by_one(lesson: str) -> None:
    play, place = stage(LESSONS[lesson]), machine.start(stage(LESSONS[lesson]))
    turns = 0
    for screen, act in machine.path(play):
        head, _, number = act.act.partition(".")
        turned = play.screens[screen].widget(head.partition(" ")[2])
        if turned is not None and turned.kind in TURNED and number:
            now = int(place.visit.state(turned.name) or turned.at)
            assert abs(int(number) - now) == 1
            turns += 1
        place, _ = advance(play, place, act)
    assert turns and place.done


def test_a_slider_whose_answer_is_the_right_move_leads_on_and_other_stops_do_not() -> None:
    play = stage(LESSONS["bigger-text"])
    assert done(play, "size", "tap letters.3")[0].screen == "kept"
    place, last = done(play, "size", "tap letters.1")
    assert (place.screen, last.kind) == ("size", SLIP)


def parts(lesson: str) -> list[tuple[Play, str, Part]]:
    """Every slider and wheel of a lesson as it is seen."""
    play = stage(LESSONS[lesson])
    return [
        (play, name, part)
        for name, screen in play.screens.items()
        for part in view(play.lesson, screen, PLAIN).parts
        if part.kind in TURNED
    ]


@pytest.mark.parametrize("lesson", USERS)
def test_exactly_one_option_shows_as_chosen_before_and_after_every_turn(lesson: str) -> None:
    assert parts(lesson)
    for play, screen, part in parts(lesson):
        at = widget(play, screen, part.name).at
        for number in range(len(part.options) + 1):
            fields = frozenset({(part.name, str(number))} if number else ())
            marks = glance.look(play, Place(Visit(screen, fields=fields)), None).marks
            shown = [i for i, option in enumerate(part.options, 1) if glance.holds(option.on, marks)]
            assert shown == [number or at]


def test_what_the_pad_guessed_is_pointed_at_or_the_word_is_typed() -> None:
    play = stage(LESSONS["write-and-speak"])
    for right in ("tap words.3", "type words=answer"):
        place, last = done(play, "pick_first", right)
        assert (place.screen, last.kind) == ("fix_last", CORRECT)
    pad = widget(play, "pick_first", "words")
    for wrong, words in (("tap words.1", pad.spots[0].say), ("type words=other", pad.nudge)):
        place, last = done(play, "pick_first", wrong)
        assert (place.screen, last.kind, last.say) == ("pick_first", SLIP, words)
    assert "type words" in acts_on(play.screens["pick_first"])


@pytest.mark.parametrize(("typed", "kind"), [("没", ANSWER), (" No ", ANSWER), ("设", OTHER), ("", OTHER)])
def test_the_pad_takes_the_word_in_either_language(typed: str, kind: str) -> None:
    play = stage(LESSONS["write-and-speak"])
    assert kind_of_value(play, "pick_first", "type words", typed) == kind


def test_the_pad_and_wheels_are_walked_without_opening_a_list() -> None:
    acts = [stroke.act for stroke in strokes(stage(LESSONS["write-and-speak"]))]
    assert "tap words.3" in acts and "tap words" not in acts
    assert "tap month" not in [stroke.act for stroke in strokes(stage(LESSONS["delegate-to-family"]))]


def test_whatever_asks_for_an_option_has_its_answer_among_them() -> None:
    for lesson in LESSONS.values():
        for screen in lesson.screens.values():
            for found in screen.widgets():
                if found.kind in CHOSEN and found.answer:
                    assert found.options[found.asked - 1].zh == found.answer
