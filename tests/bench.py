"""`make bench`: measures what must be quick, each beside a yardstick of the same run; it asserts nothing."""

from __future__ import annotations

import gzip
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import product
from pathlib import Path
from uuid import UUID

import numpy as np
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

from app import create_app, practice
from app.config import ROOT, Settings
from app.practice import Sitting, planning
from app.records import Records, copying, journal, progress, roster, summaries
from app.records.identity import BOOT, uuid7
from app.records.journal import NewAttempt
from app.records.upgrading import upgrade
from app.simulator import machine
from app.simulator.lesson import stage
from app.simulator.machine import Act
from app.simulator.shelf import Shelf, read_shelf
from app.web.lasting import SIGNED_IN_FOR, noted, running
from models.artefact import Learner, load, sigmoid
from models.estimator import LearnerModel
from models.figures import scores
from models.opportunity import Opportunity, Step
from models.recalibration import predictions, recalibrated
from models.rows import rows_from_histories
from models.simulated import FAMILIES, PROFILES
from models.world import invent, live
from tests import divide_class
from tests.counties import fill, many
from tests.loading import BOARDS, PEOPLE, ROOMS, morning
from tests.people import NOW, Village, enrolled, play, village
from tests.taps import SLOWER, p95, taps

ROUNDS = 5
LESSON = "certify-pension"
EVENTS = 100_000
SCRIPTS = ("speech", "listening", "keep", "machine", "play", "practice", "tablet")
ACCEPTED = {"Accept-Encoding": "gzip, deflate"}
"""What browsers ask for over plain http."""


MILLION = """
import resource, time
import numpy as np
from models.estimator import make_model
rng, people, each = np.random.default_rng(1), 10_000, 100
n = people * each
item = rng.integers(0, 400, n)
right = rng.random(n) < 1 / (1 + np.exp(-rng.normal(0, 1, people).repeat(each) - rng.normal(0, 1, 400)[item]))
table = dict(
    learner=np.arange(people).repeat(each).astype(str), item=item.astype(str), skill=(item % 30).astype(str),
    t=np.tile(np.arange(each) * 50.0, people), correct=right.astype(int), phase=np.full(n, ""),
)
began, busy = time.perf_counter(), time.process_time()
make_model().fit(table)
print(n, time.perf_counter() - began, time.process_time() - busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""Fits the champion on a million invented attempts; prints attempts, seconds (all, of the cores), most kB."""


@dataclass(frozen=True)
class Measured:
    """One figure, its unit, and what it is to the yardstick of the same run."""

    name: str
    figure: float
    unit: str
    beside: str = ""


def median_seconds(work: Callable[[], object], times: int) -> float:
    """The median over ROUNDS of the mean seconds one call takes."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(times):
            work()
        rounds.append((time.perf_counter() - began) / times)
    return statistics.median(rounds)


@contextmanager
def a_copy(shelf: Shelf) -> Iterator[tuple[Flask, Village]]:
    """The application over a new database with one class."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = Settings.at(Path(folder), narrates=False)
        records = Records(settings.database_url)
        upgrade(records)
        records.close()
        application = create_app(settings, shelf)
        with application.extensions["records"].writing() as s:
            where = village(s)
        yield application, where
        application.extensions["records"].close()


def rooms(shelf: Shelf) -> Iterator[Measured]:
    """The pure rooms: reading, replaying, looking."""
    source = ROOT / "lessons" / LESSON / "lesson.yaml"
    lesson = shelf.lessons[LESSON]
    play = stage(lesson)
    acts = [act for _, act in machine.path(play)] * 4
    replay = median_seconds(lambda: machine.replay(play, acts), 20)
    yield Measured(f"replay of {len(acts)} acts", replay * 1e3, "ms")
    yield Measured("reading the lessons folder", median_seconds(lambda: read_shelf(source.parent.parent), 1), "s")


def durable_acts(application: Flask, where: Village) -> Iterator[Measured]:
    """One act after another, each on the disk before the next; beside a bare insert on the same disk."""
    records: Records = application.extensions["records"]
    lessons, artefact = application.extensions["shelf"].lessons, application.extensions["artefact"]

    def one(session_id: UUID, done: str) -> None:
        with records.writing() as s:
            practice.act(s, lessons, session_id, done, "", uuid7(datetime.now(UTC)), datetime.now(UTC))

    def opened() -> Sitting:
        with records.writing() as s:
            return practice.open_play(s, lessons, artefact, where.learner_id, LESSON, datetime.now(UTC), afresh=True)

    sitting = opened()
    with records.writing() as s:
        s.execute(text("CREATE TABLE yardstick (n INTEGER)"))
    act = median_seconds(lambda: one(sitting.session.uuid, "tap camera"), 40)

    def bare() -> None:
        with records.writing() as s:
            s.execute(text("INSERT INTO yardstick VALUES (1)"))

    yardstick = median_seconds(bare, 40)
    yield Measured("one durable act", act * 1e3, "ms", f"{act / yardstick:.1f} × a bare durable insert")
    for writers in (16, 64):
        commits: list[int] = []
        sessions = [opened().session.uuid for _ in range(writers)] * 8
        event.listen(records.writer, "commit", lambda connection, commits=commits: commits.append(1))
        with ThreadPoolExecutor(writers) as tablets:
            began = time.perf_counter()
            list(tablets.map(lambda session: one(session, "tap camera"), sessions))
            seconds = time.perf_counter() - began
        yield Measured(f"durable acts, {writers} tablets", len(sessions) / seconds, "/s", f"{len(commits)} commits")
    with records.session() as s:
        acts = len(progress.history(s, where.learner_id))
        met = planning.history(s, lessons, where.learner_id)
        plan = median_seconds(lambda: planning.support_plan(sitting.play, met, artefact, datetime.now(UTC), "big"), 20)
    yield Measured("planning a session", plan * 1e3, "ms", f"after {acts} acts")
    step = median_seconds(lambda: machine.advance(sitting.play, sitting.place, Act("tap camera")), 2000)
    yield Measured("one act through the machine", step * 1e6, "µs", f"1/{act / step:.0f} of a durable act")


def backup(application: Flask, where: Village) -> Iterator[Measured]:
    """A copy of a large log while tablets go on writing, and putting it back."""
    records: Records = application.extensions["records"]
    now = datetime.now(UTC)
    with records.writing() as s:
        opened = play(s, where)
        for _ in range(EVENTS // 1000):
            fresh = [NewAttempt(uuid7(now), opened, "home", "tap pay", "correct", "alone", now) for _ in range(1000)]
            journal.append_attempts(s, fresh)
    slowest, done = [0.0], threading.Event()

    def go_on() -> None:
        while not done.is_set():
            began = time.perf_counter()
            with records.writing() as s:
                journal.append_fact(s, kind="measured", body={}, now=now)
            slowest.append(time.perf_counter() - began)

    writer = threading.Thread(target=go_on)
    writer.start()
    assert records.file is not None
    began = time.perf_counter()
    with closing(sqlite3.connect(records.file)) as connection:
        connection.execute("VACUUM INTO ?", (str(records.file.with_name("bare")),))
    bare, began = time.perf_counter() - began, time.perf_counter()
    copy = records.file.with_name("copy")
    copying.back_up(records.file, copy)
    whole = time.perf_counter() - began
    done.set()
    writer.join()
    yield Measured(f"copying {EVENTS} events", bare, "s")
    yield Measured("the same, read back and checked", whole, "s")
    yield Measured("the slowest write meanwhile", max(slowest) * 1e3, "ms", f"of {len(slowest) - 1}")
    records.close()
    began = time.perf_counter()
    copying.restore(copy, records.file)
    yield Measured("putting it back, checked", time.perf_counter() - began, "s")


def pages(application: Flask, where: Village) -> Iterator[Measured]:
    """What a first visit to each page brings over the wire, compressed as it is sent, sound left out."""
    client = application.test_client()
    enrolled(application, client, where)
    token = re.search(r'name="csrf_token" value="([^"]*)"', client.get(f"/wall/{where.learner_id}").text)
    assert token is not None
    client.post(f"/wall/{where.learner_id}", data={"csrf_token": token.group(1)})
    for name, path in (("wall", "/wall"), ("home", "/home"), ("practice", f"/practice/{LESSON}")):
        sizes = [len(body) for body in whole_page(client, path)]
        yield Measured(f"first visit: {name}", sum(sizes) / 1e3, "kB", f"{len(sizes)} requests")
        seconds = median_seconds(partial(client.get, path), 10)
        yield Measured(f"making the page: {name}", seconds * 1e3, "ms")
    told = re.search(r'"drawing": ?"([^"]+)"', client.get(f"/practice/{LESSON}").text)
    assert told is not None
    drawing = client.get(told.group(1), headers=ACCEPTED).data
    yield Measured("practice with its lesson", (sum(sizes) + len(drawing)) / 1e3, "kB", f"drawing {len(drawing)} B")
    ours = [ROOT / "static" / "js" / f"{name}.js" for name in SCRIPTS]
    packed = sum(len(gzip.compress(script.read_bytes())) for script in ours)
    yield Measured("our scripts on a practice page", packed / 1e3, "kB", f"{len(ours)} files, gzip")


def tapping(application: Flask, where: Village) -> Iterator[Measured]:
    """From a tap to the new screen on a slow tablet, with the laptop on and with it off."""
    for when, milliseconds in taps(LESSON, "tap social", "tap back"):
        beside = f"median {statistics.median(milliseconds):.0f} ms of {len(milliseconds)}, {SLOWER}x slower"
        yield Measured(f"tap to screen, laptop {when}, p95", p95(milliseconds), "ms", beside)


def busy(seconds: float = 60.0) -> Iterator[Measured]:
    """Three hundred tablets that send an act every ten seconds, and five boards that look every two."""
    sent = {"acts": f"acts of {ROOMS * PEOPLE} tablets", "boards": f"looks of {BOARDS} boards"}
    for what, tally in morning(seconds):
        beside = f"median {statistics.median(tally.took):.0f} ms of {len(tally.took)}, errors {len(tally.wrong)}"
        yield Measured(f"{sent[what]}, p95", p95(tally.took), "ms", f"{beside} {tally.wrong[:3] or ''}".strip())


def divide(application: Flask, where: Village) -> Iterator[Measured]:
    """What staff open over a million attempts, put into the log's table without their places in the chain."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        fill(s, sorted(application.extensions["shelf"].lessons)[:12], villages=20, learners=120, weeks=26)
        trainer = roster.add_staff(s, name="督导", role="trainer", password=None, now=NOW).id
    assert records.file is not None
    with closing(sqlite3.connect(records.file)) as db:
        count = many(db)
    with records.writing() as s:
        began = time.perf_counter()
        summaries.rebuild(s)
        yield Measured(f"making every summary of {count} acts", time.perf_counter() - began, "s")
    application.extensions["clock"] = lambda: NOW
    client = application.test_client()
    with client.session_transaction() as kept:
        kept["staff"] = {"id": str(trainer), **noted(SIGNED_IN_FOR, BOOT, running())}
    with records.session() as s:
        rooms = {len(roster.learners(s, room.id)): room.id for room in roster.classrooms(s)}
    people = max(rooms)
    pages = {
        "the overview of all classes": "/reports",
        "learning curves": "/reports/curves",
        "steps that trip people": "/reports/steps",
        "the divide": "/reports/divide",
        "a week": "/reports/week",
        f"a month of {people} people": f"/staff/class/{rooms[people]}/print/month",
        "its 800th page of acts": f"/staff/class/{rooms[people]}/acts?page=800",
    }
    for (name, path), turn in product(pages.items(), ("first", "again")):
        began, busy = time.perf_counter(), time.process_time()
        page = client.get(path)
        took, cores = time.perf_counter() - began, time.process_time() - busy
        assert page.status_code == 200
        yield Measured(f"{name}, {turn}", took, "s", f"{cores:.2f} s of a core, {len(page.data) / 1e3:.0f} kB")


def learner_model() -> Iterator[Measured]:
    """The model of the learner: one streamed step, its file, its import, and fitting a million attempts."""
    artefact = load()
    steps = [Step(f"s{n % 40}", (f"k{n % 7}",), 0.4) for n in range(400)]
    took = []
    learner = Learner(artefact)
    for place, step in enumerate(steps):
        began = time.perf_counter()
        learner.p(step, 60.0 * place)
        learner.update(Opportunity(step.step, step.skills, "alone", "alone", 60.0 * place, step.difficulty))
        took.append(time.perf_counter() - began)
    yield Measured("predict and update, one step", statistics.median(took) * 1e6, "µs", "median")
    yield Measured("the artefact", len(artefact.dumps().encode()) / 1e3, "kB")
    code = "import time; a = time.perf_counter(); import models.policy; print(time.perf_counter() - a)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    yield Measured("importing the serving path", float(done.stdout), "s")
    done = subprocess.run([sys.executable, "-c", MILLION], cwd=ROOT, capture_output=True, text=True, check=True)
    rows, seconds, busy, peak = map(float, done.stdout.split())
    yield Measured(f"fitting {rows:,.0f} attempts", seconds, "s", f"{busy:.1f} s of the cores, {peak / 1e6:.2f} GB")


def cold_start() -> Iterator[Measured]:
    """What it costs to know only the author's word of each step: a new course's first ten steps of new people."""
    course, kinds = invent(77), sorted(PROFILES)
    lives = [live(7_000_000 + n, kinds[n % len(kinds)], course) for n in range(270)]
    rows = rows_from_histories(lives[200:])
    right, asked = np.asarray(rows.outcome), rows.target
    place = np.concatenate([np.arange(count) for count in np.bincount(rows.learner[asked])])
    own = LearnerModel().fit(lives[:200]).artefact()
    shifted = recalibrated(load(), lives[:40])
    for name, artefact in (("as shipped", load()), ("shifted by 40 people", shifted), ("of its own", own)):
        p = [sigmoid(z) for z, _ in predictions(artefact, lives[200:])]
        found = scores(right[asked], np.asarray(p), place)
        first, losses = found["auc_first_ten"], (found["log_loss_first_ten"], found["log_loss"])
        early = f"first ten {first:.3f}; log loss of the first ten {losses[0]:.3f}, of all {losses[1]:.3f}"
        yield Measured(f"AUC {name}", found["auc"], "", early)


def the_divide(shelf: Shelf) -> Iterator[Measured]:
    """A class of thirty with ten tablets, with today's plan and without; then the minutes of each with six tablets."""
    pairs: list[divide_class.Pair] = []
    for family in FAMILIES:
        ways = [divide_class.lived(shelf.lessons, family, 1, planned=planned) for planned in (False, True)]
        mine = divide_class.pairs_of(*ways)
        pairs += mine
        yield from _divide(family, mine)
    yield from _divide("all", pairs)
    alone = divide_class.lived(shelf.lessons, "traces", 1, planned=True, tablets=6, days=(0,))
    yield Measured("least minutes, 30 at 6 tablets", min(alone.minutes[0]), "min", f"most {max(alone.minutes[0]):.0f}")


def _divide(name: str, pairs: Sequence[divide_class.Pair]) -> Iterator[Measured]:
    found, sure = divide_class.divide_of(pairs), divide_class.interval(pairs)
    for what, (without, planned) in (("gap", found.gap), ("mean", found.mean), ("weak", found.weak)):
        low, high = sure[what]
        beside = f"without the plan {without:.3f}; 95 % of the change {low:+.3f} to {high:+.3f}"
        yield Measured(f"{what}, {name}", planned, "", beside)


def whole_page(client: FlaskClient, path: str) -> Iterator[bytes]:
    """A page and every file it names, as sent to a browser on plain http."""
    page = client.get(path, headers=ACCEPTED)
    yield page.data
    html = gzip.decompress(page.data).decode() if page.headers.get("Content-Encoding") == "gzip" else page.text
    for file in sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))):
        if "noscript" not in file:
            yield client.get(file.replace("&amp;", "&"), headers=ACCEPTED).data


def main(words: Sequence[str]) -> int:
    """Measure all but divide-class, or the parts named: rooms, acts, backup, pages, taps, busy, divide, model, cold."""
    shelf = read_shelf(ROOT / "lessons")
    parts: dict[str, Callable[[Flask, Village], Iterator[Measured]]] = {
        "rooms": lambda application, where: rooms(shelf),
        "acts": durable_acts,
        "backup": backup,
        "pages": pages,
        "taps": tapping,
        "busy": lambda application, where: busy(),
        "divide": divide,
        "model": lambda application, where: learner_model(),
        "cold": lambda application, where: cold_start(),
    }
    long: dict[str, Callable[[Flask, Village], Iterator[Measured]]] = {
        "divide-class": lambda application, where: the_divide(shelf)
    }
    if unknown := set(words) - set(parts) - set(long):
        print(f"No such part: {', '.join(sorted(unknown))}. There are: {', '.join((*parts, *long))}")
        return 2
    for name, part in (parts | long).items():
        if name in (words or parts):
            with a_copy(shelf) as (application, where):
                for measured in part(application, where):
                    print(f"{measured.name:32} {measured.figure:9.2f} {measured.unit:4} {measured.beside}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
