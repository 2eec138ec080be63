"""Words that somebody points at: those that are ours have a clip, in the voice they are heard in; no others have."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.dialects.registry import DIALECTS
from app.simulator.labels import labels
from app.simulator.shelf import Shelf
from app.web import pointing
from tests.forms import token
from tests.people import Village

pytestmark = pytest.mark.slow

LESSON = "certify-pension"
TYPED = ("110105194912310021", "qiaoyun4471", "吴巧云啊", "我的密码是九一三五")


def say(client: FlaskClient, *words: str, lesson: str = "") -> TestResponse:
    headers = {"X-CSRFToken": token(client.get("/home"))}
    return client.post("/say", json={"words": list(words), "lesson": lesson}, headers=headers)


def heard(client: FlaskClient, *words: str, lesson: str = "") -> list[Any]:
    answer = say(client, *words, lesson=lesson)
    assert answer.status_code == 200, words
    found: list[Any] = answer.get_json()["heard"]
    return found


def test_every_word_on_the_phone_of_a_lesson_is_known_there(client: FlaskClient, where: Village, shelf: Shelf) -> None:
    texts = [text.zh for text in labels(shelf.lessons[LESSON]) if "$" not in text.zh and pointing.squeezed(text.zh)]
    assert len(texts) > 30
    for start in range(0, len(texts), pointing.MOST):
        some = [text[: pointing.LONGEST] for text in texts[start : start + pointing.MOST]]
        for words, sound in zip(some, heard(client, *some, lesson=LESSON), strict=True):
            assert sound and sound["url"].startswith("/clips/") and sound["lang"] == "zh-CN", words


def test_the_clip_is_the_one_that_narrate_makes(
    application: Flask, client: FlaskClient, where: Village, shelf: Shelf
) -> None:
    words = next(text.zh for text in labels(shelf.lessons[LESSON]) if text.zh.isalpha())
    name = application.extensions["library"].name("cmn", words)
    assert heard(client, words, lesson=LESSON) == [{"said": words, "lang": "zh-CN", "url": f"/clips/{name}"}]


def test_a_row_is_known_whole_however_the_page_cuts_it_and_by_its_halves(
    client: FlaskClient, where: Village, shelf: Shelf
) -> None:
    row = next(
        text.zh
        for lesson in shelf.lessons.values()
        for text in labels(lesson)
        if lesson.id == "pay-resident-medical" and "：" in text.zh and "$" not in text.zh
    )
    label, value = (piece.strip() for piece in row.split("：", 1))
    assert len(heard(client, label, value, lesson="pay-resident-medical")) == 1
    assert len(heard(client, label, "不是我们的话", lesson="pay-resident-medical")) == 2


@pytest.mark.parametrize("words", TYPED)
def test_what_is_not_ours_is_never_said_nor_asked_for(
    client: FlaskClient, where: Village, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setattr("app.web.tongue.clip", lambda *_: pytest.fail("it was asked for"))
    for lesson in ("", LESSON, "no-such-lesson"):
        assert heard(client, words, lesson=lesson) == [None]


def test_what_is_ours_is_said_beside_what_is_not(client: FlaskClient, where: Village) -> None:
    known, unknown = heard(client, "帮帮我", TYPED[0])
    assert known["said"] == "帮帮我" and unknown is None


def test_names_of_the_class_are_known_on_its_wall_and_digits_everywhere(client: FlaskClient, where: Village) -> None:
    assert heard(client, "王桂芳")[0]["said"] == "王桂芳"
    assert heard(client, "王桂芳", lesson=LESSON) == [None]
    assert heard(client, "7", lesson=LESSON)[0]["url"]


def test_words_are_heard_in_the_language_and_the_dialect_of_the_page(
    application: Flask, client: FlaskClient, where: Village, shelf: Shelf
) -> None:
    def wish(**wishes: str) -> None:
        client.post("/preferences", data={"csrf_token": token(client.get("/home")), **wishes})

    wish(lang="en")
    assert heard(client, "Help me")[0]["lang"] == DIALECTS["en"].speech
    assert heard(client, "帮帮我") == [None]
    first = next(label for label in labels(shelf.lessons[LESSON]) if "$" not in label.zh)
    shown = application.extensions["catalogues"].line("en", first.key, first.zh)
    assert heard(client, shown, lesson=LESSON)[0]["lang"] == DIALECTS["en"].speech
    wish(lang="zh_Hans_CN", voice="yue")
    assert heard(client, "帮帮我")[0]["lang"] == DIALECTS["yue"].speech
    assert heard(client, first.zh, lesson=LESSON)[0]["lang"] in {DIALECTS["yue"].speech, DIALECTS["cmn"].speech}


@pytest.mark.parametrize(
    "told",
    [None, [], {}, {"words": []}, {"words": "社保"}, {"words": [1]}, {"words": ["a"] * 13}, {"words": ["a" * 201]}],
)
def test_what_is_no_question_is_refused(client: FlaskClient, where: Village, told: Any) -> None:
    headers = {"X-CSRFToken": token(client.get("/home"))}
    assert client.post("/say", json=told, headers=headers).status_code == 400


def test_another_site_cannot_ask(client: FlaskClient, where: Village) -> None:
    assert client.post("/say", json={"words": ["帮帮我"], "lesson": LESSON}).status_code == 400
