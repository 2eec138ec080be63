"""Reads aloud, sends and judges takes for tests, through the pages; and tells what a learner hears then."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from app.records import Records, readers
from app.records.readers import WAITING, YES, Readings
from app.voices.lines import Reading
from app.web import tongue, voicewords
from app.web.tongue import DIALECTS
from tests.inspector import Inspector
from tests.readers import encoded, line_of

NAME = "王桂芳"


def lines(application: Flask, dialect: str = "yue") -> tuple[Reading, ...]:
    with application.app_context():
        return voicewords.lines_of(DIALECTS[dialect])


def readings(application: Flask) -> Readings:
    records: Records = application.extensions["records"]
    with records.session() as s:
        return readers.readings(s)


def agree(client: Inspector, dialect: str = "yue", name: str = NAME) -> str:
    """Somebody says yes; their id."""
    answer = client.send(f"/voices/{dialect}/readers", name=name, agreed="yes")
    assert answer.status_code == 303
    return answer.headers["Location"].split("reader=")[1]


def send(
    client: Inspector,
    reader: str,
    line: Reading,
    content: bytes,
    *,
    dialect: str = "yue",
    name: str = "x.wav",
    **more: Any,
) -> TestResponse:
    """Send a take as the form of the page does."""
    told = {
        "csrf_token": client.token("/staff"),
        "reader": reader,
        "line": line.clip,
        "sound": (io.BytesIO(content), name),
    }
    answer = client.post(f"/voices/{dialect}/takes", data=told, **more)
    answer.request.environ["wsgi.input"].close()
    return answer


def take(client: Inspector, reader: str, line: Reading, dialect: str = "yue") -> None:
    answer = send(client, reader, line, encoded(line_of(dialect, line.text)), dialect=dialect)
    assert answer.status_code == 303, answer.text


def judged(client: Inspector, application: Flask, verdict: str = YES) -> int:
    """The answer to what is said of the first take that waits."""
    waits = next(readings(application).stand(WAITING))
    return client.send(f"/voices/takes/{waits.id}", verdict=verdict).status_code


def heard(application: Flask, words: str, own: str = "", lang: str = "zh_Hans_CN", voice: str = "yue") -> str:
    """Which voice a learner hears for a line, empty where none has spoken it."""
    with application.test_request_context():
        with tongue.preferences.as_if(lang=lang, voice=voice):
            sound = tongue.clip(tongue.Line("", words, own), urgent=False)
        library = application.extensions["library"]
        name = sound.url.rsplit("/", 1)[-1]
        path = library.path(name)
        return str(json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["voice"]) if path else ""


def files(application: Flask) -> list[Path]:
    folder: Path = application.extensions["settings"].recordings
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []
