"""`shot`: the graph of a shot, shown and changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.compile.graphs import plain_graph, stored_graph
from editor.compile.plate import Offline, plate_of
from editor.document.edits.low import with_own_graph
from editor.document.folder import read_regular
from editor.document.layout import find_clip
from editor.document.model import Clip
from editor.document.opened import Project
from editor.document.project import commit
from editor.exchange.tokens import decode, loads, plain
from nodes.api.errors import BadInput
from nodes.api.spec import Spec
from nodes.api.times import Time
from nodes.engine.client import Engine
from nodes.graph.chain import append
from nodes.graph.edits import remove as remove_nodes
from nodes.graph.exposing import assigned
from nodes.graph.model import Graph
from nodes.graph.order import order
from nodes.graph.serialise import from_json, to_json
from nodes.graph.text import assign
from nodes.graph.validate import require_valid

from ._nodes import unknown_node
from .baked import baked
from .graph_files import with_known_files
from .said import first_numbered
from .support import an_engine

OUTPUT = "out"


@dataclass(frozen=True, slots=True)
class Shown:
    """A shot's graph as it is after the call; `project` is the project as it is then."""

    project: Project
    clip: Clip
    graph: Graph
    changed: bool

    def to_json(self) -> Mapping[str, Any]:
        """Return the shot and its graph as plain data."""
        return {
            "shot": {"id": self.clip.id, "name": self.clip.name},
            "changed": self.changed,
            "graph": to_json(self.graph),
        }

    def text(self, whole: bool = False) -> str:
        """Return the graph as its chain, or as JSON with `whole`."""
        if whole:
            return json.dumps(to_json(self.graph), indent=2)
        lines = [f"{self.clip.name} ({self.clip.id})"]
        for name in order(self.graph):
            node = self.graph.nodes[name]
            settings = " ".join(f"{key}={json.dumps(value)}" for key, value in node.params.items())
            feeds = ", ".join(f"{port} from {link}" for port, link in node.feeds())
            off = " (bypassed)" if node.bypass else ""
            lines.append(
                f"  {name}: {node.type}{off} {settings}".rstrip() + (f"  <- {feeds}" if feeds else "")
            )
        lines += [f"  output {name}: {link}" for name, link in self.graph.outputs.items()]
        return "\n".join(lines)


def shot(
    project: Project,
    name: str,
    *,
    graph: Path | Mapping[str, Any] | None = None,
    remove: Sequence[str] = (),
    set_: Sequence[Sequence[str]] = (),
    add: Sequence[Sequence[str]] = (),
    bake: Sequence[str] = (),
    engine: Engine | None = None,
) -> Shown:
    """Show or change the graph of the shot `name`; changes happen in the order of the arguments.

    `graph` is graph JSON or a file of it; `set_` and `add` are lists of words: node (type), then
    `key=value` as on the command line, frames as the media numbers them (a sequence's file numbers, else
    from 0); a parameter that is a file takes its path. A shot without a graph starts with its own media.
    `bake` names parameters (`NODE.param`) whose drive becomes keyframes. The new graph is checked as a whole,
    then kept as one edit.
    Raises BadInput, GraphError, MediaError.
    """
    clip = find_clip(project.cut, name)
    old = stored_graph(project.cut, clip) or plain_graph()
    if graph is None and not (remove or set_ or add or bake):
        return Shown(project, clip, old, False)
    new = old if graph is None else from_json(_read_graph(graph))
    origin = _origin(project, clip)
    with an_engine(engine) as running:
        specs = running.specs()
        for each in remove:
            new = remove_nodes(new, each, specs=specs)
        for one, *words in set_:
            for node, own in assigned(new, one, words):
                new = assign(new, node, own, specs, origin=origin)
        for node, *words in add:
            new = _added(new, node, words, specs, origin)
        project, new = with_known_files(project, running, new, specs)
        for each in bake:
            new = baked(project, clip, new, each, running)
    require_valid(new, specs)
    if OUTPUT not in new.outputs:
        hint = "Leave a node, or name the graph's result 'out'."
        raise BadInput(f"Change the graph of '{clip.name}'", "nothing would be left to show", hint=hint)
    words = [f"--remove {each}" for each in remove]
    words += [f"--set {' '.join(each)}" for each in set_] + [f"--add {' '.join(each)}" for each in add]
    words += [f"--bake {each}" for each in bake]
    return _kept(project, clip, new, " ".join(words) or "--graph")


def _origin(project: Project, clip: Clip) -> Time:
    """Return the media time of frame 0: keyframes count as the media is numbered."""
    try:
        return first_numbered(plate_of(project, clip).info)
    except Offline:
        return Time.zero(project.settings.rate)


def _added(graph: Graph, type: str, words: Sequence[str], specs: Mapping[str, Spec], origin: Time) -> Graph:
    if type not in specs:
        raise unknown_node(type, list(specs))
    named = [word.removeprefix("as=") for word in words if word.startswith("as=")]
    graph, name = append(graph, type, specs, name=named[0] if named else "")
    return assign(graph, name, [word for word in words if not word.startswith("as=")], specs, origin=origin)


def _kept(project: Project, clip: Clip, graph: Graph, words: str) -> Shown:
    """Keep a shot's new graph as one edit."""
    stored = to_json(graph)
    if clip.graph is not None and project.cut.graphs.get(clip.graph) == stored:
        return Shown(project, clip, graph, False)
    cut = with_own_graph(project.cut, clip.id, stored)
    project = commit(project, cut, "shot", {"shot": clip.name or clip.id, "words": words})
    return Shown(project, find_clip(project.cut, clip.id), graph, True)


def _read_graph(source: Path | Mapping[str, Any]) -> Any:
    if not isinstance(source, Path):
        return source
    data = read_regular(source)
    if data is None:
        raise BadInput(f"Read the graph '{source}'", "there is no such file", hint="Check the path.")
    where = f"the graph '{source}'"
    return plain(loads(decode(data, where=where), where=where))
