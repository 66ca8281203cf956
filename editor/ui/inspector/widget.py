"""The inspector dock: controls for the selected node's parameters."""

from __future__ import annotations

from pathlib import Path

from qtpy.QtCore import QPoint
from qtpy.QtWidgets import QWidget

from editor.ui.words import later, say
from nodes.api.times import Time

from .group_menu import open_menu
from .model import InspectorModel
from .panel import FieldPanel

NO_NODE = later("Select a node in the graph to see its parameters.")
NO_PARAMS = later("This node has no parameters.")
ON_GROUP = later("What is set here is set in the nodes of the group.")
NONE_ON_GROUP = later(
    "This group shows no parameters yet. Choose some with Graph › Groups and Notes › Parameters of the Group…"
    " or in the menu of a parameter of a node inside."
)
UNKNOWN = later("This node is not installed here. It is kept as it is and cannot be run.")


class InspectorDock(FieldPanel):
    """Shows the selected node of the graph."""

    def __init__(self, model: InspectorModel, parent: QWidget | None = None) -> None:
        super().__init__(model.try_value, model.set, model.reset, parent)
        self._model = model
        self._rows.asked.connect(self._ask)
        graph = model.graph
        told = (
            model.fields,
            model.span,
            model.traces.came,
            graph.selected,
            graph.specs,
            graph.graph,
            graph.boxes,
        )
        self.follow((*told, graph.status.states), self._show_node)
        self._watching += (model.at.watch(lambda _: self._move()),)

    def _show_node(self) -> None:
        graph = self._model.graph
        node, spec, clip, group = graph.node, graph.spec, graph.clip.value, self._model.group
        fields = self._model.fields.value if group or (node is not None and spec is not None) else ()
        self._rows.show_fields((clip and clip.id, graph.selected.value), fields, self._model.strip)
        # Names of one long word may be broken, else the whole side grows as wide as they are.
        title = "" if node is None else f"{node.id}  ·  {node.type}".replace("_", "_\u200b")
        self._title.setText(say("{title}  ·  group", title=group) if group else title)
        self._title.setVisible(bool(group) or node is not None)
        if group:
            said = say(ON_GROUP) if fields else say(NONE_ON_GROUP)
        elif node is None:
            said = say(NO_NODE)
        elif spec is None:
            said = say(UNKNOWN) if graph.specs.value else ""
        else:
            said = spec.summary if fields else f"{spec.summary} {say(NO_PARAMS)}"
        self._about.setText("\n\n".join(filter(None, (graph.trouble, said))))

    def _move(self) -> None:
        # While it plays only what changes over time is to be shown again.
        if any(field.moved for field in self._model.fields.value):
            self.soon()

    def _ask(self, name: str, what: str, how: object) -> None:
        """Do what a control wants beside setting its value."""
        model = self._model
        match what, how:
            case "key", _:
                model.toggle_key(name)
            case "step", int(direction):
                model.step_key(name, direction)
            case "ease", str(ease):
                model.ease(name, ease)
            case "move", (Time() as old, Time() as new, tuple(numbers), bool(keep)):
                model.move_key(name, old, new, model.json_of(name, numbers), keep=keep)
            case "add", Time() as time:
                model.add_key(name, time)
            case "remove", Time() as time:
                model.remove_key(name, time)
            case "seek", Time() as time:
                model.go_to(time)
            case "pick", _:
                model.picking.set("" if model.picking.value == name else name)
            case "menu", QPoint() as at:
                open_menu(model, name, at, self)
            case "let go", _:
                model.let_go(name)
            case "file", Path() as path:
                model.set_file(name, path)
            case "files", list(paths):
                model.set_files(name, paths)
