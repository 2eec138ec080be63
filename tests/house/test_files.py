"""The habits that every Python file of the project keeps; it knows no behaviour."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "spwd", "syslog", "termios", "tty"}
POSIX_CALLS = {"fork", "forkpty", "getuid", "geteuid", "setsid", "killpg", "nice", "uname", "sched_setaffinity"}
NEVER = re.compile(r"\bTO" r"DO\b|\bFIX" r"ME\b|# no" r"qa|# type: ig" r"nore|/wo" r"rk/|\.\./sha" r"red")
NO_ROOM = {"common", "helpers", "misc", "tools", "utils"}


@dataclass(frozen=True)
class File:
    """One Python file that git keeps or would keep."""

    path: Path

    @cached_property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text)))

    @property
    def runs(self) -> bool:
        """Whether it is part of the product, not of its tests."""
        return not self.name.startswith("tests/")

    @property
    def frozen(self) -> bool:
        """Whether it is a migration: what a database was once, never edited again."""
        return self.name.startswith("app/migrations/versions/")


@cache
def files() -> tuple[File, ...]:
    """Every Python file that git keeps or would keep, read once."""
    kept = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"]
    names = subprocess.run(kept, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout.splitlines()
    return tuple(File(ROOT / name) for name in names if (ROOT / name).is_file())


def functions(file: File) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in file.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def says_what_it_is_for(file: File) -> Iterator[str]:
    words = ast.get_docstring(ast.parse(file.text))
    if not words or not words.splitlines()[0].endswith("."):
        yield "1: does not open with a sentence that says what it is for"


def stays_one_room(file: File) -> Iterator[str]:
    if file.runs and (length := len(file.text.splitlines())) > 400:
        yield f"{length}: more than 400 lines"
    if file.runs and NO_ROOM & set(Path(file.name).with_suffix("").parts):
        yield "1: a name that says nothing"


def keeps_functions_short(file: File) -> Iterator[str]:
    for node in functions(file):
        if file.runs and not file.frozen and (node.end_lineno or 0) - node.lineno >= 60:
            yield f"{node.lineno}: {node.name} is longer than 60 lines"


def holds_nothing_we_never_write(file: File) -> Iterator[str]:
    for number, line in enumerate(file.text.splitlines(), start=1):
        if match := NEVER.search(line):
            yield f"{number}: {match.group()}"


def imports_at_the_top(file: File) -> Iterator[str]:
    for function in functions(file):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"{node.lineno}: an import inside {function.name}"


def runs_on_windows(file: File) -> Iterator[str]:
    for node in file.nodes:
        match node:
            case ast.Import(names=names):
                named = {alias.name.split(".")[0] for alias in names} & POSIX_MODULES
            case ast.ImportFrom(module=module):
                named = {(module or "").split(".")[0]} & POSIX_MODULES
            case ast.Attribute(value=ast.Name(id="os"), attr=attribute):
                asked_first = f'hasattr(os, "{attribute}")' in file.text
                named = set() if asked_first else {attribute} & POSIX_CALLS
            case _:
                continue
        if file.runs and named:
            yield f"{node.lineno}: Windows has no {', '.join(named)}"


def names_the_encoding(file: File) -> Iterator[str]:
    for node in file.nodes:
        match node:
            case ast.Call(func=ast.Attribute(attr="read_text" | "write_text"), keywords=keywords):
                if "encoding" not in {keyword.arg for keyword in keywords}:
                    yield f"{node.lineno}: the encoding is left to the machine"


RULES: tuple[Callable[[File], Iterator[str]], ...] = (
    says_what_it_is_for,
    stays_one_room,
    keeps_functions_short,
    holds_nothing_we_never_write,
    imports_at_the_top,
    runs_on_windows,
    names_the_encoding,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file(rule: Callable[[File], Iterator[str]]) -> None:
    ours = files()
    assert ours
    assert not [f"{file.name}:{finding}" for file in ours for finding in rule(file)]


BAD = (
    """
import os, fcntl

def long():
    import json
    os.fork()
    Path("x").read_text()
    return 1  # no"""
    """qa
"""
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_finds_what_it_is_for(rule: Callable[[File], Iterator[str]]) -> None:
    bad = File(ROOT / "app" / "utils.py")
    bad.__dict__["text"] = BAD.replace("    return 1", "    pass\n" * 400 + "    return 1")
    assert list(rule(bad))
