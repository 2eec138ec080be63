"""What a test in the browser may ask for: Chromium, a copy of the product that serves, and its class's tablet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.engine import ARGUMENTS, executable
from tests.browser.serving import Copy

SOON = 10_000
"""Milliseconds in which a page must show what a test expects, on a machine with much else to do."""


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, which can be begun once in a process."""
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The machine's own Chromium, CHROMIUM where that is set; tests in the browser are left out where there is none."""
    path = executable()
    expect.set_options(timeout=SOON)
    browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Copy]:
    """A copy that serves while all tests run, with one class; every test brings its own learner."""
    serving = Copy.over(tmp_path_factory.mktemp("copy"), empty_database)
    serving.make_class()
    serving.start()
    yield serving
    serving.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Copy]:
    """A copy as a stranger finds it: with the demo class and its six weeks, and no tablet."""
    serving = Copy.over(tmp_path_factory.mktemp("demo"), empty_database)
    serving.make_demo()
    serving.start()
    yield serving
    serving.close()


@pytest.fixture
def mortal(tmp_path: Path, empty_database: Path) -> Iterator[Copy]:
    """A copy of this test's own, to be killed and started again."""
    serving = Copy.over(tmp_path / "instance", empty_database)
    serving.make_class()
    serving.start()
    yield serving
    serving.close()
