"""The workshop makes what is asked for in the order of need, waits for nobody, and outlives a process that dies."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.narration.clip import read_clip
from app.narration.making import Maker
from app.narration.worker import serve
from app.narration.workshop import SAME_PAGE, Process, Workshop
from tests.voices import VOICES, Stage, sing


class Bench:
    """Makes nothing, remembers everything, and holds the first line until it is told to go on."""

    def __init__(self, unable: tuple[str, ...] = ()) -> None:
        self.made: list[str] = []
        self.begun, self.go_on, self.closed = threading.Event(), threading.Event(), threading.Event()
        self._unable = unable

    def make(self, chain: Iterable[str], text: str) -> bool:
        self.begun.set()
        assert self.go_on.wait(5)
        self.made.append(text)
        return text not in self._unable

    def close(self) -> None:
        self.closed.set()


class Clock:
    """A clock that a test winds."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def busy(bench: Bench, clock: Clock | None = None) -> Iterator[Workshop]:
    """A workshop that already makes a line, so that all others queue; left only when everything is made."""
    workshop = Workshop(bench, clock=clock or Clock())
    workshop.ask(["hum"], "first", urgent=False)
    assert bench.begun.wait(5)
    yield workshop
    bench.go_on.set()
    workshop.join()


def test_the_line_on_the_screen_jumps_the_queue() -> None:
    bench = Bench()
    with busy(bench) as workshop:
        workshop.ask(["hum"], "later", urgent=False)
        workshop.ask(["hum"], "latest", urgent=False)
        workshop.ask(["hum"], "on the screen", urgent=True)
        assert workshop.waiting == 4
    assert bench.made == ["first", "on the screen", "later", "latest"]
    assert workshop.waiting == 0


def test_the_newest_page_comes_before_older_ones_each_in_its_own_order() -> None:
    bench, clock = Bench(), Clock()
    with busy(bench, clock) as workshop:
        workshop.ask(["hum"], "old title", urgent=True)
        workshop.ask(["hum"], "old button", urgent=True)
        clock.now += SAME_PAGE * 1.5
        workshop.ask(["hum"], "new title", urgent=True)
        workshop.ask(["hum"], "new button", urgent=True)
    assert bench.made == ["first", "new title", "new button", "old title", "old button"]


def test_a_line_asked_for_twice_is_made_once_and_moves_up() -> None:
    bench = Bench()
    with busy(bench) as workshop:
        for line in ("one", "two", "one"):
            workshop.ask(["hum"], line, urgent=False)
        workshop.ask(["hum"], "two", urgent=True)
    assert bench.made == ["first", "two", "one"]


def test_a_line_that_no_voice_can_say_is_not_tried_for_ever() -> None:
    bench = Bench(unable=("first",))
    with busy(bench):
        pass
    workshop = Workshop(bench)
    workshop.ask(["hum"], "first", urgent=True)
    workshop.join()
    workshop.ask(["hum"], "first", urgent=True)
    workshop.join()
    assert bench.made == ["first", "first"]


def test_an_idle_workshop_lets_its_bench_go() -> None:
    bench = Bench()
    bench.go_on.set()
    workshop = Workshop(bench, idle=0.01)
    workshop.ask(["hum"], "first", urgent=True)
    assert bench.closed.wait(5)
    workshop.ask(["hum"], "second", urgent=True)
    workshop.join()
    assert bench.made == ["first", "second"]


def test_the_process_answers_each_job(tmp_path: Path) -> None:
    jobs = ['{"chain": ["hum"], "text": "好的好的"}\n', '{"chain": [], "text": "没有人说"}\n']
    answers = io.StringIO()
    serve(Maker(tmp_path, tmp_path, voices=VOICES, open=Stage(hum=sing).open), jobs, answers)
    assert answers.getvalue() == "made\nmissing\n"
    assert len(list(tmp_path.glob("*.mp3"))) == 1


@pytest.mark.holds("voices-fail")
@pytest.mark.parametrize(
    "program",
    ["raise SystemExit(3)", "import time; time.sleep(60)", "print('missing', flush=True); input()"],
    ids=["dies", "hangs", "cannot"],
)
def test_a_process_that_dies_hangs_or_cannot_makes_nothing_and_is_replaced(tmp_path: Path, program: str) -> None:
    bench = Process(tmp_path, tmp_path, patience=0.2, command=[sys.executable, "-c", program])
    assert bench.make(["hum"], "一") is False
    assert bench.make(["hum"], "二") is False
    bench.close()


def test_a_process_that_makes_clips_goes_on(tmp_path: Path) -> None:
    program = "import sys\nfor line in sys.stdin: print('made', flush=True)"
    bench = Process(tmp_path, tmp_path, command=[sys.executable, "-c", program])
    assert [bench.make(["hum"], text) for text in ("一", "二")] == [True, True]
    bench.close()


@pytest.mark.slow
def test_the_real_process_makes_a_real_clip(tmp_path: Path) -> None:
    bench = Process(tmp_path / "clips", tmp_path)
    try:
        assert bench.make(["hibari-en"], "Tap the blue button once.")
    finally:
        bench.close()
    (made,) = (tmp_path / "clips").glob("*.mp3")
    assert read_clip([made.parent], made.name) is not None
