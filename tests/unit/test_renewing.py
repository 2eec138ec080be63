"""Catalogues of lessons stay in step: new Chinese waits for words, old words are set aside, comments stay."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from app import create_app
from app.config import ROOT, Settings
from app.dialects.confidence import Judged, Judgements
from app.dialects.renewing import renewed, stale
from app.simulator.lesson import Text
from app.simulator.shelf import Shelf

FILE = """# A header in two
# lines.
msgid ""
msgstr ""
"Language: hak\\n"
"Content-Type: text/plain; charset=utf-8\\n"

# 把握：B
# 核过：张阿婆，2026-09-01
msgctxt "pay.say"
msgid "点一下“缴费”"
msgstr "撳一下“缴费”"

# 把握：A
msgctxt "pay.title"
msgid "交医保"
msgstr ""
"交"
"醫保"
msgctxt "pay.goal"
msgid "交上"
msgstr "交好"
"""
SAY, TITLE, GOAL = Text("pay.say", "点一下“缴费”"), Text("pay.title", "交医保"), Text("pay.goal", "交上")


def words(text: str) -> dict[tuple[str | None, str], str]:
    catalogue = read_po(io.BytesIO(text.encode()))
    return {(one.context, str(one.id)): str(one.string) for one in catalogue if one.id}


def test_what_is_in_step_stays_as_it_is_but_for_an_empty_line_between_entries() -> None:
    now = renewed(FILE, [SAY, TITLE, GOAL], complete=True)
    assert now.text == FILE.replace('"醫保"\nmsgctxt', '"醫保"\n\nmsgctxt')
    assert (now.added, now.stale) == ((), ())
    assert renewed(now.text, [SAY, TITLE, GOAL], complete=True).text == now.text


def test_new_chinese_waits_behind_the_line_before_it_in_a_screen_language_only() -> None:
    hint, number = Text("pay.hint", "看“上面”"), Text("pay.fee", "$fee")
    now = renewed(FILE, [SAY, hint, TITLE, number, GOAL], complete=True)
    assert now.added == (("pay.hint", "看“上面”"),)
    assert list(words(now.text)) == [(one.key, one.zh) for one in (SAY, hint, TITLE, GOAL)]
    assert words(now.text)["pay.hint", "看“上面”"] == ""
    assert renewed(FILE, [SAY, hint, TITLE, GOAL], complete=False).added == ()


def test_what_nobody_says_is_set_aside_and_comes_back_with_its_chinese() -> None:
    changed = Text("pay.say", "点一下“交费”")
    now = renewed(FILE, [changed, TITLE, GOAL], complete=False)
    assert now.stale == (("pay.say", "点一下“缴费”"),) == tuple(stale(FILE, [changed, TITLE, GOAL]))
    assert ("pay.say", "点一下“缴费”") not in words(now.text)
    assert '# 核过：张阿婆，2026-09-01\n#~ msgctxt "pay.say"' in now.text
    assert stale(now.text, [changed, TITLE, GOAL]) == []
    again = renewed(now.text, [changed, TITLE, GOAL], complete=False)
    assert (again.text, again.stale) == (now.text, ())
    back = renewed(now.text, [SAY, TITLE, GOAL], complete=False)
    assert words(back.text) == words(FILE) and "#~" not in back.text


def test_how_sure_and_by_whom_is_read_from_the_comments(tmp_path: Path) -> None:
    file = tmp_path / "hak" / "LC_MESSAGES" / "lessons.po"
    file.parent.mkdir(parents=True)
    file.write_text(FILE, encoding="utf-8")
    told = Judgements(tmp_path)
    assert told.of("hak", SAY.key, SAY.zh) == Judged("B", "张阿婆", "2026-09-01")
    assert told.of("hak", TITLE.key, TITLE.zh) == Judged("A")
    assert told.of("hak", GOAL.key, GOAL.zh) == told.of("nan", "", "Back") == Judged()
    assert [told.of("hak", one.key, one.zh).approved for one in (SAY, TITLE)] == [True, False]
    file.write_text(FILE.replace("把握：A", "把握：C"), encoding="utf-8")
    assert told.of("hak", TITLE.key, TITLE.zh).level == "C"


@pytest.fixture
def copied(settings: Settings, shelf: Shelf, tmp_path: Path) -> Flask:
    """The application over a copy of the catalogues."""
    translations = tmp_path / "translations"
    shutil.copytree(ROOT / "translations", translations)
    return create_app(replace(settings, translations=translations), shelf)


@pytest.mark.slow
def test_one_command_keeps_every_catalogue_in_step(copied: Flask) -> None:
    home = copied.extensions["settings"].translations
    assert copied.test_cli_runner().invoke(args=["words", "check"]).exit_code == 0
    files = {path: path.read_text(encoding="utf-8") for path in home.glob("*/LC_MESSAGES/*.po")}
    assert copied.test_cli_runner().invoke(args=["words", "update"]).exit_code == 0
    assert [path for path, text in files.items() if path.read_text(encoding="utf-8") != text] == []

    english, hakka = (home / locale / "LC_MESSAGES" / "lessons.po" for locale in ("en", "hak"))
    spoken = home / "hak" / "LC_MESSAGES" / "messages.po"
    title = 'msgctxt "certify-pension.title"\nmsgid "养老金资格认证"\n'
    for path in (english, hakka):
        assert title in files[path]
        path.write_text(files[path].replace(title, title.replace("认证", "证明")), encoding="utf-8")
    spoken.write_text(files[spoken].replace('msgid "A little help"', 'msgid "Some help"'), encoding="utf-8")
    refused = copied.test_cli_runner().invoke(args=["words", "check"])
    assert refused.exit_code == 1 and refused.output.count("养老金资格证明") == 2 and "Some help" in refused.output

    told = copied.test_cli_runner().invoke(args=["words", "update"]).output
    assert told.count("养老金资格证明") == 2 and "en/LC_MESSAGES/lessons.po: 1 to translate" in told
    assert words(english.read_text(encoding="utf-8"))["certify-pension.title", "养老金资格认证"] == ""
    kept = hakka.read_text(encoding="utf-8")
    assert ("certify-pension.title", "养老金资格认证") not in words(kept) and '#~ msgid "养老金资格证明"' in kept
    assert kept.count("# 把握：") == files[hakka].count("# 把握：")
    assert '#~ msgid "Some help"' in spoken.read_text(encoding="utf-8")
    spoken.write_text(spoken.read_text(encoding="utf-8").replace('"Some help"', '"A little help"'), encoding="utf-8")
    copied.test_cli_runner().invoke(args=["words", "update"])
    back = spoken.read_text(encoding="utf-8")
    assert back == files[spoken]
