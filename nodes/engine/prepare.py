"""Make a job ready to run: check it, order it, and work out what every node needs to know once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nodes.api import Format, Node, Range, Spec
from nodes.graph.model import GraphNode, Link
from nodes.graph.order import order, upstream
from nodes.graph.serialise import from_json as graph_from_json
from nodes.graph.upgrade import upgrade
from nodes.graph.validate import require_valid

from .errors import CannotRun
from .job import Bound, Job
from .keys import node_key
from .settings import settings_of
from .wiring import Wired, behind, reached

RUNS = ("frame", "stream")
"""The shapes that are executed now."""


@dataclass(frozen=True, slots=True)
class Ready:
    """One node of a prepared job.

    `settings` holds every parameter as the node function wants it; what changes over time is a Curve
    there and listed in `moving`. `domain` is where it runs, None where any time will do. A `steady`
    node gives the same value at all times.
    """

    name: str
    place: GraphNode
    node: Node[..., Any]
    reads: tuple[Wired, ...]
    settings: Mapping[str, Any]
    moving: frozenset[str]
    domain: Range | None
    format: Format
    key: str
    steady: bool

    @property
    def spec(self) -> Spec:
        """The node's schema."""
        return self.node.spec

    @property
    def is_stateful(self) -> bool:
        """Whether its values have to be made in order, from the start of its domain."""
        return self.spec.shape == "stream"

    @property
    def keeps(self) -> bool:
        """Whether what it makes is stored in the project."""
        return self.node.keep if self.place.keep is None else self.place.keep

    @property
    def takes_seed(self) -> bool:
        """Whether the take's seed can change what it makes: it has one that is not pinned."""
        return any(
            param.kind.name == "seed" and self.place.params.get(param.name) is None
            for param in self.spec.params
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A job whose graph was checked: what it needs by name, inputs before what reads them."""

    job: Job
    ready: Mapping[str, Ready]
    output: Link

    @property
    def key(self) -> str:
        """The key of the wanted output."""
        return f"{self.ready[self.output.node].key}.{self.output.port}"

    @property
    def takes_seed(self) -> bool:
        """Whether the job's seed can change a pixel."""
        return any(each.takes_seed for each in self.ready.values())

    @property
    def last(self) -> Ready:
        """The node that makes the output."""
        return self.ready[self.output.node]


def prepare(job: Job, catalog: Mapping[str, Node[..., Any]]) -> Prepared:
    """Return the job ready to run with nodes from `catalog`.

    Raises GraphError for a graph that does not hold together upstream of the output, and CannotRun
    for nodes whose shape or models this engine does not run.
    """
    graph = upgrade(graph_from_json(job.graph), catalog)
    wanted = graph.outputs.get(job.output)
    if wanted is None:
        known = ", ".join(graph.outputs) or "none"
        raise CannotRun(f"Run the graph's output '{job.output}'", f"its outputs are: {known}")
    specs = {name: node.spec for name, node in catalog.items()}
    require_valid(graph, specs, upstream(graph, wanted.node))
    output = behind(graph, wanted, specs)
    if output is None:
        raise CannotRun(
            f"Run the graph's output '{job.output}'", "bypassed nodes leave nothing that feeds it"
        )
    reads = reached(graph, output, specs)
    ready: dict[str, Ready] = {}
    for name in order(graph, (output.node,)):
        if name in reads:
            place = graph.nodes[name]
            ready[name] = _ready(job, place, catalog[place.type], reads[name], ready)
    return Prepared(job, ready, output)


def _ready(
    job: Job,
    place: GraphNode,
    node: Node[..., Any],
    reads: tuple[Wired, ...],
    before: Mapping[str, Ready],
) -> Ready:
    spec = node.spec
    _refuse_what_cannot_run(place, spec)
    sources = [before[link.node] for wired in reads for link in wired.links]
    first = sources[0] if sources else None
    settings, moving = settings_of(place, spec, job.seed)
    bound = _bound(job, place, spec, settings)
    domain: Range | None
    if bound is not None and bound.info.format is not None:
        domain, format = job.domains.get(place.id, bound.info.range), bound.info.format
    elif first is not None and not spec.has_times:
        domain, format = first.domain, first.format
    else:
        domain, format = job.domains.get(place.id), job.format
    asks_time = any(each.kind == "time" for each in spec.injected)
    still = bound is not None and bound.info.kind == "still"
    changes = bool(moving) or spec.has_times or spec.shape == "stream" or (asks_time and not still)
    steady = not changes and all(source.steady for source in sources)
    key = node_key(job, place, spec, bound, domain, format, _read_keys(reads, before))
    return Ready(place.id, place, node, reads, settings, moving, domain, format, key, steady)


def _read_keys(reads: tuple[Wired, ...], before: Mapping[str, Ready]) -> dict[str, list[list[str]]]:
    return {wired.argument: [[before[link.node].key, link.port] for link in wired.links] for wired in reads}


def _refuse_what_cannot_run(place: GraphNode, spec: Spec) -> None:
    what = f"Run node '{place.id}' ({spec.id})"
    if spec.shape not in RUNS:
        raise CannotRun(
            what,
            f"its shape is '{spec.shape}', and this version runs: {', '.join(RUNS)}",
            hint="Bypass or remove the node.",
        )
    if spec.models:
        asked = ", ".join(request.capability for request in spec.models)
        raise CannotRun(what, f"it asks for a model ({asked}), and this version runs none")
    if any(each.kind == "shot" for each in spec.injected):
        raise CannotRun(
            what, "it reads a shot's media, and no shot is at hand", hint="Use source.media here."
        )


def _bound(job: Job, place: GraphNode, spec: Spec, settings: Mapping[str, Any]) -> Bound | None:
    """Return the file that a source node reads, or None."""
    for param in spec.params:
        if param.kind.name == "file":
            name = settings[param.name]
            if name not in job.media:
                raise CannotRun(
                    f"Run node '{place.id}' ({place.type})", f"its file '{name}' is not bound to any media"
                )
            return job.media[name]
    return None
