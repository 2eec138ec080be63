"""What can be heard in each dialect, counted once more in another way: from the .po files as text, and the folder."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.config import ROOT
from app.dialects import registry
from app.dialects.catalogues import Catalogues
from app.dialects.confidence import Judgements
from app.dialects.registry import CHAINS, DIALECTS, Dialect
from app.narration import Clip, Library
from app.narration.clip import clip_name, timings_path
from app.narration.voice import VOICES
from app.reports import chains, coverage
from app.reports.coverage import MOSTLY, Coverage, sentences
from app.simulator.lesson import Lesson, Text
from app.simulator.shelf import Shelf

pytestmark = [pytest.mark.slow, pytest.mark.holds("dialects")]

EXAMPLES = ("certify-pension", "pay-resident-medical", "spot-scam-sms")
CHINESE = re.compile(r"[\u3400-\u9fff]")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def entries(catalogue: str, domain: str) -> dict[tuple[str, str], tuple[str, str]]:
    """(key, msgid) -> (words, level), read with neither Babel nor our own reader."""
    text = (ROOT / "translations" / catalogue / "LC_MESSAGES" / f"{domain}.po").read_text(encoding="utf-8")
    found, level, key, part = {}, "", "", ""
    told: dict[str, str] = {}
    for line in [*text.splitlines(), ""]:
        if line.startswith("# 把握："):
            level = line[-1]
        elif match := re.match(r"(msgctxt|msgid|msgstr) ", line):
            part = match[1]
            if part == "msgctxt" or (part == "msgid" and "msgid" in told):
                told = {}
            told[part] = ""
        if part and not line.startswith("#") and line:
            told[part] = told.get(part, "") + "".join(_STRING.findall(line)).replace('\\"', '"')
        if not line and told.get("msgstr"):
            key = told.get("msgctxt", "")
            found[key, told["msgid"]] = told["msgstr"], level
        if not line:
            level, part, told = "", "", {}
    found.pop(("", ""), None)
    return found


def heard(lesson: Lesson, shelf: Shelf) -> dict[str, Text]:
    """Every message of a lesson that is heard and says anything in Chinese, by its key."""
    task, bridge = shelf.catalogue.tasks[lesson.id], shelf.catalogue.bridges.get(lesson.id)
    around = [task.title, task.why, lesson.title, lesson.goal, *(bridge.texts() if bridge else ())]
    screens = (text for screen in lesson.every_screen() for text in screen.messages())
    spoken = {text.key: text for text in (*around, *lesson.spoken(), *screens)}
    return {key: text for key, text in spoken.items() if CHINESE.search(re.sub(r"\$[a-z_]+", "", text.zh))}


def counting(shelf: Shelf, catalogues: Catalogues, folder: Path) -> Coverage:
    return Coverage(shelf, catalogues, Library([folder], CHAINS), Judgements(ROOT / "translations"))


@pytest.mark.parametrize("dialect", [one for one in DIALECTS.values() if one.catalogue], ids=lambda one: one.id)
def test_the_table_is_what_another_count_finds(
    shelf: Shelf, catalogues: Catalogues, tmp_path: Path, dialect: Dialect
) -> None:
    counts = counting(shelf, catalogues, tmp_path)
    rows = {row.part: row for row in counts.rows(dialect.id)}
    lessons, messages = entries(dialect.catalogue, "lessons"), entries(dialect.catalogue, "messages")
    said = sentences()
    own = [messages["", one] for one in said if ("", one) in messages]
    assert (rows["ui"].wanted, rows["ui"].own) == (len(said), len(own))
    every: dict[str, Text] = {}
    for part, texts in (
        ("slips", {text.key: text for text in shelf.catalogue.slips.values()}),
        ("skills", {text.key: text for text in shelf.catalogue.skills.values()}),
        ("journeys", {text.key: text for one in shelf.journeys.values() for text in one.texts()}),
        *((lesson.id, heard(lesson, shelf)) for lesson in shelf.lessons.values()),
    ):
        found = [lessons[text.key, text.zh] for text in texts.values() if (text.key, text.zh) in lessons]
        assert (rows[part].wanted, rows[part].own) == (len(texts), len(found)), part
        levels = Counter(level or "unknown" for _, level in found)
        assert {level: count for level, count in rows[part].levels.items() if count} == levels, part
        every |= texts
    total = counts.total(dialect.id)
    assert total.wanted == len(every) + len(said)
    whole = [lessons[text.key, text.zh] for text in every.values() if (text.key, text.zh) in lessons]
    assert total.own == len(whole) + len(own)
    assert sum(total.levels.values()) == total.own
    assert total.clips == total.recordings == total.approved == 0
    assert counts.words(dialect.id) == total


def test_clips_are_those_that_lie_in_the_folder(shelf: Shelf, catalogues: Catalogues, tmp_path: Path) -> None:
    voice = VOICES["kokoro-wuhan"]
    found = [words for (key, _), (words, _) in entries("wuhan", "lessons").items() if key.startswith("slips.")][:7]
    for words in found:
        name = clip_name(voice, words)
        (tmp_path / name).write_bytes(b"sound")
        told = {"voice": voice.id, "duration": 1.0, "phrases": []}
        timings_path(tmp_path, name).write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / "0123456789abcdef01234567.mp3").write_bytes(b"of nobody")
    counts = counting(shelf, catalogues, tmp_path)
    rows = {row.part: row for row in counts.rows("zh-x-wuhan")}
    assert len(found) == len(list(tmp_path.glob("*.json"))) == rows["slips"].clips == 7
    assert (rows["slips"].recordings, rows["ui"].clips) == (0, 0)
    assert {row.clips for row in counts.rows("zh-x-sichuan")} == {0}


def test_a_machine_s_accent_is_for_the_shared_lines_and_the_examples() -> None:
    wuhan = DIALECTS["zh-x-wuhan"]
    made = (
        "ui.Back",
        "slips.wrong-person",
        "skills.tap",
        *(f"{one}.goal" for one in EXAMPLES),
        "tasks.spot-scam-sms.why",
    )
    assert all(wuhan.may_make(key) for key in made)
    assert not any(
        wuhan.may_make(key) for key in ("renew-id-card.goal", "tasks.renew-id-card.why", "journeys.retire.goal")
    )
    assert DIALECTS["yue"].may_make("renew-id-card.goal") and DIALECTS["cmn"].may_make("renew-id-card.goal")


def test_elders_are_offered_what_can_be_heard_and_no_script(
    shelf: Shelf, catalogues: Catalogues, tmp_path: Path
) -> None:
    counts = counting(shelf, catalogues, tmp_path)
    assert [one.id for one in counts.offered("zh_Hans_CN")] == ["cmn", "zh-x-wuhan", "zh-x-sichuan", "yue"]
    assert [one.id for one in counts.offered("en")] == ["en"]
    for accent in ("zh-x-wuhan", "zh-x-sichuan"):
        assert set(counts.lessons_ready(accent)) == set(EXAMPLES)
    assert set(counts.lessons_ready("yue")) > set(EXAMPLES)
    assert counts.lessons_ready("nan") == counts.lessons_ready("hak") == counts.lessons_ready("wuu") == ()
    for dialect in ("nan", "hak", "wuu"):
        assert {row.part: row for row in counts.rows(dialect)}["ui"].own > 100


class Recorded(Library):
    """A library in which a neighbour has recorded some lines."""

    def __init__(self, lines: set[str]) -> None:
        super().__init__((), {})
        self.lines = lines

    def find(self, dialect: str, text: str) -> Clip | None:
        return Clip("0" * 24, f"human-{dialect}", 1.0, ()) if text in self.lines else None


@pytest.fixture
def neighbour(monkeypatch: pytest.MonkeyPatch) -> str:
    """A dialect that only people can speak, with a voice for their recordings."""
    human = replace(VOICES["kokoro-cmn"], id="human-nan", mark="human")
    monkeypatch.setattr(coverage, "VOICES", {**VOICES, human.id: human})
    nan = replace(DIALECTS["nan"], voices=(human.id,))
    monkeypatch.setattr(coverage, "DIALECTS", {**DIALECTS, "nan": nan})
    monkeypatch.setattr(coverage, "over", lambda locale: (DIALECTS["cmn"], nan))
    return nan.id


def test_recordings_make_a_dialect_ready_at_nine_tenths_and_not_before(
    shelf: Shelf, catalogues: Catalogues, neighbour: str
) -> None:
    lesson = shelf.lessons["spot-scam-sms"]
    lines, messages = entries("nan", "lessons"), entries("nan", "messages")
    texts = heard(lesson, shelf) | {text.key: text for text in shelf.catalogue.slips.values()}
    said = [lines[text.key, text.zh][0] for text in texts.values() if (text.key, text.zh) in lines]
    said += [messages["", one][0] for one in sentences() if ("", one) in messages]
    wanted = len(texts) + len(sentences())
    said = [words for words in said if "$" not in words]
    least = next(n for n in range(len(said)) if sum(words in said[:n] for words in said) >= MOSTLY * wanted)

    def ready(count: int) -> bool:
        library = Recorded(set(said[:count]))
        return Coverage(shelf, catalogues, library, Judgements(ROOT / "translations")).ready(neighbour, lesson.id)

    assert (ready(least - 1), ready(least), ready(len(said))) == (False, True, True)
    assert registry.DIALECTS["nan"].voices == ()


def test_recordings_are_counted_and_told_from_machines(shelf: Shelf, catalogues: Catalogues, neighbour: str) -> None:
    slips = {words for (key, _), (words, _) in entries("nan", "lessons").items() if key.startswith("slips.")}
    counts = Coverage(shelf, catalogues, Recorded(slips), Judgements(ROOT / "translations"))
    row = next(row for row in counts.rows(neighbour) if row.part == "slips")
    assert row.recordings == row.clips == row.own == counts.recordings(neighbour) == 44
    assert counts.recordings("yue") == 0
    assert counts.mark(neighbour, next(iter(slips))) == "human"
    assert counts.mark("zh-x-wuhan", "莫慌") == "draft" and counts.mark("cmn", "别慌") == "machine"


def test_a_chain_goes_on_to_its_end_and_asks_nobody() -> None:
    steps = chains.chain("nan", online=False, recordings=0)
    assert [(step.kind, step.dialect) for step in steps] == [
        ("recorded", "nan"), ("voice", "cmn"), ("voice", "cmn"), ("tablet", "cmn"), ("text", "cmn"),
    ]  # fmt: skip
    assert [step.here for step in steps[:2]] == ["absent", "off"]
    cantonese = chains.chain("yue", online=True, recordings=3)
    assert [step.voice for step in cantonese if step.voice] == ["gtts-yue", "espeak-yue", "gtts-cmn", "kokoro-cmn"]
    assert [step.here for step in cantonese[:2]] == ["ready", "asked"]
    assert all(step.licence and step.mark for step in cantonese if step.voice)


@pytest.fixture
def told(application: Flask) -> Iterator[list[dict[str, object]]]:
    """What the terminal tells, as data."""
    result = application.test_cli_runner().invoke(args=["dialects", "coverage", "--format", "json"])
    assert result.exit_code == 0
    yield json.loads(result.stdout)


@pytest.mark.slow
def test_the_terminal_tells_the_same(application: Flask, told: list[dict[str, object]], shelf: Shelf) -> None:
    counts: Coverage = application.extensions["coverage"]
    assert len(told) == len(DIALECTS) * (1 + len(counts.parts))
    yue = {str(row["part"]): row for row in told if row["dialect"] == "yue"}
    total = counts.total("yue")
    assert (yue["all"]["wanted"], yue["all"]["own"]) == (total.wanted, total.own)
    assert yue["all"]["levels"] == dict(total.levels)
    assert yue["certify-pension"]["offered"] is True and yue["renew-id-card"]["offered"] is False
    text = application.test_cli_runner().invoke(args=["dialects", "coverage"]).stdout
    assert re.search(rf"^yue +all +{total.wanted} +{total.own} ", text, re.MULTILINE)
    voices = application.test_cli_runner().invoke(args=["dialects", "voices"]).stdout
    assert "zh-x-wuhan\n  recorded, human, zh-x-wuhan, absent\n  kokoro-wuhan, draft" in voices
