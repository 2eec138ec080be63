"""What the tests of pages share: somebody who sits at a tablet."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.records import Records
from tests.forms import token
from tests.people import Village, enrolled, village


@pytest.fixture
def learner(application: Flask, client: FlaskClient) -> UUID:
    """Somebody of a class who sits at an enrolled tablet."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        where = village(s)
    enrolled(application, client, where)
    client.post(f"/wall/{where.learner_id}", data={"csrf_token": token(client.get(f"/wall/{where.learner_id}"))})
    return where.learner_id


@pytest.fixture
def where(application: Flask, client: FlaskClient) -> Village:
    """A class, at one of whose tablets its learner sits."""
    with application.extensions["records"].writing() as s:
        made = village(s)
    enrolled(application, client, made)
    with client.session_transaction() as kept:
        kept["learner"] = str(made.learner_id)
    return made
