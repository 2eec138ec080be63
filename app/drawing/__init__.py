"""Everything drawn by hand: faces, icons, scenes, the mark, and where parts go on the phone; knows no page."""

from __future__ import annotations

from app.drawing.arrange import halves, layout
from app.drawing.doors import doorway
from app.drawing.faces import drawing, face, face_keys
from app.drawing.facewords import described
from app.drawing.feelings import DEEDS, MOODS, WORRIES, deed, mood, wish, worry
from app.drawing.icons import icon
from app.drawing.marks import hand, mark, signal
from app.drawing.papers import ink, viewfinder
from app.drawing.pictures import picture
from app.drawing.scenes import camera, scene
from app.drawing.tiles import look

__all__ = [
    "DEEDS",
    "MOODS",
    "WORRIES",
    "camera",
    "deed",
    "described",
    "doorway",
    "drawing",
    "face",
    "face_keys",
    "halves",
    "hand",
    "icon",
    "ink",
    "layout",
    "look",
    "mark",
    "mood",
    "picture",
    "scene",
    "signal",
    "viewfinder",
    "wish",
    "worry",
]
