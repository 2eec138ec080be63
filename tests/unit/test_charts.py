"""Charts say the numbers they were given: drawn, in the table, and to the ear."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from app import charts
from app.charts import Along, Curve, CurveWords, Figure, Pair, PairWords, Point, draw_pair

WORDS = CurveWords(
    finding="More is done alone <now>",
    description="meeting 1: 10%, meeting 2: 60%",
    line="done alone",
    meeting="meeting",
    counts="people",
    columns=("Meeting", "Done alone", "90% interval", "People", "Steps"),
)
POINTS = (Point(1, 0.1, 0.05, 0.2, 14, 40), Point(2, 0.6, 0.4, 0.75, 11, 30))
SVG = "{http://www.w3.org/2000/svg}"


def figure(points: tuple[Point, ...] = POINTS, *, of_one: bool = False) -> Figure:
    return charts.draw(Curve(points, of_one), WORDS, "k")


def drawn(svg: str) -> ElementTree.Element:
    """The drawing as XML, which fails when it is not well-formed."""
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def words(svg: str) -> list[str]:
    return [text.text or "" for text in drawn(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_both_drawings_tell_their_name_and_the_numbers(size: str) -> None:
    svg = getattr(figure(), size)
    root = drawn(svg)
    ids = root.attrib["aria-labelledby"].split()
    told = {element.attrib["id"]: element.text for element in root if "id" in element.attrib}
    assert [told[name] for name in ids] == [WORDS.finding, WORDS.description]
    assert {"0%", "100%", "14", "11", "done alone", "people"} <= set(words(svg))


def test_the_two_drawings_share_no_id() -> None:
    made = figure()
    assert not set(re.findall(r'id="([^"]+)"', made.wide)) & set(re.findall(r'id="([^"]+)"', made.narrow))


def test_the_table_says_the_same_numbers() -> None:
    made = figure()
    assert made.head == WORDS.columns
    assert made.rows == (("1", "10%", "5% – 20%", "14", "40"), ("2", "60%", "40% – 75%", "11", "30"))


def test_a_share_stands_as_high_as_it_is() -> None:
    first, second = (float(dot.attrib["cy"]) for dot in drawn(figure().wide).iter(f"{SVG}circle"))
    floor, ceiling = (float(line.attrib["y1"]) for line in list(drawn(figure().wide).iter(f"{SVG}line"))[::4])
    height = floor - ceiling
    assert (floor - first) / height == pytest.approx(0.1, abs=0.005)
    assert (floor - second) / height == pytest.approx(0.6, abs=0.005)


def test_one_persons_curve_counts_steps_and_leaves_people_out() -> None:
    made = figure(of_one=True)
    assert "40" in words(made.wide)
    assert "14" not in words(made.wide)
    assert "People" not in made.head
    assert made.rows[0] == ("1", "10%", "5% – 20%", "40")


def test_a_lone_point_shows_its_interval() -> None:
    lines = [line.attrib["class"] for line in drawn(figure(POINTS[:1]).wide).iter(f"{SVG}line")]
    assert lines.count("rk") == 1


def test_many_meetings_are_cut_off_alike_in_drawing_and_table() -> None:
    many = tuple(Point(nth, 0.5, 0.4, 0.6, 3, 3) for nth in range(1, 30))
    made = figure(many)
    assert len(made.rows) == len(list(drawn(made.wide).iter(f"{SVG}circle"))) == 12


@pytest.mark.parametrize(
    "wrong", [(1, 0.5, 0.6, 0.7, 1, 1), (1, 0.5, 0.4, 1.2, 1, 1), (1, 0.5, 0.4, 0.6, 3, 2), (1, 0.5, 0.4, 0.6, 0, 0)]
)
def test_a_point_that_cannot_be_is_refused(wrong: tuple[int, float, float, float, int, int]) -> None:
    with pytest.raises(ValueError, match=r"point|share"):
        Point(*wrong)


def test_a_curve_without_a_point_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a point"):
        figure(())


def test_a_bar_is_as_long_as_its_parts() -> None:
    bar = charts.stacked([(1, "a"), (0, "b"), (3, "c")])
    parts = [(part.attrib["class"], float(part.attrib["width"])) for part in drawn(bar)]
    assert parts == [("a", 24.0), ("c", 72.0)]
    assert 'aria-hidden="true"' in bar
    assert charts.stacked([(0, "a")]) == ""


def test_a_week_that_rests_on_too_few_leaves_a_gap_in_both_lines() -> None:
    def along(weeks: list[int], level: float) -> tuple[Along, ...]:
        return tuple(Along(week, level, level - 0.1, level + 0.1, 12) for week in weeks)

    words = PairWords("found", "told", "upper", "lower", "week", "people", "placed", ())
    for weeks, runs, lone in (([3, 4, 5, 6], 1, 0), ([3, 4, 6, 7], 2, 0), ([3, 4, 7, 9, 10], 2, 1)):
        wide, _ = draw_pair(Pair(along(weeks, 0.6), along(weeks, 0.3), ()), words, "w")
        for line, band in (("lr", "br"), ("lw", "bw")):
            drawn = [(told, cls) for told, cls in re.findall(r'<(path|line) [^>]*class="(\w+)"', wide)]
            assert drawn.count(("path", band)) == drawn.count(("path", line)) == runs
            assert drawn.count(("line", line)) == lone
