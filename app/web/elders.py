"""Invented elders at tablets, who go through the real pages as a tablet does; it proves nothing of elders.

What one does is decided by a mind of `models.simulated`, and by a manner that makes a class worth watching. An elder
is a generator of pauses: whoever runs it decides what time is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any, Final
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.practice import planning
from app.practice.invented import slips
from app.records.identity import uuid7
from app.simulator import machine
from app.simulator.lesson import Lesson, Play, stage
from app.simulator.machine import FROZEN, HELP, SLIP, Act, Outcome, Place
from app.simulator.support import climb
from app.web import visitors
from models.simulated import SimulatedLearner

FREEZES, SLIPPING, ASKS, STEADY = "freezes", "slips", "asks", "steady"
MANNERS: Final = (STEADY, FREEZES, SLIPPING, STEADY, ASKS, FREEZES, STEADY, STEADY)
"""How the eight of a watched class behave, by seat."""
QUICKER: Final = 2.5
"""So many times as quick as people they are, so that there is something to see."""
LONGEST: Final = 8.0
"""Seconds that a mind thinks at most."""
LOOKS: Final = 3.0
"""Seconds between two looks whether somebody has come."""
PATIENT: Final = 20
"""So many looks an elder waits for somebody before they go on by themselves."""
_TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')
_PLAY: Final = re.compile(r'<script type="application/json" id="play">(.*?)</script>', re.DOTALL)
_TASK: Final = re.compile(r'href="/practice/([a-z0-9-]+)"')


class Browser:
    """A browser of the watched class: pages are fetched and forms posted as anybody's are."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str) -> TestResponse:
        """A page, after every redirect."""
        return self.client.get(address, follow_redirects=True)

    def send(self, form_at: str, address: str, **fields: str) -> TestResponse:
        """Post a form that stands on a page."""
        found = _TOKEN.search(self.get(form_at).text)
        token = found.group(1) if found else ""
        return self.client.post(address, data={"csrf_token": token, **fields})


class Elder:
    """One of them, from the wall to the end of one lesson after the other."""

    def __init__(
        self,
        browser: Browser,
        learner_id: UUID,
        profile: str,
        manner: str,
        lessons: Mapping[str, Lesson],
        chance: Random,
    ) -> None:
        self.learner_id = learner_id
        self._browser = browser
        self._manner = manner
        self._lessons = lessons
        self._chance = chance
        self._mind = SimulatedLearner(f"watched-{learner_id}", profile)
        self._met = 0

    def live(self, code: str, helped: Callable[[UUID], bool]) -> Iterator[float]:
        """Join the class, sit down and practise; each value is how many seconds pass before what comes next.

        `helped` tells whether somebody has come since this elder last asked.
        """
        self._browser.send("/", "/join", code=code)
        yield self._some(1.0)
        self._browser.send(f"/wall/{self.learner_id}", f"/wall/{self.learner_id}")
        while True:
            offered = list(dict.fromkeys(_TASK.findall(self._browser.get("/home").text)))
            yield self._some(2.0)
            lesson = self._chance.choice([one for one in offered if one in self._lessons][:2])
            yield from self._play(lesson, helped)
            yield self._some(6.0)

    def _play(self, lesson: str, helped: Callable[[UUID], bool]) -> Iterator[float]:
        found = _PLAY.search(self._browser.get(f"/practice/{lesson}").text)
        if found is None:
            return
        told = json.loads(found.group(1))
        play = stage(self._lessons[lesson], told["twist"])
        place = machine.replay(play, (Act(act, value) for _, act, value in told["acts"])).place
        screen = ""
        for _ in range(machine.LONGEST):
            if place.done:
                break
            if place.screen != screen:
                screen = place.screen
                pause, before = self._meet(play, place, told["plan"].get(screen, "prompted"))
                yield pause
                for act in before:
                    place, outcome = self._do(play, told, place, act)
                    yield self._some(3.0 if outcome.kind == SLIP else 6.0)
                    if act.act == HELP:
                        yield from self._wait(helped)
            right = machine.next_act(play, place)
            if right is not None:
                place, _ = self._do(play, told, place, right)
            yield self._some(3.0)
        self._browser.get(f"/practice/{lesson}/finish?session={told['session']}")

    def _meet(self, play: Play, place: Place, planned: str) -> tuple[float, list[Act]]:
        """How long they think on a screen that has just come, and what they do before the right act."""
        self._met += 1
        screen = play.screens[place.screen]
        step = replace(planning.step_of(play, screen), clutter=planning.CLUTTER["big"])
        met = self._mind.meet(step, climb(planned, 0, 0, 0), 0.0)
        pause, possible = min(met.seconds / QUICKER, LONGEST), slips(play, place)
        if self._manner == FREEZES and self._met % 5 == 3:
            return 3 * LONGEST, [Act(FROZEN), Act(FROZEN), Act(HELP)]
        if self._manner == ASKS and self._met % 4 == 2:
            return pause, [Act(HELP)]
        if possible and (met.outcome == SLIP or (self._manner == SLIPPING and self._chance.random() < 0.7)):
            many = 2 if self._manner == SLIPPING else 1
            return pause, [act for act in self._chance.choices(possible, k=many) if not _moves(play, place, act)]
        return pause, []

    def _wait(self, helped: Callable[[UUID], bool]) -> Iterator[float]:
        for _ in range(PATIENT):
            yield LOOKS
            if helped(self.learner_id):
                return

    def _do(self, play: Play, told: Mapping[str, Any], place: Place, act: Act) -> tuple[Place, Outcome]:
        """Do an act as a tablet does: decided there, then told to the laptop."""
        after, outcome = machine.advance(play, place, act)
        done = {
            "uuid": str(uuid7(self._now())),
            "session": told["session"],
            "act": act.act,
            "value": act.value,
            "screen": place.screen,
            "outcome": outcome.kind,
            "ago": 0,
        }
        headers = {visitors.TABLET_HEADER: told["token"]}
        self._browser.client.post("/acts", json={"openings": [], "acts": [done]}, headers=headers)
        return after, outcome

    def _now(self) -> Any:
        return self._browser.client.application.extensions["clock"]()

    def _some(self, seconds: float) -> float:
        return seconds * (0.6 + 0.8 * self._chance.random())


def _moves(play: Play, place: Place, act: Act) -> bool:
    return machine.advance(play, place, act)[1].moved
