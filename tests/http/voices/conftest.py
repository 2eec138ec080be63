"""What the tests of voices share: an ear in this process, and the browsers of staff."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.records import roster
from tests.inspector import Inspector
from tests.people import NOW, Village, signed_in, staffed
from tests.readers import Here


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with a volunteer and a trainer, and an invented trainer."""
    application.extensions["ear"] = Here()
    application.extensions["drawings"] = {}
    with application.extensions["records"].writing() as s:
        made = staffed(s, "x")
        roster.add_staff(s, name="演示老师", role="trainer", password="x", now=NOW, demo=True)
    return made


@pytest.fixture
def staff(application: Flask, where: Village) -> Callable[[str], Inspector]:
    """Gives the browser at which somebody has signed in."""

    return lambda name: signed_in(application, name)
