"""A dialect as one file: it goes to another laptop whole, and nothing of a spoiled one comes in."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.records import Records
from app.records.readers import APPROVED, WAITING
from tests.inspector import Inspector
from tests.readers import encoded, voice
from tests.reading import NAME, agree, files, judged, lines, readings, take

pytestmark = [pytest.mark.slow, pytest.mark.holds("recording")]


@pytest.fixture
def parcel(application: Flask, staff: Callable[[str], Inspector]) -> Iterator[bytes]:
    """Three approved recordings as one file, and none of them left here."""
    volunteer, trainer = staff("小刘"), staff("周老师")
    reader = agree(volunteer)
    for line in lines(application)[:3]:
        take(volunteer, reader, line)
        judged(trainer, application)
    yield volunteer.get("/voices/yue/file").data


def wipe(application: Flask) -> None:
    """As another laptop: no reader, no recording, and nobody took anything back."""
    records: Records = application.extensions["records"]
    with records.connection() as connection:
        connection.exec_driver_sql("DELETE FROM fact")
    for path in files(application):
        path.unlink()
    application.extensions["library"].forget()


def bring(client: Inspector, content: bytes) -> TestResponse:
    told = {"csrf_token": client.token("/staff"), "parcel": (io.BytesIO(content), "../../x.zip")}
    answer = client.post("/voices/files", data=told)
    answer.request.environ["wsgi.input"].close()
    return answer


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_dialect_goes_to_another_laptop_as_one_file(
    application: Flask, staff: Callable[[str], Inspector], parcel: bytes, lang: str
) -> None:
    wipe(application)
    volunteer, trainer = staff("小刘"), staff("周老师")
    answer = bring(volunteer, parcel)
    shown = volunteer.page(answer.headers["Location"], headers={"Accept-Language": lang})
    assert "3" in shown.heading and NAME in " ".join(one.text() for one in shown.all("li"))
    assert not readings(application).takes
    assert volunteer.send(answer.headers["Location"], accept="yes").status_code == 303
    came = list(readings(application).stand(WAITING))
    assert [one.text for one in came] == [one.text for one in lines(application)[:3]]
    assert judged(volunteer, application) == 403
    for _ in came:
        assert judged(trainer, application) == 303
    assert len(list(readings(application).stand(APPROVED))) == 3
    assert volunteer.get("/voices/yue/file").data == parcel or len(volunteer.get("/voices/yue/file").data) == len(
        parcel
    )
    again = bring(volunteer, parcel)
    assert "0" in volunteer.page(again.headers["Location"]).heading
    volunteer.send(again.headers["Location"], accept="no")
    assert not [path for path in files(application) if path.suffix == ".zip"]


def test_who_took_their_voice_back_does_not_come_back_with_a_file(
    application: Flask, staff: Callable[[str], Inspector], parcel: bytes
) -> None:
    volunteer = staff("小刘")
    aside = bring(volunteer, parcel).headers["Location"]
    reader = next(iter(readings(application).readers))
    volunteer.send(f"/voices/readers/{reader}/withdraw")
    assert volunteer.get(aside).status_code == 404
    assert bring(volunteer, parcel).headers["Location"] == "/voices"
    assert not files(application)


def spoiled(parcel: bytes) -> Iterator[tuple[str, bytes]]:
    """The same file, each time with one thing that an export would not have made."""
    with zipfile.ZipFile(io.BytesIO(parcel)) as archive:
        good = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(good["manifest.json"])
    clip = next(name for name in good if name.endswith(".mp3"))

    def made(more: dict[str, bytes] | None = None, told: Any = None, without: str = "") -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            entries = {**good, **(more or {})}
            if told is not None:
                entries["manifest.json"] = json.dumps(told).encode()
            for name, content in entries.items():
                if name != without:
                    archive.writestr(name, content)
        return file.getvalue()

    def changed(place: str, number: int, **told: Any) -> bytes:
        copy = json.loads(json.dumps(manifest))
        copy[place][number] |= told
        return made(told=copy)

    yield "no zip", b"PK\x03\x04" + bytes(300)
    yield "nothing", b""
    yield "cut short", parcel[:-40]
    yield "cut in half", parcel[: len(parcel) // 2]
    yield "a way out", made({"../../escaped.mp3": b"x"})
    yield "an absolute way", made({"/tmp/x.mp3": b"x"})
    yield "a folder", made({"sounds/": b""})
    yield "one more sound", made({f"{'0' * 24}.mp3": good[clip]})
    yield "one sound less", made(without=clip)
    yield "a bomb", made({clip: bytes(90_000_000)})
    yield "a bomb of words", made({"manifest.json": b" " * 9_000_000})
    yield "no sound", made({clip: b"hello"})
    yield "silence", made({clip: encoded(voice(2.0, 0.0001), "MP3")})
    yield "a wav", made({clip: encoded(voice(2.0))})
    yield "no list", made(without="manifest.json")
    yield "a list that is none", made(told=[1, 2])
    yield "deep", made({"manifest.json": b"[" * 100_000})
    yield "another format", made(told=manifest | {"format": 2})
    yield "another dialect", made(told=manifest | {"dialect": "cmn"})
    yield "no dialect of ours", made(told=manifest | {"dialect": "../x"})
    yield "no recordings", made(told=manifest | {"recordings": [], "readers": []})
    yield "other words", changed("recordings", 0, text="别的话。")
    yield "no words", changed("recordings", 0, text="")
    yield "another name", changed("recordings", 0, clip="../../x.mp3")
    yield "a reader nobody knows", changed("recordings", 0, reader=str(UUID(int=9)))
    yield "no consent", changed("readers", 0, wording=None)
    yield "a consent we never asked for", changed("readers", 0, wording=99)
    yield "no day", changed("readers", 0, at="")
    yield "a day without a zone", changed("readers", 0, at="2026-01-01T00:00:00")
    yield "no name", changed("readers", 0, name=" ")
    yield "a long name", changed("readers", 0, name="长" * 81)
    yield "no id", changed("readers", 0, id="x")


def test_nothing_of_a_spoiled_file_comes_in(
    application: Flask, staff: Callable[[str], Inspector], parcel: bytes
) -> None:
    wipe(application)
    volunteer, before = staff("小刘"), files(application)
    for what, content in spoiled(parcel):
        assert bring(volunteer, content).headers["Location"] == "/voices", what
        assert files(application) == before, what
    assert not readings(application).readers and not readings(application).takes
