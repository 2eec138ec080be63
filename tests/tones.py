"""How well the tones of our Mandarin voice are told from its pitch alone; it asserts nothing and knows no page.

Method. The engine itself says when each of its sounds begins, so every syllable's rhyme is known in the audio. Praat's
autocorrelation gives its pitch (two passes, Hirst 2011: the second with the floor and ceiling that the first
suggests), in semitones from the line's median, the straight fall of each phrase taken out. Five points of the rhyme,
together with the mean of the syllable before and after it, are told apart twice:
- against the textbook (Chao 1968: 55, 35, 21(4), 51), which knows nothing of this voice;
- by a linear discriminant that learned from all other lines.
A tone is right when it is the one that is due after the front end's changes in company (third tones that meet, 一, 不).
The neutral tone has no contour of its own and is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import parselmouth
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from app.narration import ipa, pinyin, spoken
from app.narration.phonemes import phonemes
from app.narration.sound import RATE
from app.narration.voices.kokoro import boundaries

Floats = npt.NDArray[np.floating]

POINTS = np.array([0.1, 0.3, 0.5, 0.7, 0.9])
TEXTBOOK = {"1": (5, 5, 5, 5, 5), "2": (3, 3, 3.5, 4.3, 5), "3": (2, 1.5, 1, 1, 1.3), "4": (5, 4.5, 3.5, 2.2, 1)}
"""Heights on Chao's scale of five at the five points."""
_STEP = 0.005
_LATE = 0.02
"""Seconds by which the engine's boundaries lie behind the sound: of nine tried, both ways agree best with this one."""
_CONSONANTS = "pʰmftnlkxʨɕꭧʂʦs"
"""With what a syllable may begin before its pitch is its own; ɻ and glides belong to the rhyme."""


@dataclass(frozen=True)
class Syllable:
    """One syllable of a clip: its tone that is due, and its pitch at the five points in semitones, nan where silent."""

    said: str
    phrase: int
    pitch: Floats

    @property
    def tone(self) -> str:
        """1 to 4, 5 is neutral."""
        return self.said[-1]


@dataclass(frozen=True)
class Sung:
    """What is needed of a clip to tell its tones: its voiced moments as (second, semitone), and its rhymes."""

    voiced: list[tuple[float, float]]
    rhymes: list[tuple[str, int, float, float]]
    """Each syllable as it is due, the number of its phrase, and when its rhyme begins and ends in seconds."""


def sung(text: str, line: str, audio: Floats, frames: Floats) -> Sung:
    """A line as the engine said it, before it is cut, levelled and encoded."""
    phrases = spoken.mandarin(text)
    begins = boundaries(frames)[1:] / RATE
    rhymes = []
    for number, (phrase, (place, _)) in enumerate(zip(phrases, phonemes(phrases)[1], strict=True)):
        for breath in pinyin.read(phrase.said):
            for word in breath:
                for said in word:
                    sounds = ipa.phonemes(said)
                    assert line.startswith(sounds, place)
                    rhyme, place = place + len(sounds) - len(sounds.lstrip(_CONSONANTS)), place + len(sounds)
                    rhymes.append((said, number, round(float(begins[rhyme]), 4), round(float(begins[place]), 4)))
                place += 1
            place += 1
    return Sung(contour(audio), rhymes)


def told(one: Sung) -> list[Syllable]:
    """The syllables of a line with their pitch."""
    times, semitones = np.array(one.voiced).reshape(-1, 2).T
    rhymes = ((said, phrase, start - _LATE, end - _LATE) for said, phrase, start, end in one.rhymes)
    return level([Syllable(said, phrase, sampled(times, semitones, *at)) for said, phrase, *at in rhymes])


def contour(audio: Floats) -> list[tuple[float, float]]:
    """The voiced moments of a clip in seconds, each with its pitch in semitones from the median."""
    sound = parselmouth.Sound(audio.astype(float), RATE)
    pitch = sound.to_pitch_ac(time_step=_STEP, pitch_floor=60, pitch_ceiling=600)
    heard = pitch.selected_array["frequency"]
    low, high = np.percentile(heard[heard > 0], (25, 75))
    pitch = sound.to_pitch_ac(time_step=_STEP, pitch_floor=0.6 * low, pitch_ceiling=2.0 * high)
    heard = pitch.selected_array["frequency"]
    voiced = heard > 0
    semitones = 12 * np.log2(heard[voiced] / np.median(heard[voiced]))
    return [(round(float(a), 4), round(float(b), 2)) for a, b in zip(pitch.xs()[voiced], semitones, strict=True)]


def sampled(times: Floats, semitones: Floats, start: float, end: float) -> Floats:
    """The pitch at the five points of a stretch; nan all through where fewer than four moments of it are voiced."""
    inside = (times >= start) & (times <= end)
    if inside.sum() < 4:
        return np.full(len(POINTS), np.nan)
    return np.interp(start + (end - start) * POINTS, times[inside], semitones[inside])


def level(syllables: list[Syllable]) -> list[Syllable]:
    """The same with the straight line through each phrase of four syllables or more taken out, else its mean."""
    levelled = []
    for number in sorted({one.phrase for one in syllables}):
        phrase = [one for one in syllables if one.phrase == number]
        middles = np.array([one.pitch.mean() for one in phrase])
        known = np.flatnonzero(~np.isnan(middles))
        if not len(known):
            levelled += phrase
            continue
        slope = min(0.0, np.polyfit(known, middles[known], 1)[0]) if len(known) >= 4 else 0.0
        base = middles[known].mean() - slope * known.mean()
        levelled += [Syllable(one.said, number, one.pitch - base - slope * place) for place, one in enumerate(phrase)]
    return levelled


def features(lines: Sequence[Sequence[Syllable]]) -> tuple[Floats, npt.NDArray[np.str_], npt.NDArray[np.int_]]:
    """For each syllable with a tone and a pitch: its five points and the neighbours' means; its tone; its line."""
    rows, tones, origins = [], [], []
    for origin, line in enumerate(lines):
        means = [0.0 if np.isnan(one.pitch).any() else float(one.pitch.mean()) for one in line]
        for place, one in enumerate(line):
            if one.tone == "5" or np.isnan(one.pitch).any():
                continue
            before = means[place - 1] if place and line[place - 1].phrase == one.phrase else 0.0
            after = means[place + 1] if place + 1 < len(line) and line[place + 1].phrase == one.phrase else 0.0
            rows.append([*one.pitch, before, after])
            tones.append(one.tone)
            origins.append(origin)
    return np.array(rows), np.array(tones), np.array(origins)


def by_textbook(rows: Floats) -> npt.NDArray[np.str_]:
    """The tone whose textbook contour is nearest, the scale of five fitted to this voice's spread."""
    shapes = np.array(list(TEXTBOOK.values()))
    scaled = (shapes - shapes.mean()) / shapes.std() * rows[:, : len(POINTS)].std()
    pitch = rows[:, : len(POINTS)] - rows[:, : len(POINTS)].mean()
    return np.array(list(TEXTBOOK))[((pitch[:, None] - scaled) ** 2).sum(axis=2).argmin(axis=1)]


def by_the_other_lines(
    rows: Floats, tones: npt.NDArray[np.str_], origins: npt.NDArray[np.int_]
) -> npt.NDArray[np.str_]:
    """The tone that a linear discriminant gives, learned from every line but the syllable's own."""
    told = np.empty_like(tones)
    for origin in np.unique(origins):
        own = origins == origin
        told[own] = LinearDiscriminantAnalysis().fit(rows[~own], tones[~own]).predict(rows[own])
    return told


def report(name: str, lines: Sequence[Sequence[Syllable]]) -> Iterator[str]:
    """Both ways: how many tones were told right with 95 % over lines, each tone, and what was taken for what."""
    rows, tones, origins = features(lines)
    due = Counter(one.tone for line in lines for one in line)
    yield f"{name}: {len(tones)} tones with a pitch of {due.total() - due['5']}; neutral {due['5']}, left out"
    ways = {"textbook": by_textbook(rows)}
    if len(lines) >= 10:
        ways["the other lines"] = by_the_other_lines(rows, tones, origins)
    for way, told in ways.items():
        low, high = interval(told == tones, origins)
        each = ", ".join(f"{tone}: {100 * (told == tones)[tones == tone].mean():.0f}" for tone in "1234")
        yield f"  by {way}: {100 * (told == tones).mean():.1f} % (95 % {low:.1f} to {high:.1f}); {each}"
        taken = Counter(zip(tones, told, strict=True))
        yield "    " + ", ".join(f"{a} as {b}: {taken[a, b]}" for a, b in sorted(taken) if a != b)


def interval(right: npt.NDArray[np.bool_], origins: npt.NDArray[np.int_]) -> tuple[float, float]:
    """95 % of the share that is right, lines drawn again 2000 times (seed 1), in percent."""
    counts = np.array([(right[origins == one].sum(), (origins == one).sum()) for one in np.unique(origins)], float)
    drawn = np.random.default_rng(1).integers(0, len(counts), (2000, len(counts)))
    hits, all_ = counts[drawn].sum(axis=1).T
    low, high = 100 * np.percentile(hits / all_, (2.5, 97.5))
    return float(low), float(high)
