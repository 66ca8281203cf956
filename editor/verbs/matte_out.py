"""What `run` makes of a node's mattes: the matte itself, the picture cut out, or several beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nodes.api.errors import BadInput
from nodes.api.prompts import Prompts
from nodes.api.spec import Spec
from nodes.engine.asked import Asked
from nodes.graph.model import Graph, GraphNode, Link

from .outputs import Output

FORMS = ("matte", "cutout", "layers", "cryptomatte")
"""A matte as grey; the picture with the matte as its alpha; all objects' mattes as layers, or by Psyop's
specification, beside the picture in EXR."""
_NODES = {"cutout": "composite.cutout", "layers": "matte.layers", "cryptomatte": "matte.cryptomatte"}
_OUT = "as"


@dataclass(frozen=True, slots=True)
class MatteOut:
    """One of `FORMS`, and what the objects are called where they have names."""

    form: str
    names: tuple[str, ...] = ()


def matte_out(form: str | None, names: Sequence[str], attempted: str) -> MatteOut | None:
    """Return what is wanted of a node's mattes, None for nothing. Raises BadInput for what there is not."""
    if form not in (None, *FORMS):
        raise BadInput(attempted, f"there is no form '{form}'", hint=f"Use {', '.join(FORMS)}.")
    if names and form not in ("layers", "cryptomatte"):
        hint = "Add --as layers or --as cryptomatte."
        raise BadInput(attempted, "nothing is made that has names", hint=hint)
    return None if form is None else MatteOut(form, tuple(names))


def with_matte(graph: Graph, spec: Spec, out: MatteOut, picture: Link | None, attempted: str) -> Graph:
    """Return the graph of one node with what its mattes are to become behind it.

    `picture` is what the node reads. Of several objects that prompts point at, each has a node of its own
    for layers and for a Cryptomatte, in rising order. Raises BadInput for a node without a matte.
    """
    form, names = out.form, out.names
    port = next((each.name for each in spec.outputs if each.type == "matte"), None)
    if port is None:
        raise BadInput(attempted, "it makes no matte", hint="Leave --as out.")
    if form == "matte":
        return replace(graph, outputs={"out": Link(spec.id, port)})
    if picture is None:
        raise BadInput(attempted, "no picture is read that the matte is of", hint="Use --as matte.")
    mattes, graph = _each(graph, spec, port) if form != "cutout" else ([Link(spec.id, port)], graph)
    if len(names) > len(mattes):
        why = f"{len(names)} names do not fit {len(mattes)} object{'s' * (len(mattes) != 1)}"
        raise BadInput(attempted, why, hint="Name them in the order of their numbers: --names car,dancer.")
    feed = {"matte": mattes[0]} if form == "cutout" else {"mattes": tuple(mattes)}
    params = {"names": ",".join(names)} if names else {}
    end = GraphNode(_OUT, _NODES[form], inputs={"image": picture, **feed}, params=params)
    return Graph({**graph.nodes, _OUT: end}, {"out": Link(_OUT)})


def _each(graph: Graph, spec: Spec, port: str) -> tuple[list[Link], Graph]:
    """Return the matte of each object that the node's prompts name, and the graph that makes them."""
    place = graph.nodes[spec.id]
    prompts = next((param.name for param in spec.params if param.kind.name == "prompts"), None)
    said = place.params.get(prompts) if prompts else None
    if not isinstance(said, dict) or spec.param("obj") is None or place.params.get("obj"):
        return [Link(spec.id, port)], graph
    objects = Prompts.from_json(said).objects
    made = {
        f"{spec.id} {obj}": replace(place, id=f"{spec.id} {obj}", params={**place.params, "obj": obj})
        for obj in objects
    }
    others = {name: node for name, node in graph.nodes.items() if name != spec.id}
    return [Link(name, port) for name in made], Graph({**others, **made}, graph.outputs)


def stored_as(out: MatteOut | None, asked: Asked, place: Output | None, attempted: str) -> Asked:
    """Return how mattes are stored where that is not said: a cut-out with alpha, layers as EXR.

    Raises BadInput where alpha or layers do not go to that place.
    """
    if out is None or out.form == "matte":
        return asked
    if out.form == "cutout":
        if asked.alpha is False:
            raise BadInput(attempted, "a cut-out without alpha is none", hint="Leave --no-alpha out.")
        return replace(asked, alpha=True)
    ending = ".exr" if place is None or place.is_folder else place.path.suffix.lower()
    if asked.codec not in (None, "exr") or ending != ".exr":
        hint = "Name a folder, or one frame as .exr."
        raise BadInput(attempted, f"{out.form} beside a picture go into EXR alone", hint=hint)
    return replace(asked, codec="exr")
