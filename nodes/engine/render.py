"""From a prepared job to files: frames in order into sinks, sound beside them, nothing held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from types import MappingProxyType

from nodes.api import Frame, Range, Time
from nodes.media.working import WorkingSpace

from .mix import Mix
from .run import Run
from .sinks import Sink, open_sink
from .targets import Target

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
    job = run.prepared.job
    space = WorkingSpace.from_json(job.colour)
    total = range.frame_count
    with ExitStack() as mixes, _all_or_nothing() as sinks:
        for target in targets:
            sinks.append(open_sink(target, space))
        mixed = [
            (sink, mixes.enter_context(Mix(job, range.start, sink.sound))) for sink in sinks if sink.sound
        ]
        for done, time in enumerate(range.frames(), start=1):
            frame = run.frame(time)
            for sink in sinks[: len(targets)]:
                sink.write(frame)
            for sink, mix in mixed:
                sink.write_sound(mix.next(time))
            if time in posters:
                sinks.append(_poster(posters[time], frame, space))
            told(done, total)
    return total


def _poster(target: Target, frame: Frame, space: WorkingSpace) -> Sink:
    sink = open_sink(target, space)
    sink.write(frame)
    return sink


@contextmanager
def _all_or_nothing() -> Iterator[list[Sink]]:
    """Give a list for sinks; close them all at the end, or abort them all."""
    sinks: list[Sink] = []
    try:
        yield sinks
        for sink in sinks:
            sink.close()
    except BaseException:
        with ExitStack() as aborting:
            for sink in sinks:
                aborting.callback(sink.abort)
        raise
