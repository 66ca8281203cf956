"""The graph of the selected clip as the window knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from editor.compile.graphs import plain_graph, stored_graph
from editor.compile.viewed import Viewed
from editor.document.edits.low import with_own_graph
from editor.document.layout import by_id
from editor.document.model import Clip
from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.shots import selected_clip
from editor.ui.work import Work
from nodes.api.errors import WorkprintError
from nodes.api.kinds import Json
from nodes.api.spec import Spec
from nodes.graph import edits
from nodes.graph.canvas import canvas_of, group_of
from nodes.graph.grouping import units
from nodes.graph.model import Graph, GraphNode
from nodes.graph.serialise import to_json

from .boxes import Box, boxes_of
from .scene import Scene
from .staging import Stage, home_of, level_path, scene_of
from .status import Status
from .view import View, fitted, revealed
from .wish import Wish, granted, offered

READABLE = 0.6
"""Pixels a unit at which a graph is seen at first, at least."""
Ends = tuple[str, str, int | None]
"""Where a connection ends: node ("" for the graph's outputs), port, and which of many."""


class GraphModel:
    """`graph` is the selected clip's, its plain media where it has none.

    `selected` is the node (or group, backdrop, note) that the keyboard and the inspector are at, `picked`
    everything that is selected, `wire` a connection that is. `level` is the group that is looked into.
    `boxes` are all nodes in the order they run; `scene` is what is drawn of a level, `view` which part.
    `wish` is what the search is open for, None while it is closed. `writing` is the thing whose words are
    being written on the canvas, `viewed` the node that the viewer shows. `status` is how far each node is.
    """

    def __init__(self, session: Session, work: Work) -> None:
        self.specs: Value[Mapping[str, Spec]] = Value({})
        self.clip: Value[Clip | None] = Value(None)
        self.graph: Value[Graph | None] = Value(None)
        self.boxes: Value[tuple[Box, ...]] = Value(())
        self.scene: Value[Scene] = Value(Scene())
        self.selected: Value[str | None] = Value(None)
        self.picked: Value[frozenset[str]] = Value(frozenset())
        self.wire: Value[Ends | None] = Value(None)
        self.level: Value[str] = Value("")
        self.view: Value[View] = Value(View())
        self.wish: Value[Wish | None] = Value(None)
        self.writing: Value[str | None] = Value(None)
        self.viewed: Value[Viewed | None] = Value(None)
        self.can_add = Value(False)
        self.can_change = Value(False)
        self.has_graph = Value(False)
        self.in_group = Value(False)
        self.snapping = Value(True)
        self.status = Status(self.clip)
        self.room = (320, 240)
        self._fitted: View | None = None
        self._first: View | None = None
        self.session, self._work = session, work
        self._asked = False
        self._stage = Stage()
        self._views: dict[tuple[str, str], View] = {}
        session.cut.watch(lambda _: self._follow())
        session.selection.watch(lambda _: self._follow())
        self.specs.watch(lambda _: self._follow())
        self.selected.watch(self._point_at)
        self.picked.watch(lambda _: self._enable())
        self.wire.watch(lambda _: self._enable())

    # -- what there is

    def fetch_specs(self) -> None:
        """Ask the engine once what nodes there are."""
        if not self._asked:
            self._asked = True

            def specs() -> Mapping[str, Spec]:
                return self._work.engine.specs()

            self._work.ask(specs, self.specs.set, self.session.fail)

    @property
    def node(self) -> GraphNode | None:
        """The selected node."""
        graph, id = self.graph.value, self.selected.value
        return None if graph is None or id is None else graph.nodes.get(id)

    @property
    def spec(self) -> Spec | None:
        """The selected node's spec, None where this program has no such node."""
        return None if self.node is None else self.specs.value.get(self.node.type)

    @property
    def trouble(self) -> str:
        """What is wrong with the selected node: why it failed, or why it cannot run; "" for nothing."""
        id = self.selected.value or ""
        wrong = next((box.problem for box in self.boxes.value if box.id == id and box.known), "")
        return self.status.of(id).error or (wrong and f"{wrong[:1].upper()}{wrong[1:]}.")

    # -- selecting

    def pick(self, ids: Iterable[str], current: str | None = None) -> None:
        """Select these, the keyboard being at `current`, else where it was if that is one of them."""
        wanted = frozenset(id for id in ids if id in self._selectable())
        now = current if current in wanted else self.selected.value
        self.wire.set(None)
        self.picked.set(wanted)
        self.selected.set(now if now in wanted else min(wanted, default=None))

    def _selectable(self) -> frozenset[str]:
        return frozenset(self.scene.value.ids())

    def _point_at(self, id: str | None) -> None:
        if id is None:
            self.picked.set(frozenset())
        elif id not in self.picked.value:
            graph = self.graph.value
            if graph is not None and id in graph.nodes and id not in self.scene.value.index:
                self.look_into(home_of(graph, id))
            self.wire.set(None)
            self.picked.set(frozenset({id}))
        self._enable()

    # -- adding by search

    def search(self, wish: Wish | None = None) -> None:
        """Let the person search for a node: after the selected one, or where the wish wants it."""
        if not self.can_add.value:
            return
        wire = self.wire.value
        if wish is None and wire is not None:
            wish = Wish("on", *wire)
        self.wish.set(wish or Wish("after", self.selected.value or ""))

    def offered(self, words: str) -> tuple[Spec, ...]:
        """Return the nodes that a search finds and that fit where one is wanted, the best first."""
        graph = self.graph.value
        return (
            ()
            if graph is None
            else offered(self.wish.value or Wish("beside"), graph, self.specs.value, words)
        )

    def add(self, type: str, wish: Wish | None = None) -> None:
        """Put a node where the wish wants it, after the selected one by default, and select it."""
        graph = self.graph.value
        if graph is None:
            return
        wish = wish or self.wish.value or Wish("after", self.selected.value or "")
        self.wish.set(None)
        try:
            new, name = granted(wish, graph, self.specs.value, type, self.level.value)
        except WorkprintError as error:
            self.session.fail(error)
            return
        self.change(new, "add node", {"node": name, "type": type})
        self.select(name)
        self.reveal(name)

    # -- changing

    def set_param(self, name: str, value: Json, node: str = "") -> None:
        """Give a parameter of a node, the selected one by default, a value and keep it."""
        self._set(name, value, node, keep=True)

    def try_param(self, name: str, value: Json, node: str = "") -> None:
        """Show a parameter's value while it is being dragged; nothing is kept."""
        self._set(name, value, node, keep=False)

    def reset_param(self, name: str, of: str = "") -> None:
        """Put a parameter of a node, the selected one by default, back to its default; keyframes go."""
        node, graph = self._node(of), self.graph.value
        if node is not None and graph is not None:
            said = {"node": node.id, "parameter": name}
            self.change(edits.reset_params(graph, node.id, name), "reset parameter", said)

    def change(self, graph: Graph, verb: str, said: Mapping[str, Any]) -> None:
        """Give the clip another graph and keep it as one edit; nothing where it is the same."""
        clip, project = self.clip.value, self.session.project.value
        # What was tried by dragging is shown already, and not kept.
        tried = project is not None and self.session.cut.value is not project.cut
        if clip is not None and (tried or graph != self.graph.value):
            stored = to_json(graph)
            args = {"shot": clip.name or clip.id, **said}
            self.session.edit(verb, lambda cut, media: with_own_graph(cut, clip.id, stored), args)

    def try_graph(self, graph: Graph) -> None:
        """Show the clip with another graph while something is being dragged; nothing is kept."""
        clip, cut = self.clip.value, self.session.cut.value
        if clip is not None and cut is not None:
            self.session.cut.set(with_own_graph(cut, clip.id, to_json(graph)))

    def edit(self, verb: str, make: Callable[[Graph], Graph], **said: Any) -> bool:
        """Change the graph by a function; what it refuses is told. Return whether it was made."""
        graph = self.graph.value
        if graph is None or not self.can_add.value:
            return False
        try:
            new = make(graph)
        except WorkprintError as error:
            self.session.fail(error)
            return False
        self.change(new, verb, said)
        return True

    def select(self, id: str) -> None:
        """Select one thing, if it is there."""
        graph = self.graph.value
        if graph is not None and (id in graph.nodes or id in self._selectable()):
            self.selected.set(id)
            self.picked.set(frozenset({id}))

    # -- looking

    def look_into(self, level: str) -> None:
        """Show the inside of a group, or the whole graph for ""."""
        graph, clip = self.graph.value, self.clip.value
        if graph is None or clip is None or level == self.level.value:
            return
        self._views[clip.id, self.level.value] = self.view.value
        came_from = self.level.value
        self.level.set(level)
        self._stage_again()
        view = self._views.get((clip.id, level))
        if view is None:
            self.fit()
        else:
            self.view.set(view)
        cards = self.scene.value.cards
        self.pick([came_from] if came_from in self.scene.value.index else [cards[0].id] if cards else [])

    def path(self) -> list[tuple[str, str]]:
        """Return the groups that are looked into, from the outermost on, with their titles."""
        graph = self.graph.value
        if graph is None:
            return []
        groups = canvas_of(graph).groups
        return [(id, groups[id].title or "Group") for id in level_path(graph, self.level.value)]

    def show(self, graph: Graph | None) -> None:
        """Show a graph: the selected clip's, whenever it changes."""
        self.graph.set(graph)
        self._keep_viewing()
        self._stage_again()

    def resized(self, wide: int, high: int) -> None:
        """Know how many pixels there are to draw on; what stood in the middle stays there.

        What was fitted and not touched since is fitted into the new room.
        """
        if (wide, high) != self.room and self.view.value in (self._fitted, self._first):
            again = self.fit if self.view.value is self._fitted else self._begin_view
            self.room = (wide, high)
            again()
        elif (wide, high) != self.room:
            across, down = (wide - self.room[0]) / 2, (high - self.room[1]) / 2
            self.room = (wide, high)
            self.view.set(self.view.value.panned(across, down))

    def fit(self) -> None:
        """Show everything on this level."""
        bounds = self.scene.value.bounds
        if bounds is not None:
            self._fitted, self._first = fitted(*bounds, self.room), None
            self.view.set(self._fitted)

    def _begin_view(self) -> None:
        """Show everything, or as much as lets the names around what is selected be read."""
        self.fit()
        if self.view.value.scale < READABLE and self.selected.value is not None:
            middle = self.room[0] / 2, self.room[1] / 2
            self.view.set(self.view.value.zoomed(READABLE / self.view.value.scale, *middle))
            self.reveal(self.selected.value)
        self._first = self.view.value

    def reveal(self, id: str) -> None:
        """Move the view no more than it takes for a card to be seen."""
        card = self.scene.value.card(id)
        if card is not None:
            self.view.set(revealed(self.view.value, card.place, (160.0, 40.0), self.room))

    def viewed_here(self) -> str | None:
        """Return the card on this level that stands for the node that is viewed."""
        viewed, clip, graph = self.viewed.value, self.clip.value, self.graph.value
        if viewed is None or clip is None or graph is None or viewed.clip != clip.id:
            return None
        return units(graph, self.level.value).get(viewed.link.node)

    # -- following the session

    def _node(self, id: str) -> GraphNode | None:
        return self.graph.value.nodes.get(id) if id and self.graph.value is not None else self.node

    def _set(self, name: str, value: Json, of: str, *, keep: bool) -> None:
        node, graph, clip, cut = self._node(of), self.graph.value, self.clip.value, self.session.cut.value
        spec = None if node is None else self.specs.value.get(node.type)
        param = None if spec is None else spec.param(name)
        if node is None or graph is None or clip is None or cut is None or param is None:
            return
        try:
            if not (value is None and param.nullable):
                param.decode_key(value, node=node.type)
        except WorkprintError as error:
            self.session.fail(error)
            return
        new = edits.set_params(graph, node.id, {name: value})
        if keep:
            self.change(new, "set parameter", {"node": node.id, name: value})
        else:
            self.try_graph(new)

    def _follow(self) -> None:
        clip, cut = selected_clip(self.session), self.session.cut.value
        before = self.clip.value
        fresh = clip is None or before is None or before.id != clip.id
        if fresh and before is not None:
            self._views[before.id, self.level.value] = self.view.value
        self.clip.set(clip)
        graph = None
        if clip is not None and cut is not None:
            try:
                graph = stored_graph(cut, clip) or plain_graph()
            except WorkprintError as error:
                self.session.fail(error)
                graph = Graph()
        if fresh:
            self.level.set("")
            self._stage = Stage()
        self.show(graph)
        self._reselect(fresh)
        if fresh and clip is not None:
            view = self._views.get((clip.id, ""))
            self.view.set(view) if view is not None else self._begin_view()
        self._enable()

    def _keep_viewing(self) -> None:
        """View a node no more once it, or its clip, is gone; other clips may be selected meanwhile."""
        viewed, cut, clip = self.viewed.value, self.session.cut.value, self.clip.value
        if viewed is None:
            return
        here = None if cut is None else by_id(cut, viewed.clip)
        own = clip is not None and clip.id == viewed.clip
        if here is None or (own and self.graph.value and viewed.link.node not in self.graph.value.nodes):
            self.viewed.set(None)

    def _stage_again(self) -> None:
        graph, specs = self.graph.value, self.specs.value
        if graph is None:
            self.boxes.set(())
            self.scene.set(Scene())
            return
        self.boxes.set(boxes_of(graph, specs))
        wrong = {box.id: box.problem for box in self.boxes.value if box.problem}
        if self.level.value and not level_path(graph, self.level.value):
            self.level.set("")
        self.scene.set(scene_of(graph, specs, wrong, self.level.value, self._stage))

    def _reselect(self, fresh: bool) -> None:
        graph, here = self.graph.value, self._selectable()
        kept = frozenset() if fresh else self.picked.value & here
        current = None if fresh else self.selected.value
        if graph is None:
            current = None
        elif current not in here:
            end = graph.outputs.get("out")
            last = self.boxes.value[-1].id if self.boxes.value else None
            current = end.node if end is not None and end.node in graph.nodes else last
        self.picked.set(kept | {current} if current is not None else frozenset())
        self.selected.set(current)

    def _in_group(self, graph: Graph) -> bool:
        """Return whether what is selected is a group, or lies in one."""
        id = self.selected.value
        node = graph.nodes.get(id or "")
        return id in canvas_of(graph).groups or bool(self.level.value) or bool(node and group_of(node))

    def _enable(self) -> None:
        project, graph = self.session.project.value, self.graph.value
        writable = project is not None and not project.readonly
        self.has_graph.set(graph is not None)
        self.in_group.set(writable and graph is not None and self._in_group(graph))
        self.can_add.set(writable and graph is not None and bool(self.specs.value))
        only_source = (
            self.node is not None and self.node.type == "source.shot" and len(self.picked.value) == 1
        )
        something = bool(self.picked.value) or self.wire.value is not None
        self.can_change.set(writable and graph is not None and something and not only_source)
