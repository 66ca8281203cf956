"""What comes out of a node that is bypassed or taken away."""

from __future__ import annotations

from nodes.api.spec import Spec

from .model import Feed, GraphNode, Link


def through(node: GraphNode, port: str, spec: Spec | None) -> Link | None:
    """Return what feeds an output when its node is passed by, or None where nothing fits.

    With a spec that is the first connected input of the output's type; without one (a node type that is
    not installed) it is the first connected input, for the output "out" alone.
    """
    if spec is None:
        return next(filter(None, map(_first, node.inputs.values())), None) if port == "out" else None
    output = spec.output(port)
    if output is None:
        return None
    for given in spec.inputs:
        link = _first(node.inputs.get(given.name))
        if given.type == output.type and link:
            return link
    return None


def _first(feed: Feed | None) -> Link | None:
    if isinstance(feed, tuple):
        return feed[0] if feed else None
    return feed if isinstance(feed, Link) else None
