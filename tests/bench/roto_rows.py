"""Following, as rows: a click in a large frame, 2,000 frames on end, and what makes following hard.

Seconds are of processor time, all threads together: on two cores an answer is there no later.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import process_time

from nodes.api import Click, Format, Frame, Prompts, Range, Time
from nodes.library.sample.scene import scene
from nodes.library.segment.session import OwnSegmenter

from .roto_clips import RATE, START
from .roto_events import EVENTS
from .roto_run import measured
from .rows import Row

_ANSWERED = 0.45
_LONG, _SETTLED = 2000, 200


class Still:
    """One 1080p frame of the sample."""

    range, format = Range.frames_of(0, 1, RATE), Format(1920, 1080, RATE)

    def __init__(self) -> None:
        self._frame = scene(Time(40, RATE), self.format, "harbour")

    def frame(self, time: Time) -> Frame:
        return self._frame

    def frames(self, range: Range) -> Iterator[Frame]:
        return map(self.frame, range.frames())


class Looping:
    """The sample's harbour over and over, small, for as many frames as wanted."""

    def __init__(self, count: int) -> None:
        self.range, self.format = Range.frames_of(0, count, RATE), Format(128, 72, RATE)

    def frame(self, time: Time) -> Frame:
        return scene(time, self.format, "harbour")

    def frames(self, range: Range) -> Iterator[Frame]:
        return map(self.frame, range.frames())


def resident() -> float:
    """Return how many MiB of this process are in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def growth(count: int, settled: int) -> tuple[float, float]:
    """Return the MiB that following `count` frames adds after the first `settled`, and seconds a frame."""
    clip = Looping(count)
    begun, low, high = process_time(), 0.0, 0.0
    with OwnSegmenter().open(clip) as session:
        session.add(Prompts((Click(Time(40, RATE), 64, 36),)))
        for done, _ in enumerate(session.propagate(clip.range)):
            if done == settled:
                low = high = resident()
            elif done > settled and done % 50 == 0:
                high = max(high, resident())
    return max(high, resident()) - low, (process_time() - begun) / count


def _click() -> Row:
    clip, spent = Still(), []
    for turn in range(5):
        prompts = Prompts((Click(START, 800 + 10 * turn, 500),))
        with OwnSegmenter().open(clip) as session:
            session.add(prompts)
            begun = process_time()
            session.at(START)
            spent.append(process_time() - begun)
    note = "a click answered in a 1080p frame, decoding left out; the least of 5"
    return Row("roto-click", min(spent), None, _ANSWERED, "s", note)


def _long() -> Row:
    more, spent = growth(_LONG, _SETTLED)
    note = f"more memory after {_LONG} frames than after {_SETTLED}, 128x72, {1000 * spent:.0f} ms a frame"
    return Row("roto-long", more, None, 32.0, "MiB", note)


def _event(name: str) -> Row:
    ours, theirs = measured(EVENTS[name](), "mask", 0)
    note = f"100 less J&F from the first frame's matte, {ours['seconds']} s a frame; peer: GrabCut and DIS"
    return Row(f"roto-{name.replace(' ', '-')}", 100 - ours["J&F"], 100 - theirs["J&F"], 1.0, "%", note)


BENCHES = {"roto-click": _click, "roto-long": _long} | {
    f"roto-{name.replace(' ', '-')}": partial(_event, name) for name in EVENTS
}
