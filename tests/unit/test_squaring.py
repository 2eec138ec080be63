"""A photo becomes a small square without anything that came with it, or is refused and the reason named."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from app.classes import squaring
from app.classes.squaring import Refused, squared

SECRET = b"Wuhan-30.593N"


def photo(width: int, height: int, kind: str = "JPEG", **how: object) -> bytes:
    """A photo, red above and blue below."""
    picture = Image.new("RGB", (width, height), "#0000C0")
    picture.paste("#C00000", (0, 0, width, height // 2))
    made = io.BytesIO()
    picture.save(made, kind, **how)
    return made.getvalue()


def says(side: int) -> bytes:
    """A small PNG that says it has so many pixels across and down."""
    sent = photo(400, 400, "PNG")
    head = b"IHDR" + struct.pack(">II", side, side) + sent[24:29]
    return sent[:12] + head + struct.pack(">I", zlib.crc32(head)) + sent[33:]


def opened(made: bytes) -> Image.Image:
    return Image.open(io.BytesIO(made), formats=("JPEG",))


@pytest.mark.parametrize("kind", squaring.KINDS)
@pytest.mark.parametrize("size", [(squaring.LEAST, 900), (2000, 1500)])
def test_a_photo_becomes_a_small_square(kind: str, size: tuple[int, int]) -> None:
    made = opened(squared(photo(*size, kind)))
    assert made.size == (squaring.SIDE, squaring.SIDE) and made.mode == "RGB"
    assert len(squared(photo(*size, kind))) < 40_000


def test_nothing_that_came_with_a_photo_is_left() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x010E] = "A camera", SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    words = PngImagePlugin.PngInfo()
    words.add_text("place", SECRET.decode())
    for sent in (
        photo(400, 400, exif=exif, comment=SECRET, icc_profile=SECRET * 9),
        photo(400, 400) + SECRET,
        photo(400, 400, "PNG", pnginfo=words),
    ):
        assert SECRET in sent
        made = squared(sent)
        assert SECRET not in made and b"Exif" not in made and b"ICC" not in made
        assert not opened(made).getexif() and set(opened(made).info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
        }


def test_a_photo_that_was_taken_lying_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 3
    plain, turned = (opened(squared(sent)) for sent in (photo(400, 400), photo(400, 400, exif=exif)))
    assert plain.getpixel((160, 20))[0] > 150 and turned.getpixel((160, 20))[2] > 150


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        (b"", squaring.NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", squaring.NO_PICTURE),
        (photo(400, 400)[:2000], squaring.NO_PICTURE),
        (photo(400, 400, "GIF"), squaring.NO_PICTURE),
        (photo(400, 400, "PNG")[:300], squaring.NO_PICTURE),
        (photo(squaring.LEAST - 1, 400), squaring.SMALL),
        (b"\xff" * (squaring.MOST_BYTES + 1), squaring.BIG),
        (says(8000), squaring.BIG),
        (says(12000), squaring.BIG),
        (says(60000), squaring.BIG),
    ],
    ids=["nothing", "a drawing", "cut short", "moving", "cut PNG", "small", "heavy", "wide", "bomb", "larger bomb"],
)
def test_what_is_no_photo_is_refused_and_the_reason_named(sent: bytes, word: str) -> None:
    with pytest.raises(Refused) as refused:
        squared(sent)
    assert refused.value.word == word
