"""Sound before it is a clip: silence cut, loudness evened, nothing clipped, MP3 that decodes to what was put in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.narration import sound
from app.narration.sound import RATE
from tests.voices import hum


def test_silence_before_and_after_is_cut() -> None:
    trimmed = sound.trim(hum(4))
    assert len(trimmed) / RATE == pytest.approx(1.0, abs=0.1)


def test_pure_silence_leaves_nothing() -> None:
    assert len(sound.trim(np.zeros(RATE, np.float32))) == 0
    assert len(sound.trim(np.zeros(0, np.float32))) == 0


@pytest.mark.parametrize("strength", [0.001, 0.1, 1.0, 3.0])
def test_every_voice_comes_out_equally_loud(strength: float) -> None:
    levelled = sound.level(sound.trim(hum(4) * np.float32(strength)))
    middle = levelled[RATE // 4 : RATE // 2]
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.125, rel=0.1)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.01, 20))
def test_nothing_is_ever_clipped(seed: int, strength: float) -> None:
    noise = np.random.default_rng(seed).standard_normal(RATE // 2) ** 3 * strength
    levelled = sound.level(noise.astype(np.float32))
    assert sound.peak(levelled) < 0.9
    assert sound.peak(sound.decode(sound.mp3(levelled))) < 1.0


@pytest.mark.parametrize("pitch", [180, 300, 340])
def test_what_the_encoder_would_carry_beyond_full_scale_is_made_softer(pitch: int) -> None:
    square = np.sign(np.sin(2 * np.pi * pitch * np.arange(RATE) / RATE)).astype(np.float32) * np.float32(0.89)
    assert 0.7 < sound.peak(sound.decode(sound.mp3(square))) <= 0.98


def test_phrases_are_joined_with_their_pauses_and_none_at_the_end() -> None:
    one, two = np.ones(RATE, np.float32), np.ones(RATE // 2, np.float32)
    joined = sound.join([one, two], [0.25, 0.5])
    assert joined.spans == ((0.0, 1.0), (1.25, 1.75))
    assert len(joined.samples) == int(1.75 * RATE)
    assert not joined.samples[RATE : int(1.25 * RATE)].any()


def test_a_clip_is_mono_24_khz_at_24_kbit_a_second() -> None:
    encoded = sound.mp3(hum(16))
    header = int.from_bytes(encoded[:4], "big")
    assert header >> 21 == 0x7FF, "no frame at the very start"
    assert (header >> 19 & 3, header >> 17 & 3) == (2, 1), "not MPEG 2 layer III"
    assert (header >> 12 & 15, header >> 10 & 3, header >> 6 & 3) == (3, 1, 3), "not 24 kbit/s, 24 kHz, mono"
    assert len(encoded) * 8 / 4.5 == pytest.approx(24_000, rel=0.03)


def test_a_moment_of_the_samples_is_found_again_in_the_clip() -> None:
    samples = np.zeros(RATE, np.float32)
    samples[RATE // 2 : RATE // 2 + 2400] = hum(1)[RATE // 4 : RATE // 4 + 2400]
    decoded = sound.decode(sound.mp3(samples))
    begins = np.flatnonzero(np.abs(decoded) > 0.1)[0] / RATE
    assert begins == pytest.approx(sound.heard_at(0.5), abs=0.02)


@pytest.mark.parametrize("rubbish", [b"", b"no sound", b"\xff\xf3\x34\xc4"])
def test_what_is_no_sound_is_refused(rubbish: bytes) -> None:
    with pytest.raises(ValueError, match="not a sound file"):
        sound.decode(rubbish)


def test_another_rate_keeps_the_length_and_the_pitch() -> None:
    time = np.arange(22_050) / 22_050
    resampled = sound.resample(np.sin(2 * np.pi * 100 * time).astype(np.float32), 22_050)
    assert len(resampled) == RATE
    crossings = np.count_nonzero(np.diff(np.signbit(resampled)))
    assert crossings == pytest.approx(200, abs=2)
