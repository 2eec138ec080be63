"""What every test may ask for: a copy of the product in an empty folder; and which tests of many are played."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from app import create_app
from app.config import Settings
from app.records import Records
from app.records.upgrading import upgrade
from app.simulator.shelf import Shelf
from tests import counties
from tests.inspector import Inspector
from tests.shelves import the_shelf


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the slow tests be dealt out over several runs, and let one line of what must hold be played."""
    parser.addoption("--part", default="1/1", help="run only one part of the chosen tests: 2/3 is the second of three")
    parser.addoption("--holds", help="run only the tests that prove this line of docs/proof/lines.yaml")
    parser.addoption("--pictures", action="store_true", help="take the pictures in docs/pictures anew")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of the wanted part and line; which part a test is in depends on its name alone."""
    part, parts = (int(number) for number in config.getoption("--part").split("/"))
    if not 1 <= part <= parts:
        raise pytest.UsageError(f"--part {part}/{parts}: no such part")
    line = config.getoption("--holds")
    wanted = [
        item
        for item in items
        if zlib.crc32(item.nodeid.encode()) % parts == part - 1
        and (line is None or line in {word for mark in item.iter_markers("holds") for word in mark.args})
    ]
    if len(wanted) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
        items[:] = wanted


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a database with every table and no row."""
    path = tmp_path_factory.mktemp("empty") / "bandaojia.sqlite3"
    records = Records(f"sqlite:///{path.as_posix()}")
    upgrade(records)
    records.close()
    return path


@pytest.fixture(scope="session")
def county_file(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """The file of a database with a county made by dice, its last acts not in the summaries yet; copy it to write."""
    return _county(tmp_path_factory.mktemp("county"), empty_database, told=False)


@pytest.fixture(scope="session")
def told_county_file(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """The same with trials, with what the model expected, and with plays whose support staff chose."""
    return _county(tmp_path_factory.mktemp("told"), empty_database, told=True)


def _county(folder: Path, empty: Path, *, told: bool) -> Path:
    path = folder / "bandaojia.sqlite3"
    shutil.copyfile(empty, path)
    records = Records(f"sqlite:///{path.as_posix()}")
    with records.writing() as s:
        counties.fill(s, counties.LESSONS, told=told)
    records.close()
    return path


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    """The settings of a copy that has an empty database in a folder of its own."""
    instance = tmp_path / "instance"
    instance.mkdir()
    shutil.copyfile(empty_database, instance / "bandaojia.sqlite3")
    return Settings.at(instance, narrates=False)


@pytest.fixture
def records(settings: Settings) -> Iterator[Records]:
    """An empty database with every table, without an application around it."""
    records = Records(settings.database_url)
    yield records
    records.close()


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """The lessons as they stand, read once."""
    return the_shelf()


@pytest.fixture(scope="session")
def drawings() -> dict[object, object]:
    """The lessons as they were drawn, once for all tests."""
    return {}


@pytest.fixture(scope="session")
def compiled(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """The templates as they were compiled, once for all runs that keep a cache; another text is compiled anew."""
    kept = getattr(pytestconfig, "cache", None)
    return FileSystemBytecodeCache(str(kept.mkdir("templates") if kept else tmp_path_factory.mktemp("templates")))


@pytest.fixture
def application(
    settings: Settings, shelf: Shelf, drawings: dict[object, object], compiled: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """The application over an empty database."""
    application = create_app(settings, shelf)
    application.jinja_env.bytecode_cache = compiled
    application.extensions["drawings"] = drawings
    application.test_client_class = Inspector
    yield application
    application.extensions["records"].close()


@pytest.fixture
def client(application: Flask) -> Inspector:
    """A browser that has never been here, on this machine; it inspects every page."""
    browser = application.test_client()
    assert isinstance(browser, Inspector)
    return browser
