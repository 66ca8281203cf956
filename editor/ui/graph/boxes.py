"""The nodes of a graph as they are told of: in the order they run, with what is wrong with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nodes.api.spec import Spec
from nodes.graph.arranging import run_order
from nodes.graph.model import Graph
from nodes.graph.validate import validate


@dataclass(frozen=True, slots=True)
class Box:
    """A node as it is told of: its name, its type, whether it is passed by, what is wrong with it."""

    id: str
    type: str
    bypass: bool
    known: bool = True
    problem: str = ""


def boxes_of(graph: Graph, specs: Mapping[str, Spec]) -> tuple[Box, ...]:
    """Return the nodes in the order they run; without specs nothing is said to be wrong."""
    wrong: dict[str, str] = {}
    for problem in validate(graph, specs) if specs else ():
        wrong.setdefault(problem.node, f"{problem.port}: {problem.why}" if problem.port else problem.why)
    return tuple(
        Box(
            id,
            graph.nodes[id].type,
            graph.nodes[id].bypass,
            known=not specs or graph.nodes[id].type in specs,
            problem=wrong.get(id, ""),
        )
        for id in run_order(graph)
    )
