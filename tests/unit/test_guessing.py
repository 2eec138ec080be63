"""Guessing codes: sixty days of five hundred guesses a person, by one who plans; and those who only want to come in."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from app.classes import codes, guessing
from app.classes.guessing import HERE, LET_IN, RIGHT, WRONG, Answer, Count, Event, answer, count

DAYS, GUESSES, PEOPLE = 60, 500, 30
SLIPS = ((0.03, 2), (0.18, 1))
"""How often somebody types their own code wrong twice, and once: 3 % and 15 %."""
MOST = 0.05


def codes_of(factor: str) -> list[tuple[str, ...]]:
    """Every code that may be dealt."""
    whole: list[tuple[str, ...]] = [()]
    for _ in range(codes.LENGTH[factor]):
        whole = [(*signs, key) for signs in whole for key in codes.KEYS[factor]]
    return [signs for signs in whole if not codes.is_easy(factor, signs)]


@dataclass
class Person:
    """One person's code in the simulated class, which tablet is theirs, and what came of it all."""

    number: int
    space: int
    so_far: Count = field(default_factory=Count)
    looked_at: int = 0
    signed_in: int = 0
    tapped_for: int = 0
    broken: bool = False
    secret: int = 0

    def guess(self, tablet: int, visit: str, second: float) -> Answer:
        """A stranger types the next code that nobody has tried; the order in which they try says nothing."""
        may = answer(self.so_far, tablet, second)
        if may.looked_at and not self.broken:
            self.broken = self.looked_at == self.secret
            self.looked_at += 1
            self.so_far.add(Event(WRONG, tablet, visit, second))
        return may

    def come_in(self, tablet: int, visit: str, second: float, slips: int) -> None:
        """Type one's own code, wrong so many times before it is right; a volunteer is asked where none is looked at."""
        for _ in range(slips):
            if answer(self.so_far, tablet, second).looked_at:
                self.so_far.add(Event(WRONG, tablet, visit, second))
        if answer(self.so_far, tablet, second).looked_at:
            self.so_far.add(Event(RIGHT, tablet, visit, second))
        else:
            self.tapped_for += 1
            self.so_far.add(Event(LET_IN, tablet, visit, second))
        self.signed_in += 1


Attack = Callable[[Person, int], list[tuple[int, str]]]


def at_one_tablet(person: Person, day: int) -> list[tuple[int, str]]:
    """A stranger with a tablet of their own."""
    return [(PEOPLE + 1, f"a{day}")] * GUESSES


def at_every_tablet(person: Person, day: int) -> list[tuple[int, str]]:
    """One who tries all tablets of the class, the person's own among them."""
    return [(n % PEOPLE, f"a{day}-{n}") for n in range(GUESSES)]


def in_their_own_visit(person: Person, day: int) -> list[tuple[int, str]]:
    """One who types at the page on which that very person goes on, so that slips are forgiven; then everywhere."""
    return [(person.number, f"own{day}")] * 2 + [(n % PEOPLE, f"a{day}-{n}") for n in range(GUESSES - 2)]


def class_of(chance: random.Random, factor: str, attack: Attack, *, roams: bool) -> list[Person]:
    """Sixty class days of thirty people, each attacked before they come."""
    space = len(codes_of(factor))
    people = [Person(number, space, secret=chance.randrange(space)) for number in range(PEOPLE)]
    for day in range(DAYS):
        for person in people:
            second, idle = day * 86_400.0, 0
            for tablet, visit in attack(person, day):
                second += 60
                idle = 0 if person.guess(tablet, visit, second).looked_at else idle + 1
                if idle > 2 * PEOPLE:
                    break  # No tablet looks at one any more before they have come.
            tablet = chance.randrange(PEOPLE) if roams else person.number
            slips = next((n for share, n in SLIPS if chance.random() < share), 0)
            person.come_in(tablet, f"own{day}", second + 600, slips)
    return people


@pytest.mark.holds("guessing")
@pytest.mark.parametrize(
    ("factor", "classes"),
    [
        (codes.PICTURES, 1),
        pytest.param(codes.PICTURES, 20, marks=pytest.mark.slow),
        pytest.param(codes.DIGITS, 5, marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("attack", [at_one_tablet, at_every_tablet, in_their_own_visit])
def test_five_hundred_guesses_a_day_break_few_codes_and_refuse_nobody(
    factor: str, attack: Attack, classes: int
) -> None:
    """That many codes are broken is left to the many classes to show; how many are looked at holds for each."""
    chance = random.Random(f"{factor} {attack.__name__}")
    people = [one for _ in range(classes) for one in class_of(chance, factor, attack, roams=False)]
    broken, space = sum(one.broken for one in people), people[0].space
    assert max(one.looked_at for one in people) <= guessing.most(DAYS) <= MOST * space
    assert classes == 1 or broken <= MOST * len(people)
    assert sum(one.signed_in for one in people) == classes * 1800
    tapped = sum(one.tapped_for for one in people)
    print(f"{factor} {attack.__name__}: broken {broken} of {len(people)}, refused 0, let in by a tap {tapped} times")
    if attack is at_one_tablet:
        assert tapped == 0, "with the right code at one's own tablet nobody needs the volunteer"


@pytest.mark.holds("guessing")
def test_who_sits_somewhere_else_every_day_comes_in_as_well(factor: str = codes.DIGITS) -> None:
    people = class_of(random.Random(7), factor, at_one_tablet, roams=True)
    assert sum(one.signed_in for one in people) == 1800
    assert sum(one.tapped_for for one in people) == 0


def test_slips_of_the_honest_are_forgiven_for_years() -> None:
    chance, person = random.Random(3), Person(0, 1000)
    for day in range(1500):
        slips = next((n for share, n in SLIPS if chance.random() < share), 0)
        person.come_in(0, f"day{day}", day * 86_400.0, slips)
    assert person.tapped_for == 0


def test_the_wait_grows_and_then_only_a_volunteer_helps() -> None:
    so_far, told = Count(), []
    for n in range(HERE):
        so_far.add(Event(WRONG, "t", "v", 1000.0 + n))
        told.append(answer(so_far, "t", 1000.0 + n))
    assert [(one.looked_at, one.wait) for one in told] == [
        (True, 0), (True, 0), (False, 30), (False, 120), (False, None),
    ]  # fmt: skip
    assert answer(so_far, "another", 1005.0).looked_at
    so_far.add(Event(LET_IN, "t"))
    assert answer(so_far, "t", 1005.0).looked_at


def test_a_wait_is_over_when_it_is_over_and_after_a_new_start_of_the_laptop() -> None:
    wrongs = [Event(WRONG, "t", "v", second) for second in (10.0, 11.0, 12.0)]
    assert answer(count(wrongs), "t", 20.0) == Answer(False, 22)
    assert answer(count(wrongs), "t", 42.0).looked_at
    assert answer(count([Event(WRONG, "t", "v", None)] * 3), "t", 1.0).looked_at


def test_only_wrong_ones_of_the_same_visit_are_forgiven_and_not_for_ever() -> None:
    other = count([Event(WRONG, "t", "stranger"), Event(RIGHT, "t", "own")])
    same = count([Event(WRONG, "t", "own"), Event(RIGHT, "t", "own")])
    assert (other.strange, same.strange) == (1, 0)
    often = count([one for n in range(60) for one in ([Event(WRONG, "t", f"{n}")] * 2 + [Event(RIGHT, "t", f"{n}")])])
    assert often.forgiven == guessing.FORGIVEN + 60 // guessing.EVERY
