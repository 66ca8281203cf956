"""Nodes, graphs and runs that the engine's tests share."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from nodes.api import Format, Frame, Matte, Node, Range, Rate, Stream, Time, node
from nodes.engine.cache import FrameCache
from nodes.engine.catalog import catalog_of
from nodes.engine.job import Job
from nodes.engine.prepare import Prepared, prepare
from nodes.engine.run import Run

RATE = Rate(24)
WHOLE = Range.frames_of(0, 10, RATE)
FORMAT = Format(4, 2, RATE)
COLOUR = {"config": "", "name": "ACEScg"}


def at(frame: int, rate: Rate = RATE) -> Time:
    return Time(frame, rate)


def wait_for(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until something is so; fails where that takes too long."""
    until = clock.monotonic() + seconds
    while not condition():
        assert clock.monotonic() < until, "it took too long"
        clock.sleep(0.005)


def flat(value: float, time: Time) -> Frame:
    """A frame of one grey everywhere."""
    return Frame.of_pixels(np.full((2, 4, 3), value, np.float32), time)


def grey(frame: Frame) -> float:
    """The grey of a flat frame."""
    assert np.all(frame.rgb == frame.rgb[0, 0, 0])
    return float(frame.rgb[0, 0, 0])


@node("test.count")
def count(time: Time, first: float = 0.0) -> Frame:
    """Make a frame as grey as its own number."""
    return flat(time.frame + first, time)


@node("test.flat")
def constant(format: Format, value: float = 1.0) -> Frame:
    """Make the same frame at every time."""
    return flat(value, Time.zero(format.rate))


@node("test.gain")
def gain(image: Frame, amount: float = 2.0) -> Frame:
    """Multiply."""
    return image.with_rgb(image.rgb * amount)


@node("test.sum")
def total(first: Frame, second: Frame | None = None) -> Frame:
    """Add what is connected."""
    return first if second is None else first.with_rgb(first.rgb + second.rgb)


@node("test.all")
def every(images: list[Frame], time: Time) -> Frame:
    """Add any number of frames."""
    return flat(sum(grey(image) for image in images), time)


class Split(NamedTuple):
    image: Frame
    matte: Matte
    level: float


@node("test.split")
def split(image: Frame) -> Split:
    """Take a frame apart into a picture, a matte and a number."""
    level = grey(image)
    return Split(image, Matte.of_pixels(np.full((2, 4), level, np.float32), image.time), level)


@node("test.mean")
def mean(images: Stream[Frame]) -> Iterator[Frame]:
    """Yield the mean of all frames so far."""
    added = 0.0
    for place, image in enumerate(images):
        added += grey(image)
        yield flat(added / (place + 1), image.time)


@node("test.ahead")
def ahead(images: Stream[Frame]) -> Iterator[Frame]:
    """Yield the sum of a frame and the two that follow it."""
    held: list[Frame] = []
    for image in images:
        held.append(image)
        if len(held) == 3:
            yield flat(sum(map(grey, held)), held[0].time)
            held.pop(0)
    while held:
        yield flat(sum(map(grey, held)), held[0].time)
        held.pop(0)


AHEADS = [float(sum(range(frame, min(frame + 3, 10)))) for frame in range(10)]


BUILT_IN = catalog_of([])
CATALOG = {each.id: each for each in (count, constant, gain, total, every, split, mean, ahead)}


def made(id: str, type: str, feeds: Mapping[str, Any] | None = None, **rest: Any) -> dict[str, Any]:
    """A node as JSON; `feeds` maps inputs to "node", "node.port" or lists of them."""
    inputs = {
        name: [_link(each) for each in feed] if isinstance(feed, list) else _link(feed)
        for name, feed in (feeds or {}).items()
    }
    return {"id": id, "type": type, "version": 1, "inputs": inputs} | rest


def _link(text: str) -> list[str]:
    name, _, port = text.partition(".")
    return [name, port or "out"]


def graph(*nodes: dict[str, Any], out: str = "") -> dict[str, Any]:
    """A graph as JSON; its output is the last node, or what `out` says."""
    return {"nodes": list(nodes), "outputs": {"out": _link(out or nodes[-1]["id"])}}


def job_of(*nodes: dict[str, Any], out: str = "", **rest: Any) -> Job:
    """A job with a domain for every node that may be a source."""
    domains = {each["id"]: WHOLE for each in nodes if not each["inputs"]}
    given: dict[str, Any] = {"format": FORMAT, "media": {}, "colour": COLOUR, "domains": domains}
    return Job(graph=graph(*nodes, out=out), **given | rest)


def ready(job: Job, *more: Any) -> Prepared:
    """The job prepared with the test's nodes and further ones."""
    return prepare(job, {**BUILT_IN, **CATALOG, **{each.id: each for each in more}})


def run_of(
    job: Job,
    *more: Any,
    cache: int = 1 << 20,
    kept: Path | None = None,
    check: Callable[[], None] = lambda: None,
    scratch: Callable[[], Path] | None = None,
) -> Run:
    """A run of the job in this process, to be used in a `with` statement."""

    def nowhere() -> Path:
        raise AssertionError("no node of this test asks for a scratch folder")

    return Run(ready(job, *more), FrameCache(cache), check=check, scratch=scratch or nowhere, kept=kept)


def greys(job: Job, times: Sequence[int], *more: Any, **options: Any) -> list[float]:
    """The greys of the output's frames, asked for in this order."""
    with run_of(job, *more, **options) as run:
        return [grey(run.frame(at(time))) for time in times]


def counting(id: str = "test.seen") -> tuple[Node, list[Time]]:
    """A node that notes the times it is called at."""
    calls: list[Time] = []

    @node(id)
    def seen(image: Frame) -> Frame:
        """Note the call."""
        calls.append(image.time)
        return image.with_rgb(image.rgb + 1)

    return seen, calls


MEANS = [frame / 2 for frame in range(10)]
CHAIN = (made("a", "test.count"), made("m", "test.mean", {"images": "a"}))
