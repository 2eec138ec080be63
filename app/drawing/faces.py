"""Drawn faces, one family made of parts, told apart by silhouette first; knows keys, not people."""

# ruff: noqa: E501 (shapes and tables read better unbroken)
from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from app.drawing import faceparts as parts

WHEAT, SKY, CLAY, SAGE, LILAC, MOSS, PLAIN = "#F6DFA8", "#CCDEE9", "#F2D0B8", "#CFE3D6", "#E1D8E6", "#DEE3BA", "#E8E0D0"


@dataclass(frozen=True)
class Face:
    """What one face is made of; colours are CSS hex, the other words name parts."""

    ground: str
    skin: str
    cloth: str
    head: str
    hair: str
    hair_colour: str
    collar: str = "v"
    collar_colour: str = "#FFFFFF"
    eyes: str = "arc"
    hat: str = ""
    hat_colours: tuple[str, str] = ("", "")
    glasses: str = ""
    beard: str = ""
    brows: str = "#8C857A"
    extras: frozenset[str] = frozenset()


def _with(*extras: str) -> frozenset[str]:
    return frozenset(extras)


DARK = "#5B544A"
# Keys are kept in rosters: add at the end, never rename.
ELDERS: dict[str, Face] = {
    "f01": Face(WHEAT, "a", "#0C4A43", "oval", "bob", "#6E6A66", "v", "#FBF3E2"),
    "f02": Face(SKY, "d", "#3D5068", "square", "crew", "#8F8B86", "shirt", "#E9EEF3", "dot", brows=DARK, extras=_with("thick")),
    "f03": Face(CLAY, "c", "#6B3A4A", "round", "bun", "#EDEAE4", "mandarin", "#E9C8B0", extras=_with("lines")),
    "f04": Face(SAGE, "b", "#5A4A3A", "round", "bald", "#DAD6CF", "v", "#F7F1E4", "dot", beard="stache", extras=_with("lines")),
    "f05": Face(LILAC, "a", "#8A2F3C", "round", "perm", "#4B4542", "round", "#F3DDC9", brows=DARK, extras=_with("earring")),
    "f06": Face(WHEAT, "d", "#44513A", "square", "under", "#8F8B86", "shirt", "#D8DEC9", hat="cap",
                hat_colours=("#3C4A5C", "#2C3746"), extras=_with("thick")),
    "f07": Face(SAGE, "b", "#40506A", "oval", "scarf", "#8B867F", "none", hat="scarf", hat_colours=("#B4512E", "#8F3C1E")),
    "f08": Face(CLAY, "a", "#2F4858", "long", "bald", "#F2EFE9", "mandarin", "#A9BECB", beard="full", extras=_with("lines")),
    "f09": Face(SKY, "c", "#7A4B1E", "oval", "fringe", "#B9B4AC", "v", "#FBE9C8", "dot", glasses="round"),
    "f10": Face(MOSS, "b", "#334A44", "long", "part", "#5C5854", "shirt", "#FFFFFF", "dot", glasses="square", brows=DARK),
    "f11": Face(WHEAT, "a", "#4B3B63", "oval", "sweep", "#D9D5CE", "kerchief", "#C96A4A", extras=_with("earring")),
    "f12": Face(LILAC, "d", "#4A5A3A", "round", "short", "#DFDCD6", "round", "#DDE4D2", extras=_with("thick", "lines")),
    "f13": Face(SKY, "b", "#7B6A4A", "oval", "under", "#9A958D", "shirt", "#F3ECDA", hat="straw",
                hat_colours=("#E3BE6B", "#8F3C1E")),
    "f14": Face(MOSS, "c", "#9C3F2C", "round", "wave", "#8D8881", "v", "#F6E3CF", glasses="red"),
    "f15": Face(PLAIN, "d", "#2D3A4A", "long", "bald", "#C9C5BE", "shirt", "#C8D2DC", "dot", glasses="dark", extras=_with("lines")),
    "f16": Face(CLAY, "a", "#5B3A5E", "round", "under", "#C8C3BB", "round", "#DCE8EB", hat="beanie",
                hat_colours=("#A8455A", "#F0D9C4")),
    "f17": Face(CLAY, "b", "#3A5A50", "oval", "plaits", "#B9B4AC", "mandarin", "#CFE3D6", extras=_with("lines")),
    "f18": Face(WHEAT, "a", "#344A66", "square", "brush", "#E5E2DC", "v", "#E7EDF4", "dot", beard="thickstache",
                extras=_with("thick")),
    "f19": Face(LILAC, "c", "#3D4D3A", "oval", "under", "#A7A199", "kerchief", "#D9B25A", hat="beret",
                hat_colours=("#7C2F3A", "#5E222B"), glasses="round"),
    "f20": Face(SKY, "d", "#54402F", "round", "under", "#6F6A64", "none", hat="fur", hat_colours=("#5A4632", "#8C7252"),
                extras=_with("thick", "lines")),
    "f21": Face(MOSS, "a", "#8B4A2A", "round", "twobuns", "#D2CDC5", "round", "#FBE9C8", extras=_with("earring", "lines")),
    "f22": Face(CLAY, "b", "#3F3A52", "long", "back", "#A39D95", "mandarin", "#C9C3DA", "dot", beard="long", extras=_with("thick")),
    "f23": Face(PLAIN, "c", "#0F5A66", "oval", "band", "#57524C", "v", "#E6F0EF", brows=DARK, extras=_with("hairband")),
    "f24": Face(SAGE, "d", "#6A2F2A", "square", "under", "#8F8B86", "shirt", "#F1DCC8", "dot", hat="bucket",
                hat_colours=("#D8CBA4", "#7B6A4A"), glasses="square"),
    "f25": Face(SKY, "a", "#6F4A7A", "long", "perm", "#E4E0D9", "kerchief", "#7FA68C", glasses="round", extras=_with("lines")),
    "f26": Face(WHEAT, "b", "#23404A", "square", "crew", "#F0EDE7", "round", "#B9CDD4", beard="goatee", extras=_with("lines")),
    "f27": Face(LILAC, "b", "#A05A2C", "oval", "scarf", "#6F6A64", "none", hat="scarf", hat_colours=("#2F6E7A", "#1F4E57"),
                glasses="square"),
    "f28": Face(MOSS, "d", "#3C3F57", "round", "bald", "#8F8B86", "kerchief", "#B4512E", "dot", glasses="big", beard="chin", brows=DARK,
                extras=_with("thick")),
    "f29": Face(CLAY, "a", "#35594A", "square", "bob", "#F0EDE7", "mandarin", "#DCE8C9", "dot", glasses="dark"),
    "f30": Face(PLAIN, "b", "#7A2F4A", "round", "fringe", "#3F3A36", "kerchief", "#E8C877", brows=DARK, extras=_with("hairclip")),
    "f31": Face(SKY, "b", "#5A4632", "square", "under", "#C8C3BB", "v", "#E9DCC4", hat="flatcap",
                hat_colours=("#7A7468", "#57524A"), beard="stache", extras=_with("thick", "lines")),
    "f32": Face(LILAC, "a", "#2F6E5A", "oval", "under", "#8F8B86", "none", hat="sunhat", hat_colours=("#F0D9C4", "#B0455A")),
    "f33": Face(SAGE, "d", "#3D4A5A", "long", "under", "#8F8B86", "mandarin", "#C9D3DC", "dot", hat="cone",
                hat_colours=("#D9B871", "#A77F3A"), beard="chin", extras=_with("thick")),
    "f34": Face(PLAIN, "c", "#5A6A2F", "round", "bob", "#8D8881", "round", "#EFE7C8", hat="kerchief",
                hat_colours=("#2F6E9A", "#F4EBD8"), extras=_with("lines")),
    "f35": Face(CLAY, "d", "#2D3A4A", "square", "under", "#8F8B86", "mandarin", "#B9C4D0", hat="towel",
                hat_colours=("#F7F1E4", "#8FA3B5"), extras=_with("thick", "lines")),
    "f36": Face(CLAY, "b", "#7A2F4A", "oval", "crown", "#A8A299", "kerchief", "#E9C8B0", extras=_with("earring")),
    "f37": Face(SKY, "c", "#6A3A2A", "round", "", "#8F8B86", "shirt", "#F3E3D0", "dot", glasses="big", beard="walrus"),
    "f38": Face(WHEAT, "d", "#4B3B63", "oval", "long", "#A39D95", "v", "#E6DDF0", glasses="round", extras=_with("lines")),
    "f39": Face(LILAC, "b", "#24465A", "long", "quiff", "#8F8B86", "shirt", "#FFFFFF", "dot", brows=DARK, extras=_with("thick")),
    "f40": Face(SAGE, "a", "#8A2F3C", "round", "bob", "#E4E0D9", "round", "#F3DDC9", hat="earmuffs",
                hat_colours=("#C96A4A", "#8F3C1E"), extras=_with("lines")),
    "f41": Face(WHEAT, "c", "#34513F", "square", "under", "#B9B4AC", "none", hat="winter",
                hat_colours=("#44613F", "#8A6A48"), extras=_with("thick", "lines")),
    "f42": Face(CLAY, "c", "#1F5A66", "oval", "pony", "#4B4542", "v", "#DCEEF0", brows=DARK, extras=_with("earring")),
    "f43": Face(SKY, "b", "#2F5A8A", "long", "under", "#8F8B86", "round", "#E8D8C0", "dot", hat="peak",
                hat_colours=("#A8382E", "#F3E9D8"), beard="thickstache"),
    "f44": Face(WHEAT, "d", "#6F4A7A", "oval", "under", "#D9D5CE", "kerchief", "#E5D2EA", hat="cloche",
                hat_colours=("#6A4A80", "#8A6AA0"), glasses="round", extras=_with("lines")),
    "f45": Face(MOSS, "c", "#2F4858", "oval", "back", "#7A746C", "mandarin", "#B5C7D3", beard="three", extras=_with("lines")),
    "f46": Face(SAGE, "b", "#9C3F2C", "round", "curls", "#6A5F58", "v", "#F6E3CF", brows=DARK, extras=_with("earring")),
    "f47": Face(LILAC, "a", "#3A4A3A", "square", "under", "#F0EDE7", "none", hat="slouch",
                hat_colours=("#3F6A7A", "#27505E"), beard="full", extras=_with("lines")),
    "f48": Face(WHEAT, "c", "#2F5A7A", "oval", "sidebraid", "#57524C", "round", "#D5E5F0", brows=DARK, extras=_with("hairband")),
    "f49": Face(CLAY, "b", "#4A4038", "long", "under", "#A39D95", "shirt", "#EDE3D5", "dot", hat="fedora",
                hat_colours=("#57524A", "#2B2623"), beard="goatee"),
    "f50": Face(SKY, "a", "#7A5A1E", "oval", "bun", "#C8C3BB", "v", "#F4E6C4", hat="wool", hat_colours=("#8A2F5A", "#F0C9D8")),
    "f51": Face(PLAIN, "d", "#3C5A4A", "long", "curtain", "#6F6A64", "kerchief", "#B9D0BE", beard="stache", extras=_with("thick")),
    "f52": Face(MOSS, "a", "#6A3A4A", "oval", "back", "#D2CDC5", "none", hat="muffler", hat_colours=("#B4512E", "#F0D9B0"),
                extras=_with("lines")),
    "f53": Face(SAGE, "b", "#2F3F5A", "round", "under", "#8F8B86", "none", "dot", hat="hood",
                hat_colours=("#3A4F73", "#D8C7AA"), beard="thickstache", extras=_with("thick")),
    "f54": Face(LILAC, "c", "#A0562A", "round", "pigtails", "#EDEAE4", "round", "#FBE9C8", glasses="low"),
    "f55": Face(CLAY, "d", "#4A6A3A", "oval", "perm", "#8D8881", "kerchief", "#F0E3A8", hat="visor",
                hat_colours=("#F4EBD8", "#2F7A6E"), extras=_with("lines")),
    "f56": Face(PLAIN, "d", "#44513A", "square", "quiff", "#3F3A36", "mandarin", "#D8DEC9", "dot", glasses="square", beard="thickstache", brows=DARK),
}  # fmt: skip
TEACHER = Face(
    SAGE, "c", "#C4461A", "oval", "tail", "#2B2623", "shirt", "#FFF3E6", "dot", brows="#2B2623", extras=_with("young")
)
HELPER = Face(SKY, "b", "#0C4A43", "square", "crew", "#2B2623", "shirt", "#F8DE9F", "dot", brows="#2B2623",
              extras=_with("young", "thick"))  # fmt: skip
NEWCOMER = (
    '<rect width="120" height="120" fill="#E1EDE6"/><g fill="none" stroke="#0C4A43" stroke-width="6" stroke-linecap="round" '
    'stroke-dasharray="9 11"><path d="M60 26c16 0 25 12 25 29S75 86 60 86 35 72 35 55s9-29 25-29z"/>'
    '<path d="M12 118c2-18 20-26 48-26s46 8 48 26"/></g>'
    '<path d="M60 43v26M47 56h26" stroke="#0C4A43" stroke-width="7" stroke-linecap="round"/>'
)
WORN = frozenset({"hair", "hat", "beard", "glasses"})
# The people of the practice cards, who also stand in the lessons' pictures.
CARD_PEOPLE = {"guizhi": "f01", "dashun": "f02", "xiuzhen": "f03", "dajiang": "f56"}


def _path(d: str, fill: str) -> str:
    return f'<path d="{d}" fill="{fill}"/>'


def _line(d: str, colour: str, width: float, opacity: str = "") -> str:
    faded = f' opacity="{opacity}"' if opacity else ""
    return f'<path d="{d}" stroke="{colour}" stroke-width="{width}"{faded}/>'


def _hair(face: Face) -> str:
    curls = parts.CURLS.get(face.hair, ())
    drawn = [f'<circle cx="{x}" cy="{y}" r="{r}" fill="{face.hair_colour}"/>' for x, y, r in curls]
    if face.hair in parts.FRONT:
        drawn.append(_path(parts.FRONT[face.hair], face.hair_colour))
    return "".join(drawn)


def _hat(face: Face) -> str:
    if not face.hat:
        return ""
    main, trim = face.hat_colours
    if face.hat == "scarf":
        return (
            _path("M30 62c-4-26 10-41 30-41s34 15 30 41c-4-15-14-25-30-25S34 47 30 62z", main)
            + _path("M38 84c12 9 32 9 44 0l6 8c-16 12-40 12-56 0z", main)
            + _path("M56 92l-9 15 9 4 6-12 7 11 8-5-11-13z", trim)
        )
    return parts.HAT[face.hat].format(main, trim)


def _behind(face: Face) -> str:
    if face.hair not in parts.BACK:
        return ""
    return _path(parts.BACK[face.hair], face.hat_colours[0] if face.hair == "scarf" else face.hair_colour)


def _features(face: Face, shade: str) -> str:
    eyes = (
        _line("M45.5 60q4.5-4.6 9 0M65.5 60q4.5-4.6 9 0", "#2B2623", 3)
        if face.eyes == "arc"
        else _line("M50 58.5v1.8M70 58.5v1.8", "#2B2623", 5)
    )
    drawn = [
        _line("M44.5 51.5q5-3.6 10.5-1M65 50.5q5.5-2.6 10.5 1", face.brows, 4 if "thick" in face.extras else 2.6),
        eyes,
        _line("M60.5 61c-1.5 4-3 6.5-2.5 7.8.6 1.4 3 1.4 4.3.6", shade, 2.2),
    ]
    if "young" not in face.extras:
        drawn.append(_line("M47 69q-2.4 3.5-1 7M73 69q2.4 3.5 1 7M41 59l-3-1.5M79 59l3-1.5", shade, 1.8, ".8"))
    if "lines" in face.extras:
        drawn.append(_line("M51 43q9-2.5 18 0", shade, 1.8, ".75"))
    drawn.append(_line("M52 76q8 6.5 16 0", "#8A3A22", 2.8))
    return '<g fill="none" stroke-linecap="round" stroke-linejoin="round">' + "".join(drawn) + "</g>"


def _extras(face: Face, ear: int) -> str:
    drawn = []
    if "earring" in face.extras:
        drawn += [f'<circle cx="{x}" cy="69" r="2.8" fill="#E5B23C"/>' for x in (ear, 120 - ear)]
    if "hairband" in face.extras:
        drawn.append('<path d="M33 44c6-14 16-19 27-19s21 5 27 19" fill="none" stroke="#C4461A" stroke-width="7"/>')
    if "hairclip" in face.extras:
        drawn.append('<path d="M75 31l11 8" stroke="#E5B23C" stroke-width="6" stroke-linecap="round"/>')
    return "".join(drawn)


def layers(face: Face) -> tuple[tuple[str, str], ...]:
    """What a face is drawn of from the back to the front, as (what it is, SVG).

    The names in WORN are what a face is known by from afar; together they are its silhouette.
    """
    skin, shade = parts.SKIN[face.skin]
    ear = parts.EAR_X[face.head]
    whole = face.beard in parts.ROUND_THE_MOUTH
    beard = _path(parts.BEARD[face.beard], face.hair_colour) if face.beard else ""
    return (
        ("ground", f'<rect width="120" height="120" fill="{face.ground}"/>'),
        ("hair", _behind(face)),
        ("cloth", _path("M10 122c1-22 20-32 50-32s49 10 50 32z", face.cloth)),
        ("skin", f'<path d="M49 76h22v14c0 8-22 8-22 0z" fill="{shade}" opacity=".55"/>'),
        ("skin", _path("M49 74h22v13c0 7-22 7-22 0z", skin)),
        ("collar", parts.COLLAR[face.collar].format(face.collar_colour, skin)),
        ("skin", "".join(f'<ellipse cx="{x}" cy="60" rx="4.5" ry="7" fill="{skin}"/>' for x in (ear, 120 - ear))),
        ("skin", _path(parts.HEAD[face.head], skin)),
        ("beard", beard if whole else ""),
        ("hair", _hair(face)),
        ("hat", _hat(face)),
        ("features", _features(face, shade)),
        ("beard", "" if whole else beard),
        ("glasses", parts.GLASSES.get(face.glasses, "")),
        ("extras", _extras(face, ear)),
    )


@cache
def drawing(key: str) -> str:
    """The inside of a face's SVG (a 120 by 120 box), to be put into a bigger picture.

    `key` is one of `face_keys()`, a practice-card person, `teacher`, `helper` or `newcomer`; any other key is the newcomer.
    """
    special = {"teacher": TEACHER, "helper": HELPER}
    made = special.get(key) or ELDERS.get(CARD_PEOPLE.get(key, key))
    return "".join(svg for _, svg in layers(made)) if made else NEWCOMER


def face_keys() -> list[str]:
    """The keys a roster may choose from, in their fixed order; a face of the practice cards is nobody's own."""
    return [key for key in ELDERS if key not in CARD_PEOPLE.values()]


def face(key: str, cls: str = "face", label: str = "") -> str:
    """A face as SVG. With a label it is a picture with that name, without one it is decoration."""
    name = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    return f'<svg class="{cls}" viewBox="0 0 120 120" {name} focusable="false">{drawing(key)}</svg>'
