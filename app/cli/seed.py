"""flask seed demo, county: fills an empty database with invented people and weeks of their practice; serves nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

import click
from flask.cli import AppGroup

from app import classes, current
from app.classes.county import InventedCounty, InventedElder, InventedVillage, invent_county
from app.classes.demo import InventedAccount, InventedClass, NotEmpty, invent_class
from app.cli import mornings
from app.practice import calendars, lives, sitting
from app.practice.invented import Elder, World, ask, choose, play
from app.practice.lives import Life
from app.records import Session, roster, summaries, upgrading
from app.records.folding import CHINA
from models.simulated import PROFILES, Profile, SimulatedLearner

seed = AppGroup("seed", help="Invented people for a first look.")

WEEKS: Final = 6
GAPS: Final = (0, 2)
"""A class meets on the first day of a week and two days later."""
COMES: Final = 0.7
"""The chance that an elder comes to a class."""
ABLER: Final = 2.5
"""Logits that these elders are abler than the model's invented beginners."""
SITTING: Final = 9
"""How many sit at a tablet while the demo is made."""
LIVE: Final = timedelta(minutes=3)
"""How long they have been at it at most."""
WAITS: Final = (timedelta(seconds=100), timedelta(seconds=40))
"""How long those wait who have just asked for a person."""


MONTHS: Final = 26
"""Weeks of the county."""
ABSENT: Final = 0.12
"""The chance that a village's class does not meet in a week: harvest, a festival, a flood."""
QUIET: Final = {8: 3}
"""Villages in which no class was held in the last weeks: the place in the file -> weeks."""
AGE: Final = 0.045
"""Logits that an elder of the county is less able for each year over seventy."""


@seed.command("demo")
def demo() -> None:
    """Make the demo class, only in an empty database, and print once how to sign in to it."""
    now = datetime.now(UTC)
    upgrading.upgrade(current.records())
    try:
        with current.records().writing() as s:
            began = _nine_o_clock(now - timedelta(weeks=WEEKS))
            invented = invent_class(s, current.settings().lessons / "demo.yaml", began - timedelta(hours=1))
            live_through(s, invented, began, now)
            summaries.catch_up(s)
    except NotEmpty as taken:
        raise click.ClickException(str(taken)) from taken
    _tell(invented.accounts)


@seed.command("county")
@click.option("--villages", type=click.IntRange(min=1), default=20, help="How many villages.")
@click.option("--learners", type=click.IntRange(min=1), default=600, help="How many learners in all.")
@click.option("--weeks", type=click.IntRange(min=4), default=MONTHS, help="How many weeks they practise.")
@click.option("--seed", "number", default=1, help="The same number makes the same county.")
def county(villages: int, learners: int, weeks: int, number: int) -> None:
    """Make the demo county, only in an empty database, and print once how to sign in to it. Takes minutes."""
    now = datetime.now(UTC)
    upgrading.upgrade(current.records())
    try:
        invented = make_county(now, villages, learners, weeks, number)
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    _tell(invented.accounts)


def make_county(now: datetime, villages: int, learners: int, weeks: int, number: int) -> InventedCounty:
    """Invent a county whose last class was in the week before `now` and let its elders live, in one transaction."""
    monday = _nine_o_clock(now) - timedelta(days=7 * weeks + now.astimezone(CHINA).weekday())
    file = current.settings().lessons / "county.yaml"
    with current.records().writing() as s:
        began = monday - timedelta(hours=2)
        invented = invent_county(s, file, began, villages=villages, learners=learners, weeks=weeks, seed=number)
        world = World(current.shelf().lessons, current.artefact(), Random(f"county-lives-{number}"))
        sitting.keep_versions(s, world.lessons, began)
        helper = next(one for one in roster.all_staff(s) if one.role == "volunteer" and one.demo)
        beside = Random(f"county-mornings-{number}")
        every = {elder.id: _life(world, elder, monday) for village in invented.villages for elder in village.elders}
        for village in invented.villages:
            calendars.keep(s, village.classroom.id, [village.weekday], began)
        meetings = [(week, village) for week in range(weeks) for village in _by_weekday(invented)]
        with click.progressbar(meetings, label="Demo county", file=sys.stderr) as bar:
            for week, village in bar:
                place, day = invented.villages.index(village), monday + timedelta(days=7 * week + village.weekday)
                if week >= weeks - QUIET.get(place, 0):
                    continue
                played = _meeting(s, world, every, village, week, day)
                lacks = place == mornings.LACKS_HELP and week >= weeks - mornings.AWAY
                answered = mornings.ALONE_THERE if lacks else mornings.ANSWERED
                mornings.morning(s, played, world.lessons, helper, day, answered=answered, chance=beside)
        summaries.catch_up(s)
    return invented


def _by_weekday(county: InventedCounty) -> list[InventedVillage]:
    return sorted(county.villages, key=lambda village: village.weekday)


def _life(world: World, elder: InventedElder, monday: datetime) -> Life:
    profile = PROFILES[elder.profile]
    able = replace(profile, ability=profile.ability + ABLER - 0.5 - AGE * (elder.age - 70))
    began = monday + timedelta(weeks=elder.first)
    return lives.begin(Elder(elder.id, SimulatedLearner(f"county-{elder.id}", able), began), world.artefact)


def _meeting(
    s: Session, world: World, every: dict[UUID, Life], village: InventedVillage, week: int, day: datetime
) -> list[tuple[UUID, str]]:
    """A village's class of a week: whoever has come plays one or two lessons at a tablet; who played which."""
    played: list[tuple[UUID, str]] = []
    if world.chance.random() < ABSENT:
        return played
    expected = [elder for elder in village.elders if elder.first <= week <= elder.last]
    here = [elder for elder in expected if world.chance.random() < elder.comes]
    for elder, tablet in zip(here, village.tablets, strict=False):
        life = every[elder.id]
        at = day + timedelta(minutes=5 * world.chance.random())
        for _ in range(world.chance.choice((1, 1, 2))):
            lesson = lives.choose(s, world, life, [village.weekday], at)
            at = lives.play(s, world, life, lesson, at, day + timedelta(minutes=50), tablet)
            at += timedelta(minutes=1 + 2 * world.chance.random())
            played.append((elder.id, lesson))
    return played


def live_through(s: Session, invented: InventedClass, began: datetime, now: datetime) -> None:
    """Six weeks of the class from the day it `began`, two mornings a week, and a class that goes on at `now`."""
    world = World(current.shelf().lessons, current.artefact(demo=True), Random("liuwan"))
    elders = [
        Elder(learner.id, SimulatedLearner(f"liuwan-{place}", _mind(learner.profile)), began)
        for place, learner in enumerate(invented.learners)
    ]
    days = [began + timedelta(days=7 * week + gap) for week in range(WEEKS) for gap in GAPS]
    with click.progressbar(days, label="Demo class", file=sys.stderr) as bar:
        for day in bar:
            _class_day(s, world, invented, elders, day)
    _class_now(s, world, invented, elders, now)


def _class_day(s: Session, world: World, invented: InventedClass, elders: Sequence[Elder], day: datetime) -> None:
    """One class: whoever has come sits down at a tablet and plays one or two lessons."""
    here = [elder for elder in elders if world.chance.random() < COMES]
    for elder, tablet in zip(here, invented.tablets, strict=False):
        at = day + timedelta(minutes=5 * world.chance.random())
        end = day + timedelta(minutes=45)
        for _ in range(world.chance.choice((1, 1, 2))):
            _, at = play(s, world, elder, choose(s, world, elder, at), at, end, tablet)
            at += timedelta(minutes=1 + 2 * world.chance.random())


def _class_now(s: Session, world: World, invented: InventedClass, elders: Sequence[Elder], now: datetime) -> None:
    """The class that goes on at this moment: most practise, some have just asked for a person."""
    waits = list(WAITS)
    for elder, tablet in zip(elders[2:], invented.tablets[:SITTING], strict=False):
        began = now - LIVE * (0.6 + 0.4 * world.chance.random())
        lesson = choose(s, world, elder, began)
        asked = now - waits[0] if waits else None
        place, _ = play(s, world, elder, lesson, began, (asked or now) - timedelta(seconds=5), tablet)
        if asked and not place.place.done:
            ask(s, place, asked)
            session = place.session
            classes.ask_for_help(s, elder.learner_id, asked, device_id=tablet, session_id=session.uuid)
            del waits[0]


def _nine_o_clock(day: datetime) -> datetime:
    """Nine in the morning of that day, by the clock of the village."""
    return day.astimezone(CHINA).replace(hour=9, minute=0, second=0, microsecond=0).astimezone(UTC)


def _tell(accounts: Sequence[InventedAccount]) -> None:
    click.echo("")
    click.echo("  做好了，人都是编的。 It is ready; its people are invented.")
    click.echo("  登录 /staff 用（只显示这一次） Sign in at /staff with (shown this once):")
    for account in accounts:
        click.echo(f"    {account.role:9}  {account.name}  {account.password}")
    click.echo("")


def _mind(profile: str) -> Profile:
    """A kind of mind, made abler: these elders sit in a good class and have had a telephone for years."""
    return replace(PROFILES[profile], ability=PROFILES[profile].ability + ABLER)
