"""The inspector dock: controls for the selected node's parameters."""

from __future__ import annotations

from collections.abc import Mapping

from qtpy.QtCore import QSize
from qtpy.QtWidgets import QLabel, QVBoxLayout, QWidget

from editor.ui.graph.model import GraphModel

from .controls import Control
from .fields import fields_of
from .rows import Rows

NO_NODE = "Select a node in the graph to see its parameters."
NO_PARAMS = "This node has no parameters."
UNKNOWN = "This node is not installed here. It is kept as it is and cannot be run."


class InspectorDock(QWidget):
    """Shows the selected node of the graph."""

    def __init__(self, model: GraphModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._title = QLabel(self)
        self._title.setProperty("section", True)
        self._about = QLabel(self)
        self._about.setProperty("dim", True)
        self._about.setWordWrap(True)
        self._rows = Rows(self)
        self._rows.tried.connect(model.try_param)
        self._rows.given.connect(model.set_param)
        self._rows.reset.connect(model.reset_param)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        box.addWidget(self._title)
        box.addWidget(self._about)
        box.addWidget(self._rows, 1)
        self._watching = (
            model.graph.watch(lambda _: self._show(), now=True),
            model.selected.watch(lambda _: self._show()),
            model.specs.watch(lambda _: self._show()),
        )

    @property
    def controls(self) -> Mapping[str, Control]:
        """The controls by parameter."""
        return self._rows.controls

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

    def sizeHint(self) -> QSize:
        return QSize(300, 360)

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._watching:
            unwatch()
