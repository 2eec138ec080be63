"""A stranger's first minutes: a clone in an empty folder, two commands, and how long they take."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("VIRTUAL_ENV", "INSTANCE", "DATABASE_URL", "ARGS", "MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "MAKELEVEL")
"""What the environment of this run says about this run only."""
FIRST, AGAIN, TESTS = 120.0, 5.0, 60.0
"""Seconds that the first `make run`, the second, and the tests after set-up may take on two cores."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.holds("fresh-clone"),
    pytest.mark.skipif("PYTEST_XDIST_WORKER" in os.environ, reason="it is timed: make prove ARGS=fresh-clone"),
]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This commit in a folder of its own, where nothing has been installed."""
    folder = tmp_path_factory.mktemp("fresh") / "bandaojia"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment without a venv and with empty package caches."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    places = (place for place in kept["PATH"].split(os.pathsep) if ".venv" not in place)
    cache = tmp_path_factory.mktemp("npm")
    return {**kept, "PATH": os.pathsep.join(places), "PIP_NO_CACHE_DIR": "1", "npm_config_cache": str(cache)}


def offline(environment: dict[str, str]) -> dict[str, str]:
    """The same environment where whatever asks for a page elsewhere is refused."""
    nowhere = "http://127.0.0.1:9"
    return {**environment, "HTTPS_PROXY": nowhere, "HTTP_PROXY": nowhere, "NO_PROXY": "127.0.0.1,localhost"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(clone: Path, environment: dict[str, str], patience: float) -> Iterator[tuple[float, str]]:
    """`make run` until it serves; gives the seconds that took and the address."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    log = clone.parent / "run.txt"
    began = time.monotonic()
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            ["make", "run", f"PYTHON={sys.base_prefix}/bin/python3"],
            cwd=clone,
            env={**environment, "PORT": str(port)},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            while not answers(address):
                assert process.poll() is None, log.read_text(encoding="utf-8")[-3000:]
                assert time.monotonic() - began < patience, log.read_text(encoding="utf-8")[-3000:]
            yield time.monotonic() - began, address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def answers(address: str) -> bool:
    """Whether something serves there; waits a moment when not."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            return b'"ok":true' in answer.read()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        time.sleep(0.1)
        return False


def test_the_first_run_serves_and_the_second_one_at_once_and_offline(clone: Path, cold: dict[str, str]) -> None:
    with running(clone, cold, 2 * FIRST) as (first, address), urllib.request.urlopen(address) as door:
        assert b"data-act" in door.read()
    with running(clone, offline(cold), 2 * FIRST) as (again, address), urllib.request.urlopen(address) as door:
        assert b"data-act" in door.read()
    print(f"\nmake run: {first:.1f} s the first time, {again:.1f} s the second")
    assert first < FIRST
    assert again < AGAIN


def test_after_set_up_the_tests_pass_offline_within_a_minute(clone: Path, cold: dict[str, str]) -> None:
    make = ["make", f"PYTHON={sys.base_prefix}/bin/python3"]
    subprocess.run([*make, "setup"], cwd=clone, env=cold, check=True, capture_output=True)
    began = time.monotonic()
    tested = subprocess.run(
        [*make, "test"], cwd=clone, env=offline(cold), check=False, capture_output=True, encoding="utf-8"
    )
    took = time.monotonic() - began
    print(f"\nmake test: {took:.1f} s")
    assert tested.returncode == 0, tested.stdout[-3000:]
    assert took < TESTS
