"""A class to be watched: eight invented elders in a copy of the product of their own, alive while somebody looks.

It has its own settings, database and secret in a folder that goes with it, and knows nothing of the copy around it.
"""

from __future__ import annotations

import heapq
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from app.classes.demo import InventedClass, invent_class
from app.config import Settings
from app.records import Records, visits
from app.records.upgrading import upgrade
from app.web import lasting
from app.web.elders import LOOKS, MANNERS, Browser, Elder

LEFT: Final = 90.0
"""Seconds without a look after which nobody watches any more; the board looks every fifteen."""
LONGEST: Final = 3600.0
"""Seconds after which a class is over, watched or not."""
COMES: Final = 45.0
"""Seconds after which the invented helper comes to whoever has asked, unless the one who watches did."""
FIRST: Final = 12.0
"""Seconds of the class that pass at once, so that everybody sits when the board is first seen."""
UNDER: Final = "/watch"
"""Where its pages are found."""

Another = Callable[[Settings], Flask]
"""Makes a copy of the product with these settings."""


class WatchedClass:
    """One such class; `run` lives it and takes everything away, `open` answers whoever watches, `over` ends it."""

    def __init__(
        self, folder: Path, another: Another, lang: str, seed: int = 0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Make the copy in a folder, which is emptied first, with the class in it and its volunteer signed in.

        `clock` tells seconds that only grow.
        """
        shutil.rmtree(folder, ignore_errors=True)
        self.folder = folder
        self.app = another(Settings.at(folder, narrates=False))
        self.over = threading.Event()
        self.seated = threading.Event()
        self._turn = threading.Lock()
        self._clock = clock
        self._looked = self._began = clock()
        self._records: Records = self.app.extensions["records"]
        upgrade(self._records)
        file = self.app.extensions["settings"].lessons / "demo.yaml"
        with self._records.writing() as s:
            invented = invent_class(s, file, self._now(), people=len(MANNERS), tablets=0)
        self._volunteer, self._helper = self._signed_in(invented, lang), self._signed_in(invented, lang)
        self._elders = self._seat(invented, Random(f"watched-{seed}"))

    def open(self, address: str, **request: Any) -> TestResponse | None:
        """The answer of one of its pages to whoever watches, who is its volunteer; None when it is over."""
        self._looked = self._clock()
        with self._turn:
            if self.over.is_set():
                return None
            return self._volunteer.client.open(address, base_url=f"http://localhost{UNDER}", **request)

    def allows(self, path: str, method: str, endpoints: frozenset[str]) -> bool:
        """Whether an address is one of these endpoints."""
        adapter = self.app.url_map.bind("localhost")
        return adapter.test(path, method) and adapter.match(path, method)[0] in endpoints

    def run(self, wait: Callable[[float], object] | None = None) -> None:
        """Live until it is over, nobody looks or time is up, then go; `wait` passes time, for real when it is None."""
        wait = wait or self.over.wait
        try:
            self._live(wait)
        finally:
            self.over.set()
            self.seated.set()
            with self._turn:
                self._records.close()
                shutil.rmtree(self.folder, ignore_errors=True)

    def _live(self, wait: Callable[[float], object]) -> None:
        """Everybody's next moment, the earliest first; the class's own time passes while it waits."""
        elders: list[tuple[float, int, Iterator[float]]] = [
            (0.3 * seat, seat, one) for seat, one in enumerate(self._elders)
        ]
        heapq.heapify(elders)
        passed = 0.0
        while elders and not self.over.is_set() and not self._left():
            due, seat, one = heapq.heappop(elders)
            if due > FIRST:
                self.seated.set()
                wait(due - max(passed, FIRST))
            passed = max(passed, due)
            if self.over.is_set():
                return
            pause = next(one, None)
            if pause is not None:
                heapq.heappush(elders, (due + pause, seat, one))

    def _left(self) -> bool:
        now = self._clock()
        return now - self._looked > LEFT or now - self._began > LONGEST

    def _signed_in(self, invented: InventedClass, lang: str) -> Browser:
        """A browser of the invented volunteer: one is for whoever watches, one for the helper who comes by itself."""
        account = next(one for one in invented.accounts if one.role == "volunteer")
        browser = Browser(self.app.test_client())
        browser.send("/staff", "/staff", name=account.name, password=account.password)
        browser.send("/staff", "/preferences", lang=lang)
        return browser

    def _seat(self, invented: InventedClass, chance: Random) -> list[Iterator[float]]:
        """The elders, each at a browser of their own, with the code of their class."""
        code = self.app.extensions["joining"].code(invented.classroom.id, lasting.running()).digits
        lessons = self.app.extensions["shelf"].lessons
        people = zip(invented.learners, MANNERS, strict=True)
        elders = [
            Elder(Browser(self.app.test_client()), one.id, one.profile, manner, lessons, chance)
            for one, manner in people
        ]
        return [elder.live(code, _Help(self).came) for elder in elders]

    def help_came(self, learner_id: UUID, since: datetime) -> bool:
        """Whether somebody has come to a learner since a moment."""
        with self._records.session() as s:
            return any(one.learner_id == learner_id for one in visits.given(s, since))

    def help_them(self, learner_id: UUID) -> None:
        """Let the invented helper go to a learner and say so on the board."""
        with self._turn:
            if not self.over.is_set():
                self._helper.send("/board", f"/board/helped/{learner_id}")

    def _now(self) -> datetime:
        now: datetime = self.app.extensions["clock"]()
        return now


class _Help:
    """The help that one elder waits for: it may come from whoever watches, and comes by itself after a while."""

    def __init__(self, where: WatchedClass) -> None:
        self._where = where
        self._since: datetime | None = None
        self._looks = 0

    def came(self, learner_id: UUID) -> bool:
        """Whether somebody has come since the first of these looks."""
        if self._since is None:
            self._since, self._looks = self._where._now(), 0
        self._looks += 1
        if self._where.help_came(learner_id, self._since):
            self._since = None
            return True
        if self._looks * LOOKS >= COMES:
            self._where.help_them(learner_id)
        return False
