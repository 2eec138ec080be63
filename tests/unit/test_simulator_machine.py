"""The machine through its front door: what each kind of act does on the lessons, and the way back from slips."""

from __future__ import annotations

import pytest

from app.simulator import glance, keeping, machine
from app.simulator.lesson import Play, stage
from app.simulator.machine import Act, Place, Story, advance, replay, start
from app.simulator.screen import Line, Voice, sentences, view
from app.simulator.shelf import Shelf
from app.simulator.support import SUPPORT, climb
from app.simulator.typed import kind_of_value

PLAIN = Voice(lambda text: text.zh, lambda text: "", lambda app: app)


@pytest.fixture(scope="module")
def pension(shelf: Shelf) -> Play:
    return stage(shelf.lessons["certify-pension"])


@pytest.fixture(scope="module")
def medical(shelf: Shelf) -> Play:
    return stage(shelf.lessons["pay-resident-medical"])


@pytest.fixture(scope="module")
def scam(shelf: Shelf) -> Play:
    return stage(shelf.lessons["spot-scam-sms"])


def at(play: Play, screen: str) -> Place:
    """The place on the right path where a screen is first met."""
    place = start(play)
    while place.screen != screen:
        act = machine.next_act(play, place)
        assert act is not None, f"{screen} is not on the right path"
        place, _ = advance(play, place, act)
    return place


def done(play: Play, *acts: str, after: Place | None = None) -> tuple[Place, list[str]]:
    """Do acts written as `tap x` or `filled y=answer`; the place they lead to and their outcomes."""
    place, outcomes = after or start(play), []
    for written in acts:
        act, _, value = written.partition("=")
        place, outcome = advance(play, place, Act(act, value))
        outcomes.append(outcome.kind)
    return place, outcomes


def test_a_right_move_leads_on(pension: Play) -> None:
    place, outcomes = done(pension, "tap social")
    assert (place.screen, outcomes) == ("login", ["correct"])


def test_saying_that_something_is_not_clear_changes_nothing_but_is_noted(pension: Play) -> None:
    slipped, _ = done(pension, "tap camera", "tap help")
    for place in (start(pension), slipped, at(pension, "login")):
        after, outcome = advance(pension, place, Act(machine.UNCLEAR))
        assert after == place
        assert (outcome.kind, outcome.say, outcome.moved, outcome.noted) == ("neutral", None, False, True)
        seen = glance.look(pension, after, outcome)
        assert "noted" in seen.marks and seen.told == ""
        assert "noted" not in glance.look(pension, after, None).marks
    ended = at(pension, pension.finish)
    assert not advance(pension, ended, Act(machine.UNCLEAR))[1].noted


def test_a_slip_has_words_and_stays(pension: Play) -> None:
    place, outcome = advance(pension, start(pension), Act("tap camera"))
    assert (place.screen, outcome.kind, place.visit.slips) == ("desk", "slip", 1)
    assert outcome.say is not None and len(sentences(outcome.say.zh)) == 3


def test_what_no_author_foresaw_is_neutral(pension: Play) -> None:
    place, outcome = advance(pension, start(pension), Act("hold camera"))
    assert (place.screen, outcome.kind, outcome.say) == ("desk", "neutral", pension.lesson.otherwise)


def test_help_gives_three_hints_and_is_no_slip(pension: Play) -> None:
    place, outcomes = done(pension, "tap help", "tap help", "tap help", "tap help")
    assert outcomes == ["hint"] * 4
    assert (place.visit.hint, place.visit.slips) == (3, 0)


def test_a_pin_waits_for_its_answer_and_a_wrong_one_is_a_slip(pension: Play) -> None:
    place, outcomes = done(pension, "filled password=other", "filled password=answer", after=at(pension, "login"))
    assert (place.screen, outcomes) == ("home", ["slip", "correct"])


def test_what_lies_below_must_be_scrolled_to(pension: Play) -> None:
    home = at(pension, "home")
    screen = pension.screens[home.screen]
    names = {part.name for part in view(pension.lesson, screen, PLAIN).parts}
    place, outcomes = done(pension, "swipe up", after=home)
    assert "certify" not in names
    assert outcomes == ["correct"]
    assert place.visit.scrolled
    assert "certify" in {part.name for part in view(pension.lesson, screen, PLAIN, scrolled=True).parts}


def test_scrolling_back_up_is_no_slip_once_something_was_scrolled(pension: Play) -> None:
    home = at(pension, "home")
    assert done(pension, "swipe down", after=home)[1] == ["slip"]
    assert done(pension, "swipe up", "swipe down", after=home)[1] == ["correct", "neutral"]


def test_a_tick_before_reading_is_refused_and_reading_opens_the_way(pension: Play) -> None:
    notice = at(pension, "notice")
    assert done(pension, "tap agree", after=notice)[1] == ["slip"]
    place, outcomes = done(pension, "tap terms", "tap agree", "tap promo", "tap next", after=notice)
    assert (place.screen, outcomes[-1]) == ("permission", "correct")


def test_ticks_may_come_in_any_order(pension: Play) -> None:
    place, outcomes = done(pension, "tap level", "tap hat", "tap light", "tap start", after=at(pension, "ready"))
    assert (place.screen, set(outcomes)) == ("too_dark", {"correct"})


def test_a_move_that_leaves_waits_for_what_is_not_right_yet(pension: Play) -> None:
    place, outcomes = done(pension, "tap start", after=at(pension, "ready"))
    assert (place.screen, outcomes) == ("ready", ["slip"])


def test_looking_before_paying_is_asked_for(medical: Play) -> None:
    bill = at(medical, "bill_self")
    assert done(medical, "tap pay", after=bill)[1] == ["slip"]
    assert done(medical, "tap payee", "tap pay", after=bill)[1][-1] == "correct"


def test_picks_answer_for_themselves(medical: Play) -> None:
    place, outcomes = done(
        medical, "tap place.1", "tap place.2", "tap year.2", "tap next", after=at(medical, "place_year")
    )
    assert (place.screen, outcomes) == ("review_self", ["slip", "correct", "correct", "correct"])


def test_a_detour_plays_its_consequence_and_comes_back(scam: Play) -> None:
    place, outcomes = done(scam, "tap url", after=at(scam, "scam1"))
    assert (place.screen, outcomes, len(place.origins)) == ("oops", ["slip"], 1)
    place, _ = done(scam, "tap close", after=place)
    assert (place.screen, place.origins) == ("scam1", ())


def test_a_slip_marked_again_owes_the_screen_once_more_before_the_end(scam: Play) -> None:
    place, _ = done(scam, "tap url", "tap close", after=at(scam, "scam1"))
    while not place.encore:
        act = machine.next_act(scam, place)
        assert act is not None
        place, _ = advance(scam, place, act)
    assert place.screen == "scam1"
    place, outcomes = done(scam, "tap bad", after=place)
    assert place.done and outcomes == ["correct"]


def test_clues_are_found_in_any_order(scam: Play) -> None:
    clues = next(w for w in scam.screens["clues"].widgets() if w.kind == "spots")
    found = [i for i, spot in enumerate(clues.spots, 1) if spot.clue][: clues.need]
    place, outcomes = done(scam, *(f"tap marks.{i}" for i in reversed(found)), after=at(scam, "clues"))
    assert (place.screen, set(outcomes)) == ("what_now", {"correct"})


def test_back_returns_to_the_screen_before(pension: Play) -> None:
    place, outcomes = done(pension, "tap back", after=at(pension, "login"))
    assert (place.screen, outcomes) == ("desk", ["neutral"])


def test_an_identity_number_is_a_slip_wherever_it_is_typed(scam: Play) -> None:
    place, outcome = advance(scam, at(scam, "fake_page"), Act("type name", "real-data"))
    assert outcome.kind == "slip" and not place.visit.fields


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("270816", "answer"), (" 27 08 16 ", "answer"), ("２７０８１６", "answer"), ("270817", "other"), ("", "other"),
     ("42010619580315002X", "real-data"), ("4201 0619 5803 1500 2x", "real-data"),
     ("我的号420106195803150021", "real-data")],
)  # fmt: skip
def test_only_the_kind_of_what_was_typed_is_told(pension: Play, typed: str, kind: str) -> None:
    assert kind_of_value(pension, "login", "filled password", typed) == kind


def test_the_place_is_the_fold_of_the_acts(pension: Play) -> None:
    acts = [act for _, act in machine.path(pension)]
    story: Story = replay(pension, acts)
    assert story.place.done and story.last is not None and story.last.kind == "correct"


def test_every_twist_reaches_the_finish(shelf: Shelf) -> None:
    for lesson in shelf.lessons.values():
        for number in range(len(lesson.twists) + 1):
            play = stage(lesson, number)
            assert replay(play, (act for _, act in machine.path(play))).place.done, (lesson.id, number)


def test_a_twist_it_has_not_is_refused(shelf: Shelf) -> None:
    with pytest.raises(KeyError):
        stage(shelf.lessons["certify-pension"], 99)


def test_a_lesson_kept_as_text_comes_back_the_same(shelf: Shelf) -> None:
    for lesson in shelf.lessons.values():
        assert keeping.thawed(keeping.frozen(lesson)) == lesson


def test_support_climbs_back_a_step_for_each_slip_and_follows_the_hints() -> None:
    assert [climb("alone", slips, 0, 0) for slips in range(5)] == ["alone", "prompted", "guided", "shown", "shown"]
    assert [climb("alone", 0, hint, 0) for hint in range(4)] == ["alone", "prompted", "guided", "shown"]
    assert climb("shown", 0, 0, 0) == "shown"
    for planned in SUPPORT:
        for slips in range(4):
            one = SUPPORT.index(climb(planned, slips, 0, 0)) - SUPPORT.index(climb(planned, slips + 1, 0, 0))
            assert 0 <= one <= 1


def test_a_view_points_at_exactly_what_comes_next(shelf: Shelf) -> None:
    for lesson in shelf.lessons.values():
        play, place = stage(lesson), start(stage(lesson))
        while (act := machine.next_act(play, place)) is not None:
            marks = glance.look(play, place, None).marks
            seen = view(lesson, play.screens[place.screen], PLAIN, scrolled=place.visit.scrolled)
            parts = [p for part in seen.parts for p in (part, *part.options) if p.kind != "pick"]
            pointed = [p.act for p in parts if glance.holds(p.right, marks)]
            pointed += [machine.BACK] * (seen.back and glance.holds(glance.right(machine.BACK), marks))
            scrolls = act.act.startswith("swipe") or act.act == "wait"
            assert pointed == ([] if scrolls else [act.act]), (lesson.id, place.screen)
            place, _ = advance(play, place, act)


@pytest.mark.parametrize(
    ("told", "beats"),
    [
        ("这是广告。不要紧。找 http://a.example 旁边的！", ("这是广告。", "不要紧。", "找 http://a.example 旁边的！")),
        ("It costs 100.00 yuan. Never mind. Tap Back.", ("It costs 100.00 yuan.", "Never mind.", "Tap Back.")),
        ("他说“快点。”不要紧。", ("他说“快点。”", "不要紧。")),
    ],
)
def test_a_told_line_is_cut_into_beats_and_nothing_else(told: str, beats: tuple[str, ...]) -> None:
    assert sentences(told) == beats


def test_a_screen_says_facts_from_the_practice_card(medical: Play) -> None:
    seen = view(medical.lesson, medical.screens["review_self"], PLAIN)
    assert any("王桂芝" in part.text for part in seen.parts)
    assert not any("$" in part.text for part in seen.parts)
    assert isinstance(seen.say, Line)


def test_the_card_shows_the_telephone_where_a_box_asks_for_it_and_nowhere_else(shelf: Shelf) -> None:
    lesson = shelf.lessons["activate-medical-code"]
    asked, other = (view(lesson, lesson.screens[screen], PLAIN).card for screen in ("phone", "code"))
    assert ("phone", lesson.learner.phone) in asked
    assert "phone" not in dict(other)
