"""What the tests of lists share: a class in which somebody practised, and its volunteer."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.inspector import Inspector
from tests.lists import PASSWORD
from tests.people import Village, acts, play, staffed


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with a volunteer and a trainer, whose one person has practised."""
    with application.extensions["records"].writing() as s:
        made = staffed(s, PASSWORD)
        acts(s, play(s, made, lesson="certify-pension"), ["desktop social correct", "face next correct end"])
    return made


@pytest.fixture
def signed_in(client: Inspector, where: Village) -> Inspector:
    """The browser of the class's volunteer."""
    assert client.send("/staff", name="小刘", password=PASSWORD).status_code == 303
    return client
