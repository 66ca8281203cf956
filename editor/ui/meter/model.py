"""The meter without a widget: peaks that fall as a meter's do, power over a short while, the clip light.

The peak rises at once with the greatest sample and falls by 20 dB in 1.7 s (IEC 60268-10, type I; the scale
is that of IEC 60268-18, in dB of full scale). Power is averaged with a time constant of 300 ms, the
integration of a volume indicator (IEC 60268-17); a sine at full scale reads -3 dB. Both are of samples: no
peak between two samples is reckoned.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from editor.playback.levels import Loudness
from editor.ui.observe import Value
from editor.ui.words import later, say

FLOOR = -70.0
"""The lowest level that is shown, in dB of full scale."""
FALL = 20 / 1.7
"""dB a second."""
AVERAGE = 0.3
HELD = 2.0
"""Seconds for which the highest peak stays marked."""
_NAMES = (later("Left"), later("Right"))
_CHANNELS = len(_NAMES)


@dataclass(frozen=True, slots=True)
class Bar:
    """One channel: `peak`, `power` and the `held` peak in dB of full scale; `since` is how long that stays.

    `clipped` says that a sample went beyond full scale since it was last reset.
    """

    peak: float = FLOOR
    power: float = FLOOR
    held: float = FLOOR
    since: float = 0.0
    clipped: bool = False


def stepped(bar: Bar, seconds: float, peak: float, square: float) -> Bar:
    """Return the bar after so many seconds in which the greatest magnitude and the mean square were these."""
    level = max(decibels(peak), bar.peak - FALL * seconds, FLOOR)
    before = 0.0 if bar.power <= FLOOR else 10 ** (bar.power / 10)
    share = 1 - math.exp(-seconds / AVERAGE)
    power = max(10 * math.log10(max(before + (square - before) * share, 1e-12)), FLOOR)
    if level >= bar.held:
        held, since = level, 0.0
    elif bar.since + seconds < HELD:
        held, since = bar.held, bar.since + seconds
    else:
        held, since = max(level, bar.held - FALL * seconds), bar.since
    return Bar(level, power, held, since, bar.clipped or peak > 1.0)


def decibels(magnitude: float) -> float:
    """Return a magnitude of full scale in dB."""
    return 20 * math.log10(magnitude) if magnitude > 1e-5 else FLOOR


def deflection(level: float) -> float:
    """Return how far a level deflects the meter, 0 to 1: the scale of IEC 60268-18."""
    steps = ((-60, 0.25, -70, 0.0), (-50, 0.5, -60, 2.5), (-40, 0.75, -50, 7.5), (-30, 1.5, -40, 15.0))
    for below, slope, zero, start in (*steps, (-20, 2.0, -30, 30.0), (math.inf, 2.5, -20, 50.0)):
        if level < below:
            return min(max((level - zero) * slope + start, 0.0), 100.0) / 100
    return 1.0


class MeterModel:
    """`bars` is what is shown of the mix, `tracks` of what each track adds to it, by id, its peaks alone.

    `tick` takes in what was heard since; `sounding` tells it, None for silence. A track that has come to rest
    is told of no more, unless its clip light is on. Belongs to the window's thread.
    """

    def __init__(self, sounding: Callable[[], Loudness | None]) -> None:
        self.bars: Value[tuple[Bar, ...]] = Value((Bar(),) * _CHANNELS)
        self.tracks: Value[Mapping[str, tuple[Bar, ...]]] = Value({})
        self._sounding = sounding

    def tick(self, seconds: float) -> None:
        """Go on by so many seconds."""
        heard = self._sounding()
        none = (0.0,) * _CHANNELS
        peaks, squares = (none, none) if heard is None else (heard.peaks, heard.squares)
        self.bars.set(
            tuple(
                stepped(bar, seconds, peak, square)
                for bar, peak, square in zip(self.bars.value, peaks, squares, strict=True)
            )
        )
        self._step_tracks(seconds, {} if heard is None else heard.tracks)

    def _step_tracks(self, seconds: float, peaks: Mapping[str, tuple[float, ...]]) -> None:
        before, now = self.tracks.value, {}
        for track in before.keys() | {track for track, each in peaks.items() if any(each)}:
            bars = before.get(track, (Bar(),) * _CHANNELS)
            levels = peaks.get(track, (0.0,) * _CHANNELS)
            after = tuple(stepped(bar, seconds, peak, 0.0) for bar, peak in zip(bars, levels, strict=True))
            if not all(_rests(bar) and not bar.clipped for bar in after):
                now[track] = after
        if now != before:
            self.tracks.set(now)

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is left to fall."""
        return all(_rests(bar) for bars in (self.bars.value, *self.tracks.value.values()) for bar in bars)

    def reset(self) -> None:
        """Put the clip lights out, and forget the peaks that are held."""
        self.bars.set(_reset(self.bars.value))
        self.tracks.set({track: _reset(bars) for track, bars in self.tracks.value.items()})

    def reset_track(self, track: str) -> None:
        """Put a track's clip lights out, and forget its peaks that are held."""
        shown = self.tracks.value
        if track in shown:
            self.tracks.set({**shown, track: _reset(shown[track])})

    def text(self) -> str:
        """Return what the meter shows in words."""
        return "\n".join(_said(self.bars.value))

    def track_text(self, track: str) -> str:
        """Return what a track's meter shows in words."""
        return "\n".join(_said(self.tracks.value.get(track, (Bar(),) * _CHANNELS)))


def _rests(bar: Bar) -> bool:
    return bar.peak <= FLOOR and bar.held <= FLOOR and bar.power <= FLOOR


def _reset(bars: tuple[Bar, ...]) -> tuple[Bar, ...]:
    return tuple(replace(bar, clipped=False, held=bar.peak, since=0.0) for bar in bars)


def _said(bars: tuple[Bar, ...]) -> Iterator[str]:
    for name, bar in zip(_NAMES, bars, strict=True):
        level = say("silent") if bar.held <= FLOOR else f"{bar.held:.1f} dBFS"
        channel = say("{channel} {level}", channel=say(name), level=level)
        yield say("{what}, clipped", what=channel) if bar.clipped else channel
