"""What can be wrong with a graph."""

from __future__ import annotations

from nodes.api.errors import BadInput


class GraphError(BadInput):
    """An edit or a document that no graph can follow."""


class UnknownNode(GraphError):
    """A node was named that the graph does not have."""


class GraphCycle(GraphError):
    """Nodes feed each other in a circle; `loop` lists their ids, each fed by the next."""

    loop: tuple[str, ...] = ()

    @classmethod
    def of(cls, loop: tuple[str, ...]) -> GraphCycle:
        """Return the error for a circle of nodes."""
        shown = loop if len(loop) <= 8 else (*loop[:7], "…")
        error = cls(
            "Order the graph",
            f"these nodes feed each other in a circle: {' ← '.join((*shown, loop[0]))}",
            hint="Disconnect one of them.",
        )
        error.loop = loop
        return error
