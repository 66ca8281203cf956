"""What the engine itself costs: chains of nodes that do next to nothing, beside a scheduler of the field."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from nodes.api import Format, Frame, Node, Rate, Time, node
from nodes.engine.cache import FrameCache
from nodes.engine.job import Job
from nodes.engine.prepare import Prepared, prepare
from nodes.engine.run import Run
from nodes.graph.edits import set_params
from nodes.graph.model import Graph, GraphNode, Link
from tests.bench.rows import Row

RATE = Rate(24)
NODES, WIDE, DEEP, LONG = 800, 40, 10, 100_000
TIMES = 30
_PIXELS = np.zeros((2, 2, 3), np.float32)


@node("bench.source")
def source(time: Time, start: int = 0) -> Frame:
    """Make a picture of four pixels."""
    return Frame.of_pixels(_PIXELS, time)


@node("bench.step")
def step(image: Frame, amount: float = 1.0) -> Frame:
    """Hand the picture on."""
    return image


@node("bench.join")
def join(images: list[Frame]) -> Frame:
    """Hand the first picture on."""
    return images[0]


CATALOG: Mapping[str, Node[..., Any]] = {each.id: each for each in (source, step, join)}


def chain(length: int) -> Job:
    """Return the job of a source and so many steps, one after another."""
    places = [GraphNode("n0", "bench.source")]
    places += [
        GraphNode(f"n{at}", "bench.step", inputs={"image": Link(f"n{at - 1}")}) for at in range(1, length)
    ]
    return _job(places)


def comb(wide: int, deep: int) -> Job:
    """Return the job of `wide` chains of `deep` nodes that come together."""
    places = []
    for row in range(wide):
        places.append(GraphNode(f"r{row}n0", "bench.source", params={"start": row}))
        for at in range(1, deep):
            feed = {"image": Link(f"r{row}n{at - 1}")}
            places.append(GraphNode(f"r{row}n{at}", "bench.step", inputs=feed))
    ends = tuple(Link(f"r{row}n{deep - 1}") for row in range(wide))
    return _job([*places, GraphNode("end", "bench.join", inputs={"images": ends})])


def _job(places: list[GraphNode]) -> Job:
    graph = Graph({place.id: place for place in places}, {"out": Link(places[-1].id)})
    return Job(graph, Format(2, 2, RATE), {}, {"config": "", "name": "ACEScg"})


def shown(prepared: Prepared, frame: int = 0) -> Run:
    """Make one frame in a run of its own and return the run."""
    run = Run(prepared, FrameCache(1 << 30), scratch=_nowhere)
    run.frame(Time(frame, RATE))
    return run


def _nowhere() -> Any:
    raise AssertionError("no node of this bench asks for a scratch folder")


def seconds(call: Callable[[], object], times: int = TIMES) -> float:
    """Return the least processor seconds that a call took: whatever else the machine does only adds."""
    taken = []
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return min(taken)


def cold() -> Row:
    """A chain that was never seen: made ready, planned and called."""
    job = chain(NODES)
    ready = seconds(lambda: prepare(job, CATALOG))
    whole = seconds(lambda: shown(prepare(job, CATALOG)))
    note = (
        f"a node of a chain of {NODES} that do nothing, from the graph's value to its first frame, of which "
        f"{ready / NODES * 1e6:.1f} to check it, work out its key and order it"
    )
    return Row("engine-chain", whole / NODES * 1e6, None, 10, "us", note)


def again() -> Row:
    """The same graph and frame once more."""
    job = chain(NODES)
    before = prepare(job, CATALOG)
    run = shown(before)
    taken = seconds(lambda: (prepare(job, CATALOG, before), run.frame(Time(0, RATE))), 99)
    note = f"the same frame of the same {NODES} nodes again: made ready, found"
    return Row("engine-noop", taken * 1e3, None, 1, "ms", note)


def leaf() -> Row:
    """The last node of a chain is edited."""
    job = chain(NODES)
    before = shown(prepare(job, CATALOG)).prepared
    cache = FrameCache(1 << 30)
    Run(before, cache, scratch=_nowhere).frame(Time(0, RATE))
    graphs = [set_params(job.graph, f"n{NODES - 1}", {"amount": 2.0 + at}) for at in range(TIMES)]
    versions = iter(graphs)

    def edit() -> None:
        after = prepare(replace(job, graph=next(versions)), CATALOG, before)
        Run(after, cache, scratch=_nowhere).frame(Time(0, RATE))

    note = f"a parameter of the last of {NODES} nodes changed: that one made ready and called"
    return Row("engine-edit", seconds(edit) * 1e3, None, 1, "ms", note)


def long() -> Row:
    """A chain as long as no graph is: nothing recurses."""
    job = chain(LONG)
    taken = seconds(lambda: shown(prepare(job, CATALOG)), 1)
    note = f"a node of a chain of {LONG:,}, cold; scheduler and engine keep stacks of their own"
    return Row("engine-long", taken / LONG * 1e6, None, 40, "us", note)


def beside_dask() -> Row:
    """Chains that come together, beside Dask's synchronous scheduler on the same graph."""
    import dask

    job = comb(WIDE, DEEP)
    count = WIDE * DEEP

    def made(at: int, image: Any = None) -> Any:
        return image

    tasks: dict[str, Any] = {}
    for row in range(WIDE):
        tasks[f"r{row}n0"] = (made, row)
        for at in range(1, DEEP):
            tasks[f"r{row}n{at}"] = (made, row, f"r{row}n{at - 1}")
    tasks["end"] = (len, [f"r{row}n{DEEP - 1}" for row in range(WIDE)])
    ours: list[float] = []
    peer: list[float] = []
    for _ in range(TIMES):
        ours.append(seconds(lambda: shown(prepare(job, CATALOG)), 1))
        peer.append(seconds(lambda: dask.get(tasks, "end"), 1))
    note = (
        f"a node of {count} in chains of {DEEP}, cold, ours with keys and cache, beside dask.get "
        f"{dask.__version__} of as many tasks"
    )
    least = min(ours) / count * 1e6, min(peer) / count * 1e6
    return Row("engine-dask", *least, 0.5, "us", note)


BENCHES = {
    "engine-chain": cold,
    "engine-noop": again,
    "engine-edit": leaf,
    "engine-long": long,
    "engine-dask": beside_dask,
}
