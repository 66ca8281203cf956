"""Beginning a roto: the node that follows what is pointed at, and a grade inside its matte."""

from __future__ import annotations

from collections.abc import Mapping

from editor.compile.roto import FOLLOWS
from nodes.api.errors import BadInput
from nodes.api.prompts import Prompts
from nodes.api.spec import Spec
from nodes.graph.chain import append, free_name
from nodes.graph.edits import add, connect
from nodes.graph.model import Graph, GraphNode, Link

GRADE = "color.grade"
_MASK = "mask"


def with_roto(graph: Graph, specs: Mapping[str, Spec], selected: str | None) -> tuple[Graph, str]:
    """Return the graph with a node that follows what is pointed at in the shot's media, and its name.

    Its matte becomes the mask of the selected node where that takes one and has none. Raises BadInput where
    this program has no such node, or the graph does not begin with the shot's media.
    """
    spec = specs.get(FOLLOWS)
    source = next((node.id for node in graph.nodes.values() if node.type == "source.shot"), None)
    if spec is None or source is None:
        why = "there is no node for it here" if spec is None else "the graph does not read the clip's media"
        raise BadInput("Begin a roto", why, hint="Add a source.shot to the graph.")
    name = free_name(graph, FOLLOWS)
    place = GraphNode(
        name,
        FOLLOWS,
        spec.version,
        params={"prompts": Prompts().to_json()},
        inputs={"image": Link(source)},
    )
    grown = add(graph, place)
    chosen = graph.nodes.get(selected or "")
    if chosen is not None and _takes_mask(chosen, specs):
        grown = connect(grown, chosen.id, _MASK, Link(name, "matte"))
    return grown, name


def with_grade_inside(
    graph: Graph, specs: Mapping[str, Spec], matte: str, selected: str | None
) -> tuple[Graph, str]:
    """Return the graph with a grade that counts within a node's matte, and the grade's name.

    The selected node takes the matte where it has room for one, else a new grade at the end does.
    """
    chosen = graph.nodes.get(selected or "")
    if chosen is not None and _takes_mask(chosen, specs):
        return connect(graph, chosen.id, _MASK, Link(matte, "matte")), chosen.id
    grown, name = append(graph, GRADE, specs)
    return connect(grown, name, _MASK, Link(matte, "matte")), name


def _takes_mask(node: GraphNode, specs: Mapping[str, Spec]) -> bool:
    spec = specs.get(node.type)
    takes = spec is not None and any(port.name == _MASK and port.type == "matte" for port in spec.inputs)
    return takes and _MASK not in node.inputs
