"""Draws a face at the size of a thumbnail and measures how far two are apart; knows SVG paths, not people."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageColor, ImageDraw

from app.drawing import faces

PIXELS = 32
"""The size at which faces have to be told apart."""
_FINER = 4
HALF = 0.5
"""What is fainter lets through what is behind it: a glass, a line of age."""
_SCALE = PIXELS * _FINER / 120
_SIZE = (PIXELS * _FINER, PIXELS * _FINER)
_TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+")

Point = tuple[float, float]


class Seen(NamedTuple):
    """A face from afar: how much of each pixel is worn (hair, hat, beard, glasses), and the colours of three areas.

    `worn` is 32 by 32 from 0 to 1; `areas` are CIELAB colours of what is worn, of the clothes and of the ground.
    """

    worn: np.ndarray
    areas: np.ndarray


def seen(key: str) -> Seen:
    """What there is to see of a face at 32 px."""
    colours, what = Image.new("RGB", _SIZE), Image.new("L", _SIZE)
    names: dict[str, int] = {}
    for layer, svg in faces.layers(faces.ELDERS[key]):
        number = names.setdefault("worn" if layer in faces.WORN else layer, len(names) + 1)
        for mask, colour, strength in _shapes(svg):
            colours.paste(ImageColor.getrgb(colour), mask=mask.point(lambda v, by=strength: round(v * by)))
            if strength > HALF:
                what.paste(number, mask=mask)
    marked, rgb = np.asarray(what), np.asarray(colours, dtype=float)
    worn = (marked == names["worn"]).astype(float)
    areas = [_lab(rgb[marked == names[area]].mean(axis=0)) for area in ("worn", "cloth", "ground")]
    return Seen(worn.reshape(PIXELS, _FINER, PIXELS, _FINER).mean(axis=(1, 3)), np.array(areas))


def silhouette_distance(one: Seen, other: Seen) -> float:
    """The share of what either of two wears that is not in the same place: 0 the same, 1 nothing in common.

    Jaccard's distance for shares of pixels (Ruzicka), so that a thin beard counts as much on a bald head as a hat does.
    """
    return float(1 - np.minimum(one.worn, other.worn).sum() / np.maximum(one.worn, other.worn).sum())


def colour_distance(one: Seen, other: Seen) -> float:
    """How far the colours of the three areas are apart on average, in ΔE*ab (CIE 1976); 2.3 is just noticeable."""
    return float(np.linalg.norm(one.areas - other.areas, axis=1).mean())


def outline_of(svg: str) -> list[list[Point]]:
    """The lines of one element, in the units of a face's box (120 by 120)."""
    return _outline(ET.fromstring(svg))


def _shapes(svg: str) -> Iterator[tuple[Image.Image, str, float]]:
    """Each painted shape of a piece of SVG: its mask, its colour and how strong it is, from the back to the front."""
    yield from _within(ET.fromstring(f"<g>{svg}</g>"), {})


def _within(element: ET.Element, given: dict[str, str]) -> Iterator[tuple[Image.Image, str, float]]:
    style = {**given, **element.attrib}
    for child in element:
        yield from _within(child, style)
    if element.tag == "g":
        return
    lines = _outline(element)
    strength = float(style.get("opacity", 1))
    fill, stroke = style.get("fill", "#000000"), style.get("stroke", "none")
    if fill != "none" and not (element.tag == "path" and "fill" not in style):
        yield _filled(lines, style.get("fill-rule", "")), fill, strength * float(style.get("fill-opacity", 1))
    if stroke != "none":
        yield _stroked(lines, float(style.get("stroke-width", 1))), stroke, strength


def _filled(lines: Sequence[Sequence[Point]], rule: str) -> Image.Image:
    whole = Image.new("1", _SIZE)
    for line in lines:
        one = Image.new("1", _SIZE)
        if len(line) > 2:
            ImageDraw.Draw(one).polygon([(x * _SCALE, y * _SCALE) for x, y in line], fill=1)
        whole = ImageChops.logical_xor(whole, one) if rule == "evenodd" else ImageChops.logical_or(whole, one)
    return whole.convert("L")


def _stroked(lines: Sequence[Sequence[Point]], width: float) -> Image.Image:
    whole = Image.new("L", _SIZE)
    draw = ImageDraw.Draw(whole)
    for line in lines:
        points = [(x * _SCALE, y * _SCALE) for x, y in line]
        draw.line(points, fill=255, width=max(1, round(width * _SCALE)), joint="curve")
    return whole


def _outline(element: ET.Element) -> list[list[Point]]:
    at = {name: float(value) for name, value in element.attrib.items() if re.fullmatch(r"-?[\d.]+", value)}
    if element.tag == "path":
        return list(_path(element.attrib["d"]))
    if element.tag == "rect":
        x, y, right, low = at.get("x", 0), at.get("y", 0), at.get("x", 0) + at["width"], at.get("y", 0) + at["height"]
        return [[(x, y), (right, y), (right, low), (x, low), (x, y)]]
    rx, ry = at.get("rx", at.get("r", 0)), at.get("ry", at.get("r", 0))
    turns = [2 * math.pi * i / 48 for i in range(49)]
    return [[(at["cx"] + rx * math.cos(turn), at["cy"] + ry * math.sin(turn)) for turn in turns]]


_NEEDS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}


def _path(d: str) -> Iterator[list[Point]]:
    """The lines of a path, curves cut into short pieces."""
    tokens = _TOKEN.findall(d)
    line: list[Point] = []
    here, start, bend, command = (0.0, 0.0), (0.0, 0.0), (0.0, 0.0), ""
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        kind, (x0, y0) = command.upper(), here if command.islower() else (0.0, 0.0)
        got = [float(tokens.pop(0)) for _ in range(_NEEDS[kind])]
        if kind == "M":
            if line:
                yield line
            here = start = (x0 + got[0], y0 + got[1])
            line, command = [here], "l" if command == "m" else "L"
            continue
        if kind == "Z":
            line.append(start)
            here = start
            continue
        if kind == "A":
            to = (x0 + got[5], y0 + got[6])
            line += _arc(here, to, got[0], bool(got[3]), bool(got[4]))
        else:
            ends = [(x0 + got[0], here[1])] if kind == "H" else [(here[0], y0 + got[0])] if kind == "V" else []
            ends = ends or [(x0 + x, y0 + y) for x, y in zip(got[::2], got[1::2], strict=True)]
            if kind == "S":
                ends.insert(0, (2 * here[0] - bend[0], 2 * here[1] - bend[1]))
            line += [_bezier([here, *ends], i / 16) for i in range(1, 17)]
            to = ends[-1]
            bend = ends[-2] if kind in "CS" else to
        here = to
    if line:
        yield line


def _bezier(points: Sequence[Point], t: float) -> Point:
    """De Casteljau's point of a curve of any degree."""
    while len(points) > 1:
        points = [(a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in pairwise(points)]
    return points[0]


def _arc(start: Point, to: Point, radius: float, large: bool, sweep: bool) -> list[Point]:
    """Points of a circle's arc (SVG 2, appendix B.2.4, for equal radii)."""
    dx, dy = to[0] - start[0], to[1] - start[1]
    far = math.hypot(dx, dy)
    radius = max(radius, far / 2)
    rise = math.sqrt(max(0.0, radius**2 - (far / 2) ** 2)) * (1 if large == sweep else -1)
    cx, cy = (start[0] + to[0]) / 2 + rise * dy / far, (start[1] + to[1]) / 2 - rise * dx / far
    first = math.atan2(start[1] - cy, start[0] - cx)
    turn = (math.atan2(to[1] - cy, to[0] - cx) - first) % (2 * math.pi)
    turn = turn if sweep else turn - 2 * math.pi
    return [
        (cx + radius * math.cos(first + turn * i / 24), cy + radius * math.sin(first + turn * i / 24))
        for i in range(1, 25)
    ]


def _lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB of an sRGB colour from 0 to 255, for the white of D65 (IEC 61966-2-1, CIE 15)."""
    part = rgb / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    x, y, z = (float(f) for f in _cubic(xyz / np.array([0.9505, 1.0, 1.089])))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _cubic(ratio: np.ndarray) -> np.ndarray:
    return np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
