"""The level of a sound clip and the opacity of a picture as a line across it, with its keys and fades."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from editor.document.layout import MediaLookup, source_range
from editor.document.looks import QUIETEST, Value
from editor.document.model import Clip
from nodes.api.curves import Curve, Key
from nodes.api.times import Rate, Time

from .model import TimelineModel
from .rows import Frames, Row
from .view import HEADER, RULER, row_at, row_height, row_top

Name = Literal["level", "opacity"]
Part = Literal["line", "key", "fade_in", "fade_out"]

TALLEST = 42
"""Pixels from which a row shows lines."""
NARROWEST = 36
"""Pixels from which a clip has a line that can be taken hold of."""
LOUDEST = 12.0
"""The level at the top of a clip, in dB; louder ones are drawn there."""
GRIP, HANDLE = 4, 8
_ABOVE, _BELOW = 20, 8
_SLOPE = 40.0
"""Half the height of a clip is so many times log10(2) dB: 0 dB lies in the middle, 12 dB at the top."""


@dataclass(frozen=True, slots=True)
class Band:
    """A clip's line: the `name` of its value, and where the clip stands in frames of the cut.

    `origin` is the clip's own time at its head, in which its keys stand.
    """

    clip: Clip
    row: int
    name: Name
    start: Frames
    end: Frames
    origin: Time

    @property
    def value(self) -> Value:
        """The level in dB, or the opacity."""
        return self.clip.level if self.name == "level" else self.clip.opacity

    def at(self, frame: Frames, rate: Rate) -> float:
        """Return the value at a frame of the cut."""
        value = self.value
        return float(value.at(self.time(frame, rate))) if isinstance(value, Curve) else float(value)

    def time(self, frame: Frames, rate: Rate) -> Time:
        """Return the clip's own time at a frame of the cut."""
        return self.origin + Time(frame - self.start, rate).at(self.origin.rate)

    def frame(self, time: Time, rate: Rate) -> Frames:
        """Return the frame of the cut at the clip's own time."""
        return self.start + (time - self.origin).at(rate).value

    @property
    def keys(self) -> tuple[Key[float], ...]:
        """Its keys, none where the value stays the same."""
        return self.value.keys if isinstance(self.value, Curve) else ()


@dataclass(frozen=True, slots=True)
class Grip:
    """What of a band lies under the pointer; `key` is the index of a key."""

    band: Band
    part: Part
    key: int = -1


def band_of(row: Row, number: int, index: int, rate: Rate, media: MediaLookup | None) -> Band | None:
    """Return the line of an item of a row, None for what has none."""
    clip = row.items[index]
    if not isinstance(clip, Clip):
        return None
    source = source_range(clip, media)
    origin = Time.zero(rate) if source is None else source.start
    name: Name = "level" if row.kind == "Audio" else "opacity"
    return Band(clip, number, name, row.bounds[index], row.bounds[index + 1], origin)


def height_of(name: Name, value: float) -> float:
    """Return how high a value is drawn: 0 at the bottom of a clip, 1 at its top."""
    part = 10 ** ((value - LOUDEST) / _SLOPE) if name == "level" else value
    return min(max(part, 0.0), 1.0)


def value_at(name: Name, height: float) -> float:
    """Return the value at a height, 0 to 1, as people give it: tenths of a dB, hundredths of opacity."""
    height = min(max(height, 0.0), 1.0)
    if name == "opacity":
        return round(height, 2)
    level = LOUDEST + _SLOPE * math.log10(height) if height > 0 else QUIETEST
    return QUIETEST if level < -60 else round(level, 1)


def said(name: Name, value: float) -> str:
    """Return a value as people write it."""
    if name == "opacity":
        return f"{value * 100:.0f} %"
    return "silent" if value <= QUIETEST else f"{value:+.1f} dB"


def area(tall: int) -> tuple[int, int]:
    """Return the pixels of a row, from its top, between which lines go: the highest and the lowest."""
    return _ABOVE, tall - _BELOW


def line_y(band: Band, value: float, tall: int) -> int:
    """Return the pixel of a row at which a value is drawn."""
    return height_y(band.name, value, tall)


def height_y(name: Name, value: float, tall: int) -> int:
    """Return the pixel of a row, so tall, at which a value of a name is drawn."""
    top, bottom = area(tall)
    return round(bottom - height_of(name, value) * (bottom - top))


def grip_at(model: TimelineModel, x: float, y: float) -> Grip | None:
    """Return what of a line, its keys, or the fades lies at a pixel of the whole widget."""
    cut, view, rows = model.cut, model.view.value, model.rows.value
    number = row_at(view, y - RULER)
    if cut is None or x < HEADER or y < RULER or number is None or number >= len(rows):
        return None
    row, tall = rows[number], row_height(view, number)
    at = view.time_at(x - HEADER, cut.rate).value
    index = bisect_right(row.bounds, at) - 1
    if tall < TALLEST or row.locked or not 0 <= index < len(row.items):
        return None
    band = band_of(row, number, index, cut.rate, model.media)
    per_frame = view.frame_width(cut.rate)
    if band is None or (band.end - band.start) * per_frame < NARROWEST:
        return None
    within = y - RULER - row_top(view, number)
    return _fade_at(band, at, within, per_frame, cut.rate) or _line_at(
        band, at, within, per_frame, cut.rate, tall
    )


def _fade_at(band: Band, at: Frames, y: float, per_frame: float, rate: Rate) -> Grip | None:
    """Return the handle of a fade: it stands above the line, as far from the edge as the fade lasts."""
    if not 2 <= y < _ABOVE - 2:
        return None
    for part, frame in fade_frames(band, rate).items():
        middle = HANDLE / 2 if part == "fade_in" else -HANDLE / 2
        if abs(float(at - frame) * per_frame - middle) <= HANDLE / 2 + 1:
            return Grip(band, part)
    return None


def fade_frames(band: Band, rate: Rate) -> dict[Part, Frames]:
    """Return the frames of the cut at which a clip's fades end and begin."""
    fade_in, fade_out = (each.at(rate).value for each in (band.clip.fade_in, band.clip.fade_out))
    return {"fade_in": band.start + fade_in, "fade_out": band.end - fade_out}


def _line_at(band: Band, at: Frames, y: float, per_frame: float, rate: Rate, tall: int) -> Grip | None:
    for index, key in enumerate(band.keys):
        away = float(band.frame(key.time, rate) - at) * per_frame
        if abs(away) <= GRIP + 1 and abs(line_y(band, key.value, tall) - y) <= GRIP + 1:
            return Grip(band, "key", index)
    edge = float(min(at - band.start, band.end - at)) * per_frame
    near = abs(line_y(band, band.at(at, rate), tall) - y) <= GRIP
    return Grip(band, "line") if near and edge > HANDLE else None


def with_key(value: Value, time: Time, to: float) -> Value:
    """Return a value with a key at an instant."""
    keys = value.keys if isinstance(value, Curve) else ()
    return Curve((*(key for key in keys if key.time != time), Key(time, to)))


def without_key(value: Value, index: int) -> Value:
    """Return a value without one of its keys; the last one leaves its value."""
    if not isinstance(value, Curve):
        return value
    keys = value.keys[:index] + value.keys[index + 1 :]
    return Curve(keys) if keys else value.keys[index].value


def raised(name: Name, value: Value, by: float) -> Value:
    """Return a value higher by so many dB, or by so much opacity, as far as it goes; keys and all."""

    def one(number: float) -> float:
        low, high = (QUIETEST, 60.0) if name == "level" else (0.0, 1.0)
        return min(max(round(number + by, 4), low), high)

    if isinstance(value, Curve):
        return Curve(tuple(Key(key.time, one(key.value)) for key in value.keys))
    return one(value)


def clamped(frame: Frames, band: Band) -> int:
    """Return a whole frame of the cut within a clip."""
    return int(min(max(round(Fraction(frame)), math.ceil(band.start)), math.ceil(band.end) - 1))
