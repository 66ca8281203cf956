"""The node that is pointed into, as the window shows it: its prompts, its objects, what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from editor.compile.roto import FOLLOWS, Roto
from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.prompts import Prompts
from nodes.graph.edits import put, set_params
from nodes.graph.model import Graph, GraphNode

_OBJECTS = "objects"
"""The field of a node in which its objects' names and locks are kept, beside what it is made of."""


@dataclass(frozen=True, slots=True)
class Target:
    """A node of a clip's graph that follows what is pointed at; `obj` is the one it gives out, 0 for all.

    `names` are what its objects are called, `locked` those that nothing changes by accident.
    """

    clip: Clip
    graph: Graph
    node: str
    prompts: Prompts
    obj: int
    names: Mapping[int, str]
    locked: frozenset[int]

    @property
    def objects(self) -> tuple[int, ...]:
        """The objects by number: those pointed at, and those that only have a name yet; 1 at least."""
        return tuple(sorted({*self.prompts.objects, *self.names, *self.locked})) or (1,)

    @property
    def asked(self) -> tuple[int, ...]:
        """What is followed: the node's own result where it is of one object, else each object by itself."""
        if self.obj:
            return (self.obj,)
        return (0,) if len(self.prompts.objects) < 2 else self.prompts.objects

    def asked_for(self, obj: int) -> int:
        """Return which of what is followed shows an object."""
        return obj if obj in self.asked else self.asked[0]

    def roto(self, project: Project, obj: int) -> Roto:
        """Return how an object of the node is asked for, 0 for all."""
        return Roto(project, self.clip, self.graph, self.node, self.prompts, obj)

    def with_prompts(self, prompts: Prompts) -> Graph:
        """Return the graph with other prompts."""
        return set_params(self.graph, self.node, {"prompts": prompts.to_json()})

    def with_object(self, obj: int, name: str, locked: bool) -> Graph:
        """Return the graph in which an object has a name and is locked or not; results stay as they are."""
        return self._with_table({**self._table(), str(obj): {"name": name, "locked": locked}})

    def without_object(self, obj: int) -> Graph:
        """Return the graph without an object: its prompts go, and its name."""
        table = {key: value for key, value in self._table().items() if key != str(obj)}
        left = self.prompts.where(lambda each: each.obj != obj)
        return replace(self, graph=self._with_table(table)).with_prompts(left)

    def _table(self) -> dict[str, Any]:
        known = sorted({*self.names, *self.locked})
        return {str(obj): {"name": self.names.get(obj, ""), "locked": obj in self.locked} for obj in known}

    def _with_table(self, table: Mapping[str, Any]) -> Graph:
        node = self.graph.node(self.node)
        return put(self.graph, replace(node, extra={**node.extra, _OBJECTS: dict(table)}))


def target_in(clip: Clip | None, graph: Graph | None, selected: str | None) -> Target | None:
    """Return what is pointed into: the selected node if it follows, else the first that does, else None."""
    if clip is None or graph is None:
        return None
    following = [node for node in graph.nodes.values() if node.type == FOLLOWS]
    chosen = next((node for node in following if node.id == selected), following[0] if following else None)
    return None if chosen is None else _target(clip, graph, chosen)


def _target(clip: Clip, graph: Graph, node: GraphNode) -> Target:
    obj = node.params.get("obj", 0)
    table = _read(node.extra.get(_OBJECTS))
    return Target(
        clip,
        graph,
        node.id,
        _prompts(node),
        obj if isinstance(obj, int) else 0,
        {each: str(said.get("name", "")) for each, said in table.items()},
        frozenset(each for each, said in table.items() if said.get("locked") is True),
    )


def _prompts(node: GraphNode) -> Prompts:
    stored = node.params.get("prompts")
    try:
        return Prompts.from_json(stored) if isinstance(stored, Mapping) else Prompts()
    except (KeyError, TypeError, ValueError):
        # Somebody else's file: the engine says what is wrong with it.
        return Prompts()


def _read(table: Any) -> dict[int, Mapping[str, Any]]:
    if not isinstance(table, Mapping):
        return {}
    return {
        int(key): said for key, said in table.items() if str(key).isdecimal() and isinstance(said, Mapping)
    }
