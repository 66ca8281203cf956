"""From a prepared job to files: frames in order into sinks, sound beside them, nothing held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from types import MappingProxyType

from nodes.api import AudioBlock, Frame, Range, Time
from nodes.media.working import WorkingSpace

from .behind import Behind
from .mix import Mix
from .run import Run
from .sinks import Sink, open_sink
from .targets import Target, with_sound

Told = Callable[[int, int], None]
"""Told (frames done, frames wanted)."""

Seen = Callable[[Frame], None]
"""Shown each frame once it is made."""


def render(
    run: Run,
    range: Range,
    targets: Sequence[Target],
    *,
    posters: Mapping[Time, Target] = MappingProxyType({}),
    told: Told = lambda done, total: None,
    seen: Seen = lambda frame: None,
) -> int:
    """Render each whole frame of the range into every target and return how many there were.

    Sound goes into the targets that have it: the job's, or the graph's own. `posters` are single pictures
    stored beside, by time. A run that fails or is cancelled leaves no file of these targets behind. Raises
    what the run raises, BadInput for what a target cannot hold, Failed where the disk refuses.
    """
    job = run.prepared.job
    space = WorkingSpace.from_json(job.colour)
    total = range.frame_count
    with _all_or_nothing() as sinks, ExitStack() as opened:
        own = run.sound(range) if any(target.own_sound for target in targets) else None
        sounding = [place for place, each in enumerate(targets) if own and each.own_sound and each.is_movie]
        for target in targets:
            sinks.append(open_sink(with_sound(target, own), space))
        mixes = [
            (sink, opened.enter_context(Mix(job, range.start, sink.sound)))
            for place, sink in enumerate(sinks)
            if sink.sound and place not in sounding
        ]
        movies = tuple(sinks)
        behind = opened.enter_context(Behind())
        for done, time in enumerate(range.frames(), start=1):
            frame = run.frame(time)
            behind.do(partial(_write, frame, movies, mixes))
            if own is not None:
                blocks = list(own.read(Range(time, Time(1, time.rate))))
                behind.do(partial(_write_own, blocks, [sinks[place] for place in sounding]))
            if time in posters:
                sinks.append(open_sink(posters[time], space))
                behind.do(partial(sinks[-1].write, frame))
            seen(frame)
            told(done, total)
        behind.finish()
    return total


def _write(frame: Frame, sinks: Sequence[Sink], mixes: Sequence[tuple[Sink, Mix]]) -> None:
    kin: Frame | None = None
    for sink in sinks:
        kin = sink.write(frame, kin) or kin
    for sink, mix in mixes:
        sink.write_sound(mix.next(frame.time))


def _write_own(blocks: Sequence[AudioBlock], sinks: Sequence[Sink]) -> None:
    for sink in sinks:
        for block in blocks:
            sink.write_sound(block.samples)


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
