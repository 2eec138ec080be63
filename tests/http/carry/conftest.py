"""What the tests of what goes out and comes home share: a class that practised, and the browsers of staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.records import roster
from tests.inspector import Inspector
from tests.people import NOW, Village, acts, play, signed_in, staffed

TWO_PLAYS = (
    (
        "desktop social slip",
        "desktop social correct",
        "login next hint",
        "login other neutral",
        "face next correct end",
    ),
    ("desktop social correct", "face next slip end"),
)


@pytest.fixture
def practised(application: Flask) -> Village:
    """A class with a volunteer and a trainer, whose one person finished a task twice; and an invented trainer."""
    with application.extensions["records"].writing() as s:
        made = staffed(s, "wan-0000")
        roster.add_staff(s, name="演示老师", role="trainer", password="x", now=NOW, demo=True)
        for day, script in enumerate(TWO_PLAYS):
            acts(s, play(s, made, lesson="certify-pension", at=NOW + timedelta(days=day)), script)
    return made


@pytest.fixture
def staff(application: Flask, practised: Village) -> Callable[[str], Inspector]:
    """Gives the browser at which somebody has signed in."""
    return lambda name: signed_in(application, name)
