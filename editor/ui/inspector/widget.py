"""The inspector dock: controls for the selected node's parameters."""

from __future__ import annotations

from qtpy.QtCore import QSize, Qt
from qtpy.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from editor.ui.graph.model import GraphModel

from .controls import Control, control_for
from .fields import Field, fields_of

NO_NODE = "Select a node in the graph to see its parameters."
NO_PARAMS = "This node has no parameters."
UNKNOWN = "This node is not installed here. It is kept as it is and cannot be run."


class InspectorDock(QWidget):
    """Builds controls when another node is selected, and only sets their values when parameters change."""

    def __init__(self, model: GraphModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.controls: dict[str, Control] = {}
        self._shape: object = None
        self._title = QLabel(self)
        self._title.setProperty("section", True)
        self._about = QLabel(self)
        self._about.setProperty("dim", True)
        self._about.setWordWrap(True)
        self._inside = QWidget(self)
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 6, 0)
        self._rows.setSpacing(10)
        self._rows.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._inside)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        box.addWidget(self._title)
        box.addWidget(self._about)
        box.addWidget(scroll, 1)
        self._watching = (
            model.graph.watch(lambda _: self._show(), now=True),
            model.selected.watch(lambda _: self._show()),
            model.specs.watch(lambda _: self._show()),
        )

    def _show(self) -> None:
        node, spec = self._model.node, self._model.spec
        fields = () if node is None or spec is None else fields_of(node, spec)
        clip = self._model.clip.value
        shape = (
            None if clip is None else clip.id,
            None if node is None else node.id,
            tuple((field.name, field.control, field.parts, field.choices) for field in fields),
        )
        if shape != self._shape:
            self._shape = shape
            self._build(fields)
        for field in fields:
            self.controls[field.name].show_field(field)
        self._title.setText("" if node is None else f"{node.id}  ·  {node.type}")
        self._title.setVisible(node is not None)
        if node is None:
            said = NO_NODE
        elif spec is None:
            said = UNKNOWN if self._model.specs.value else ""
        else:
            said = spec.summary if fields else f"{spec.summary} {NO_PARAMS}"
        self._about.setText(said)

    def _build(self, fields: tuple[Field, ...]) -> None:
        for control in self.controls.values():
            self._rows.removeWidget(control)
            control.hide()
            control.deleteLater()
        self.controls = {}
        for place, field in enumerate(fields):
            control = control_for(field, self._inside)
            control.tried.connect(self._model.try_param)
            control.given.connect(self._model.set_param)
            control.reset.connect(self._model.reset_param)
            self._rows.insertWidget(place, control)
            self.controls[field.name] = control

    def sizeHint(self) -> QSize:
        return QSize(300, 360)

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._watching:
            unwatch()
