"""Make a job ready to run: check it, order it, and work out what every node needs to know once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from nodes.api import BadInput, Node, WorkprintError
from nodes.graph.model import Graph, Link
from nodes.graph.order import upstream
from nodes.graph.serialise import from_json as graph_from_json
from nodes.graph.upgrade import upgrade
from nodes.graph.validate import require_valid
from nodes.media.working import WorkingSpace, check_working_space

from .building import Builder
from .editing import Web, edited
from .errors import CannotRun
from .job import Job
from .ready import Ready
from .walking import Doubt, walk
from .wiring import behind

Catalog = Mapping[str, Node[..., Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A job whose graph was checked: what it needs by name, inputs before what reads them."""

    job: Job
    graph: Graph
    ready: Mapping[str, Ready]
    output: Link
    builder: Builder
    web: Web

    @property
    def key(self) -> str:
        """The key of the wanted output."""
        return f"{self.last.key}.{self.output.port}"

    @property
    def takes_seed(self) -> bool:
        """Whether the job's seed can change a pixel."""
        return any(each.takes_seed for each in self.ready.values())

    @property
    def models(self) -> list[dict[str, str | None]]:
        """What serves each argument that asks for a model; `model` is None for an own engine."""
        return [
            {
                "node": name,
                "argument": argument,
                "capability": each.capability,
                "model": None if each.model is None else each.model.name,
            }
            for name, ready in sorted(self.ready.items())
            for argument, each in ready.setup.models.items()
        ]

    @property
    def last(self) -> Ready:
        """The node that makes the output."""
        return self.ready[self.output.node]


def prepare(job: Job, catalog: Catalog, before: Prepared | None = None) -> Prepared:
    """Return the job ready to run with nodes from `catalog`.

    `before` is an earlier version of the job: what did not change since is taken from it.
    Raises GraphError for a graph that does not hold together upstream of the output, CannotRun for nodes
    that this engine does not run, ColourSpaceError for a space that cannot be worked in.
    """
    if before is not None and job is before.job:
        return before
    if job.scale.numerator != 1:
        raise BadInput(f"Work at {job.scale} of the size", "a scale is 1, 1/2, 1/3 and so on")
    read = job.graph if isinstance(job.graph, Graph) else graph_from_json(job.graph)
    graph = upgrade(read, catalog)
    wanted = graph.outputs.get(job.output)
    if wanted is None:
        known = ", ".join(graph.outputs) or "none"
        raise CannotRun(f"Run the graph's output '{job.output}'", f"its outputs are: {known}")
    if before is None or before.builder.catalog is not catalog or not _alike(job, before.job):
        return _made(job, graph, wanted, Builder(job, catalog, colour_settings(job.colour)), {})
    ready = edited(before.builder, graph, before.graph, before.ready, before.web)
    if ready is not None:
        return Prepared(job, graph, ready, before.output, before.builder, before.web)
    return _made(job, graph, wanted, before.builder, before.ready)


def _made(job: Job, graph: Graph, wanted: Link, builder: Builder, earlier: Mapping[str, Ready]) -> Prepared:
    ready = _evidently_made(graph, wanted, builder, earlier)
    if ready is not None:
        return Prepared(job, graph, ready, wanted, builder, Web(ready))
    require_valid(graph, builder.specs, upstream(graph, wanted.node))
    output = behind(graph, wanted, builder.specs)
    if output is None:
        raise CannotRun(
            f"Run the graph's output '{job.output}'", "bypassed nodes leave nothing that feeds it"
        )
    ready = walk(builder, graph, output, earlier, checked=True)
    return Prepared(job, graph, ready, output, builder, Web(ready))


def _evidently_made(
    graph: Graph, wanted: Link, builder: Builder, earlier: Mapping[str, Ready]
) -> dict[str, Ready] | None:
    """Return every node ready; None for a graph that has to be checked as a whole to tell what is wrong."""
    try:
        _check_outputs(graph, builder)
        return walk(builder, graph, wanted, earlier, checked=False)
    except (Doubt, WorkprintError):
        return None


def _check_outputs(graph: Graph, builder: Builder) -> None:
    """Raise Doubt unless every output of the graph evidently shows what a node makes."""
    for link in graph.outputs.values():
        place = graph.nodes.get(link.node)
        blueprint = None if place is None or place.bypass else builder.blueprint(place.type)
        if blueprint is None or link.port not in blueprint.outputs:
            raise Doubt


def _alike(job: Job, before: Job) -> bool:
    """Return whether two jobs differ in their graphs and sounds at most."""
    return replace(job, graph=before.graph, sound=()) == replace(before, sound=())


def colour_settings(colour: Mapping[str, Any]) -> Mapping[str, str]:
    """Return a job's working space by its real names, with its fingerprint. Raises ColourSpaceError."""
    space = WorkingSpace.from_json(colour)
    return space.to_json() | {"fingerprint": check_working_space(space)}
