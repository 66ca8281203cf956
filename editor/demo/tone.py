"""A little stereo music for the sample: plucked notes, written as a WAV file."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

SAMPLES = 48000
_BEAT = Fraction(1, 2)
_NOTES = (57, 64, 69, 72, 76, 72, 69, 64, 53, 60, 65, 69, 72, 69, 65, 60)
"""MIDI note numbers, one a beat: broken chords of A minor and F major."""


class Note(NamedTuple):
    """A note of the music: when it begins, its MIDI number, how far right it is heard, 0 to 1."""

    seconds: float
    pitch: int
    right: float


def notes(seconds: Fraction) -> Iterator[Note]:
    """Yield the notes of so many seconds of music, in order."""
    for index in range(int(seconds / _BEAT)):
        yield Note(float(index * _BEAT), _NOTES[index % len(_NOTES)], 0.7 if index % 2 else 0.3)


def write_tones(path: Path, seconds: Fraction) -> None:
    """Write `seconds` of 16-bit stereo sound at 48 kHz: a note each half second, left and right in turn."""
    import numpy as np

    count = int(seconds * SAMPLES)
    mixed = np.zeros((count, 2), np.float64)
    ring = np.arange(SAMPLES) / SAMPLES
    for each in notes(seconds):
        pitch = 440.0 * 2.0 ** ((each.pitch - 69) / 12)
        note = np.exp(-4.0 * ring) * (
            np.sin(2 * np.pi * pitch * ring) + 0.3 * np.sin(4 * np.pi * pitch * ring)
        )
        begin = int(each.seconds * SAMPLES)
        length = min(len(note), count - begin)
        sides = np.array((1 - each.right, each.right))
        mixed[begin : begin + length] += 0.22 * note[:length, None] * sides
    codes = np.round(np.clip(mixed, -1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLES)
        file.writeframes(codes.tobytes())
