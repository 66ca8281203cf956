"""A short way for the usual node: nothing set, nothing driven, plain inputs. Most of a long graph is that.

Whatever it does not see at a glance goes the long way, with the same outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nodes.api import Range
from nodes.graph.model import GraphNode, Link

from .blueprint import Blueprint
from .keys import digest_of
from .ready import Feed, Ready, at_one_time
from .setup import Setup


def plain_sources(
    place: GraphNode,
    blueprint: Blueprint,
    nodes: Mapping[str, GraphNode],
    of_type: Callable[[str], Blueprint | None],
) -> list[str] | None:
    """Return the names of what feeds a plain node, in the order of its ports; None for any other node."""
    inputs = place.inputs
    if place.params or place.drives or place.bypass or place.keep is not None or not inputs:
        return None
    if place.version != blueprint.spec.version:
        return None
    found = []
    for port, (kind, _) in blueprint.inputs.items():
        link = inputs.get(port)
        if link is None:
            if port in blueprint.needed:
                return None
            continue
        source = nodes.get(link.node) if type(link) is Link else None
        if source is None or source.bypass:
            return None
        made_by = of_type(source.type)
        if made_by is None or made_by.outputs.get(link.port) != kind:  # type: ignore[union-attr]
            return None
        found.append(source.id)
    return found if len(found) == len(inputs) else None


def plain_ready(
    place: GraphNode, setup: Setup, text: str, said: Range | None, before: Mapping[str, Ready]
) -> Ready | None:
    """Return a plain node made ready; None where one upstream depends on a stretch.

    `text` is what its key says of itself; `said` is the stretch that the job says it runs over.
    """
    feeds: list[Feed] = []
    inputs = place.inputs
    steady = True
    for port in setup.blueprint.inputs:
        link: Link | None = inputs.get(port)  # type: ignore[assignment]
        if link is None:
            continue
        source = before[link.node]
        key = source.key
        if source.lineage is not key:
            return None
        if said is None:
            said = source.domain
        if not source.steady:
            steady = False
        feeds.append(Feed(port, link, False, None, source))
        text += f"\n{port} {key}.{link.port}"
    key = digest_of(text)
    format = feeds[0].source.format  # type: ignore[union-attr]
    fed = tuple(feeds)
    direct = at_one_time(steady, fed)
    return Ready(place.id, place, setup, fed, said, format, key, key, steady, setup.fixed, False, direct)
