"""Make a job ready to run: check it, order it, and work out what every node needs to know once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from nodes.api import ColourSpace, Format, Node, Param, Range, Spec, Time
from nodes.graph.model import GraphNode, Link
from nodes.graph.order import order, upstream
from nodes.graph.serialise import from_json as graph_from_json
from nodes.graph.upgrade import upgrade
from nodes.graph.validate import require_valid
from nodes.media.working import WorkingSpace, check_working_space

from .errors import CannotRun, tied
from .job import Bound, Job
from .keys import DOMAINS, STATEFUL, is_anchored, node_key
from .refuse import refuse_domain, refuse_node
from .settings import settings_of
from .wiring import Wired, behind, reached


class Feed(NamedTuple):
    """One link into a node's argument; `param` is the parameter it drives, None where it feeds an input.

    `link` is None at an empty place of a list.
    """

    argument: str
    link: Link | None
    variadic: bool
    param: Param | None


@dataclass(frozen=True)
class Ready:
    """One node of a prepared job.

    `settings` holds every parameter as the node function wants it; what changes over time is a Curve
    there and listed in `moving`. `domain` is where it runs, None where any time will do. A `steady`
    node gives the same value at all times. `fixed` are the arguments that are the same at every call.
    `lineage` is the key without the stretches that nodes run over: a longer clip changes the one, not the
    other.
    """

    name: str
    place: GraphNode
    node: Node[..., Any]
    spec: Spec
    feeds: tuple[Feed, ...]
    settings: Mapping[str, Any]
    moving: frozenset[str]
    domain: Range | None
    format: Format
    key: str
    lineage: str
    steady: bool
    fixed: Mapping[str, Any]

    @cached_property
    def is_stateful(self) -> bool:
        """Whether it reads by itself over a whole stretch, rather than being called once for each time."""
        return self.spec.shape in STATEFUL

    @cached_property
    def keeps(self) -> bool:
        """Whether what it makes is stored in the project."""
        return self.node.keep if self.place.keep is None else self.place.keep

    @cached_property
    def injects(self) -> Mapping[str, str]:
        """The arguments by kind that change from call to call: time, context."""
        return {each.kind: each.name for each in self.spec.injected if each.kind in ("time", "context")}

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """The inputs that take a list."""
        return tuple(port.name for port in self.spec.inputs if port.variadic)

    @cached_property
    def slots(self) -> tuple[tuple[str, Link], ...]:
        """What feeds a stateful node's inputs, by argument, in the order of its ports."""
        return tuple((feed.argument, feed.link) for feed in self.feeds if feed.link and not feed.param)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The parameters that are files."""
        return tuple(
            param.name
            for param in self.spec.params
            if param.kind.name == "file" and self.settings[param.name] is not None
        )

    @cached_property
    def takes_seed(self) -> bool:
        """Whether the take's seed can change what it makes: it has one that is not pinned."""
        return any(
            param.kind.name == "seed" and self.place.params.get(param.name) is None
            for param in self.spec.params
        )

    @cached_property
    def rest(self) -> Time:
        """The one time at which a steady value is wanted."""
        return Time.zero(self.format.rate)

    def settings_at(self, time: Time) -> Mapping[str, Any]:
        """Return the parameters with their keyframes looked up at a time."""
        if not self.moving:
            return self.settings
        return {
            name: value.at(time) if name in self.moving else value for name, value in self.settings.items()
        }

    def asked_at(self, time: Time) -> Mapping[str, Any]:
        """Return what the node's hooks are given: its parameters, and the range and format it is handed."""
        handed = {each.name: self.fixed[each.name] for each in self.spec.injected if each.name in self.fixed}
        return {**self.settings_at(time), **handed}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A job whose graph was checked: what it needs by name, inputs before what reads them.

    `edge` names the steady nodes whose values are read again and again: by nodes that change, or outside.
    """

    job: Job
    ready: Mapping[str, Ready]
    output: Link
    edge: frozenset[str]

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

    Raises GraphError for a graph that does not hold together upstream of the output, CannotRun for nodes
    whose shape or models this engine does not run, ColourSpaceError for a space that cannot be worked in.
    """
    graph = upgrade(graph_from_json(job.graph), catalog)
    wanted = graph.outputs.get(job.output)
    if wanted is None:
        known = ", ".join(graph.outputs) or "none"
        raise CannotRun(f"Run the graph's output '{job.output}'", f"its outputs are: {known}")
    types = {place.type for place in graph.nodes.values()}
    specs = {name: catalog[name].spec for name in types if name in catalog}
    require_valid(graph, specs, upstream(graph, wanted.node))
    output = behind(graph, wanted, specs)
    if output is None:
        raise CannotRun(
            f"Run the graph's output '{job.output}'", "bypassed nodes leave nothing that feeds it"
        )
    reads = reached(graph, output, specs)
    colour = colour_settings(job.colour)
    ready: dict[str, Ready] = {}
    for name in order(graph, (output.node,)):
        if name in reads:
            place = graph.nodes[name]
            ready[name] = _ready(job, place, catalog[place.type], reads[name], ready, colour)
    return Prepared(job, ready, output, _edge(ready, output))


def colour_settings(colour: Mapping[str, Any]) -> Mapping[str, str]:
    """Return a job's working space by its real names, with its fingerprint. Raises ColourSpaceError."""
    space = WorkingSpace.from_json(colour)
    return space.to_json() | {"fingerprint": check_working_space(space)}


def _edge(ready: Mapping[str, Ready], output: Link) -> frozenset[str]:
    read = {feed.link.node for each in ready.values() if not each.steady for feed in each.feeds if feed.link}
    return frozenset(name for name in (*read, output.node) if ready[name].steady)


def _ready(
    job: Job,
    place: GraphNode,
    node: Node[..., Any],
    reads: tuple[Wired, ...],
    before: Mapping[str, Ready],
    colour: Mapping[str, str],
) -> Ready:
    spec = node.spec
    refuse_node(place, spec, reads)
    feeds = tuple(
        Feed(wired.argument, link, wired.variadic, spec.param(wired.argument) if wired.drives else None)
        for wired in reads
        for link in wired.links
    )
    settings, moving = settings_of(place, spec, job.seed_of(place.id))
    bound = _bound(job, place, spec, settings)
    domain, format = _stretch(job, place, node, bound, settings, moving, feeds, before)
    refuse_domain(place, spec, domain)
    sources = [before[feed.link.node] for feed in feeds if feed.link is not None]
    asks_time = any(each.kind == "time" for each in spec.injected)
    still = bound is not None and bound.info.kind == "still"
    # A curve is one value, and gives another at each time to what it drives.
    driven = any(feed.param and feed.link and before[feed.link.node].spec.shape == "signal" for feed in feeds)
    changes = bool(moving) or driven or spec.has_times or spec.shape in DOMAINS or (asks_time and not still)
    key = node_key(job, place, spec, settings, domain, format, _read_keys(reads, before), colour)
    return Ready(
        name=place.id,
        place=place,
        node=node,
        spec=spec,
        feeds=feeds,
        settings=settings,
        moving=moving,
        domain=domain,
        format=format,
        key=key,
        lineage=_lineage(job, place, spec, settings, format, reads, before, colour, key),
        steady=spec.shape == "signal" or (not changes and all(source.steady for source in sources)),
        fixed=_fixed(spec, settings, moving, domain, format, colour),
    )


def _read_keys(
    reads: tuple[Wired, ...], before: Mapping[str, Ready], which: Literal["key", "lineage"] = "key"
) -> dict[str, list[list[str] | None]]:
    return {
        wired.argument: [
            None if link is None else [getattr(before[link.node], which), link.port] for link in wired.links
        ]
        for wired in reads
    }


def _lineage(
    job: Job,
    place: GraphNode,
    spec: Spec,
    settings: Mapping[str, Any],
    format: Format,
    reads: tuple[Wired, ...],
    before: Mapping[str, Ready],
    colour: Mapping[str, str],
    key: str,
) -> str:
    """Return the key without any stretch in it; most nodes have none, neither here nor upstream."""
    sources = (before[link.node] for wired in reads for link in wired.links if link is not None)
    if not is_anchored(spec) and all(source.lineage == source.key for source in sources):
        return key
    return node_key(job, place, spec, settings, None, format, _read_keys(reads, before, "lineage"), colour)


def _stretch(
    job: Job,
    place: GraphNode,
    node: Node[..., Any],
    bound: Bound | None,
    settings: Mapping[str, Any],
    moving: frozenset[str],
    feeds: tuple[Feed, ...],
    before: Mapping[str, Ready],
) -> tuple[Range | None, Format]:
    """Return the domain a node runs over and its format: its file's, else what it says of its inputs'.

    Raises NodeRefused or NodeFault for what its `format=` or `range=` raises.
    """
    said = job.domains.get(place.id)
    if bound is not None and bound.info.format is not None:
        return said or bound.info.range, bound.info.format
    formats: dict[str, Format] = {}
    ranges: dict[str, Range] = {}
    for feed in feeds:
        if feed.link is None or feed.param is not None or feed.argument in formats:
            continue
        source = before[feed.link.node]
        formats[feed.argument] = source.format
        if source.domain is not None:
            ranges[feed.argument] = source.domain
    formats[""] = job.format
    start = next(iter(ranges.values())).start if ranges else Time.zero(job.format.rate)
    values = {name: value.at(start) if name in moving else value for name, value in settings.items()}
    try:
        return said or node.output_range(ranges, values), node.output_format(formats, values)
    except Exception as error:
        raise tied(place, start, error) from error


def _fixed(
    spec: Spec,
    settings: Mapping[str, Any],
    moving: frozenset[str],
    domain: Range | None,
    format: Format,
    colour: Mapping[str, str],
) -> Mapping[str, Any]:
    found: dict[str, Any] = {name: value for name, value in settings.items() if name not in moving}
    found.update({port.name: None for port in spec.inputs if port.optional and not port.variadic})
    space = ColourSpace(colour["config"], colour["name"])
    given: Mapping[str, Any] = {"range": domain, "format": format, "colour": space}
    found.update({each.name: given[each.kind] for each in spec.injected if each.kind in given})
    return found


def _bound(job: Job, place: GraphNode, spec: Spec, settings: Mapping[str, Any]) -> Bound | None:
    """Return the first file that a node reads, or None. Raises CannotRun for a name that is not bound."""
    names = [settings[param.name] for param in spec.params if param.kind.name == "file"]
    for name in names:
        if name is not None and name not in job.media:
            raise CannotRun(
                f"Run node '{place.id}' ({place.type})", f"its file '{name}' is not bound to any media"
            )
    return next((job.media[name] for name in names if name is not None), None)
