"""What the tests of voices share: an ear in this process, and the browsers of staff."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.records import roster
from app.records.identity import BOOT
from app.web.lasting import SIGNED_IN_FOR, noted, running
from tests.inspector import Inspector
from tests.people import NOW, Village, staffed
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

    def sign_in(name: str) -> Inspector:
        client = application.test_client()
        assert isinstance(client, Inspector)
        client.environ_base["REMOTE_ADDR"] = "192.168.1.20"
        with application.extensions["records"].session() as s:
            member = roster.staff_named(s, name)
        assert member is not None
        with client.session_transaction() as kept:
            kept["staff"] = {"id": str(member.id), **noted(SIGNED_IN_FOR, BOOT, running())}
        return client

    return sign_in
