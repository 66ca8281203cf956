"""Say what keeps a graph from being rendered, each problem by node and port."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from nodes.api.errors import BadValue
from nodes.api.params import Param
from nodes.api.ports import Port, PortType
from nodes.api.spec import Spec

from .animation import curve_of
from .chain import type_of
from .errors import GraphCycle, GraphError
from .model import Drive, Foreign, Graph, GraphNode, Keys, Link
from .order import order
from .passing import through

Sort: TypeAlias = Literal[
    "missing-type",
    "version",
    "cycle",
    "missing-input",
    "missing-node",
    "unknown-input",
    "unknown-output",
    "unknown-parameter",
    "type",
    "value",
    "animation",
    "unreadable",
    "no-output",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `port` is the input, output or parameter ("" where it is the whole node)."""

    sort: Sort
    node: str
    port: str
    why: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.node}.{self.port}" if self.port else self.node
        return f"{place}: {self.why}"


class InvalidGraph(GraphError):
    """A graph that cannot be rendered; `problems` lists why."""

    problems: tuple[Problem, ...] = ()


def validate(
    graph: Graph, specs: Mapping[str, Spec], among: Collection[str] | None = None
) -> tuple[Problem, ...]:
    """Return every problem of the graph, or of the nodes in `among`, in the order of its nodes.

    A node whose type is not in `specs` is one problem and stays as it is. `order.reaching` gives the nodes
    that matter for a render; a node beside them may be unfinished.
    """
    scene = _Scene(graph, specs)
    checked = [node for id, node in graph.nodes.items() if among is None or id in among]
    problems = [problem for node in checked for problem in _of_node(scene, node)]
    problems += _circle(graph, [node.id for node in checked])
    problems += _of_outputs(scene)
    return tuple(problems)


def require_valid(graph: Graph, specs: Mapping[str, Spec], among: Collection[str] | None = None) -> None:
    """Raise InvalidGraph with every problem that `validate` finds."""
    problems = validate(graph, specs, among)
    if not problems:
        return
    shown = "; ".join(str(problem) for problem in problems[:5])
    more = f"; and {len(problems) - 5} more" if len(problems) > 5 else ""
    error = InvalidGraph("Check the graph", shown + more, hint=problems[0].hint)
    error.problems = problems
    raise error


@dataclass(frozen=True, slots=True)
class _Scene:
    graph: Graph
    specs: Mapping[str, Spec]

    def type_of(self, link: Link) -> PortType | None:
        return type_of(self.graph, link, self.specs)


def _of_node(scene: _Scene, node: GraphNode) -> Iterator[Problem]:
    spec = scene.specs.get(node.type)
    yield from _dangling(scene.graph, node)
    if spec is None:
        hint = "Install the plugin it comes from, or remove the node."
        yield Problem("missing-type", node.id, "", f"there is no node {node.type!r} here", hint)
        return
    if node.version != spec.version:
        newer = node.version > spec.version
        why = f"it was made by version {node.version} of {node.type}, here is version {spec.version}"
        yield Problem("version", node.id, "", why, "Update Workprint or the plugin." if newer else "")
    yield from _of_inputs(scene, node, spec)
    yield from _of_params(node, spec)
    for name, by in node.drives.items():
        yield from _of_drive(scene, node, spec, name, by)


def _dangling(graph: Graph, node: GraphNode) -> Iterator[Problem]:
    for name, link in node.feeds():
        if link.node not in graph.nodes:
            yield Problem("missing-node", node.id, name, f"it reads {link}, but there is no {link.node!r}")


def _of_inputs(scene: _Scene, node: GraphNode, spec: Spec) -> Iterator[Problem]:
    for name, feed in node.inputs.items():
        port = spec.input(name)
        if port is None:
            known = ", ".join(each.name for each in spec.inputs) or "none"
            yield Problem("unknown-input", node.id, name, f"{node.type} has no such input (it has {known})")
        elif isinstance(feed, Foreign):
            yield Problem("unreadable", node.id, name, "what feeds it was made by a newer version")
        elif isinstance(feed, tuple) != port.variadic:
            needs = "a list of connections" if port.variadic else "one connection"
            yield Problem("type", node.id, name, f"it takes {needs}")
        else:
            for link in feed if isinstance(feed, tuple) else (feed,):
                yield from _fits(scene, node, name, link, port.type)
    if not node.bypass:
        yield from _missing(node, spec.inputs)


def _missing(node: GraphNode, ports: tuple[Port, ...]) -> Iterator[Problem]:
    for port in ports:
        if not port.optional and node.inputs.get(port.name, ()) == ():
            hint = f"Connect it: {port.name}=@NAME.port."
            yield Problem("missing-input", node.id, port.name, _needs(port), hint)


def _needs(port: Port) -> str:
    return f"it needs {'an' if port.type[0] in 'aeio' else 'a'} {port.type}"


def _fits(scene: _Scene, node: GraphNode, name: str, link: Link, wanted: PortType) -> Iterator[Problem]:
    source = scene.graph.nodes.get(link.node)
    spec = scene.specs.get(source.type) if source else None
    if source is None or spec is None:
        return
    made = scene.type_of(link)
    if made is None:
        known = ", ".join(port.name for port in spec.outputs)
        why = f"it reads {link}, but {source.type} makes {known}"
        yield Problem("unknown-output", node.id, name, why)
    elif made != wanted:
        pictures = {made, wanted} == {"frame", "matte"}
        hint = f"Put a node between that makes a {wanted} of a {made}." if pictures else ""
        yield Problem("type", node.id, name, f"it takes a {wanted}, {link} is a {made}", hint)
    elif source.bypass and made != "curve" and through(source, link.port, spec) is None:
        why = f"it reads {link}, which is bypassed and has nothing to pass through"
        yield Problem("missing-input", node.id, name, why)


def _of_params(node: GraphNode, spec: Spec) -> Iterator[Problem]:
    for name, value in node.params.items():
        param = spec.param(name)
        if param is None:
            known = ", ".join(each.name for each in spec.params) or "none"
            why = f"{node.type} has no such parameter (it has {known})"
            yield Problem("unknown-parameter", node.id, name, why)
            continue
        try:
            param.decode(value, node=node.type)
        except BadValue as error:
            yield Problem("value", node.id, name, error.why, error.hint)
    for param in spec.params:
        if param.required and param.name not in node.params and param.name not in node.drives:
            hint = f"Write {param.name}=VALUE."
            yield Problem("value", node.id, param.name, "it has no value and no default", hint)


def _of_drive(scene: _Scene, node: GraphNode, spec: Spec, name: str, by: Drive) -> Iterator[Problem]:
    param = spec.param(name)
    if param is None:
        yield Problem("unknown-parameter", node.id, name, f"{node.type} has no such parameter")
    elif isinstance(by, Foreign):
        yield Problem("unreadable", node.id, name, "what moves it was made by a newer version")
    elif not param.animatable:
        yield Problem("animation", node.id, name, *_still(param, spec))
    elif isinstance(by, Keys):
        try:
            curve_of(param, by, node=node.type)
        except BadValue as error:
            yield Problem("value", node.id, name, error.why, error.hint)
    elif not param.kind.moment.takes_number:
        yield Problem("animation", node.id, name, f"a {param.kind.moment.name} cannot follow a curve")
    else:
        yield from _fits(scene, node, name, by, "curve")


def _still(param: Param, spec: Spec) -> tuple[str, str]:
    if param.kind.can_change and spec.shape not in ("frame", "around"):
        hint = f"Its author can annotate Curve[{param.kind.name}] and ask .at(time)."
        return f"a plain value of a {spec.shape} node cannot change over time", hint
    return "it cannot change over time", "Give it one value."


def _circle(graph: Graph, ids: list[str]) -> Iterator[Problem]:
    try:
        order(graph, ids)
    except GraphCycle as error:
        first, fed_by = error.loop[0], error.loop[1 % len(error.loop)]
        port = next(name for name, link in graph.node(first).feeds() if link.node == fed_by)
        yield Problem("cycle", first, port, error.why, error.hint)


def _of_outputs(scene: _Scene) -> Iterator[Problem]:
    graph, specs = scene.graph, scene.specs
    if graph.nodes and not graph.outputs:
        yield Problem("no-output", "", "out", "nothing leaves the graph", "Name the node that is its result.")
    for name, link in graph.outputs.items():
        source = graph.nodes.get(link.node)
        if source is None:
            yield Problem("missing-node", "", name, f"it shows {link}, but there is no {link.node!r}")
        elif source.type in specs and scene.type_of(link) is None:
            known = ", ".join(port.name for port in specs[source.type].outputs)
            yield Problem("unknown-output", "", name, f"it shows {link}, but {source.type} makes {known}")
        elif source.bypass and through(source, link.port, specs.get(source.type)) is None:
            why = f"it shows {link}, which is bypassed and has nothing to pass through"
            yield Problem("missing-input", "", name, why)
