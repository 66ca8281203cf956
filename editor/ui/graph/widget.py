"""The graph dock: the canvas under its buttons and the way into groups, and the search over it."""

from __future__ import annotations

from collections.abc import Mapping

from qtpy.QtCore import QPoint, Qt
from qtpy.QtGui import QAction
from qtpy.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from editor.ui.buttons import button
from editor.ui.words import later, say

from .canvas import Canvas
from .model import GraphModel
from .scene import Scene
from .search import NodeSearch
from .wish import Wish

NO_CLIP = later("Select a clip in the timeline to see its graph.")
ONLY_SOURCE = later("Press Tab to search for a node and add it after the source.")
ON_CANVAS = (
    "graph.add",
    "graph.insert",
    "",
    "graph.view",
    "graph.bypass",
    "graph.keep",
    "graph.swap",
    "graph.disconnect",
    "",
    "graph.copy",
    "graph.cut",
    "graph.paste",
    "graph.duplicate",
    "graph.remove",
    "",
    "graph.group",
    "graph.fold",
    "graph.ungroup",
    "graph.parameters",
    "graph.backdrop",
    "graph.note",
    "graph.write",
    "",
    "graph.layout",
    "graph.fit",
)
"""What the menu on the canvas holds; "" is a line."""


class GraphDock(QWidget):
    """The canvas, its buttons, where in the groups one is, and what is viewed."""

    def __init__(
        self, model: GraphModel, handles: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._handles = model, handles
        self.canvas = Canvas(model, self)
        self.search = NodeSearch(model, self)
        self._empty = _words(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._hint = _words(self)
        self._path = QHBoxLayout()
        self._path.setSpacing(2)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        box.addLayout(self._buttons())
        box.addLayout(self._path)
        box.addWidget(self._empty, 1)
        box.addWidget(self.canvas, 1)
        box.addWidget(self._hint)
        self.canvas.tapped.connect(handles["playback.toggle"].trigger)
        self.canvas.asked.connect(self._ask)
        self._watching = (
            model.scene.watch(self._show, now=True),
            model.wish.watch(self._search),
            model.viewed.watch(lambda _: self._show(model.scene.value)),
        )

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addWidget(button(self._handles["graph.add"], self, text=True))
        line.addStretch(1)
        for name in ("graph.bypass", "graph.remove", "graph.layout", "graph.fit"):
            line.addWidget(button(self._handles[name], self))
        return line

    def _show(self, scene: Scene) -> None:
        model = self._model
        there = bool(scene.cards) or model.graph.value is not None
        self.canvas.setVisible(there)
        self._empty.setVisible(not there)
        self._empty.setText(say(NO_CLIP))
        lonely = there and sum(card.sort == "node" for card in scene.cards) <= 1 and not scene.level
        viewed = model.viewed.value
        said = say(ONLY_SOURCE) if lonely else ""
        if viewed is not None:
            said = say("Viewing {node}. Graph › View the Output Again ends that.", node=viewed.link.node)
        self._hint.setText(said)
        self._hint.setVisible(bool(self._hint.text()))
        self._show_path()

    def _show_path(self) -> None:
        while (item := self._path.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        path = self._model.path()
        if not path:
            return
        steps = [("", say("Graph")), *path]
        for place, (id, title) in enumerate(steps):
            step = QToolButton(self)
            step.setText(title if place == len(steps) - 1 else f"{title}  ›")
            step.setAutoRaise(True)
            step.setEnabled(place < len(steps) - 1)
            step.setToolTip(say("Look at what the group lies in (Esc)"))
            step.setAccessibleName(say("Go to {title}", title=title))
            step.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            step.clicked.connect(lambda _=False, id=id: self._model.look_into(id))
            self._path.addWidget(step)
        self._path.addStretch(1)

    def _search(self, wish: Wish | None) -> None:
        if wish is None:
            if self.search.isVisible():
                self.search.hide()
            return
        at = QPoint(0, 0)
        if wish.place is not None and self.canvas.isVisible():
            x, y = self._model.view.value.to_pixel(wish.place)
            at = QPoint(round(x), round(y))
        over: QWidget = self.canvas if self.canvas.isVisible() else self
        self.search.begin(wish, over, at)

    def _ask(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ON_CANVAS:
            if name:
                menu.addAction(self._handles[name])
            else:
                menu.addSeparator()
        menu.popup(at)

    def forget(self) -> None:
        """Follow the model no more."""
        self.canvas.forget()
        for unwatch in self._watching:
            unwatch()


def _words(parent: QWidget) -> QLabel:
    made = QLabel(parent)
    made.setProperty("dim", True)
    made.setWordWrap(True)
    return made
