"""Carry nodes that older versions stored over to the versions that are here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from nodes.api.definition import Node
from nodes.api.kinds import Json
from nodes.api.migrations import Migration

from .errors import GraphError
from .exposures import params_renamed
from .model import Graph, GraphNode, Keys, thawed

T = TypeVar("T")


def upgrade(graph: Graph, nodes: Mapping[str, Node[..., Any]]) -> Graph:
    """Return the graph with every older node migrated; unknown types and newer versions stay untouched.

    A migration's renames are followed by inputs, keyframes and drives too; its change of values is done to
    every keyframe. Raises GraphError naming the node where a migration fails.
    """
    changed = {}
    for id, stored in graph.nodes.items():
        code = nodes.get(stored.type)
        if code and stored.version < code.version:
            changed[id] = _upgraded(stored, code)
    if not changed:
        return graph
    return replace(graph, nodes=MappingProxyType(thawed(graph.nodes) | changed))


def _upgraded(stored: GraphNode, code: Node[..., Any]) -> GraphNode:
    node = stored
    for step in code.migrations:
        if step.to <= stored.version:
            continue
        try:
            node = _step(node, step)
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            raise GraphError(
                f"Update node {stored.id!r} from version {stored.version} of {stored.type}",
                f"the step to version {step.to} failed: {type(error).__name__}: {error}",
                hint="Tell the node's author; the graph is unchanged.",
            ) from error
    return replace(node, version=code.version)


def _step(node: GraphNode, step: Migration) -> GraphNode:
    drives = {
        step.rename.get(name, name): _moved(name, by, node.params, step) if isinstance(by, Keys) else by
        for name, by in node.drives.items()
    }
    node = params_renamed(node, step.rename)
    return replace(node, params=step(node.params), inputs=_renamed(node.inputs, step.rename), drives=drives)


def _moved(name: str, keys: Keys, params: Mapping[str, Json], step: Migration) -> Keys:
    target = step.rename.get(name, name)
    moved = tuple((time, step({**params, name: value})[target]) for time, value in keys.keys)
    return replace(keys, keys=moved)


def _renamed(mapping: Mapping[str, T], names: Mapping[str, str]) -> dict[str, T]:
    return {names.get(name, name): value for name, value in mapping.items()}
