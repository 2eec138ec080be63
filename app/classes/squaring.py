"""Makes of a photo that was sent a small square picture with nothing in it but the picture; it knows nobody."""

from __future__ import annotations

import io
import struct
from typing import Final

from PIL import Image, ImageOps

MOST_BYTES: Final = 12 * 1024 * 1024
"""The largest photo that is read at all: one of a good phone."""
MOST_PIXELS: Final = 60_000_000
"""The largest photo that is decoded: three bytes of memory each."""
LEAST: Final = 120
"""Pixels across below which nobody can be told by it."""
SIDE: Final = 320
"""Pixels across of what is kept: the question “Are you …?” shows it that large."""
UP: Final = 0.4
"""How far down its middle is of what is cut off a tall photo: faces are in its upper half."""
KINDS: Final = ("JPEG", "PNG", "WEBP")

NO_PICTURE, BIG, SMALL = "no-picture", "big", "small"
REFUSALS: Final = (NO_PICTURE, BIG, SMALL)
"""Why no picture is made: none of KINDS, or one cut short; too large; too small."""


class Refused(ValueError):
    """No picture can be made of what was sent; `word` is one of REFUSALS."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def squared(sent: bytes) -> bytes:
    """The middle of a photo, upright, as JPEG of SIDE pixels; raises Refused.

    It is drawn anew on an empty picture: place, time, camera, a preview and whatever else came with it stay out.
    """
    if len(sent) > MOST_BYTES:
        raise Refused(BIG)
    try:
        with Image.open(io.BytesIO(sent), formats=KINDS) as photo:
            if photo.width * photo.height > MOST_PIXELS:
                raise Refused(BIG)
            if min(photo.size) < LEAST:
                raise Refused(SMALL)
            photo.draft("RGB", (2 * SIDE, 2 * SIDE))
            upright = ImageOps.exif_transpose(photo).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(BIG) from None
    except Refused:
        raise
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError, TypeError, KeyError, struct.error):
        raise Refused(NO_PICTURE) from None
    fitted = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS, centering=(0.5, UP))
    clean = Image.new("RGB", (SIDE, SIDE), "#FFFFFF")
    clean.paste(fitted, mask=fitted)
    made = io.BytesIO()
    clean.save(made, "JPEG", quality=84, optimize=True)
    return made.getvalue()
