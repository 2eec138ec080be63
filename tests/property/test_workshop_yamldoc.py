"""A change of a lesson's text changes the lines it is about, and no other, in every lesson of the project."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.bench import Change, Unfit, changed, document, stands, written, yamldoc
from app.bench.change import Path as Way
from app.bench.spans import spans
from app.config import ROOT
from tests.shelves import each_file

LESSONS = tuple(sorted((ROOT / "lessons").glob("*/lesson.yaml")))
OTHER = ("好的。", "a: b", "x # y", "true", "12", "", "- 不", "{a}", "“引号”，好。", "2026-12-01", "[练习]", "'", "a,b")


@cache
def text_of(lesson: Path) -> str:
    return lesson.read_bytes().decode("utf-8")


def leaves(node: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Every value of a document with the way to it, mappings and lists included."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, one in inner:
        yield (*way, step), one
        yield from leaves(one, (*way, step))


def lines_that_differ(one: str, other: str) -> tuple[list[str], list[str]]:
    """The lines of either text between what they have in common at the beginning and at the end."""
    a, b = one.splitlines(keepends=True), other.splitlines(keepends=True)
    first = 0
    while first < min(len(a), len(b)) and a[first] == b[first]:
        first += 1
    last = 0
    while last < min(len(a), len(b)) - first and a[-1 - last] == b[-1 - last]:
        last += 1
    return a[first : len(a) - last], b[first : len(b) - last]


@pytest.mark.holds("workshop-bytes")
@pytest.mark.parametrize("lesson", each_file())
def test_any_sentence_of_any_lesson_changes_its_line_alone(lesson: Path) -> None:
    text = text_of(lesson)
    whole = spans(text)
    sentences = [(way, words) for way, words in leaves(whole.plain()) if isinstance(words, str)]
    assert len(sentences) > 60
    for n, (way, _) in enumerate(sentences):
        now = OTHER[n % len(OTHER)]
        new = yamldoc._spliced(text, whole, Change("set", way, now=now))
        gone, came = lines_that_differ(text, new)
        assert len(gone) == len(came) <= 1, (way, gone, came)


@pytest.mark.slow
@pytest.mark.holds("workshop-bytes")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lesson=st.sampled_from(LESSONS), place=st.integers(0, 5000), now=st.text(max_size=40))
def test_whatever_is_typed_comes_back(lesson: Path, place: int, now: str) -> None:
    text = text_of(lesson)
    sentences = [(way, words) for way, words in leaves(document(text)) if isinstance(words, str)]
    way, was = sentences[place % len(sentences)]
    new = changed(text, Change("set", way, now=now))
    assert stands(new, way) == now
    assert document(changed(new, Change("set", way, now=was))) == document(text)
    if f": {was}\n" in text or f"- {was}\n" in text:
        assert changed(new, Change("set", way, now=was)) == text


NODES = st.recursive(
    st.sampled_from(OTHER) | st.integers(0, 99) | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("a", "say", "show", "x y")), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.slow
@pytest.mark.holds("workshop-bytes")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lesson=st.sampled_from(LESSONS),
    place=st.integers(0, 5000),
    node=NODES,
    do=st.sampled_from(("set", "add", "remove")),
)
def test_any_change_does_what_it_says_and_keeps_the_comments(lesson: Path, place: int, node: Any, do: str) -> None:
    text = text_of(lesson)
    before = document(text)
    ways = list(leaves(before))
    way, old = ways[place % len(ways)]
    if do == "add":
        way, change = (*way[:-1], "nova"), Change("add", (*way[:-1], "nova"), now=node)
        assume(isinstance(yamldoc.value_at(before, way[:-1]), dict))
    else:
        change = Change(do, way, now=node)
    new = changed(text, change)
    assert document(new) == yamldoc.applied(before, change)
    if do == "add":
        assert changed(new, Change("remove", way)) == text
    elif isinstance(old, str) and do == "set" and isinstance(node, str):
        gone, came = lines_that_differ(text, new)
        assert len(gone) == len(came) <= 1


@pytest.mark.parametrize("lesson", ["certify-pension", "pay-resident-medical"])
def test_a_screen_that_gets_another_name_is_found_by_it_everywhere(lesson: str) -> None:
    text = text_of(ROOT / "lessons" / lesson / "lesson.yaml")
    node = document(text)
    start = str(node["start"])
    new = document(changed(text, Change("rename", ("screens", start), to="nova")))
    assert new["start"] == "nova"
    assert list(new["screens"]) == ["nova" if name == start else name for name in node["screens"]]
    assert (
        changed(
            changed(text, Change("rename", ("screens", start), to="nova")),
            Change("rename", ("screens", "nova"), to=start),
        )
        == text
    )
    with pytest.raises(Unfit):
        changed(text, Change("rename", ("screens", start), to=str(node["finish"])))


def test_a_thing_that_gets_another_name_is_found_by_it_in_acts_and_demo() -> None:
    text = text_of(ROOT / "lessons" / "certify-pension" / "lesson.yaml")
    new = document(changed(text, Change("rename", ("screens", "home", "show", 6), to="nova")))
    assert new["screens"]["home"]["show"][6] == {"tile nova": {"label": "待遇资格认证", "below": True}}
    assert new["screens"]["home"]["right"] == {"tap nova": "for_whom"}
    assert [act for act in new["demo"] if act not in document(text)["demo"]] == ["tap nova"]


@pytest.mark.slow
def test_a_new_lesson_is_written_as_it_is_read() -> None:
    for lesson in LESSONS[:6]:
        node = document(text_of(lesson))
        assert document(written(node)) == node


@pytest.mark.parametrize("text", ["", "- a", "a: &x b", "a: *x", "a: !x b", "a: 1\na: 2", "a: [", "x", "? [a]\n: b"])
def test_what_is_no_plain_document_is_told(text: str) -> None:
    with pytest.raises(Unfit):
        document(text)
