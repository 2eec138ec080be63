"""Drafts keep every edit: two at once, a clash, a laptop that is switched off at any moment, a text editor beside."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.bench import (
    Change,
    Draft,
    Drafts,
    NoDraft,
    Unfit,
    document,
    drafts,
    first_lesson,
    packed,
    settling,
    unpacked,
)
from app.config import ROOT
from app.simulator.shelf import read_catalogue

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
ID = "village-bus"
SAY = ("screens", "page", "say")
OLD = "这里就是办这件事的地方。看看写的是不是要办的事。"
SHIPPED = ("certify-pension", "pay-resident-medical", "spot-scam-sms")


@pytest.fixture
def here(tmp_path: Path) -> Drafts:
    made = Drafts(tmp_path / "drafts")
    words = {"en": {f"{ID}.page.say": (OLD, "Here it is."), f"{ID}.look.show.title.1": ("请核对", "Please check")}}
    made.begin(ID, first_lesson(ID, "坐村里的班车", "guizhi"), "周老师", AT, words)
    return made


def say(words: str, was: str = OLD) -> Change:
    return Change("set", SAY, was, words)


def at(draft: Draft, *path: str | int) -> Any:
    node: Any = document(draft.text)
    for step in path:
        node = node[step]
    return node


@pytest.mark.holds("workshop-bytes")
@pytest.mark.parametrize("lesson", SHIPPED)
def test_a_shipped_lesson_opens_and_goes_out_and_in_to_the_byte(lesson: str, tmp_path: Path) -> None:
    shipped = (ROOT / "lessons" / lesson / "lesson.yaml").read_bytes()
    here, there = Drafts(tmp_path / "here"), Drafts(tmp_path / "there")
    here.begin_from(lesson, shipped.decode(), {}, "周老师", AT)
    assert (tmp_path / "here" / lesson / "lesson.yaml").read_bytes() == shipped
    draft = here.open(lesson)
    assert draft.text.encode() == shipped
    title = f"{lesson}.title"
    zh = str(at(draft, "title"))
    draft = here.say(lesson, "en", title, zh, "", "A lesson", "周老师", AT).draft
    file = packed(draft)
    parcel = unpacked(file, read_catalogue(ROOT / "lessons"))
    assert parcel.text.encode() == shipped
    came = there.begin_from(parcel.id, parcel.text, parcel.words, "李老师", AT)
    assert packed(came) == file
    assert came.words == {"en": {title: (zh, "A lesson")}}


def test_a_change_and_its_way_back_leave_the_file_as_it_was(here: Drafts) -> None:
    before = here.open(ID)
    changed = here.apply(ID, say("看看这里。"), "李老师", AT)
    assert changed.clash is None
    assert at(changed.draft, *SAY) == "看看这里。"
    assert changed.draft.revision == 2
    assert here.put_back(ID, 1, "李老师", AT).text == before.text
    assert [(one.revision, one.by, one.what["do"]) for one in here.history(ID)] == [
        (1, "周老师", "begin"),
        (2, "李老师", "set"),
        (3, "李老师", "put_back"),
    ]
    assert here.at_revision(ID, 2).text == changed.draft.text
    with pytest.raises(NoDraft):
        here.at_revision(ID, 9)


@pytest.mark.holds("workshop-two")
def test_of_two_who_change_one_sentence_both_are_kept(here: Drafts) -> None:
    here.apply(ID, say("看看这里。"), "李老师", AT)
    applied = here.apply(ID, say("瞧瞧这里。"), "王老师", AT)
    clash = applied.clash
    assert clash is not None
    assert (clash.yours, clash.theirs, clash.by, clash.at) == ("瞧瞧这里。", "看看这里。", "李老师", AT)
    assert at(applied.draft, *SAY) == "看看这里。"
    refused = here.history(ID)[-1]
    assert (refused.refused, refused.by, refused.what["now"]) == (True, "王老师", "瞧瞧这里。")
    assert here.apply(ID, say("看看这里。"), "王老师", AT).clash is None
    assert here.open(ID).revision == 2


@pytest.mark.holds("workshop-two")
def test_what_moved_meanwhile_is_found_again(here: Drafts) -> None:
    show = ("screens", "page", "show")
    here.apply(ID, Change("add", show, now={"text": "上面多了一行"}, to=0), "李老师", AT)
    applied = here.apply(ID, Change("set", (*show, 2, "button next"), "下一步", "往下走"), "王老师", AT)
    assert applied.clash is None
    assert at(applied.draft, *show, 3) == {"button next": "往下走"}
    assert here.apply(ID, Change("remove", (*show, 0), {"nothing": "here"}), "王老师", AT).clash is not None


@pytest.mark.holds("workshop-two")
def test_what_is_gone_is_told(here: Drafts) -> None:
    here.apply(ID, Change("rename", ("screens", "page"), to="front"), "李老师", AT)
    clash = here.apply(ID, say("看看这里。"), "王老师", AT).clash
    assert clash is not None
    assert clash.theirs is None


def test_words_follow_what_moves(here: Drafts) -> None:
    here.apply(ID, Change("add", ("screens", "look", "show"), now={"title": "先看"}, to=0), "李老师", AT)
    draft = here.apply(ID, Change("rename", ("screens", "page"), to="front"), "李老师", AT).draft
    assert draft.words["en"][f"{ID}.look.show.title.2"] == ("请核对", "Please check")
    assert draft.words["en"][f"{ID}.front.say"] == (OLD, "Here it is.")


@pytest.mark.holds("workshop-two")
def test_two_translations_of_one_sentence_are_both_kept(here: Drafts) -> None:
    key = f"{ID}.page.say"
    assert here.say(ID, "en", key, OLD, "Here it is.", "This is it.", "李老师", AT).clash is None
    clash = here.say(ID, "en", key, OLD, "Here it is.", "It is here.", "王老师", AT).clash
    assert clash is not None
    assert (clash.path, clash.theirs, clash.by) == (("en", key), "This is it.", "李老师")
    with pytest.raises(Unfit):
        here.say(ID, "../en", key, OLD, "", "x", "王老师", AT)


@pytest.mark.holds("workshop-two")
def test_many_at_once_lose_nothing(here: Drafts) -> None:
    def edit(who: int) -> int:
        refused, was = 0, OLD
        for n in range(4):
            own = Change("set", ("screens", ("desk", "page", "look", "done")[who], "hints", 0), None, "")
            seen = at(here.open(ID), *own.path)
            assert here.apply(ID, Change("set", own.path, seen, f"第{who}个人第{n}回。"), f"{who}", AT).clash is None
            clash = here.apply(ID, say(f"{who}写{n}。", was), f"{who}", AT).clash
            refused += clash is not None
            was = clash.theirs if clash is not None else f"{who}写{n}。"
        return refused

    with ThreadPoolExecutor(4) as pool:
        refused = sum(pool.map(edit, range(4)))
    edits = here.history(ID)
    assert sum(one.refused for one in edits) == refused
    assert sum(not one.refused for one in edits) == 1 + 32 - refused
    assert [one.revision for one in edits if not one.refused] == list(range(1, 34 - refused))
    for who, screen in enumerate(("desk", "page", "look", "done")):
        assert at(here.open(ID), "screens", screen, "hints", 0) == f"第{who}个人第3回。"


class Killed(BaseException):
    """The laptop is switched off here."""


@pytest.fixture
def kill(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int, bool], None]]:
    """Switch the laptop off at the n-th step onto the disk, before it, or half-way through it."""
    real = {(drafts, "put"): drafts.put, (settling, "append"): settling.append, (settling, "to_disk"): settling.to_disk}
    left = [0, False]

    def step(do: Callable[..., None]) -> Callable[..., None]:
        def done(path: Path, *content: bytes) -> None:
            if left[0] == 0:
                if left[1] and content and do is real[settling, "append"]:
                    with path.open("ab") as file:
                        file.write(content[0][: len(content[0]) // 2])
                raise Killed
            left[0] -= 1
            do(path, *content)

        return done

    def set_off(at_step: int, half: bool) -> None:
        left[:] = [at_step, half]
        for (where, name), do in real.items():
            monkeypatch.setattr(where, name, step(do))

    yield set_off
    monkeypatch.undo()


@pytest.mark.holds("workshop-two")
@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("at_step", range(5))
def test_switched_off_anywhere_loses_no_more_than_the_edit(
    at_step: int,
    half: bool,
    here: Drafts,
    tmp_path: Path,
    kill: Callable[[int, bool], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = here.apply(ID, say("看看这里。"), "李老师", AT).draft
    change = Change("add", ("screens", "look", "show"), now={"title": "先看"}, to=0)
    kill(at_step, half)
    killed = False
    try:
        here.apply(ID, change, "王老师", AT)
    except Killed:
        killed = True
    monkeypatch.undo()
    again = Drafts(tmp_path / "drafts")
    draft = again.open(ID)
    if draft.revision == 2:
        assert killed
        assert draft == old
        draft = again.apply(ID, change, "王老师", AT).draft
    assert draft.revision == 3
    assert at(draft, "screens", "look", "show", 0) == {"title": "先看"}
    assert draft.words["en"][f"{ID}.look.show.title.2"] == ("请核对", "Please check")
    assert again.put_back(ID, 2, "王老师", AT).text == old.text
    assert [one.what["do"] for one in again.history(ID)] == ["begin", "set", "add", "put_back"]


@pytest.mark.holds("workshop-two")
@pytest.mark.parametrize("left", [b'{"revision":3', b"\0" * 5000, b"\0" * 4096 + b'"refused":false}\n', b"{}\n", b"\n"])
def test_what_a_power_cut_left_of_a_line_is_no_edit(left: bytes, here: Drafts, tmp_path: Path) -> None:
    old = here.apply(ID, say("看看这里。"), "李老师", AT).draft
    with (tmp_path / "drafts" / ID / "history.jsonl").open("ab") as file:
        file.write(left)
    assert [head.revision for head in here.all()] == [2]
    assert here.open(ID) == old
    assert here.apply(ID, say("瞧瞧这里。", "看看这里。"), "王老师", AT).draft.revision == 3
    assert len(here.history(ID)) == 3


EDITOR = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from app.bench import Change, Drafts
here, was = Drafts(Path(sys.argv[1])), {OLD!r}
for n, _ in enumerate(sys.stdin):
    said = f"第{{n}}回。"
    assert here.apply({ID!r}, Change("set", {SAY!r}, was, said), "李", datetime.now(UTC)).clash is None
    was = said
    print(n, flush=True)
"""
ROUNDS = 8


@pytest.mark.slow
@pytest.mark.holds("workshop-two")
def test_a_killed_server_keeps_what_it_acknowledged(here: Drafts, tmp_path: Path) -> None:
    """Another process edits at the same time, and is killed while it makes its last edit."""
    command = [sys.executable, "-c", EDITOR, str(tmp_path / "drafts")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as editor:
        for n in range(ROUNDS):
            print(file=editor.stdin, flush=True)
            goal = at(here.open(ID), "goal")
            assert here.apply(ID, Change("set", ("goal",), goal, f"目标{n}。"), "王", AT).clash is None
            assert int(editor.stdout.readline()) == n
        print(file=editor.stdin, flush=True)
        here.open(ID)
        editor.kill()
        told = [ROUNDS - 1, *map(int, editor.stdout)][-1]
    draft = here.open(ID)
    assert at(draft, *SAY) in {f"第{n}回。" for n in (told, told + 1)}
    assert at(draft, "goal") == f"目标{ROUNDS - 1}。"
    assert draft.revision == 1 + ROUNDS + 1 + int(at(draft, *SAY)[1:-2])


def test_a_text_editor_beside_is_an_edit_too(here: Drafts, tmp_path: Path) -> None:
    file = tmp_path / "drafts" / ID / "lesson.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(OLD, "看看这里。"), encoding="utf-8")
    draft = here.open(ID)
    assert (draft.revision, at(draft, *SAY)) == (2, "看看这里。")
    assert [one.what["do"] for one in here.history(ID)] == ["begin", "hand"]
    assert at(here.put_back(ID, 1, "李老师", AT), *SAY) == OLD


def test_a_draft_put_aside_comes_back(here: Drafts) -> None:
    with pytest.raises(FileExistsError):
        here.begin_from(ID, "lesson: x\n", {}, "李老师", AT)
    assert [(one.id, one.title, one.revision, one.by) for one in here.all()] == [(ID, "坐村里的班车", 1, "周老师")]
    name = here.remove(ID)
    assert here.all() == []
    with pytest.raises(NoDraft):
        here.open(ID)
    assert here.bring_back(name) == ID
    assert here.open(ID).revision == 1


@pytest.mark.parametrize("name", ["../x", "", "con", "A", "a" * 41, "a/b", ".locks", "a-"])
def test_an_id_is_no_way_out_of_the_folder(name: str, here: Drafts) -> None:
    for use in (here.open, here.remove, here.history):
        with pytest.raises(NoDraft):
            use(name)
    with pytest.raises(NoDraft):
        here.begin_from(name, "lesson: x\n", {}, "李老师", AT)
    with pytest.raises(NoDraft):
        here.bring_back(f"../{name}.1.1")


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"do": "eval", "path": ["title"]},
        {"do": "set", "path": []},
        {"do": "set", "path": ["a"] * 40},
        {"do": "set", "path": [-1]},
        {"do": "set", "path": [True]},
        {"do": "set", "path": ["title"], "now": "好\u202e"},
        {"do": "set", "path": ["title"], "now": "好\x00"},
        {"do": "set", "path": ["title"], "now": "好" * 3000},
        {"do": "set", "path": ["title"], "now": float("nan")},
        {"do": "set", "path": ["title"], "now": {"": 1}},
        {"do": "set", "path": ["title"], "more": 1},
    ],
)
def test_what_a_browser_sends_is_looked_at(told: dict[str, Any]) -> None:
    with pytest.raises(Unfit):
        Change.read(told)


def test_a_change_tells_itself() -> None:
    change = Change("add", ("screens", "page", "show"), None, {"button ok": "好"}, 2)
    assert Change.read(change.told()) == change
