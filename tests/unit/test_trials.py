"""The bank of signals, how it is dealt to lessons, and when a trial is due; nothing here knows a database."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from app.config import ROOT
from app.simulator import machine
from app.simulator.catalogue import Catalogue
from app.simulator.lesson import FRAUD, GENUINE, OTHER, SIGNALS, TRIAL, Text, stage
from app.simulator.machine import CORRECT, SLIP, Act
from app.simulator.reading import read_lesson
from app.simulator.screen import Voice, view
from app.simulator.shelf import Shelf
from app.simulator.signals import Signal, check_bank, read_bank
from app.simulator.trials import MOST, deal, hosts, places_for, unhosted, with_trials
from models import trials

PLAIN = Voice(lambda text: text.zh, lambda text: "", lambda app: app)
BANK = (ROOT / "lessons" / "signals.yaml").read_text(encoding="utf-8")
FIRST = """\
signals:
  first:
    kind: sms
    signal: fraud
    theme: prize
    from: 抽奖
    text: 【练习】您中奖了，点 http://jiang.example 领。
    say: 来了一条短信。信不信，您来定。
    trust: 点开领奖
    doubt: 不理它
    slip: 它拿奖来哄您。不要紧，没有点开。不理它就好。
    other: {act: 回一条, say: 一回，他就缠上了。不要紧，没有发。再看看。}
    hints: [看它哄不哄您。, 点“不理它”。, 我圈出来了。]
"""


def line_of(text: str, words: str) -> int:
    """The line, from 1, on which some words first stand."""
    return text[: text.index(words)].count("\n") + 1


def many(count: int) -> list[Signal]:
    """A bank of so many signals, half of them fraud."""
    (one,) = read_bank(FIRST).signals
    return [replace(one, id=f"signal-{n}", signal=SIGNALS[n % 2]) for n in range(count)]


def test_the_bank_of_the_project_is_read_whole(shelf: Shelf) -> None:
    assert shelf.bank.reading.mistakes == []
    assert {signal.signal for signal in shelf.bank.signals} == set(SIGNALS)
    assert {signal.kind for signal in shelf.bank.signals} == {"sms", "call", "popup"}


BROKEN = {
    "an unknown key": ("    theme: prize", "    thema: prize", "thema", "unknown key `thema`"),
    "an unknown kind": ("kind: sms", "kind: letter", "kind: letter", "`letter` is no kind"),
    "neither fraud nor genuine": ("signal: fraud", "signal: maybe", "signal: maybe", "`maybe` is no signal"),
    "nobody who sends it": ("    from: 抽奖\n", "", "  first:", "has no `from`"),
    "two hints": (", 我圈出来了。]", "]", "hints:", "not three hints"),
    "a third button without words": (", say: 一回，他就缠上了。不要紧，没有发。再看看。}", "}", "other:", "not whole"),
    "a real address": ("jiang.example", "jiang.com", "text:", "real address"),
    "a real telephone": ("点 http://jiang.example 领", "打13800138000", "text:", "real telephone"),
    "a public number that is not listed": ("点 http://jiang.example 领", "打10010", "text:", "not on the list"),
    "no word that it is practice": ("【练习】您", "您", "text:", "does not begin with 【练习】"),
    "two beats": ("它拿奖来哄您。", "", "slip:", "2 beats"),
    "a word of the avoid list": ("say: 来了一条短信", "say: 点击一条短信", "    say:", "avoid list"),
    "a line too long to be heard": ("say: 来了一条短信", f"say: {'长' * 63}", "    say:", "too long"),
    "half-width punctuation": ("您中奖了，", "您中奖了,", "text:", "half-width"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_signal_is_told_at_its_line(kind: str, shelf: Shelf) -> None:
    before, after, where, what = BROKEN[kind]
    assert before in FIRST
    broken = FIRST.replace(before, after, 1)
    bank = read_bank(broken)
    check_bank(bank, shelf.catalogue)
    found = [(m.line, m.file) for m in bank.reading.mistakes if what in m.what]
    assert found == [(line_of(broken, where), "signals.yaml")], [str(m) for m in bank.reading.mistakes]


@pytest.mark.parametrize("text", ["", "- a list", "signals: [a]", "signals:\n  x:", "signals:\n  A1: {}", "\t"])
def test_what_is_no_bank_is_told_and_never_raises(text: str) -> None:
    bank = read_bank(text)
    assert bank.signals == () and bank.reading.mistakes


def test_a_broken_signal_does_not_stop_the_others() -> None:
    second = FIRST.removeprefix("signals:\n").replace("first:", "second:").replace("kind: sms", "kind: letter")
    assert [signal.id for signal in read_bank(FIRST + second).signals] == ["first"]


def test_english_is_asked_for(shelf: Shelf) -> None:
    def two_beats(locale: str, key: str, zh: str) -> str | None:
        return "No harm. Look." if key.endswith("slip") else None if key.endswith("trust") else "Fine. All. Well."

    bank = read_bank(FIRST)
    check_bank(bank, shelf.catalogue, two_beats)
    told = {m.what: m.line for m in bank.reading.mistakes}
    assert told["no English for `signals.first.trust`"] == line_of(FIRST, "trust:")
    assert told["the English has 2 beats"] == line_of(FIRST, "slip:")


def test_every_ordinary_lesson_has_a_trial_of_either_kind_after_its_own_twists(shelf: Shelf) -> None:
    ordinary = {task.id for task in hosts(shelf.catalogue)}
    assert ordinary and not ordinary & {"spot-scam-sms", "afterlife-one-thing"}
    for lesson in shelf.lessons.values():
        assert [twist.number for twist in lesson.twists] == list(range(1, len(lesson.twists) + 1))
        assert lesson.twists == (*lesson.own_twists, *lesson.trials)
        kinds = {twist.signal for twist in lesson.trials}
        assert kinds == (set(SIGNALS) if lesson.id in ordinary else set()), lesson.id
        assert len(lesson.trials) <= MOST


def test_dealing_leaves_what_the_author_wrote_as_it_is(shelf: Shelf) -> None:
    written = {reading.lesson.id: reading.lesson for reading in shelf.readings if reading.lesson}
    for lesson in shelf.lessons.values():
        assert lesson.own_twists == written[lesson.id].twists
        assert (lesson.hash == written[lesson.id].hash) == (not lesson.trials)


def test_a_trial_says_its_words_takes_either_button_and_leads_on_to_where_it_came_up(shelf: Shelf) -> None:
    bank = {signal.id: signal for signal in shelf.bank.signals}
    for lesson in shelf.lessons.values():
        for twist in lesson.trials:
            play, signal = stage(lesson, twist.number), bank[twist.trial]
            place = machine.start(play)
            while place.screen != TRIAL:
                act = machine.next_act(play, place)
                assert act is not None and not place.done, (lesson.id, twist.trial)
                place, _ = machine.advance(play, place, act)
            shown = {text.key for text in play.screens[TRIAL].texts()}
            assert {text.key for text in signal.texts()} <= shown
            slip = "trust" if signal.right == "doubt" else "doubt"
            for wrong, words in ((slip, signal.slip), (OTHER, signal.other_say)):
                there, outcome = machine.advance(play, place, Act(f"tap {wrong}"))
                assert (outcome.kind, outcome.say, there.screen) == (SLIP, words, TRIAL)
            after, outcome = machine.advance(play, place, Act(f"tap {signal.right}"))
            assert (outcome.kind, after.screen) == (CORRECT, twist.before)
            assert [act for _, act in machine.path(play, after)], "and from there to the end"


def test_nothing_comes_up_where_somebody_writes_waits_or_speaks(shelf: Shelf) -> None:
    for task in hosts(shelf.catalogue):
        lesson = shelf.lessons[task.id]
        way = list(dict.fromkeys(name for name, _ in machine.path(stage(lesson))))
        places = places_for(lesson)
        assert places, lesson.id
        assert all(way.index(name) >= len(way) / 3 for name in places)
        for name in places:
            screen = lesson.screens[name]
            assert not {w.kind for w in screen.widgets()} & {"pin", "field", "call"} and not screen.wait
            assert screen.app != "teacher"


def test_the_order_of_the_buttons_says_nothing() -> None:
    first: dict[str, Counter[str]] = {kind: Counter() for kind in SIGNALS}
    for signal in many(300):
        buttons = [w.name for w in signal.screen("on").widgets() if w.kind == "button"]
        first[signal.signal][buttons[0]] += 1
    for kind in SIGNALS:
        assert set(first[kind]) == {"trust", "doubt", "other"} and min(first[kind].values()) > 30


def test_sixty_signals_are_all_hosted_and_each_lesson_has_two_or_three(shelf: Shelf) -> None:
    tasks, bank = hosts(shelf.catalogue), many(60)
    dealt = deal(bank, tasks)
    assert {signal.id for mine in dealt.values() for signal in mine} == {signal.id for signal in bank}
    for mine in dealt.values():
        assert 2 <= len(mine) <= MOST
        assert len({signal.id for signal in mine}) == len(mine)
        assert {signal.signal for signal in mine} == {FRAUD, GENUINE}


def test_one_signal_more_moves_few_others(shelf: Shelf) -> None:
    tasks, bank = hosts(shelf.catalogue), many(61)
    before, after = deal(bank[:60], tasks), deal(bank, tasks)
    touched = [task for task in before if {s.id for s in before[task]} != {s.id for s in after[task]}]
    assert 1 <= len(touched) <= 8
    assert deal(bank[::-1], tasks) == after


def test_a_lesson_is_not_dealt_what_is_about_its_own_subject(shelf: Shelf) -> None:
    about = {"medical": "book-hospital", "power": "pay-utilities", "train": "buy-train-ticket"}
    for theme, lesson in about.items():
        dealt = deal([replace(signal, theme=theme) for signal in many(60)], hosts(shelf.catalogue))
        assert dealt[lesson] == () and dealt["check-farm-subsidy"]


def test_more_signals_than_there_is_room_for_are_told(shelf: Shelf) -> None:
    few: Catalogue = replace(
        shelf.catalogue, tasks={id_: shelf.catalogue.tasks[id_] for id_ in ("bigger-text", "connect-wifi")}
    )
    bank = replace(read_bank(FIRST), signals=tuple(many(9)))
    unhosted(bank, few)
    assert len(bank.reading.mistakes) >= 3 and "room for 6" in bank.reading.mistakes[0].fix


def test_a_lesson_without_a_place_or_without_signals_stays_as_it_is(shelf: Shelf) -> None:
    lesson = shelf.lessons["spot-scam-sms"]
    assert with_trials(lesson, ()) is lesson
    source = ROOT / "lessons" / "certify-pension" / "lesson.yaml"
    written = read_lesson(source, shelf.catalogue).lesson
    assert written is not None
    busy = {name: replace(screen, wait=3) for name, screen in written.screens.items()}
    waiting = replace(written, screens=busy)
    assert with_trials(waiting, many(2)) is waiting


def test_a_changed_signal_is_another_version_of_its_lesson(shelf: Shelf) -> None:
    source = ROOT / "lessons" / "certify-pension" / "lesson.yaml"
    lesson = read_lesson(source, shelf.catalogue).lesson
    assert lesson is not None
    (one,) = read_bank(FIRST).signals
    kinds = [one, replace(one, signal=GENUINE), replace(one, slip=Text(one.slip.key, "别的。"))]
    assert len({with_trials(lesson, [signal]).hash for signal in kinds}) == 3


@pytest.mark.parametrize(
    ("finished", "steps", "slipped", "hints", "knows"),
    [
        (1, 10, 0, 0, False),
        (2, 10, 0, 0, True),
        (2, 10, 2, 0, True),
        (2, 10, 3, 0, False),
        (2, 10, 0, 2, True),
        (2, 10, 1, 2, False),
        (5, 0, 0, 0, False),
    ],
)
def test_a_task_is_known_after_two_plays_that_went_well(
    finished: int, steps: int, slipped: int, hints: int, knows: bool
) -> None:
    assert trials.knows(finished, steps, slipped, hints) is knows


def test_trials_come_at_once_then_after_one_two_and_four_weeks() -> None:
    day, met = timedelta(days=1).total_seconds(), []
    for now in range(120):
        if trials.due(met, now * day):
            met.append(now * day)
    assert [at / day for at in met] == [0, 7, 21, 49, 77, 105]


def test_neither_kind_can_be_guessed_and_both_come_equally_often() -> None:
    after: Counter[tuple[bool, bool]] = Counter()
    for learner in map(str, range(60)):
        fraud: list[bool] = []
        for _ in range(40):
            fraud.append(trials.fraud_next(learner, sum(fraud), len(fraud) - sum(fraud)))
            assert abs(2 * sum(fraud) - len(fraud)) <= trials.LEAN
        after.update(pairwise(fraud))
    same = after[True, True] + after[False, False]
    assert 0.3 < same / after.total() < 0.5, "neither always alternating nor in runs"


def test_what_others_say_is_heard_after_the_teacher(shelf: Shelf) -> None:
    signals = {signal.id: signal for signal in shelf.bank.signals}
    for lesson in shelf.lessons.values():
        for trial in lesson.trials:
            screen = trial.added[TRIAL]
            assert list(screen.messages()) == [signals[trial.trial].text]
            aloud = [part.aloud.key for part in view(lesson, screen, PLAIN).parts if part.aloud]
            assert aloud == [f"signals.{trial.trial}.text"]
    plain = shelf.lessons["certify-pension"].screens
    assert [name for name, screen in plain.items() if list(screen.messages())] == ["permission"]
