"""The checker: it accepts the lessons that come with the project and rejects every kind of broken one at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import ROOT
from app.dialects.catalogues import Catalogues
from app.simulator.catalogue import Catalogue
from app.simulator.checking import check
from app.simulator.mistakes import Mistake
from app.simulator.reading import LARGEST, read_lesson, round_trip
from app.simulator.shelf import Shelf, read_shelf
from tests.shelves import EACH, FIRST

PENSION = (ROOT / "lessons" / "certify-pension" / "lesson.yaml").read_text(encoding="utf-8")


def line_of(text: str, words: str) -> int:
    """The line, from 1, on which some words first stand."""
    return text[: text.index(words)].count("\n") + 1


def mistakes(text: str, catalogue: Catalogue) -> list[Mistake]:
    return check(read_lesson(text, catalogue, "lesson.yaml"), catalogue)


@pytest.mark.slow  # make check does the same each time
@pytest.mark.holds("checker")
def test_the_lessons_of_the_project_are_accepted(shelf: Shelf, catalogues: Catalogues) -> None:
    assert len(shelf.lessons) >= 3
    for reading in shelf.readings:
        assert [str(m) for m in check(reading, shelf.catalogue, catalogues.find)] == []


BROKEN = {
    "an unknown widget": ("- app camera:", "- hologram camera:", "- hologram camera:", "unknown widget `hologram`"),
    "a right move to a missing screen": (
        "tap social: login",
        "tap social: nowhere",
        "tap social: nowhere",
        "leads to `nowhere`, which is no screen",
    ),
    "a dead end": (
        "      tap self: check_me\n",
        "      tap self: for_whom\n",
        "tap self: for_whom",
        "goes round for ever",
    ),
    "an act that names nothing": (
        "tap social: login",
        "tap socail: login",
        "tap socail: login",
        "names `socail`, which is not on the screen",
    ),
    "an unknown skill": (
        "[tap-target, official-source]",
        "[tap-targets]",
        "[tap-targets]",
        "unknown skill `tap-targets`",
    ),
    "a shared slip that is not there": (
        "hold social: hold-long",
        "hold social: holds-long",
        "holds-long",
        "no shared slip",
    ),
    "a real identity number": (
        "text: “社保（练习）”想使用相机",
        "text: 11010519491231002X",
        "11010519491231002X",
        "real person",
    ),
    "a real telephone": ("text: “社保（练习）”想使用相机", "text: 请打13800138000", "13800138000", "real telephone"),
    "a real address": ("text: “社保（练习）”想使用相机", "text: 请看 www.gov.cn", "www.gov.cn", "real address"),
    "a key that is not known": ("minutes:", "minuets:", "minuets:", "unknown key `minuets`"),
    "a detour to nowhere": (
        "hold social: hold-long",
        "hold social: {say: hold-long, detour: nowhere}",
        "detour: nowhere",
        "detour to `nowhere`",
    ),
    "an unknown fact": ("text: “社保（练习）”想使用相机", "text: 您好$nobody", "$nobody", "`$nobody` is no fact"),
    "a telephone that is not on the list": (
        "text: “社保（练习）”想使用相机",
        "text: 请打95588",
        "请打95588",
        "not on the list",
    ),
    "a brand": ("text: “社保（练习）”想使用相机", "text: “微信”想使用相机", "“微信”想使用", "`微信` is a brand"),
    "a brand as the service": ("service: 养老", "service: 支付宝里的养老", "支付宝里的", "`支付宝` is a brand"),
    "a stranger's name": ("- row: 姓名：周大顺", "- row: 姓名：李建国", "姓名：李建国", "nobody's on a practice card"),
    "words that are not three beats": (
        "这是照相的。不要紧，没有打开。找写着“社保”的，点一下。",
        "这是照相的。找写着“社保”的，点一下。",
        "这是照相的。找",
        "2 beats",
    ),
    "an elder called 你": ("say: 手机在问您", "say: 手机在问你", "手机在问你", "says `你`"),
    "a message without a signal": (
        "    - app camera: 相机\n",
        "    - app camera: 相机\n    - sms note: {from: 社保, text: 【练习】您好}\n",
        "sms note",
        "a sms without a signal",
    ),
    "a message that could be copied": (
        "    - app camera: 相机\n",
        "    - app camera: 相机\n    - sms note: {from: 社保, signal: genuine, text: 您好}\n",
        "sms note",
        "could be copied",
    ),
    "two hints": ("    - 选第一个，“只在用的时候允许”。\n", "", "    hints:\n    - 这不是广告", "2 hints"),
    "one wrong move": (
        "      tap nod: 它要的是眨眼",
        "      # tap nod: 它要的是眨眼",
        "wrong:\n      # tap nod",
        "1 wrong moves",
    ),
    "a demo without a slip": ("- tap query\n", "", "demo:", "the demo shows 0 slips"),
    "a demo with two slips": ("- tap query\n", "- tap query\n- tap card\n", "demo:", "the demo shows 2 slips"),
    "a surprise of no kind": ("surprise: popup", "surprise: thunder", "surprise: thunder", "`thunder` is no surprise"),
    "a screen that is called as a trial is": ("  permission:\n", "  trial:\n", "  trial:", "that is dealt"),
    "a name as of something beside the phone": (
        "    - app camera: 相机\n",
        "    - app camera: 相机\n    - app change-person: 换人\n",
        "show:\n    - app",
        "beside the phone",
    ),
    "a wait that nobody sits out": ("    wait: 5\n", "    wait: 3600\n", "wait: 3600", "`3600` is no wait"),
    "a wait in words": ("    wait: 5\n", "    wait: 一会儿\n", "wait: 一会儿", "`一会儿` is no wait"),
    "a twist's wait in words": ("{wait: 15, say", "{wait: 久, say", "waiting: {wait: 久", "`久` is no wait"),
    "half-width punctuation": ("text: “社保（练习）”想使用相机", "text: 您好,请看", "您好,请看", "half-width"),
}


@pytest.mark.holds("checker")
@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_lesson_is_rejected_at_its_line(kind: str, shelf: Shelf) -> None:
    before, after, where, what = BROKEN[kind]
    assert before in PENSION
    broken = PENSION.replace(before, after, 1)
    found = mistakes(broken, shelf.catalogue)
    assert [m.line for m in found if what in m.what][:1] == [line_of(broken, where)], [str(m) for m in found]
    assert all(m.fix for m in found)


ODD = {
    "a wheel that stands nowhere": ("wheel day: {label: 几日, options: [1日, 2日], at: 3日}", "cannot stand at `3日`"),
    "a pick that stands somewhere": ("pick day: {label: 几日, options: [1日, 2日], at: 2日}", "cannot stand at `2日`"),
    "a slider with one stop": ("slider loud: {label: 声音, options: [最大]}", "`slider loud` needs a name and two"),
    "a wheel without a name": ("wheel: {label: 几日, options: [1日, 2日]}", "`wheel` needs a name and two"),
    "a pad that guesses nothing": (
        "write ink: {label: 它猜的字, text: 水, nudge: hold-long}",
        "needs 1 clues and has 0",
    ),
    "a pad without words for what was mistyped": (
        "write ink: {label: 字, text: 水, parts: [{part: 水, clue: true, say: 对。}]}",
        "`write ink` has no nudge",
    ),
    "a camera that sees nothing we draw": ("camera view: {scene: card-lost}", "no camera sees `card-lost`"),
    "a phone with one key": ("keys side: {buttons: [button up: 大声]}", "`keys side` has 1 keys"),
}


@pytest.mark.holds("checker")
@pytest.mark.parametrize("kind", ODD)
def test_a_widget_that_cannot_be_drawn_or_answered_is_rejected(kind: str, shelf: Shelf) -> None:
    written, what = ODD[kind]
    before = "    - app camera:"
    assert before in PENSION
    found = mistakes(PENSION.replace(before, f"    - {written}\n{before}", 1), shelf.catalogue)
    told = [m for m in found if what in m.what]
    assert told and told[0].line and told[0].fix, [str(m) for m in found]


@pytest.mark.holds("checker")
def test_a_demonstration_that_passes_a_stop_is_rejected(shelf: Shelf) -> None:
    text = (ROOT / "lessons" / "bigger-text" / "lesson.yaml").read_text(encoding="utf-8")
    found = mistakes(text.replace("- tap ring.2\n", "", 1), shelf.catalogue)
    assert [m.line for m in found if "passes an option of `ring`" in m.what] == [line_of(text, "- tap ring.2\n")]


@pytest.mark.holds("checker")
def test_a_slider_whose_way_back_is_shut_is_rejected(shelf: Shelf) -> None:
    text = (ROOT / "lessons" / "bigger-text" / "lesson.yaml").read_text(encoding="utf-8")
    broken = text.replace("at: 大}", "at: 大, answer: 大, nudge: hold-long}", 1)
    broken = "".join(line for line in broken.splitlines(keepends=True) if "tap letters.1: 这样就改成最小" not in line)
    found = mistakes(broken, shelf.catalogue)
    assert [m.line for m in found if "comes back past" in m.what] == [line_of(broken, "tap letters.2: 这样就改回小")]


@pytest.mark.holds("checker")
def test_a_wrong_move_without_words_is_rejected(shelf: Shelf) -> None:
    broken = PENSION.replace("hold social: hold-long", "hold social:", 1)
    found = mistakes(broken, shelf.catalogue)
    assert ("has no words" in found[0].what, found[0].line) == (True, line_of(broken, "hold social:"))


@pytest.mark.holds("checker")
def test_a_line_too_long_to_be_heard_is_rejected(shelf: Shelf) -> None:
    said = next(line for line in PENSION.splitlines() if line.strip().startswith("say:"))
    broken = PENSION.replace(said, f"    say: {'太长了' * 21}", 1)
    found = mistakes(broken, shelf.catalogue)
    assert (found[0].line, "63 characters" in found[0].what) == (line_of(broken, "太长了"), True)


@pytest.mark.holds("checker")
def test_an_english_line_too_long_to_be_heard_is_rejected(shelf: Shelf) -> None:
    reading = read_lesson(PENSION, shelf.catalogue, "lesson.yaml")
    long = check(
        reading, shelf.catalogue, lambda locale, key, zh: "word " * 25 if key.endswith("desk.say") else "Fine."
    )
    assert any("125 characters" in m.what and m.line == line_of(PENSION, "    say:") for m in long)


@pytest.mark.holds("checker")
def test_a_twist_that_loops_for_ever_is_rejected(shelf: Shelf) -> None:
    twist = PENSION.index("twists:")
    broken = PENSION[:twist] + PENSION[twist:].replace("tap close: record", "tap close: twist1", 1)
    found = [m.line for m in mistakes(broken, shelf.catalogue) if "goes round for ever" in m.what]
    assert found == [line_of(broken, "tap close: twist1")]


@pytest.mark.holds("checker")
def test_a_screen_without_a_way_on_is_rejected(shelf: Shelf) -> None:
    broken = PENSION.replace("      tap self: check_me\n", "      tap self: last\n", 1)
    broken = broken.replace(
        "  check_me:\n", "  last:\n    in: teacher\n    say: 到头了。\n    show: [text: 没了]\n  check_me:\n", 1
    )
    found = [m for m in mistakes(broken, shelf.catalogue) if "the way ends at `last`" in m.what]
    assert line_of(broken, "  last:") in [m.line for m in found]


@pytest.mark.holds("checker")
def test_a_word_of_the_avoid_list_is_not_spoken(shelf: Shelf) -> None:
    said = next(line for line in PENSION.splitlines() if line.strip().startswith("say:"))
    broken = PENSION.replace(said, f"    say: 请{shelf.catalogue.avoid[0]}一下。", 1)
    assert any(
        "avoid list" in m.what and m.line == line_of(broken, "    say: 请") for m in mistakes(broken, shelf.catalogue)
    )


def test_every_mistake_is_told_at_once(shelf: Shelf) -> None:
    broken = PENSION.replace("- app camera:", "- hologram camera:", 1).replace(
        "tap social: login", "tap social: nowhere", 1
    )
    told = " ".join(m.what for m in mistakes(broken, shelf.catalogue))
    assert "hologram" in told and "nowhere" in told


@pytest.mark.parametrize(
    "text", ["", "- a list", "lesson: x\n  bad: [", "\t", "a: &a [*a]", "x" * (LARGEST + 1), "lesson: 1"]
)
def test_what_is_no_lesson_is_told_and_never_raises(text: str, shelf: Shelf) -> None:
    found = mistakes(text, shelf.catalogue)
    assert found and all(m.line >= 1 and m.fix for m in found)


@pytest.mark.holds("way-out")
def test_a_broken_lesson_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = ROOT / "lessons"
    for source in (*folder.glob("*.yaml"), *(folder / lesson / "lesson.yaml" for lesson in FIRST)):
        target = tmp_path / source.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    broken = tmp_path / "certify-pension" / "lesson.yaml"
    broken.write_text(PENSION.replace("- app camera:", "- hologram camera:", 1), encoding="utf-8")
    shelf = read_shelf(tmp_path)
    assert "certify-pension" not in shelf.lessons and {"pay-resident-medical", "spot-scam-sms"} <= set(shelf.lessons)
    assert [(m.file, m.line) for r in shelf.readings for m in r.mistakes] == [
        (str(broken), line_of(PENSION, "- app camera:"))
    ]


@pytest.mark.parametrize("lesson", EACH)
def test_a_lesson_is_written_back_byte_for_byte(tmp_path: Path, lesson: str) -> None:
    source, yaml, copy = ROOT / "lessons" / lesson / "lesson.yaml", round_trip(), tmp_path / "lesson.yaml"
    with copy.open("w", encoding="utf-8", newline="\n") as file:
        yaml.dump(yaml.load(source.read_text(encoding="utf-8")), file)
    assert copy.read_bytes() == source.read_bytes()
