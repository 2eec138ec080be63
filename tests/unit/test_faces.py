"""Faces: enough of them, told apart at 32 px by silhouette first, none a practice card's, each with its words."""

from __future__ import annotations

import itertools
import re

import pytest

from app import classes, drawing
from app.drawing import faceparts, faces
from app.drawing.facewords import DESCRIBED
from tests import silhouette
from tests.silhouette import Seen, colour_distance, seen, silhouette_distance

APART = 0.30
"""From this silhouette distance on, two faces are told apart whatever their colours.

Where the numbers are from: of all pairs of the 30 faces of before and of 25 new ones, the closest 48 were looked at,
32 px enlarged four times. Below 0.30 some took a second look (two grey short heads of 0.28 and ΔE 9, two brimmed hats
with square glasses of 0.18 and ΔE 21: both were drawn anew); from 0.30 on none did.
"""
NEAR, COLOURS = 0.10, 17.0
"""A pair nearer than APART must differ by this much in both: then none of those looked at was taken for the other."""
EVERYBODY = 48


@pytest.fixture(scope="module")
def glances() -> dict[str, Seen]:
    return {key: seen(key) for key in faces.ELDERS}


def test_there_are_at_least_48_faces_to_choose_from() -> None:
    assert len(drawing.face_keys()) >= EVERYBODY
    assert len(set(drawing.face_keys())) == len(drawing.face_keys())


def test_any_two_faces_are_told_apart_at_32_pixels_by_silhouette_first(glances: dict[str, Seen]) -> None:
    for one, other in itertools.combinations(glances, 2):
        apart = silhouette_distance(glances[one], glances[other])
        colours = colour_distance(glances[one], glances[other])
        assert apart >= APART or (apart >= NEAR and colours >= COLOURS), (one, other, apart, colours)


def test_most_pairs_need_no_colour_at_all(glances: dict[str, Seen]) -> None:
    apart = [silhouette_distance(glances[one], glances[other]) for one, other in itertools.combinations(glances, 2)]
    assert sum(distance >= APART for distance in apart) / len(apart) > 0.95


def test_the_measure_sees_what_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = faces.ELDERS["f10"]
    for change in ({"glasses": ""}, {"beard": "full"}, {"hat": "cap", "hat_colours": ("#000000", "#000000")}):
        monkeypatch.setitem(faces.ELDERS, "changed", faces.Face(**{**plain.__dict__, **change}))
        assert silhouette_distance(seen("f10"), seen("changed")) > 0.05, change
        assert colour_distance(seen("f10"), seen("f10")) == 0
    monkeypatch.setitem(faces.ELDERS, "recoloured", faces.Face(**{**plain.__dict__, "ground": "#000000"}))
    assert silhouette_distance(seen("f10"), seen("recoloured")) == 0
    assert colour_distance(seen("f10"), seen("recoloured")) > COLOURS


def test_a_path_is_drawn_where_it_says() -> None:
    (square,) = silhouette.outline_of('<path d="M10 10h20v20H10z"/>')
    assert {(10, 10), (30, 10), (30, 30), (10, 30)} <= set(square)
    assert all(10 <= x <= 30 and 10 <= y <= 30 for x, y in square)
    (circle,) = silhouette.outline_of('<path d="M60 7a12 12 0 1 1 0 24 12 12 0 0 1 0-24z"/>')
    assert max(x for x, _ in circle) == pytest.approx(72, abs=0.2)
    assert min(x for x, _ in circle) == pytest.approx(48, abs=0.2)


def test_nobody_of_a_class_has_the_face_of_a_practice_card_or_of_another_until_all_are_taken() -> None:
    keys = drawing.face_keys()
    assert not set(keys) & set(faces.CARD_PEOPLE.values())
    dealt: list[str] = []
    for _ in keys:
        dealt.append(classes.next_face(dealt, keys))
    assert sorted(dealt) == sorted(keys)


def test_every_face_has_words_of_its_own_that_are_true_of_the_drawing() -> None:
    assert DESCRIBED.keys() == faces.ELDERS.keys()
    assert len(set(DESCRIBED.values())) == len(DESCRIBED)
    for key, face in faces.ELDERS.items():
        words = DESCRIBED[key].lower()
        assert bool(face.glasses) == ("glasses" in words), (key, words)
        assert bool(face.beard) == bool(re.search("beard|moustache", words)), (key, words)
        assert not (face.hair == "bald" and not face.hat) or "bald on top" in words, (key, words)
    assert drawing.described("newcomer") == "" == drawing.described("nobody")


def test_every_part_is_worn_by_somebody() -> None:
    worn = [*faces.ELDERS.values(), faces.TEACHER, faces.HELPER]
    assert {face.hat for face in worn} - {"", "scarf"} == faceparts.HAT.keys()
    assert {face.beard for face in worn} - {""} == faceparts.BEARD.keys()
    assert {face.glasses for face in worn} - {""} == faceparts.GLASSES.keys()
    assert {face.hair for face in worn} >= faceparts.FRONT.keys() | faceparts.CURLS.keys()
