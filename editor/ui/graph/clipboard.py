"""Copying, pasting and duplicating parts of a graph."""

from __future__ import annotations

from pathlib import Path

from editor.document.folder import read_regular
from editor.exchange.tokens import decode
from nodes.api.errors import BadInput, WorkprintError
from nodes.graph.arranging import CARD, bounds, snapped
from nodes.graph.canvas import Point
from nodes.graph.layout import GRID
from nodes.graph.model import Graph
from nodes.graph.pasting import as_text, copied, from_text, pasted

from .items import middle
from .model import GraphModel
from .scene import is_output


def copy_text(model: GraphModel) -> str:
    """Return what is selected as text, "" for nothing."""
    graph = model.graph.value
    ids = [id for id in model.picked.value if not is_output(id)]
    return as_text(copied(graph, sorted(ids))) if graph is not None and ids else ""


def paste_text(model: GraphModel, text: str, at: Point | None = None) -> None:
    """Put what a text holds into the graph: at a place, else in the middle of what is seen."""
    try:
        part = from_text(text)
    except WorkprintError as error:
        model.session.fail(error)
        return
    _paste(model, part, snapped(at or middle(model, (float(CARD[0]), float(CARD[1])))), "paste nodes")


def paste_file(model: GraphModel, path: Path, at: Point | None = None) -> None:
    """Put a file of nodes into the graph."""
    try:
        data = read_regular(path)
        if data is None:
            raise BadInput(f"Read the graph '{path}'", "there is no such file", hint="Check the path.")
        text = decode(data, where=f"the graph '{path}'")
    except WorkprintError as error:
        model.session.fail(error)
        return
    paste_text(model, text, at)


def duplicate(model: GraphModel) -> None:
    """Put a copy of what is selected beside it, reading what the first reads."""
    graph = model.graph.value
    ids = [id for id in model.picked.value if not is_output(id)]
    if graph is None or not ids:
        return
    places = [place for id in ids if (place := model.scene.value.place_of(id)) is not None]
    corner, size = bounds(places)
    at = (corner[0] + size[0] + 2 * GRID, corner[1])
    _paste(model, copied(graph, sorted(ids)), at, "duplicate nodes", feeds=True)


def _paste(model: GraphModel, part: Graph, at: Point, verb: str, *, feeds: bool = False) -> None:
    came: list[str] = []
    level = model.level.value

    def make(graph: Graph) -> Graph:
        new, names = pasted(graph, part, at, level=level, feeds=feeds)
        came.extend(names)
        return new

    if model.edit(verb, make):
        model.pick(came)
