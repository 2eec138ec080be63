"""Trims, levels, joins, encodes and measures speech; knows samples only, neither words nor voices."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soundfile

RATE = 24_000
"""Samples a second of every clip."""

MOST_CHANNELS = 2
_RATES = (8_000, 192_000)

Samples = npt.NDArray[np.float32]

_FRAME = RATE // 100
_LOUDNESS = 0.125
"""Root mean square of the speaking parts of a levelled phrase, full scale 1: -18 dB."""
_CEILING = 0.89
"""No sample goes above this: -1 dB, so that the encoder has room and nothing is clipped."""
_HIGHEST = 0.98
"""No sample of an encoded clip is heard above this; at 24 kbit/s a peak may come out a quarter higher."""
_SILENCE = 0.02
"""A frame quieter than this part of the loudest frame is silence."""
_KEEP = int(0.03 * RATE)
_ENCODER_LEAD = 1105 / RATE
"""Seconds by which an MP3 frame's sound comes later than the sample that was put in."""


@dataclass(frozen=True)
class Joined:
    """One clip before it is encoded: its samples and where each phrase begins and ends in them, in seconds."""

    samples: Samples
    spans: tuple[tuple[float, float], ...]


def trim(samples: Samples, silence: float = _SILENCE) -> Samples:
    """Cut the silence before and after the speech, leaving 0.03 s; empty when there is no speech at all.

    `silence` is the part of the loudest frame's level up to which a frame counts as silent.
    """
    loud = levels(samples)
    if not loud.size or (top := loud.max()) < 1e-4:
        return np.zeros(0, np.float32)
    speaking = np.flatnonzero(loud > top * silence)
    start = max(0, int(speaking[0]) * _FRAME - _KEEP)
    end = min(len(samples), (int(speaking[-1]) + 1) * _FRAME + _KEEP)
    return _faded(samples[start:end])


def level(samples: Samples) -> Samples:
    """Bring speech to the common loudness, its peaks bent softly under the ceiling rather than cut off."""
    loud = levels(samples)
    speaking = loud[loud > loud.max() * 0.1] if loud.size else loud
    if not speaking.size or not speaking.max():
        return samples
    raised = samples * np.float32(_LOUDNESS / np.sqrt(np.mean(speaking**2)))
    knee = _CEILING * 0.7
    over = np.abs(raised) - knee
    bent = knee + (_CEILING - knee) * np.tanh(over / (_CEILING - knee))
    return np.where(over > 0, np.sign(raised) * bent, raised).astype(np.float32)


def join(pieces: Sequence[Samples], pauses: Sequence[float]) -> Joined:
    """Put phrases one after the other, each followed by its pause in seconds except the last."""
    parts: list[Samples] = []
    spans: list[tuple[float, float]] = []
    place = 0
    for index, piece in enumerate(pieces):
        spans.append((place / RATE, (place + len(piece)) / RATE))
        parts.append(piece)
        place += len(piece)
        if index + 1 < len(pieces):
            parts.append(np.zeros(int(pauses[index] * RATE), np.float32))
            place += len(parts[-1])
    return Joined(np.concatenate(parts) if parts else np.zeros(0, np.float32), tuple(spans))


def mp3(samples: Samples) -> bytes:
    """Encode as MP3: mono, 24 kHz, constant 24 kbit/s; softer where that would carry a peak beyond full scale."""
    encoded = _encoded(samples)
    while (heard := peak(decode(encoded))) > _HIGHEST:
        samples = samples * np.float32(_CEILING / heard)
        encoded = _encoded(samples)
    return encoded


def _encoded(samples: Samples) -> bytes:
    file = io.BytesIO()
    soundfile.write(
        file, samples, RATE, format="MP3", subtype="MPEG_LAYER_III", bitrate_mode="CONSTANT", compression_level=0.9
    )
    return file.getvalue()


def decode(encoded: bytes, longest: float | None = None) -> Samples:
    """The samples of a sound file at 24 kHz, several channels made one; raises ValueError when it cannot be read.

    No more than `longest` seconds are unpacked; ValueError for a file cut short, with no sound or many channels.
    """
    try:
        with soundfile.SoundFile(io.BytesIO(encoded)) as file:
            rate, most = file.samplerate, file.frames
            if not 0 < file.channels <= MOST_CHANNELS or not _RATES[0] <= rate <= _RATES[1]:
                raise ValueError(f"{file.channels} channels at {rate} a second")
            wanted = min(most, int(longest * rate) + 1) if longest is not None else most
            samples = file.read(wanted, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, RuntimeError) as problem:
        raise ValueError(f"not a sound file: {problem}") from problem
    if len(samples) < wanted or not len(samples) or not np.isfinite(samples).all():
        raise ValueError("cut short, or no sound at all")
    return resample(samples.mean(axis=1, dtype=np.float32), rate)


def resample(samples: Samples, rate: int) -> Samples:
    """Samples taken at another rate, at 24 kHz; they lie close enough for speech when joined by straight lines."""
    if rate == RATE or not len(samples):
        return samples
    places = np.arange(int(len(samples) * RATE / rate)) * (rate / RATE)
    return np.asarray(np.interp(places, np.arange(len(samples)), samples), np.float32)


def heard_at(seconds: float) -> float:
    """When a moment of the samples is heard in the encoded clip, to the hundredth of a second."""
    return round(seconds + _ENCODER_LEAD, 2)


def peak(samples: Samples) -> float:
    """The largest deflection, full scale 1."""
    return float(np.abs(samples).max()) if len(samples) else 0.0


def levels(samples: Samples) -> Samples:
    """Root mean square of each hundredth of a second."""
    frames = -(-len(samples) // _FRAME)
    padded = np.zeros(frames * _FRAME, np.float32)
    padded[: len(samples)] = samples
    return np.asarray(np.sqrt(np.mean(padded.reshape(frames, _FRAME) ** 2, axis=1)), np.float32)


def _faded(samples: Samples) -> Samples:
    """The same with its first and last 5 ms eased in and out, so that no cut clicks."""
    eased = samples.copy()
    length = min(len(eased) // 2, RATE // 200)
    ramp = np.linspace(0, 1, length, dtype=np.float32)
    eased[:length] *= ramp
    eased[len(eased) - length :] *= ramp[::-1]
    return eased
