"""Running a node that works window by window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nodes.api import Range, Time
from nodes.api.hints import Chunks

from .chunks import Windows, joined, windows_over
from .clips import Window
from .host import Host
from .parts import Part
from .ready import Ready
from .values import made_by, standing


class ChunkCourse:
    """One such node over one part of its result: each window is made once, in any order.

    What a window made stays aside until its neighbours are there to be joined with.
    """

    def __init__(self, host: Host, ready: Ready, part: Part) -> None:
        self._host, self._ready, self._part = host, ready, part
        self._raw, self._held = host.held(), host.held()
        self._made: set[int] = set()
        self._cut: tuple[Range, Windows] | None = None

    def make(self, time: Time) -> None:
        """Hand out the node's value at a time. Raises what the node raises."""
        host, ready = self._host, self._ready
        value = self._held.get(time.frame)
        if value is None:
            stretch, windows = self._windows(time)
            place = (time - stretch.start.ceil()).frame
            for window in windows.covering(place):
                if window not in self._made or (window, place) not in self._raw:
                    self._run(window, stretch, windows)
            value = self._joined(place, time, windows)
            self._settle(windows.covering(place), stretch, windows)
        host.hand_out(ready, (ready.name, time), value)

    def close(self) -> None:
        """Let go of what is held."""
        self._raw.close()
        self._held.close()

    def _windows(self, time: Time) -> tuple[Range, Windows]:
        if self._cut is None:
            ready = self._ready
            window = next(port.window for port in ready.spec.inputs if isinstance(port.window, Chunks))

            def call() -> tuple[Range, Windows]:
                length, overlap = window.counts(ready.settings)
                return windows_over(self._part.made, self._part.anchor, length, overlap)

            self._cut = self._host.calls.guarded(ready, time, call)
        return self._cut

    def _run(self, window: int, stretch: Range, windows: Windows) -> None:
        """Make a window's values and set them aside."""
        host, ready = self._host, self._ready
        first = stretch.start.ceil()
        places = windows.places(window)
        times = [first + Time(place, stretch.rate) for place in places]

        def call() -> Sequence[Any]:
            with host.calls.context(ready) as context:
                arguments = host.arguments(
                    ready, stretch, lambda name, link: Window(times, host.fetch(link)), context
                )
                made = ready.node(**arguments)
                if len(made) != len(times):
                    raise ValueError(f"it made {len(made)} frames of a window of {len(times)}")
                return [made_by(ready.spec, value) for value in made]

        host.check()
        for place, time, value in zip(places, times, host.calls.counted(ready, times[0], call), strict=True):
            self._raw.put((window, place), time, value)
        self._made.add(window)

    def _joined(self, place: int, time: Time, windows: Windows) -> Any:
        found = windows.covering(place)
        parts = [
            (self._raw.get((window, place)), windows.weight(window, place) if window != found[0] else 1.0)
            for window in found
        ]
        return self._host.calls.guarded(self._ready, time, lambda: standing(joined(parts, time), time))

    def _settle(self, fresh: Sequence[int], stretch: Range, windows: Windows) -> None:
        """Keep every frame that is whole now, so that a window is never needed again for those."""
        first = stretch.start.ceil()
        for window in fresh:
            for place in windows.places(window):
                time = first + Time(place, stretch.rate)
                found = windows.covering(place)
                if any((each, place) not in self._raw for each in found):
                    continue
                if time in self._part.made:
                    self._host.early(self._ready, self._held, time, self._joined(place, time, windows))
                for each in found:
                    self._raw.drop((each, place))
