"""Whatever is sent as a photo, there is a small square or a kind refusal, and never anything else."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.classes.squaring import REFUSALS, SIDE, Refused, squared


def _sent() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((160, 140), 40).convert("RGB").save(made, "JPEG", quality=60)
    return made.getvalue()


SENT = _sent()


@given(at=st.integers(0, len(SENT) - 1), put=st.binary(min_size=1, max_size=12), cut=st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_a_damaged_photo_is_a_square_or_a_refusal(at: int, put: bytes, cut: int) -> None:
    damaged = (SENT[:at] + put + SENT[at + len(put) :])[: len(SENT) - cut]
    try:
        made = squared(damaged)
    except Refused as refused:
        assert refused.word in REFUSALS
    else:
        assert Image.open(io.BytesIO(made), formats=("JPEG",)).size == (SIDE, SIDE)
