"""The meter without a widget: peaks that fall as a meter's do, power over a short while, the clip light.

The peak rises at once with the greatest sample and falls by 20 dB in 1.7 s (IEC 60268-10, type I; the scale
is that of IEC 60268-18, in dB of full scale). Power is averaged with a time constant of 300 ms, the
integration of a volume indicator (IEC 60268-17); a sine at full scale reads -3 dB. Both are of samples: no
peak between two samples is reckoned.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from editor.playback.levels import Loudness
from editor.ui.observe import Value

FLOOR = -70.0
"""The lowest level that is shown, in dB of full scale."""
FALL = 20 / 1.7
"""dB a second."""
AVERAGE = 0.3
HELD = 2.0
"""Seconds for which the highest peak stays marked."""
_CHANNELS = 2


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
    """`bars` is what is shown. `tick` takes in what was heard since; `sounding` tells it, None for silence.

    Belongs to the window's thread.
    """

    def __init__(self, sounding: Callable[[], Loudness | None]) -> None:
        self.bars: Value[tuple[Bar, ...]] = Value((Bar(),) * _CHANNELS)
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

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is left to fall."""
        return all(bar.peak <= FLOOR and bar.held <= FLOOR and bar.power <= FLOOR for bar in self.bars.value)

    def reset(self) -> None:
        """Put the clip lights out, and forget the peaks that are held."""
        self.bars.set(tuple(replace(bar, clipped=False, held=bar.peak, since=0.0) for bar in self.bars.value))

    def text(self) -> str:
        """Return what the meter shows in words."""
        names = ("Left", "Right")
        said = []
        for name, bar in zip(names, self.bars.value, strict=True):
            level = "silent" if bar.held <= FLOOR else f"{bar.held:.1f} dBFS"
            said.append(f"{name} {level}{', clipped' if bar.clipped else ''}")
        return "\n".join(said)
