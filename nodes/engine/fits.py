"""Whether a node evidently holds together with what feeds it; the full check tells what is wrong if not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nodes.graph.model import GraphNode, Link

from .blueprint import Blueprint


def evidently_fits(
    place: GraphNode,
    blueprint: Blueprint,
    nodes: Mapping[str, GraphNode],
    of_type: Callable[[str], Blueprint | None],
) -> bool:
    """Return True for a plain node about which `nodes.graph.validate` would have nothing to say.

    False says nothing: a node that is bypassed or driven, or set by hand to what does not fit, needs the
    full check. Values of known parameters are checked where they are read.
    """
    spec = blueprint.spec
    if place.version != spec.version or place.bypass or place.drives:
        return False
    for name in place.params:
        if spec.param(name) is None:
            return False
    for param in blueprint.unset:
        if param.required and param.name not in place.params:
            return False
    inputs = place.inputs
    for name, feed in inputs.items():
        port = blueprint.inputs.get(name)
        if port is None:
            return False
        kind, variadic = port
        if type(feed) is Link:
            if variadic:
                return False
            source = nodes.get(feed.node)
            found = None if source is None or source.bypass else of_type(source.type)
            if found is None or found.outputs.get(feed.port) != kind:
                return False
        elif type(feed) is not tuple or not variadic or not feed:
            return False
        else:
            for link in feed:
                source = nodes.get(link.node)
                found = None if source is None or source.bypass else of_type(source.type)
                if found is None or found.outputs.get(link.port) != kind:
                    return False
    return blueprint.needed <= inputs.keys()
