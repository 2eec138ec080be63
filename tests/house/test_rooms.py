"""The rooms import only what they may, and starting the application stays light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner
from importlinter import cli

ROOT = Path(__file__).resolve().parents[2]


def test_every_import_contract_is_kept() -> None:
    result = CliRunner().invoke(cli.lint_imports_command, ["--config", str(ROOT / "pyproject.toml"), "--no-cache"])
    assert result.exit_code == 0, result.output[-3000:]


def test_starting_the_application_imports_nothing_heavy() -> None:
    heavy = {"sklearn", "scipy", "onnxruntime", "gtts", "soundfile", "pypinyin", "requests"}
    program = "import sys, app; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    assert "flask" in loaded
    assert not heavy & set(loaded)
