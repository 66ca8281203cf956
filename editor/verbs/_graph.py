"""`graph`: how a shot's graph lies on its canvas: layout, backdrops, notes, groups and what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from editor.compile.graphs import plain_graph, stored_graph
from editor.document.edits.low import with_own_graph
from editor.document.layout import find_clip
from editor.document.model import Clip
from editor.document.opened import Project
from editor.document.project import commit
from nodes.api.errors import BadInput
from nodes.engine.client import Engine
from nodes.graph.arranging import places_of
from nodes.graph.canvas import canvas_of, group_of
from nodes.graph.exposing import exposed
from nodes.graph.model import Graph
from nodes.graph.serialise import to_json

from .found import table
from .graph_verbs import VERBS, Asked


@dataclass(frozen=True, slots=True)
class OnCanvas:
    """A shot's graph as it lies on its canvas after the call; `said` is what was done, "" for nothing."""

    project: Project
    clip: Clip
    graph: Graph
    said: str

    def to_json(self) -> Mapping[str, Any]:
        """Return what was done, and what lies where, as plain data."""
        canvas, places = canvas_of(self.graph), places_of(self.graph)
        nodes = [
            {
                "id": id,
                "type": node.type,
                "label": node.label,
                "at": list(places[id]),
                "group": group_of(node),
            }
            for id, node in self.graph.nodes.items()
        ]
        items = {
            "backdrops": [
                {"id": each.id, "title": each.title, "colour": each.colour}
                | {"inside": each.extra.get("inside", "")}
                | _place(each.place, each.size)
                for each in canvas.backdrops.values()
            ],
            "notes": [
                {"id": each.id, "text": each.text, "inside": each.extra.get("inside", "")}
                | _place(each.place, each.size)
                for each in canvas.notes.values()
            ],
            "groups": [
                {"id": each.id, "title": each.title, "inside": each.inside, "open": each.open}
                | _place(each.place)
                | {"parameters": _shown(self.graph, each.id)}
                for each in canvas.groups.values()
            ],
        }
        shot = {"id": self.clip.id, "name": self.clip.name}
        return {"shot": shot, "said": self.said, "nodes": nodes, **items}

    def text(self) -> str:
        """Return what was done, or the list."""
        if self.said:
            return self.said
        told = self.to_json()
        rows: list[tuple[str, ...]] = [("what", "id", "at", "in", "says")]
        for node in told["nodes"]:
            rows.append(("node", node["id"], _at(node), node["group"], node["label"] or node["type"]))
        for group in told["groups"]:
            names = ", ".join(each["name"] for each in group["parameters"])
            said = f"{group['title']}: {names}" if names else group["title"]
            rows.append(("group", group["id"], _at(group), group["inside"], said))
        for ground in told["backdrops"]:
            rows.append(
                ("backdrop", ground["id"], _at(ground), "", f"{ground['title']} ({ground['colour']})")
            )
        rows += [("note", note["id"], _at(note), "", note["text"]) for note in told["notes"]]
        return table(rows)


def graph(
    project: Project,
    name: str,
    verb: str = "list",
    words: Sequence[str] = (),
    settings: Mapping[str, str] = MappingProxyType({}),
    *,
    engine: Engine | None = None,
) -> OnCanvas:
    """Show or change how the graph of the shot `name` lies on its canvas; each change is one edit.

    `words` are what a verb is about, `settings` how, as on the command line. What the graph makes stays as it
    is. Raises BadInput for an unknown verb or setting, GraphError for what cannot be done.
    """
    clip = find_clip(project.cut, name)
    old = stored_graph(project.cut, clip) or plain_graph()
    if verb == "list":
        return OnCanvas(project, clip, old, "")
    if verb not in VERBS:
        known = ", ".join(("list", *VERBS))
        raise BadInput(f"Change a canvas with '{verb}'", "there is no such verb", hint=f"Use {known}.")
    make, known_settings = VERBS[verb]
    unknown = [key for key in settings if key not in known_settings]
    if unknown:
        hint = f"It has {', '.join(known_settings)}." if known_settings else "It has none."
        raise BadInput(f"Change a canvas with '{verb}'", f"it has no setting '{unknown[0]}'", hint=hint)
    new, said = make(Asked(old, tuple(words), settings, engine))
    stored = to_json(new)
    if clip.graph is not None and project.cut.graphs.get(clip.graph) == stored:
        return OnCanvas(project, clip, new, said)
    cut = with_own_graph(project.cut, clip.id, stored)
    facts = {"shot": clip.name or clip.id, "words": " ".join((verb, *words))}
    project = commit(project, cut, "graph", facts)
    return OnCanvas(project, find_clip(project.cut, clip.id), new, said)


def _shown(graph: Graph, group: str) -> list[dict[str, str]]:
    return [
        {"node": each.node, "parameter": each.param, "title": each.title, "name": each.name}
        for each in exposed(graph, group)
    ]


def _place(at: tuple[float, float], size: tuple[float, float] | None = None) -> dict[str, Any]:
    return {"at": list(at)} | ({} if size is None else {"size": list(size)})


def _at(told: Mapping[str, Any]) -> str:
    return ",".join(f"{number:g}" for number in told["at"])
