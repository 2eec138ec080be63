"""The wall and the faces on it: each with words that are heard, a new person's chosen from those still free."""

from __future__ import annotations

import pytest
from flask import Flask

from app import drawing
from app.drawing.faces import CARD_PEOPLE
from app.records import Records, roster
from tests.inspector import Inspector
from tests.people import NOW, Village

ENGLISH = {"Accept-Language": "en"}


@pytest.mark.parametrize(("headers", "said"), [({}, "白短发"), (ENGLISH, "Short white hair")])
def test_the_face_is_described_where_one_says_that_it_is_oneself(
    application: Flask, client: Inspector, where: Village, headers: dict[str, str], said: str
) -> None:
    records: Records = application.extensions["records"]
    with records.writing() as s:
        room = roster.classroom(s, where.classroom_id)
        assert room is not None
        new = roster.add_learner(s, classroom=room, name="赵玉兰", name_latin="Zhao Yulan", face="f12", now=NOW).id
    page = client.page(f"/wall/{new}", headers=headers)
    (line,) = [p for p in page.all("p") if p.text() == said]
    assert line.attributes["data-heard"] == said


def test_a_newcomer_hears_every_free_face_in_words_and_none_of_the_practice_cards(
    client: Inspector, where: Village
) -> None:
    page = client.page("/newcomer", headers=ENGLISH)
    faces = [button for button in page.all("button") if button.attributes.get("name") == "face"]
    assert [button.attributes["value"] for button in faces] == drawing.face_keys()
    assert not set(drawing.face_keys()) & set(CARD_PEOPLE.values())
    named = [button.attributes["aria-label"] for button in faces]
    assert len(set(named)) == len(named) >= 48
    client.send("/newcomer", face="f12")
    left = client.page("/newcomer").all("button")
    assert "f12" not in [button.attributes.get("value") for button in left]
