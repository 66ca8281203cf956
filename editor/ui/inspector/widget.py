"""The inspector dock: controls for the selected node's parameters."""

from __future__ import annotations

from qtpy.QtWidgets import QWidget

from editor.ui.graph.model import GraphModel

from .fields import fields_of
from .panel import FieldPanel

NO_NODE = "Select a node in the graph to see its parameters."
NO_PARAMS = "This node has no parameters."
UNKNOWN = "This node is not installed here. It is kept as it is and cannot be run."


class InspectorDock(FieldPanel):
    """Shows the selected node of the graph."""

    def __init__(self, model: GraphModel, parent: QWidget | None = None) -> None:
        super().__init__(model.try_param, model.set_param, model.reset_param, parent)
        self._model = model
        self._watching = (
            model.graph.watch(lambda _: self._show(), now=True),
            model.selected.watch(lambda _: self._show()),
            model.specs.watch(lambda _: self._show()),
        )

    def _show(self) -> None:
        node, spec, clip = self._model.node, self._model.spec, self._model.clip.value
        fields = () if node is None or spec is None else fields_of(node, spec)
        self._rows.show_fields((clip and clip.id, node and node.id), fields)
        self._title.setText("" if node is None else f"{node.id}  ·  {node.type}")
        self._title.setVisible(node is not None)
        if node is None:
            said = NO_NODE
        elif spec is None:
            said = UNKNOWN if self._model.specs.value else ""
        else:
            said = spec.summary if fields else f"{spec.summary} {NO_PARAMS}"
        self._about.setText(said)
