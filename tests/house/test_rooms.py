"""The rooms import only what they may, and starting the application stays light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_import_contract_is_kept() -> None:
    """In a program of its own, as it silences the loggers of the one it runs in."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-1000:]


def test_starting_the_application_imports_nothing_heavy() -> None:
    heavy = {"sklearn", "scipy", "onnxruntime", "gtts", "soundfile", "pypinyin", "requests"}
    program = "import sys, app; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    assert "flask" in loaded
    assert not heavy & set(loaded)
