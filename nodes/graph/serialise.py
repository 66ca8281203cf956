"""Graphs as JSON and back, with nothing lost: unknown node types, newer versions, unknown fields.

A graph is `{"nodes": [node, …], "outputs": {name: link}}`. A node has `id`, `type`, `version`, and where
they say something `params`, `inputs`, `drives`, `bypass`, `keep`, `label`, `position`. A link is
`[node, port]`, a variadic input a list of links, keyframes are `{"keys": [[time, value], …]}`, with an ease
behind the value where the way to the next is not straight.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from nodes.api.kinds import Json
from nodes.api.times import Time

from .easing import EASES
from .errors import GraphError
from .model import LINEAR, Drive, Feed, Foreign, Graph, GraphNode, Keys, Link

_NEWEST = 10**6
_GRAPH_FIELDS = ("nodes", "outputs")
_NODE_FIELDS = (
    "id",
    "type",
    "version",
    "params",
    "inputs",
    "drives",
    "bypass",
    "keep",
    "label",
    "position",
)


def to_json(graph: Graph) -> dict[str, Json]:
    """Return plain data from which `from_json` makes an equal graph."""
    return {
        "nodes": [node_to_json(node) for node in graph.nodes.values()],
        "outputs": {name: _link_json(link) for name, link in graph.outputs.items()},
        **graph.extra,
    }


def from_json(data: Json) -> Graph:
    """Return the graph that `to_json` described.

    Inputs and drives of a form this version does not know are kept as `Foreign`. Raises GraphError naming
    node and field where the data is no graph.
    """
    fields = _mapping(data, "the graph")
    listed = fields.get("nodes", [])
    if not isinstance(listed, list | tuple):
        raise _unreadable("its nodes are no list")
    nodes: dict[str, GraphNode] = {}
    for index, each in enumerate(listed):
        node = _node(each, f"node {index + 1}")
        if node.id in nodes:
            raise _unreadable(f"two nodes are called {node.id!r}")
        nodes[node.id] = node
    outputs = {}
    for name, value in _mapping(fields.get("outputs", {}), "its outputs").items():
        link = _feed(value)
        if not isinstance(link, Link):
            raise _unreadable(f"output {name!r} is no [node, port]")
        outputs[name] = link
    return Graph(MappingProxyType(nodes), outputs, _others(fields, _GRAPH_FIELDS))


def node_to_json(node: GraphNode) -> dict[str, Json]:
    """Return plain data from which `node_from_json` makes an equal node."""
    data: dict[str, Json] = {"id": node.id, "type": node.type, "version": node.version}
    if node.params:
        data["params"] = dict(node.params)
    if node.inputs:
        data["inputs"] = {name: _feed_json(feed) for name, feed in node.inputs.items()}
    if node.drives:
        data["drives"] = {name: _drive_json(by) for name, by in node.drives.items()}
    if node.bypass:
        data["bypass"] = True
    if node.keep is not None:
        data["keep"] = node.keep
    if node.label:
        data["label"] = node.label
    if node.position is not None:
        data["position"] = list(node.position)
    return {**data, **node.extra}


def node_from_json(data: Json) -> GraphNode:
    """Return the node that `node_to_json` described. Raises GraphError where the data is no node."""
    return _node(data, "the node")


def _node(data: Json, called: str) -> GraphNode:
    fields = _mapping(data, called)
    id, type, version = fields.get("id"), fields.get("type"), fields.get("version", 1)
    if not isinstance(id, str) or not id:
        raise _unreadable(f"{called} has no id")
    if not isinstance(type, str) or not type:
        raise _unreadable(f"node {id!r} has no type")
    if not isinstance(version, int) or isinstance(version, bool) or not 0 < version <= _NEWEST:
        raise _unreadable(f"the version of node {id!r} is {repr(version)[:24]}")
    kept, bypass, label = fields.get("keep"), fields.get("bypass", False), fields.get("label", "")
    if not isinstance(kept, bool | None) or not isinstance(bypass, bool) or not isinstance(label, str):
        raise _unreadable(f"node {id!r} has a keep, bypass or label of the wrong type")
    inputs = _mapping(fields.get("inputs", {}), f"the inputs of node {id!r}")
    drives = _mapping(fields.get("drives", {}), f"the drives of node {id!r}")
    return GraphNode(
        id,
        type,
        version,
        _mapping(fields.get("params", {}), f"the params of node {id!r}"),
        {name: _feed(value) for name, value in inputs.items()},
        {name: _drive(value) for name, value in drives.items()},
        bypass,
        kept,
        label,
        _position(fields.get("position"), id),
        _others(fields, _NODE_FIELDS),
    )


def _position(data: Json, id: str) -> tuple[float, float] | None:
    if data is None:
        return None
    numbers = isinstance(data, list | tuple) and all(isinstance(each, int | float) for each in data)
    if not numbers or len(data) != 2:
        raise _unreadable(f"the position of node {id!r} is no [x, y]")
    return data[0], data[1]


def _link_json(link: Link) -> Json:
    return [link.node, link.port]


def _feed_json(feed: Feed) -> Json:
    if isinstance(feed, Foreign):
        return feed.data
    return _link_json(feed) if isinstance(feed, Link) else [_link_json(link) for link in feed]


def _feed(data: Json) -> Feed:
    link = _link(data)
    if link:
        return link
    if isinstance(data, list | tuple):
        links = [_link(each) for each in data]
        if all(links):
            return tuple(each for each in links if each)
    return Foreign(data)


def _link(data: Json) -> Link | None:
    pair = isinstance(data, list | tuple) and len(data) == 2 and all(isinstance(each, str) for each in data)
    return Link(data[0], data[1]) if pair else None


def _drive_json(by: Drive) -> Json:
    if isinstance(by, Foreign):
        return by.data
    if isinstance(by, Link):
        return _link_json(by)
    said = zip(by.keys, by.every_ease, strict=True)
    return {
        "keys": [[time.to_json(), value, *([ease] if ease != LINEAR else ())] for (time, value), ease in said]
    }


def _drive(data: Json) -> Drive:
    link = _link(data)
    if link:
        return link
    if not isinstance(data, Mapping) or set(data) != {"keys"}:
        return Foreign(data)
    try:
        keys = [(each[0], each[1], each[2] if len(each) == 3 else LINEAR) for each in data["keys"]]
        if any(ease not in EASES for _, _, ease in keys):
            return Foreign(data)
        return Keys(tuple((_time(time), value) for time, value, _ in keys), tuple(ease for *_, ease in keys))
    except (LookupError, TypeError, ValueError, ZeroDivisionError):
        return Foreign(data)


def _time(data: Json) -> Time:
    number, rate = data
    if not isinstance(number, str) or not isinstance(rate, str):
        raise TypeError("a time is written as two texts")
    return Time.from_json((number, rate))


def _mapping(data: Json, what: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise _unreadable(f"{what} is no object")
    return data


def _others(fields: Mapping[str, Json], known: tuple[str, ...]) -> dict[str, Json]:
    return {name: value for name, value in fields.items() if name not in known}


def _unreadable(why: str) -> GraphError:
    return GraphError("Read a graph", why, hint="Export it again, or take it from the journal.")
