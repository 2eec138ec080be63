"""A voice that hangs keeps nobody waiting, and a clip without a byte is served to nobody; no engine is asked here."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from uuid import UUID

import pytest
from flask import Flask

from app.config import Settings
from app.dialects.registry import CHAINS
from app.narration import Library
from app.narration.clip import timings_path
from app.narration.workshop import Workshop
from tests.forms import walked
from tests.inspector import Inspector

pytestmark = [pytest.mark.slow, pytest.mark.holds("voices-fail")]


class Hanging:
    """A bench whose voice does not answer until it is let go."""

    def __init__(self) -> None:
        self.asked, self.let_go = threading.Event(), threading.Event()

    def make(self, chain: Iterable[str], text: str) -> bool:
        self.asked.set()
        return not self.let_go.wait()

    def close(self) -> None:
        """Nothing is held open."""


@pytest.fixture
def hanging(application: Flask, settings: Settings) -> Iterator[Hanging]:
    """The product with no clip at all and a voice that hangs."""
    bench = Hanging()
    workshop = Workshop(bench)
    application.extensions["library"] = Library((settings.clips,), CHAINS, workshop)
    yield bench
    bench.let_go.set()
    workshop.join()


def clips_on(page: str) -> list[str]:
    """The names of the clips that a page would play, made or not."""
    return [piece.split('"')[0].rsplit("/", 1)[-1] for piece in page.split('data-clip="')[1:]]


@pytest.mark.usefixtures("learner")
def test_pages_are_answered_and_played_while_a_voice_hangs(hanging: Hanging, client: Inspector) -> None:
    page, _ = walked(client, "certify-pension")
    assert page.status_code == 200
    assert hanging.asked.wait(5)
    names = clips_on(client.get("/home", follow_redirects=True).text)
    assert names
    for name in names:
        answer = client.get(f"/clips/{name}")
        assert (answer.status_code, answer.data, answer.headers["Cache-Control"]) == (204, b"", "no-store")


def test_a_clip_without_a_byte_is_missing_and_is_not_served(
    hanging: Hanging, client: Inspector, settings: Settings, learner: UUID
) -> None:
    name = clips_on(client.get("/home", follow_redirects=True).text)[0]
    settings.clips.mkdir(parents=True, exist_ok=True)
    (settings.clips / name).touch()
    timings_path(settings.clips, name).write_text(
        '{"voice": "kokoro-cmn", "duration": 1.0, "phrases": [[0.1, 0.9]]}', encoding="utf-8"
    )
    assert client.get(f"/clips/{name}").status_code == 204
    (settings.clips / name).write_bytes(b"a sound")
    with client.get(f"/clips/{name}") as answer:
        assert answer.data == b"a sound"
