"""Files that a person names in a shot's graph, noted in the project's table of media."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from editor.compile.files import ASSETS
from editor.compile.media import entry_by_key
from editor.document.opened import Project
from editor.exchange.conform import reference_key
from nodes.api.spec import Spec
from nodes.engine.client import Engine
from nodes.graph.edits import set_params
from nodes.graph.model import Graph

from .media import known, look_into, media_ref, reference_for
from .pointed import with_kept_mattes


def with_known_files(
    project: Project, engine: Engine, graph: Graph, specs: Mapping[str, Spec]
) -> tuple[Project, Graph]:
    """Return project and graph with each path that a node names as a file looked into and known by its key.

    Painted mattes that prompts name are kept in the project's assets. Raises MissingMedia, MediaError,
    SaveFailed.
    """
    graph = with_kept_mattes(graph, specs, engine, project.folder / ASSETS, _asset)
    for node in graph.nodes.values():
        spec = specs.get(node.type)
        for param in spec.params if spec is not None else ():
            value = node.params.get(param.name)
            if param.kind.name != "file" or not isinstance(value, str):
                continue
            if entry_by_key(project, value) is None:
                bound = look_into(engine, media_ref(value))
                reference = reference_for(project, bound.info)
                project = known(project, reference, bound, [bound.info.range])
                graph = set_params(graph, node.id, {param.name: reference_key(reference)})
    return project, graph


def _asset(path: Path) -> str:
    """Return what a graph calls a file of the project's assets."""
    return f"{ASSETS}/{path.name}"
