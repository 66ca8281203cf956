"""From a prepared job to files: frames in order into sinks, sound beside them, nothing held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType

from nodes.api import Range, Time
from nodes.media.working import WorkingSpace

from .mix import Mix
from .run import Run
from .sinks import Sink, Target, open_sink

Told = Callable[[int, int], None]
"""Told (frames done, frames wanted)."""


def render(
    run: Run,
    range: Range,
    targets: Sequence[Target],
    *,
    posters: Mapping[Time, Target] = MappingProxyType({}),
    told: Told = lambda done, total: None,
) -> int:
    """Render each whole frame of the range into every target and return how many there were.

    Sound goes into the targets that have it. `posters` are single pictures stored beside, by time. A run
    that fails or is cancelled leaves no file of these targets behind. Raises what the run raises,
    BadInput for what a target cannot hold, Failed where the disk refuses.
    """
    space = WorkingSpace.from_json(run.prepared.job.colour)
    total = range.frame_count
    with _sinks(targets, space) as sinks, Mix(run.prepared.job, range.start) as mix:
        for done, time in enumerate(range.frames()):
            frame = run.frame(time)
            for sink in sinks:
                sink.write(frame)
                if sink.sound is not None:
                    sink.write_sound(mix.next(time, sink.sound))
            if time in posters:
                with _sinks((posters[time],), space) as (poster,):
                    poster.write(frame)
            told(done + 1, total)
    return total


@contextmanager
def _sinks(targets: Sequence[Target], space: WorkingSpace) -> Iterator[list[Sink]]:
    """Open a sink for each target; close them all, or abort them all."""
    sinks: list[Sink] = []
    try:
        for target in targets:
            sinks.append(open_sink(target, space))
        yield sinks
        for sink in sinks:
            sink.close()
    except BaseException:
        for sink in sinks:
            sink.abort()
        raise
