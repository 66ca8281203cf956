"""Adding a node by typing part of its name."""

from __future__ import annotations

from qtpy.QtCore import QEvent, QObject, QPoint, Qt
from qtpy.QtGui import QHideEvent, QKeyEvent
from qtpy.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from editor.ui.words import say
from nodes.graph.chain import type_of
from nodes.graph.joining import CALLED

from .model import GraphModel
from .wish import Wish

_TYPE = int(Qt.ItemDataRole.UserRole)
_WIDE, _HIGH = 360, 300


class NodeSearch(QFrame):
    """A line to type in over a list of nodes; Return adds the marked one, Escape adds none."""

    def __init__(self, model: GraphModel, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._model = model
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.why = QLabel(self)
        self.why.setWordWrap(True)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(say("Add a node: type part of its name"))
        self.line.setAccessibleName(say("Search for a node"))
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(say("Nodes found"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 6)
        box.addWidget(self.why)
        box.addWidget(self.line)
        box.addWidget(self.list)
        self.line.textChanged.connect(self._find)
        self.line.returnPressed.connect(self._take)
        self.list.itemClicked.connect(lambda _: self._take())
        self.line.installEventFilter(self)

    def begin(self, wish: Wish, over: QWidget, at: QPoint) -> None:
        """Show it at a pixel of another widget, empty, as far as it fits on the screen."""
        self._wish = wish
        said = said_of(self._model, wish)
        self.why.setText(said)
        self.why.setVisible(bool(said))
        self.line.clear()
        self._find("")
        self.resize(max(_WIDE, min(480, over.width())), _HIGH)
        corner = over.mapToGlobal(at)
        screen = over.screen().availableGeometry()
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.width())))
        corner.setY(max(screen.top(), min(corner.y(), screen.bottom() - self.height())))
        self.move(corner)
        self.show()
        self.line.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self._model.wish.set(None)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_PageUp: -5,
                Qt.Key.Key_PageDown: 5,
            }.get(Qt.Key(event.key()))
            if by is not None:
                row = min(max(self.list.currentRow() + by, 0), self.list.count() - 1)
                self.list.setCurrentRow(row)
                return True
            if event.key() == Qt.Key.Key_Tab:
                return True
        return super().eventFilter(watched, event)

    def _find(self, words: str) -> None:
        self.list.clear()
        for spec in self._model.offered(words):
            item = QListWidgetItem(f"{spec.id}\n{spec.summary}")
            item.setData(_TYPE, spec.id)
            self.list.addItem(item)
        if not self.list.count():
            item = QListWidgetItem(say("No node matches.") if words else say("No node fits here."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _take(self) -> None:
        item = self.list.currentItem()
        chosen = item.data(_TYPE)
        if isinstance(chosen, str):
            wish = self._wish
            self.hide()
            self._model.add(chosen, wish)


def said_of(model: GraphModel, wish: Wish) -> str:
    """Return what is said over the line: why a node is wanted there, and what it has to fit."""
    graph, specs = model.graph.value, model.specs.value
    if wish.why:
        return wish.why
    if graph is None:
        return ""
    name = {"node": wish.id, "port": wish.port}
    if wish.how == "from" and wish.link is not None:
        type = type_of(graph, wish.link, specs)
        if type is None:
            return say("Reads {node}", node=wish.link.node)
        return say("Takes {kind} of {node}", kind=say(CALLED[type]), node=wish.link.node)
    if wish.how == "into":
        return say("Feeds {port} of {node}", **name) if wish.id else say("Feeds the output")
    if wish.how == "on":
        between = say("Between {port} of {node} and what feeds it", **name)
        return between if wish.id else say("Before the output")
    return say("After {node}", node=wish.id) if wish.how == "after" and wish.id in graph.nodes else ""
