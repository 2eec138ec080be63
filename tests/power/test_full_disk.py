"""The real server on a disk that fills up: it says so, loses nothing, and goes on when there is room."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from app.records import verifying
from tests.browser.serving import Copy
from tests.power.small import fill_up, small_disk
from tests.power.tablets import Acknowledged, Refused, Tablet

pytestmark = [pytest.mark.slow, pytest.mark.holds("disk-full")]

LESSON = "spot-scam-sms"


@pytest.fixture
def cramped(tmp_path: Path, empty_database: Path) -> Iterator[Copy]:
    """A copy with a class on a disk of eight megabytes, not started yet."""
    with small_disk(tmp_path / "small", 8) as place:
        serving = Copy.over(place, empty_database)
        serving.make_class()
        yield serving
        serving.close()


def full(serving: Copy) -> bool:
    with urlopen(f"{serving.address}/healthz", timeout=5) as answer:
        return bool(json.load(answer)["full"])


def test_a_server_on_a_full_disk_refuses_survives_a_kill_and_goes_on(cramped: Copy) -> None:
    learner, heard = cramped.newcomer(), list[Acknowledged]()
    lesson, film = cramped.shelf.lessons[LESSON], cramped.settings.instance / "film"
    cookies = cramped.seated(learner)
    cramped.records.close()
    cramped.start()
    tablet = Tablet(cramped.address, cookies, heard)
    page = tablet.act(lesson, tablet.get(f"/practice/{LESSON}"), act="tap help")
    fill_up(film)
    with pytest.raises(Refused, match="507"):
        for _ in range(200):
            page = tablet.act(lesson, page, act="tap help")
    assert full(cramped) and not (film.parent / "disk-reserve").exists()
    tablet.close()
    cramped.kill()
    cramped.start()
    assert full(cramped)
    with pytest.raises(Refused, match="507"):
        tablet.act(lesson, page, act="tap help")
    film.unlink()
    tablet.act(lesson, page, act="tap help")
    assert not full(cramped)
    tablet.close()
    cramped.kill()
    assert [attempt.uuid for attempt in cramped.attempts(learner)] == [one.uuid for one in heard]
    with cramped.records.session() as s:
        assert verifying.verify(s) == []
