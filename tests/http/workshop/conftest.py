"""What the tests of the workshop share: browsers at which lessons are made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.making import Maker
from tests.people import signed_in, staffed


@pytest.fixture
def people(application: Flask) -> None:
    """A volunteer 小刘 and a trainer 周老师."""
    with application.extensions["records"].writing() as s:
        staffed(s, "wan-0000")


@pytest.fixture
def at(application: Flask, people: None) -> Callable[[str], Maker]:
    """A browser of somebody, by name."""
    return lambda name: Maker(signed_in(application, name), application.extensions["drafts"])


@pytest.fixture
def maker(at: Callable[[str], Maker]) -> Maker:
    """The volunteer's browser."""
    return at("小刘")
