"""What of a shot can be varied, and the wish that a person's choice comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from editor.compile.graphs import stored_graph
from editor.document.model import Clip, Cut
from editor.takes.vary import SEED
from editor.ui.words import say
from editor.verbs.asking import Wishes
from nodes.api.errors import WorkprintError
from nodes.api.spec import Spec
from nodes.graph.model import GraphNode
from nodes.graph.order import order

__all__ = ["SEED", "Choice", "choices", "wishes_of"]

_VARIED = ("bool", "int", "float", "str", "choice", "tuple", "model")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be varied: `seed` or `NODE.param`, what people call it, what it is now."""

    what: str
    title: str
    now: str = ""


def choices(cut: Cut | None, clip: Clip | None, specs: Mapping[str, Spec]) -> tuple[Choice, ...]:
    """Return what can be varied: the seed, and the parameters of the shot's nodes from its end on."""
    seed = Choice(SEED, say("Seed"))
    if cut is None or clip is None:
        return (seed,)
    try:
        graph = stored_graph(cut, clip)
        names = [] if graph is None else list(order(graph))
    except WorkprintError:
        # What is wrong with the graph is told where it is drawn.
        return (seed,)
    assert graph is not None or not names
    found = [seed]
    for name in reversed(names):
        node = graph.nodes[name] if graph is not None else None
        spec = None if node is None else specs.get(node.type)
        if node is not None and spec is not None and not node.type.startswith("source."):
            found += _of_node(node, spec)
    return tuple(found)


def _of_node(node: GraphNode, spec: Spec) -> list[Choice]:
    return [
        Choice(f"{node.id}.{param.name}", f"{node.label or node.id}: {param.name}", _now(node, param.name))
        for param in spec.params
        if param.kind.name in _VARIED
    ]


def _now(node: GraphNode, name: str) -> str:
    value = node.params.get(name)
    return (
        ", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)
    )


def wishes_of(rows: Sequence[tuple[str, str]], *, draft: bool) -> Wishes:
    """Return the wish for a grid over what was named with its values; rows that say nothing are left out."""
    return Wishes(draft=draft, vary=tuple(f"{what}={text}" for what, text in rows if what and text.strip()))
