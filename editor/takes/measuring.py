"""Measuring a take once it is there: against its plate, and within its matte where its graph has one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from editor.compile.plate import Offline, Plate, plate_of
from editor.compile.shot import colour_of
from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.errors import BadInput, WorkprintError
from nodes.api.spec import Spec
from nodes.engine.client import Engine
from nodes.engine.job import Bound, Job
from nodes.graph.model import Graph, Link
from nodes.graph.serialise import from_json, to_json

from .asked import graph_of_take
from .quality import write_measures
from .results import results_folder
from .store import Take
from .wanted import wanted_take

Told = Callable[[int, int], None]


def measure_take(
    project: Project, clip: Clip, take: Take, engine: Engine, told: Told | None = None
) -> Mapping[str, float]:
    """Measure a take, keep the measures beside it and return them by name.

    Without its plate, or with a matte that cannot be made any more, only the rest is measured. What `told`
    raises ends it. Raises MediaError for a take that cannot be read, SaveFailed.
    """
    plate, matte = _plate(project, clip), _matte(project, clip, take, engine)
    taken = Bound(take.media, take.recipe.digest)
    colour, kept = colour_of(project), results_folder(project)
    beside = None if plate is None else plate.bound
    values = engine.measure(taken, colour, plate=beside, matte=matte, kept=kept, told=told)
    write_measures(take.folder, values)
    return values


def _plate(project: Project, clip: Clip) -> Plate | None:
    try:
        plate = plate_of(project, clip)
    except (Offline, BadInput):
        return None
    return plate if plate.info.format is not None else None


def _matte(project: Project, clip: Clip, take: Take, engine: Engine) -> Job | None:
    """Return a job that makes the matte of a take's graph, None where it has none or another by now."""
    seed = 1 if take.recipe.seed is None else take.recipe.seed
    try:
        graph = graph_of_take(take)
        link = matte_of(graph, engine.specs())
        if link is None:
            return None
        domain, scale = take.recipe.domain, take.recipe.scale
        now = wanted_take(project, clip, engine, seed=seed, domain=domain, graph=graph, scale=scale)
    except WorkprintError:
        # What it was made within cannot be made any more: the rest is measured.
        return None
    if now.recipe.look != take.recipe.look:
        return None
    return replace(now.shot.job, graph=to_json(replace(_bound(now.shot.job), outputs={"out": link})))


def _bound(job: Job) -> Graph:
    return job.graph if isinstance(job.graph, Graph) else from_json(job.graph)


def matte_of(graph: Graph, specs: Mapping[str, Spec]) -> Link | None:
    """Return what feeds the matte of the node nearest to the graph's output that has one, None without."""
    wanted = graph.outputs.get("out")
    seen: set[str] = set()
    waiting = [] if wanted is None else [wanted.node]
    while waiting:
        id = waiting.pop(0)
        node = graph.nodes.get(id)
        spec = None if node is None else specs.get(node.type)
        if id in seen or node is None or spec is None:
            continue
        seen.add(id)
        if not node.bypass:
            for port in spec.inputs:
                feed = node.inputs.get(port.name)
                if port.type == "matte" and isinstance(feed, Link):
                    return feed
        waiting += [link.node for _, link in node.feeds()]
    return None
