"""How loud a class is: the last word counts, one tablet may be quiet by itself, and it all ends with the class."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import classes
from app.classes.sounds import LASTS, SOUNDS, Told
from app.records import Records, Session, roster
from app.records.tables import Classroom, Device
from tests.people import NOW, Village, village


def room(s: Session, where: Village) -> Classroom:
    found = roster.classroom(s, where.classroom_id)
    assert found is not None
    return found


def tablets(s: Session, where: Village, count: int) -> list[Device]:
    return [classes.enrol(s, room(s, where), NOW)[0] for _ in range(count)]


def heard(s: Session, device: Device, hours: float = 0) -> str:
    return classes.told(s, device, NOW + timedelta(hours=hours)).sound


def test_all_tablets_of_a_class_hear_its_last_word_and_others_none(records: Records) -> None:
    with records.writing() as s:
        mine, other = village(s), village(s, name="江城")
        one, two = tablets(s, mine, 2)
        (stranger,) = tablets(s, other, 1)
        assert classes.told(s, one, NOW) == Told()
        sequences = []
        for sound in (*SOUNDS, ""):
            classes.tell_class(s, room(s, mine), sound, NOW)
            assert heard(s, one) == heard(s, two) == sound == classes.class_sound(s, mine.classroom_id, NOW).sound
            sequences.append(classes.told(s, one, NOW).sequence)
        assert sequences == sorted(set(sequences)), "a new telling is known as new"
        assert classes.told(s, stranger, NOW) == Told()
        with pytest.raises(ValueError, match="louder"):
            classes.tell_class(s, room(s, mine), "louder", NOW)


def test_one_tablet_is_quiet_by_itself_and_as_the_others_again(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        one, two = tablets(s, where, 2)
        classes.tell_class(s, room(s, where), "aloud", NOW)
        classes.hush(s, one, NOW)
        assert (heard(s, one), heard(s, two)) == ("quiet", "aloud")
        assert set(classes.hushed(s, NOW)) == {one.id}
        classes.tell_class(s, room(s, where), "earphones", NOW)
        assert (heard(s, one), heard(s, two)) == ("quiet", "earphones"), "it was told by itself"
        before = classes.told(s, one, NOW)
        classes.hush(s, one, NOW)
        assert classes.told(s, one, NOW) == before, "what is so already is no news"
        classes.hush(s, one, NOW, quiet=False)
        assert heard(s, one) == "earphones"


def test_it_ends_by_itself_when_the_class_must_be_over(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        one, two = tablets(s, where, 2)
        classes.tell_class(s, room(s, where), "quiet", NOW)
        classes.hush(s, two, NOW)
        hours = LASTS / timedelta(hours=1)
        assert [heard(s, device, hours - 0.1) for device in (one, two)] == ["quiet", "quiet"]
        assert [heard(s, device, hours + 0.1) for device in (one, two)] == ["", ""]
