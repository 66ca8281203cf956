"""Files that a shot's graph names besides its own media: stills of a mood board, a song."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from editor.document.opened import Project
from nodes.api.prompts import Prompts
from nodes.engine.job import Bound
from nodes.graph.model import Graph

from .media import entry_by_key
from .plate import Offline

ASSETS = "assets"
"""The folder of a project that holds what was painted."""


def with_files(graph: Graph, project: Project, bind: Callable[[Bound], str]) -> Graph:
    """Return the graph with each file that its nodes name bound, as the project knows it.

    A file is named by the key that the project's table has it under, a painted matte by its place in the
    project's assets. `bind` names media. Raises Offline for
    one whose facts nobody has seen.
    """
    nodes = {}
    for id, node in graph.nodes.items():
        params = dict(node.params)
        for name, value in node.params.items():
            if isinstance(value, dict) and (value.get("mattes") or value.get("locks")):
                params[name] = Prompts.from_json(value).with_files(partial(_found, project)).to_json()
            entry = entry_by_key(project, value) if isinstance(value, str) else None
            if entry is None:
                continue
            if entry.info is None or entry.fingerprint is None:
                attempted = f"Read '{entry.ref.label}' for node '{id}'"
                raise Offline(attempted, "it is not where it was", hint="Put it back, or name another file.")
            params[name] = bind(Bound(entry.info, entry.fingerprint))
        nodes[id] = replace(node, params=params) if params != dict(node.params) else node
    return replace(graph, nodes=nodes)


def _found(project: Project, path: str) -> str:
    """Return where a painted matte lies."""
    return str(project.folder / path) if path.startswith(f"{ASSETS}/") else path
