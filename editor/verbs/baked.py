"""Drives turned into keyframes, to be changed by hand."""

from __future__ import annotations

from itertools import pairwise

from editor.compile.shot import shot_job
from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.errors import BadInput
from nodes.api.times import Time
from nodes.engine.client import Engine
from nodes.graph.edits import drive
from nodes.graph.model import Graph, Keys, Link


def baked(project: Project, clip: Clip, graph: Graph, words: str, engine: Engine) -> Graph:
    """Return the graph with a drive, `NODE.param`, replaced by keyframes over the shot and its handles.

    A key stands on each frame where the value does not go straight on. Raises BadInput for a parameter that
    nothing drives, and what evaluating raises.
    """
    attempted = f"Bake '{words}' of '{clip.name}'"
    name, _, param = words.rpartition(".")
    if name not in graph.nodes:
        known = ", ".join(graph.nodes)
        raise BadInput(attempted, f"there is no node '{name}'", hint=f"Write NODE.param; it has {known}.")
    link = graph.nodes[name].drives.get(param)
    if not isinstance(link, Link):
        raise BadInput(attempted, "no curve drives it", hint=f"Drive it first: {param}=@NAME")
    made = shot_job(project, clip, graph=Graph(graph.nodes, {"out": link}))
    values = engine.trace(made.job, made.range)
    keys = list(zip(made.range.frames(), values, strict=True))
    return drive(graph, name, param, Keys(_thinned(keys)))


def _thinned(keys: list[tuple[Time, float]]) -> tuple[tuple[Time, float], ...]:
    """Return the keys without those through which the value goes straight on."""
    rises = [after[1] - before[1] for before, after in pairwise(keys)]
    inner = [key for key, rise, next in zip(keys[1:], rises, rises[1:], strict=False) if rise != next]
    return (keys[0], *inner, *keys[-1:]) if len(keys) > 1 else tuple(keys)
