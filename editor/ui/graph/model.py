"""The graph of the selected clip as the window knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.compile.graphs import plain_graph, stored_graph
from editor.document.edits.low import with_own_graph
from editor.document.model import Clip
from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.shots import selected_clip
from editor.ui.work import Work
from nodes.api.errors import WorkprintError
from nodes.api.kinds import Json
from nodes.api.spec import Spec
from nodes.graph import edits
from nodes.graph.chain import append
from nodes.graph.errors import GraphError
from nodes.graph.model import Graph, GraphNode
from nodes.graph.order import order
from nodes.graph.serialise import to_json
from nodes.graph.validate import validate

HIDDEN = ("cut.", "sample.")
"""Beginnings of the ids of nodes that the program uses itself and nobody adds to a shot."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node as it is drawn: its name, its type, whether it is passed by, the places of what feeds it."""

    id: str
    type: str
    bypass: bool
    feeds: tuple[int, ...]
    known: bool = True
    problem: str = ""


class GraphModel:
    """`graph` is the selected clip's, its plain media where it has none; `selected` a node's id."""

    def __init__(self, session: Session, work: Work) -> None:
        self.specs: Value[Mapping[str, Spec]] = Value({})
        self.clip: Value[Clip | None] = Value(None)
        self.graph: Value[Graph | None] = Value(None)
        self.boxes: Value[tuple[Box, ...]] = Value(())
        self.selected: Value[str | None] = Value(None)
        self.can_add = Value(False)
        self.can_change = Value(False)
        self.searching = Value(False)
        self._session, self._work = session, work
        self._asked = False
        session.cut.watch(lambda _: self._follow())
        session.selection.watch(lambda _: self._follow())
        self.specs.watch(lambda _: self._follow())
        self.selected.watch(lambda _: self._enable())

    def fetch_specs(self) -> None:
        """Ask the engine once what nodes there are."""
        if not self._asked:
            self._asked = True

            def specs() -> Mapping[str, Spec]:
                return self._work.engine.specs()

            self._work.ask(specs, self.specs.set, self._session.fail)

    def offered(self, words: str) -> tuple[Spec, ...]:
        """Return the nodes that a search finds: every word in id or summary, ids first."""
        wanted = words.lower().split()
        found = [
            spec
            for spec in self.specs.value.values()
            if not (spec.is_source or spec.id.startswith(HIDDEN))
            and all(word in f"{spec.id} {spec.summary}".lower() for word in wanted)
        ]
        return tuple(
            sorted(found, key=lambda spec: (not all(word in spec.id.lower() for word in wanted), spec.id))
        )

    def search(self) -> None:
        """Let the person search for a node to add."""
        if self.can_add.value:
            self.searching.set(True)

    def add(self, type: str) -> None:
        """Put a node at the end of the chain and select it."""
        graph = self.graph.value
        if graph is None:
            return
        try:
            new, name = append(graph, type, self.specs.value)
        except WorkprintError as error:
            self._session.fail(error)
            return
        self.change(new, "add node", {"node": name, "type": type})
        self._select(name)

    def bypass(self) -> None:
        """Pass the selected node by, or no more."""
        node = self.node
        if node is not None and self.graph.value is not None:
            said = {"node": node.id, "on": not node.bypass}
            self.change(edits.bypass(self.graph.value, node.id, not node.bypass), "bypass node", said)

    def remove(self) -> None:
        """Take the selected node out; what it fed is fed by what fed it."""
        node, graph = self.node, self.graph.value
        if node is None or graph is None or not self.can_change.value:
            return
        names = [box.id for box in self.boxes.value]
        after = names[max(0, names.index(node.id) - 1)]
        new = edits.remove(graph, node.id, specs=self.specs.value)
        self.change(new, "remove node", {"node": node.id})
        self._select(after)

    def set_param(self, name: str, value: Json) -> None:
        """Give a parameter of the selected node a value and keep it."""
        self._set(name, value, keep=True)

    def try_param(self, name: str, value: Json) -> None:
        """Show a parameter's value while it is being dragged; nothing is kept."""
        self._set(name, value, keep=False)

    def reset_param(self, name: str) -> None:
        """Put a parameter of the selected node back to its default; keyframes go."""
        node, graph = self.node, self.graph.value
        if node is not None and graph is not None:
            said = {"node": node.id, "parameter": name}
            self.change(edits.reset_params(graph, node.id, name), "reset parameter", said)

    def change(self, graph: Graph, verb: str, said: Mapping[str, Any]) -> None:
        """Give the clip another graph and keep it as one edit."""
        clip = self.clip.value
        if clip is not None:
            stored = to_json(graph)
            args = {"shot": clip.name or clip.id, **said}
            self._session.edit(verb, lambda cut, media: with_own_graph(cut, clip.id, stored), args)

    @property
    def node(self) -> GraphNode | None:
        """The selected node."""
        graph, id = self.graph.value, self.selected.value
        return None if graph is None or id is None else graph.nodes.get(id)

    @property
    def spec(self) -> Spec | None:
        """The selected node's spec, None where this program has no such node."""
        return None if self.node is None else self.specs.value.get(self.node.type)

    def _select(self, id: str) -> None:
        if self.graph.value is not None and id in self.graph.value.nodes:
            self.selected.set(id)

    def _set(self, name: str, value: Json, *, keep: bool) -> None:
        node, graph, clip, cut = self.node, self.graph.value, self.clip.value, self._session.cut.value
        spec = self.spec
        param = None if spec is None else spec.param(name)
        if node is None or graph is None or clip is None or cut is None or param is None:
            return
        try:
            if not (value is None and param.nullable):
                param.decode_key(value, node=node.type)
        except WorkprintError as error:
            self._session.fail(error)
            return
        new = edits.set_params(graph, node.id, {name: value})
        if keep:
            self.change(new, "set parameter", {"node": node.id, name: value})
        else:
            self._session.cut.set(with_own_graph(cut, clip.id, to_json(new)))

    def _follow(self) -> None:
        clip, cut = selected_clip(self._session), self._session.cut.value
        before = self.clip.value
        self.clip.set(clip)
        if clip is None or cut is None:
            self.graph.set(None)
            self.boxes.set(())
            self.selected.set(None)
            self._enable()
            return
        try:
            graph = stored_graph(cut, clip) or plain_graph()
        except WorkprintError as error:
            self._session.fail(error)
            graph = Graph()
        self.graph.set(graph)
        self.boxes.set(boxes_of(graph, self.specs.value))
        fresh = before is None or before.id != clip.id
        if fresh or self.selected.value not in graph.nodes:
            self.selected.set(self.boxes.value[-1].id if self.boxes.value else None)
        self._enable()

    def _enable(self) -> None:
        project, node = self._session.project.value, self.node
        writable = project is not None and not project.readonly
        self.can_add.set(writable and self.graph.value is not None and bool(self.specs.value))
        self.can_change.set(writable and node is not None and not node.type.startswith("source."))


def boxes_of(graph: Graph, specs: Mapping[str, Spec]) -> tuple[Box, ...]:
    """Return the nodes in the order they run; without specs nothing is said to be wrong."""
    try:
        names = list(order(graph))
    except GraphError:
        names = list(graph.nodes)
    places = {id: place for place, id in enumerate(names)}
    wrong: dict[str, str] = {}
    for problem in validate(graph, specs) if specs else ():
        wrong.setdefault(problem.node, problem.why)
    return tuple(
        Box(
            id,
            graph.nodes[id].type,
            graph.nodes[id].bypass,
            tuple(places[link.node] for _, link in graph.nodes[id].feeds() if link.node in places),
            known=not specs or graph.nodes[id].type in specs,
            problem=wrong.get(id, ""),
        )
        for id in places
    )
