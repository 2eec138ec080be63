"""The two commands: dev.py needs Python alone, every way to call it knows the same words, and nothing is done twice."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A dev.py that believes an empty folder to be the project."""
    (tmp_path / "dev.py").write_bytes((ROOT / "dev.py").read_bytes())
    spec = importlib.util.spec_from_file_location("dev_of_test", tmp_path / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec.loader.exec_module(module)
    return module


def test_it_needs_pythons_own_library_alone() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {module.split(".")[0] for module in modules} <= sys.stdlib_module_names


def test_every_way_of_calling_it_knows_the_same_words(dev: ModuleType) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    words = re.search(r"^WORDS := (.+)$", makefile, flags=re.MULTILINE)
    assert words
    assert set(words.group(1).split()) == set(dev.WORDS)
    assert "dev.py" in (ROOT / "make.cmd").read_text(encoding="utf-8")


def test_a_word_it_does_not_know_shows_those_it_does(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["dance"]) == 2
    shown = capsys.readouterr().out
    assert all(re.search(rf"^  {word} +\S", shown, flags=re.MULTILINE) for word in dev.WORDS)


def test_trouble_is_told_in_words_not_in_a_traceback(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(dev.Trouble, match="a bad day"):
        dev.need((sys.executable, "-c", "print('a bad day'); raise SystemExit(3)"))
    dev.WORDS["test"] = lambda words: dev.need((sys.executable, "-c", "raise SystemExit('not today')"))
    assert dev.main(["test"]) == 1
    shown = capsys.readouterr().out
    assert "not today" in shown
    assert "Traceback" not in shown


def test_browser_files_are_fetched_once_and_again_only_for_another_lock(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "package.json").write_text('{"vendor": {"a.js": "a/dist/a.js"}}', encoding="utf-8")
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    source = tmp_path / "node_modules" / "a" / "dist" / "a.js"
    source.parent.mkdir(parents=True)
    source.write_text("first", encoding="utf-8")
    fetched: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "npm", lambda *words: fetched.append(words))

    dev.fetch_assets()
    dev.fetch_assets()
    served = tmp_path / "static" / "vendor" / "a.js"
    assert served.read_text(encoding="utf-8") == "first"
    assert len(fetched) == 1
    assert fetched[0][0] == "ci"

    served.unlink()
    dev.fetch_assets()
    assert served.exists()
    (tmp_path / "package-lock.json").write_text('{"other": 1}', encoding="utf-8")
    dev.fetch_assets()
    assert len(fetched) == 3


def test_a_step_that_fails_is_done_again(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = tmp_path / "requirements.txt"
    wanted.write_text("a==1  # a reason\n", encoding="utf-8")
    tries: list[int] = []

    def fail_once(_command: object, _line: object) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise dev.Trouble("no network")

    monkeypatch.setattr(dev, "need", fail_once)
    with pytest.raises(dev.Trouble):
        dev.install("packages", wanted)
    dev.install("packages", wanted)
    dev.install("packages", wanted)
    assert len(tries) == 2
