"""What part of the cut is seen: exact times to pixels and back."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction

from nodes.api.times import Rate, Time

HEADER, RULER = 176, 32
"""Pixels that the track headers and the ruler take."""
_CLOSEST = 96
_WIDEST = Fraction(1, 100)
_DUST = 1 << 24


@dataclass(frozen=True, slots=True)
class View:
    """A stretch of the lanes: `zoom` in pixels a second, `scroll` the second at the left edge.

    `width` and `height` are the lanes' pixels without headers and ruler, `top` the pixels scrolled down,
    `tops` where each row begins, from the first one's top, and where the last one ends.
    """

    zoom: Fraction = Fraction(40)
    scroll: Fraction = Fraction(0)
    top: int = 0
    width: int = 0
    height: int = 0
    tops: tuple[int, ...] = (0,)

    def x_of(self, time: Time) -> Fraction:
        """Return the exact pixel of an instant, 0 at the left edge of the lanes."""
        return (time.seconds - self.scroll) * self.zoom

    def time_at(self, x: float | Fraction, rate: Rate) -> Time:
        """Return the exact instant at a pixel, counted at `rate`."""
        return Time((self.scroll + Fraction(x) / self.zoom) * rate.fraction, rate)

    @property
    def origin(self) -> int:
        """The pixel of the left edge, counted from the start of the cut."""
        return round(self.scroll * self.zoom)

    def drawn(self, frames: int | Fraction, rate: Rate) -> int:
        """Return the whole pixel at which an instant is drawn, given in frames at `rate`.

        It is counted from the start of the cut, so that everything moves alike while panning; it is
        never a pixel or more away from `x_of`.
        """
        return round(float(frames) * self.frame_width(rate)) - self.origin

    def frame_width(self, rate: Rate) -> float:
        """Return how many pixels a frame takes."""
        return float(self.zoom / rate.fraction)


def zoomed(view: View, factor: Fraction, x: float, rate: Rate) -> View:
    """Return the view nearer (factor above 1) or farther, the instant at pixel `x` staying there."""
    zoom = (view.zoom * factor).limit_denominator(_DUST)
    zoom = min(max(zoom, _WIDEST), _CLOSEST * rate.fraction)
    at = view.scroll + Fraction(x) / view.zoom
    return replace(view, zoom=zoom, scroll=_clean(at - Fraction(x) / zoom))


def panned(view: View, pixels: float) -> View:
    """Return the view moved along by pixels; positive shows later time."""
    return replace(view, scroll=_clean(view.scroll + Fraction(pixels) / view.zoom))


def fitted(view: View, seconds: Fraction, rate: Rate) -> View:
    """Return the view from the start that shows `seconds` and a little room after."""
    if seconds <= 0 or view.width <= 0:
        return replace(view, zoom=Fraction(40), scroll=Fraction(0), top=0)
    zoom = (view.width * Fraction(31, 32) / seconds).limit_denominator(_DUST) or _WIDEST
    return replace(view, zoom=min(zoom, _CLOSEST * rate.fraction), scroll=Fraction(0), top=0)


def bounded(view: View, seconds: Fraction) -> View:
    """Return the view kept near the cut: from its start to half a width after its end."""
    end = max(Fraction(0), seconds - Fraction(view.width, 2) / view.zoom)
    tall = max(0, view.tops[-1] - view.height)
    return replace(view, scroll=min(max(view.scroll, Fraction(0)), end), top=min(max(view.top, 0), tall))


def row_height(view: View, row: int) -> int:
    """Return the pixels of a row, the line under it included."""
    return view.tops[row + 1] - view.tops[row]


def row_top(view: View, row: int) -> int:
    """Return the pixel at which a row begins, below the ruler; negative where it is scrolled out."""
    return view.tops[row] - view.top


def row_at(view: View, y: float) -> int | None:
    """Return which row lies at a pixel below the ruler, None below the last."""
    row = bisect_right(view.tops, y + view.top) - 1
    return row if 0 <= row < len(view.tops) - 1 else None


def rows_seen(view: View) -> range:
    """Return the rows that are seen, in whole or in part."""
    first = bisect_right(view.tops, view.top) - 1
    last = bisect_right(view.tops, view.top + view.height)
    return range(max(first, 0), min(last, len(view.tops) - 1))


def _clean(seconds: Fraction) -> Fraction:
    return seconds.limit_denominator(1_000_000_000)
