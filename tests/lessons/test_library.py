"""The library: our lessons stand together as they should, and every kind of broken library is rejected at its line."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from app.config import ROOT
from app.dialects.catalogues import Catalogues
from app.simulator import library, likeness
from app.simulator.mistakes import Mistake
from app.simulator.places import Places
from app.simulator.reading import read_lesson
from app.simulator.shelf import Shelf, read_catalogue, shelved

FOLDER = ROOT / "lessons"
SHARED_FILES = ("catalogue", "people", "skills", "slips", "words")


def source(lesson: str) -> str:
    return (FOLDER / lesson / "lesson.yaml").read_text(encoding="utf-8")


def line_of(text: str, words: str) -> int:
    """The line, from 1, on which some words first stand."""
    assert words in text
    return text[: text.index(words)].count("\n") + 1


def with_lesson(shelf: Shelf, text: str, *beside: str) -> Shelf:
    """A shelf of one lesson as written, its file called `changed.yaml`, and of some of ours."""
    reading = read_lesson(text, shelf.catalogue, "changed.yaml")
    assert reading.mistakes == []
    kept = [r for r in shelf.readings if r.lesson is not None and r.lesson.id in beside]
    return shelved(shelf.catalogue, [*kept, reading])


def at(found: list[Mistake], what: str) -> list[tuple[str, int]]:
    """Where mistakes with these words stand."""
    assert all(mistake.fix for mistake in found)
    return [(mistake.file, mistake.line) for mistake in found if what in mistake.what]


def check(shelf: Shelf) -> list[Mistake]:
    return library.check(shelf, Places(FOLDER))


@pytest.mark.slow  # make check does the same each time
@pytest.mark.holds("library")
def test_our_lessons_stand_together(shelf: Shelf, catalogues: Catalogues) -> None:
    assert [str(m) for m in library.check(shelf, Places(FOLDER), catalogues.find)] == []
    figures = library.measure(shelf)
    assert figures.own >= library.OWN and figures.least_own[1] >= library.OWN_IN_A_LESSON
    assert figures.alike is None or figures.alike.share <= library.SHARED
    assert figures.rarest_skill[1] >= library.TASKS_A_SKILL and figures.twists >= library.TWISTS
    assert set(figures.decisions) <= set(library.DECISIONS)
    assert len(list(figures.lines())) == 4


UNFINISHED = {
    "one twist": (lambda text: text[: text.index("- name: 名字不是自己")], "1 twists in this lesson", "twists:"),
    "no surprise": (
        lambda text: "\n".join(line for line in text.splitlines() if not line.startswith("  surprise:")),
        "no twist is a surprise",
        "twists:",
    ),
    "no detour": (
        lambda text: (
            text[: text.index("  fake_page:")].replace(", detour: fake_page", "") + text[text.index("  bye:") :]
        ),
        "no detour",
        "screens:",
    ),
    "no neutral act": (lambda text: _without_fine(text), "no neutral act", "screens:"),
    "a short way": (lambda text: text.replace("tap social: login", "tap social: record"), "4 decisions", "screens:"),
    "no card at the end": (
        lambda text: text.replace(
            "    - bridge: certify-pension        # 正门卡：真事到哪里办、打什么电话、不方便找谁\n", ""
        ),
        "shows no front-door card",
        "  bye:",
    ),
}
"""How the pension lesson can be left unfinished: what is done to it, what is said, and where."""


def _without_fine(text: str) -> str:
    kept, within = [], False
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        within = line.strip() == "fine:" or (within and indent > 4)
        if not within:
            kept.append(line)
    return "\n".join(kept)


@pytest.mark.slow
@pytest.mark.holds("library")
@pytest.mark.parametrize("kind", UNFINISHED)
def test_an_unfinished_lesson_is_rejected_at_its_line(kind: str, shelf: Shelf) -> None:
    change, what, where = UNFINISHED[kind]
    broken = change(source("certify-pension"))
    found = check(with_lesson(shelf, broken))
    assert at(found, what) == [("changed.yaml", line_of(broken, where))]


@pytest.mark.slow
@pytest.mark.holds("library")
def test_a_lesson_that_speaks_in_shared_slips_is_rejected(shelf: Shelf) -> None:
    lines = [
        f"{line.partition(': ')[0]}: back-out" if line.startswith("      tap ") and "。" in line else line
        for line in source("certify-pension").splitlines()
    ]
    broken = "\n".join(lines)
    found = check(with_lesson(shelf, broken))
    where = [("changed.yaml", line_of(broken, "screens:"))]
    assert at(found, "lines after a wrong act are its own") == where


@pytest.mark.slow
@pytest.mark.holds("library")
def test_a_library_that_speaks_in_shared_slips_is_rejected_at_its_poorest_lesson(shelf: Shelf) -> None:
    shared = shelf.catalogue.slips["back-out"]
    lessons = {}
    for place, (name, lesson) in enumerate(shelf.lessons.items()):
        screens = {
            key: replace(screen, wrong=tuple((rule, replace(slip, say=shared)) for rule, slip in screen.wrong))
            for key, screen in lesson.screens.items()
        }
        lessons[name] = replace(lesson, screens=screens) if place % 2 else lesson
    poor = replace(shelf, lessons=lessons)
    least = min(lessons.values(), key=lambda lesson: library.own_lines(lesson)[0] / library.own_lines(lesson)[1])
    found = at(check(poor), "of all lessons' lines")
    assert found == [(str(FOLDER / least.id / "lesson.yaml"), line_of(source(least.id), "screens:"))]


@pytest.mark.holds("library")
def test_a_lesson_copied_under_other_names_is_rejected_at_its_first_like_screen(shelf: Shelf) -> None:
    copy = source("certify-pension").replace("lesson: certify-pension", "lesson: check-pension")
    for old, new in {
        "周大顺": "王桂芝", "王桂芝": "周敏", "社保": "医保", "5月12日": "9月30日", "5月20日": "3月8日",
        "手指按住屏幕，慢慢往上滑。": "手指按住屏幕，慢慢地往上滑。",
    }.items():  # fmt: skip
        copy = copy.replace(old, new)
    found = check(with_lesson(shelf, copy, "certify-pension"))
    (where,) = at(found, "of its screens with `certify-pension`")
    assert where == ("changed.yaml", line_of(copy, "  desk:"))


@pytest.mark.slow
def test_two_lessons_may_share_a_few_screens(shelf: Shelf) -> None:
    ours, theirs = source("certify-pension"), source("pay-utilities")
    few = ours[ours.index("  permission:\n") : ours.index("  ready:\n")].replace("tap once: ready", "tap once: bye")
    text = theirs.replace("  bye:\n", f"{few}  bye:\n", 1)
    pair = likeness.pairs(
        (shelf.lessons["certify-pension"], with_lesson(shelf, text).lessons["pay-utilities"]),
        shelf.catalogue,
    )
    assert [(found.one, found.other, found.screens) for found in pair] == [
        ("certify-pension", "pay-utilities", (("permission", "permission"),))
    ]
    assert 0 < pair[0].share < library.SHARED


@pytest.mark.slow
def test_laying_pieces_together_misses_no_pair_that_is_nine_tenths_alike() -> None:
    """What `likeness` leaves unread for want of common pieces is never as alike as ALIKE, however it was altered."""
    draw = random.Random(7)
    letters = "点一下看名字和号码对得上再往社保手机银行"
    alike = 0
    for _ in range(400):
        text = "".join(draw.choices(letters, k=draw.randint(30, 120)))
        other = list(text)
        for _ in range(int(len(text) * draw.uniform(0, 0.12))):
            other[draw.randrange(len(other))] = draw.choice(["", "新", "新旧"])
        changed = "".join(other)
        a, b = ({words[i : i + 3] for i in range(len(words) - 2)} for words in (text, changed))
        if SequenceMatcher(None, text, changed, autojunk=False).ratio() >= likeness.ALIKE:
            alike += 1
            assert len(a & b) >= likeness.PIECES * min(len(a), len(b))
    assert alike > 100


@pytest.mark.slow
@pytest.mark.holds("library")
def test_too_few_twists_in_all_are_rejected_at_the_lesson_with_fewest(shelf: Shelf) -> None:
    lessons = {name: replace(lesson, twists=lesson.twists[:2]) for name, lesson in shelf.lessons.items()}
    lessons["video-call"] = replace(lessons["video-call"], twists=lessons["video-call"].twists[:1])
    found = at(check(replace(shelf, lessons=lessons)), "71 twists in all lessons")
    assert found == [(str(FOLDER / "video-call" / "lesson.yaml"), line_of(source("video-call"), "twists:"))]


@pytest.mark.slow
@pytest.mark.holds("library")
def test_a_skill_that_two_tasks_practise_is_rejected_where_it_stands(shelf: Shelf) -> None:
    lessons = {name: lesson for name, lesson in shelf.lessons.items() if name != "e-social-card"}
    skills = (FOLDER / "skills.yaml").read_text(encoding="utf-8")
    found = at(check(replace(shelf, lessons=lessons)), "`qr-code` is practised in 2 tasks")
    assert found == [(str(FOLDER / "skills.yaml"), line_of(skills, "  qr-code:"))]


SHARED = {
    "a card without a way": ("catalogue", "    phone: 95598供电\n", "    phone:\n", "  pay-utilities:\n    online", 1),
    "a listed number only": ("catalogue", "phone: 95598供电", "phone: 95599供电", "phone: 95599供电", 0),
    "a real address": ("catalogue", "offline: 营业厅、代收点", "offline: 看www.gov.cn", "offline: 看www.gov.cn", 0),
    "a brand in a task": ("catalogue", "why: 断了电再跑镇上交", "why: 用支付宝交", "why: 用支付宝交", 0),
    "an avoided word in a task": ("catalogue", "why: 断了电再跑镇上交", "why: 点击交费", "why: 点击交费", 0),
    "half-width in a skill": ("skills", "name: 查办到哪了", "name: \"查,办到哪了\"", "status-tracking:", 0),
    "a slip of two beats": (
        "slips", "press-hard: 按得有点重了。不要紧。", "press-hard: 按得有点重了。", "press-hard:", 0,
    ),
    "a real number on a card": ("people", "990321195803150026", "110105194912310028", "110105194912310028", 0),
    "a real telephone on a card": ("people", "12900000068", "13900000068", "13900000068", 0),
    "a real bank card": ("people", "0000 0000 0000 0680", "6200 0000 0000 0680", "6200 0000 0000 0680", 0),
}  # fmt: skip
"""How the shared files can be broken: file, what is replaced by what, what stands in the line, and lines below it."""
SAID = {
    "a card without a way": "without `phone`",
    "a listed number only": "95599 could be a telephone",
    "a real address": "real address",
    "a brand in a task": "`支付宝` is a brand",
    "an avoided word in a task": "speaks `点击`",
    "half-width in a skill": "half-width",
    "a slip of two beats": "2 beats",
    "a real number on a card": "real person's number",
    "a real telephone on a card": "real telephone",
    "a real bank card": "real bank card",
}


@pytest.mark.slow
@pytest.mark.holds("library")
@pytest.mark.parametrize("kind", SHARED)
def test_what_lessons_share_is_rejected_at_its_line(kind: str, shelf: Shelf, tmp_path: Path) -> None:
    name, before, after, where, below = SHARED[kind]
    for file in SHARED_FILES:
        shutil.copyfile(FOLDER / f"{file}.yaml", tmp_path / f"{file}.yaml")
    path = tmp_path / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(broken := text.replace(before, after, 1), encoding="utf-8")
    one = [reading for reading in shelf.readings if reading.lesson is not None and reading.lesson.id == "pay-utilities"]
    found = library.check(shelved(read_catalogue(tmp_path), one), Places(tmp_path))
    assert at(found, SAID[kind]) == [(str(path), line_of(broken, where) + (2 if below else 0))]


@pytest.mark.slow
@pytest.mark.holds("library")
def test_a_task_without_a_front_door_card_is_rejected_where_it_stands(shelf: Shelf) -> None:
    bridges = {task: card for task, card in shelf.catalogue.bridges.items() if task != "gov-account"}
    text = (FOLDER / "catalogue.yaml").read_text(encoding="utf-8")
    found = at(check(replace(shelf, catalogue=replace(shelf.catalogue, bridges=bridges))), "no front-door card")
    assert found == [(str(FOLDER / "catalogue.yaml"), line_of(text, "  gov-account:"))]


@pytest.mark.slow
@pytest.mark.holds("library")
@pytest.mark.parametrize(
    ("key", "file", "where"),
    [
        ("bridges.gov-account.note", "catalogue", "note: 有长辈版的优先用"),
        ("people.zhoumin.role", "people", "role: 女儿，在外地上班"),
        ("slips.impatient", "slips", "  impatient:"),
        ("skills.search", "skills", "  search:"),
        ("tracks.daily", "catalogue", "  daily:"),
        ("tasks.call-12345.why", "catalogue", "why: 路灯坏了"),
    ],
)
def test_a_shared_message_without_english_is_rejected_at_its_line(
    key: str, file: str, where: str, shelf: Shelf, catalogues: Catalogues
) -> None:
    def lost(locale: str, wanted: str, zh: str) -> str | None:
        return None if wanted == key else catalogues.find(locale, wanted, zh)

    path = FOLDER / f"{file}.yaml"
    found = library.check(shelved(shelf.catalogue, ()), Places(FOLDER), lost)
    assert at(found, f"no English for `{key}`") == [(str(path), line_of(path.read_text(encoding="utf-8"), where))]


@pytest.mark.slow
def test_a_library_without_lessons_is_looked_at_too(shelf: Shelf) -> None:
    assert library.check(shelved(shelf.catalogue, ()), Places(FOLDER)) == []
