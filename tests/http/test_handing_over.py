"""Two hundred hand-overs at one class's tablets, as people have them: whose name an act is kept under, and whose never.

The tablet here is the worst one: it has none of the script's own guards, so pages of people who left go on sending.
What was right is told by the test's own memory of who said last, at that tablet, that it is them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import classes, drawing
from app.classes import codes
from app.records import Records, journal, roster
from app.records.identity import uuid7
from app.simulator import machine
from app.simulator.lesson import stage
from app.web import visitors
from tests.http.test_tablet import data_in, headers
from tests.people import NOW, Village, enrolled, staffed
from tests.steady import Steady

pytestmark = pytest.mark.slow

LESSON = "spot-scam-sms"
PEOPLE = 5


@dataclass(frozen=True)
class Seat:
    """One sitting as the tablet knows it."""

    person: UUID
    sitting: str
    since: float
    away: bool = False


@dataclass
class Sheet:
    """A page of a lesson that is open somewhere: in a tab, behind the Back of a browser, or forgotten."""

    seat: Seat
    session: str
    done: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Sent:
    """An act as it waits on the tablet."""

    sheet: Sheet
    told: dict[str, object]
    at: float


class Tablet:
    """A tablet of the class with everything that was ever opened on it, and who sits there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = world.application.test_client()
        self.here: Seat | None = None
        self.sheets: list[Sheet] = []
        self.waiting: list[Sent] = []
        self.over: dict[str, float] = {}
        self.move()

    def move(self) -> None:
        """It is enrolled, or enrolled anew at another seat; whoever sat there stands up for it."""
        enrolled(self.world.application, self.client, self.world.where)
        self.wall()

    def turn(self, seat: Seat | None) -> None:
        """One sitting is over and the next begins, or none."""
        if self.here is not None:
            self.over[self.here.sitting] = self.world.clock.seconds
        self.here = seat

    def wall(self, *, away: bool = False) -> None:
        """The wall is shown, or, `away`, the one that is kept for when the laptop is off."""
        if not away:
            self.client.get("/wall")
        self.turn(None)

    def token(self) -> str:
        """The token of this browser's forms."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get("/settings").text)
        assert found
        return found.group(1)

    def sit(self, person: UUID) -> None:
        """Tap one's face, say yes, and show what the class asks for."""
        sent = {"csrf_token": self.token()}
        answer = self.client.post(f"/wall/{person}", data=sent)
        if answer.location.endswith("/code"):
            signs = self.world.signs[person]
            answer = self.client.post(answer.location, data=sent | {"pressed": " ".join(signs[:-1]), "key": signs[-1]})
        assert answer.location == "/home"
        with self.client.session_transaction() as kept:
            self.turn(Seat(person, kept["sitting"], self.world.clock.seconds))

    def sit_away(self, person: UUID) -> None:
        """The same with the laptop off, where the class asks for no more than the face."""
        self.wall(away=True)
        self.turn(Seat(person, str(uuid4()), self.world.clock.seconds, away=True))

    def open(self) -> Sheet:
        """Open the lesson in one more tab, as whoever sits here."""
        assert self.here is not None
        sheet = Sheet(self.here, str(uuid4()))
        self.sheets.append(sheet)
        return sheet

    def act(self, sheet: Sheet) -> Sent:
        """Do the next right act on a page that is open, whoever it was opened for; it waits to be sent."""
        at = machine.replay(self.world.play, [machine.Act(*one) for one in sheet.done]).place
        act = machine.next_act(self.world.play, at)
        assert act is not None
        _, outcome = machine.advance(self.world.play, at, act)
        told = {"uuid": str(uuid7(NOW)), "session": sheet.session, "act": act.act, "value": act.value,
                "screen": at.screen, "outcome": outcome.kind, "sitting": sheet.seat.sitting}  # fmt: skip
        if sheet.seat == self.here:
            sheet.done.append((act.act, act.value))
            self.world.right[UUID(str(told["uuid"]))] = sheet.seat.person
        else:
            self.world.wrong.add(UUID(str(told["uuid"])))
        one = Sent(sheet, told, self.world.clock.seconds)
        self.waiting.append(one)
        self.world.clock.pass_by(5)
        return one

    def send(self) -> None:
        """Send what waits; what is neither kept nor refused goes on waiting."""
        if not self.waiting:
            return
        now = self.world.clock.seconds
        seats = {one.sheet.seat.sitting: one.sheet.seat for one in self.waiting}
        message = {
            "openings": [self.world.opening(one.sheet) for one in self.waiting],
            "acts": [one.told | {"ago": (now - one.at) * 1000} for one in self.waiting],
            "sittings": [self.told(seat, now) for seat in seats.values()],
        }
        answer = self.client.post("/acts", json=message, headers=headers(self.client)).get_json()
        done = {*answer["kept"], *answer["refused"]}
        self.waiting = [one for one in self.waiting if one.told["uuid"] not in done]

    def told(self, seat: Seat, now: float) -> dict[str, object]:
        """A sitting as a message tells it."""
        over = self.over.get(seat.sitting)
        return {
            "id": seat.sitting,
            "learner": str(seat.person),
            "away": seat.away,
            "ago": (now - seat.since) * 1000,
            "over": None if over is None else (now - over) * 1000,
        }

    def post(self, sheet: Sheet) -> None:
        """Press a button of a page as a browser without scripts does: Back, and the form of somebody who left."""
        uuid = uuid7(NOW)
        form = {"csrf_token": self.token(), "session": sheet.session, "uuid": str(uuid), "act": "tap help"}
        self.client.post(f"/practice/{LESSON}/act", data=form)
        if sheet.seat.person != (self.here.person if self.here else None):
            self.world.wrong.add(uuid)


class World:
    """A class with its people, its codes, its clock, and what may be kept of whom."""

    def __init__(self, application: Flask, where: Village, clock: Steady, factor: str) -> None:
        self.application, self.where, self.clock, self.factor = application, where, clock, factor
        self.play = stage(application.extensions["shelf"].lessons[LESSON])
        self.records: Records = application.extensions["records"]
        self.right: dict[UUID, UUID] = {}
        self.wrong: set[UUID] = set()
        self.signs: dict[UUID, tuple[str, ...]] = {}
        with self.records.writing() as s:
            room, member = roster.classroom(s, where.classroom_id), roster.staff_named(s, "小刘")
            assert room is not None and member is not None
            for number in range(PEOPLE - 1):
                face = drawing.face_keys()[number]
                roster.add_learner(s, classroom=room, name=f"学员{number}", face=face, now=NOW)
            people = roster.learners(s, room.id)
            if factor:
                codes.ask_for(s, room, factor, NOW)
                secret = str(application.secret_key).encode()
                self.signs = {one.id: codes.deal(s, one, factor, secret, member, NOW) for one in people}
            self.people = [one.id for one in people]
        first = Tablet(self)
        self.tickets = {one: self._ticket(first.client, one) for one in self.people}

    def _ticket(self, client: FlaskClient, person: UUID) -> dict[str, object]:
        pages = client.get(f"/tablet/people/{person}/lessons/{LESSON}").get_json()["pages"]
        play = data_in(pages[f"/practice/{LESSON}"])
        return {name: play[name] for name in ("ticket", "locale", "voice")}

    def opening(self, sheet: Sheet) -> dict[str, object]:
        """How a tablet tells that a play was opened."""
        return self.tickets[sheet.seat.person] | {"session": sheet.session, "ago": 0}


def next_person(world: World, tablet: Tablet, chance: random.Random) -> UUID:
    """Somebody else than who sits there."""
    return chance.choice([one for one in world.people if tablet.here is None or one != tablet.here.person])


Scene = Callable[[World, Tablet, random.Random], None]


def walks_away(world: World, tablet: Tablet, chance: random.Random) -> None:
    """Somebody walks away and comes back to the same page; then the next one sits down in the right way."""
    mine = tablet.open()
    tablet.act(mine)
    world.clock.pass_by(1500)
    tablet.act(mine)
    tablet.send()
    tablet.wall()
    world.clock.pass_by(4)
    tablet.sit(next_person(world, tablet, chance))
    tablet.act(tablet.open())


def goes_back(world: World, tablet: Tablet, chance: random.Random) -> None:
    """The next one presses Back to the page of who sat there before, with and without having said who they are."""
    before = tablet.open()
    tablet.act(before)
    tablet.send()
    tablet.wall()
    world.clock.pass_by(4)
    tablet.act(before)
    tablet.post(before)
    tablet.sit(next_person(world, tablet, chance))
    world.clock.pass_by(4)
    tablet.act(before)
    tablet.post(before)


def stale_tab(world: World, tablet: Tablet, chance: random.Random) -> None:
    """Any page that was ever opened on this tablet is found again and gone on with."""
    for sheet in chance.sample(tablet.sheets, min(3, len(tablet.sheets))):
        tablet.act(sheet)
        if chance.random() < 0.3:
            tablet.send()


def two_tabs(world: World, tablet: Tablet, chance: random.Random) -> None:
    """Two people in two tabs of one tablet take turns without asking."""
    one = tablet.open()
    tablet.act(one)
    tablet.sit(next_person(world, tablet, chance))
    world.clock.pass_by(4)
    other = tablet.open()
    for sheet in (one, other, one, other):
        tablet.act(sheet)
    tablet.send()


def laptop_off(world: World, tablet: Tablet, chance: random.Random) -> None:
    """The laptop is off: who sits there goes on, others follow where no code is asked, and all of it comes late."""
    tablet.act(tablet.open())
    for _ in range(2 if not world.factor else 0):
        tablet.sit_away(next_person(world, tablet, chance))
        world.clock.pass_by(600)
        tablet.act(tablet.open())
    if chance.random() < 0.3:
        tablet.wall(away=True)
        world.clock.pass_by(5)
        tablet.act(tablet.sheets[-1])
    world.clock.pass_by(3600)
    if (
        tablet.here is None or chance.random() < 0.5
    ):  # Somebody is first at the laptop's pages, before what was done arrives.
        tablet.client.get("/wall")
        tablet.sit(next_person(world, tablet, chance))
        tablet.act(tablet.open())
    tablet.send()


def late(world: World, tablet: Tablet, chance: random.Random) -> None:
    """What was done is sent only when somebody else sits there already."""
    mine = tablet.open()
    for _ in range(3):
        tablet.act(mine)
    tablet.wall()
    world.clock.pass_by(4)
    tablet.sit(next_person(world, tablet, chance))
    world.clock.pass_by(30)
    tablet.act(tablet.open())
    tablet.send()


def another_seat(world: World, tablet: Tablet, chance: random.Random) -> None:
    """The tablet is put at another seat in the middle of it, and what it still had is sent from there."""
    mine = tablet.open()
    tablet.act(mine)
    tablet.move()
    world.clock.pass_by(4)
    tablet.act(mine)
    tablet.sit(next_person(world, tablet, chance))
    tablet.send()


SCENES: tuple[Scene, ...] = (walks_away, goes_back, stale_tab, two_tabs, laptop_off, late, another_seat)


@pytest.mark.holds("handing-over")
@pytest.mark.parametrize("factor", ["", pytest.param(codes.DIGITS, marks=pytest.mark.slow)])
@pytest.mark.parametrize("scenes", [7, pytest.param(100, marks=pytest.mark.slow)])
def test_nothing_is_kept_under_a_face_that_nobody_confirmed_and_nothing_else_is_lost(
    application: Flask, monkeypatch: pytest.MonkeyPatch, scenes: int, factor: str
) -> None:
    with application.extensions["records"].writing() as s:
        where = staffed(s, "wan-0000")
    clock, chance = Steady(monkeypatch), random.Random(f"{scenes} {factor}")
    world = World(application, where, clock, factor)
    tablets = [Tablet(world) for _ in range(3)]
    order = [*SCENES, *(chance.choice(SCENES) for _ in range(scenes - len(SCENES)))]
    for scene in order:
        tablet = chance.choice(tablets)
        if tablet.here is None:
            tablet.sit(next_person(world, tablet, chance))
        scene(world, tablet, chance)
        clock.pass_by(20)
    for tablet in tablets:
        clock.pass_by(60)
        tablet.send()
    with world.records.session() as s:
        kept = {one.uuid: one.learner_id for who in world.people for play in journal.sessions(s, who)
                for one in journal.attempts(s, play.uuid)}  # fmt: skip
    assert not kept.keys() & world.wrong
    assert world.right and world.right.items() <= kept.items()
    print(f"hand-overs {len(order)}, acts kept {len(kept)}, on pages of others {len(world.wrong)}, of these kept 0")


def test_no_visit_to_a_lesson_signs_anybody_out(
    application: Flask, client: FlaskClient, where: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that the laptop does by itself ends a sitting: neither time nor another tab of the lesson."""
    clock = Steady(monkeypatch)
    with client.session_transaction() as kept:
        kept["sitting"] = str(uuid4())
    for path in (f"/practice/{LESSON}", "/home", "/settings", f"/practice/{LESSON}"):
        clock.pass_by(24 * 3600)
        assert client.get(path).status_code == 200
    page = client.get("/home").text
    assert 'id="still" hidden' in page and "data-still" in page
    with client.session_transaction() as kept:
        assert kept["learner"] == str(where.learner_id)


def test_a_tablet_without_its_laptop_is_told_what_to_ask_and_whom_not(
    application: Flask, client: FlaskClient, where: Village
) -> None:
    records: Records = application.extensions["records"]
    told = client.get("/tablet").get_json()
    assert (told["ask"], told["in"]) == ("", [])
    with records.writing() as s:
        learner, room = roster.learner(s, where.learner_id), roster.classroom(s, where.classroom_id)
        assert learner is not None and room is not None
        member = roster.add_staff(s, name="小刘", role=visitors.VOLUNTEER, password="wan-0000", now=NOW)
        codes.ask_for(s, room, codes.CARD, NOW)
        sitting = {"learner": str(learner.id), "sitting": str(uuid4()), "ago": 1000}
        others = {"learner": str(learner.id), "sitting": str(uuid4()), "ago": 500}
    assert client.get("/tablet").get_json()["ask"] == codes.CARD
    assert client.post("/tablet/sit", json=sitting, headers=headers(client)).status_code == 409
    with records.writing() as s:
        learner = roster.learner(s, where.learner_id)
        assert learner is not None
        classes.let_in(s, learner, member, NOW)
    assert client.get("/tablet").get_json()["in"] == [str(where.learner_id)]
    assert client.post("/tablet/sit", json=sitting, headers=headers(client)).status_code == 204
    assert client.post("/tablet/sit", json=others, headers=headers(client)).status_code == 409, "once"
