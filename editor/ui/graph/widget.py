"""The graph dock: a shot's nodes as a chain, drawn by one painter; add by search, bypass, remove."""

from __future__ import annotations

from collections.abc import Mapping

from qtpy.QtCore import QEvent, QPoint, QSize, Qt
from qtpy.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from editor.ui.buttons import button
from editor.ui.theme import PANEL

from .model import Box, GraphModel
from .paint import GAP, HEIGHT, MARGIN, paint_chain, place_of
from .search import NodeSearch

_MINE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_B, Qt.Key.Key_Up, Qt.Key.Key_Down)

NO_CLIP = "Select a clip in the timeline to see its graph."


class Chain(QWidget):
    """Draws the boxes from the source at the top to the output at the bottom."""

    def __init__(self, model: GraphModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._boxes: tuple[Box, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Graph of the shot")
        self._watching = (
            model.boxes.watch(self._show, now=True),
            model.selected.watch(lambda _: self._say()),
        )

    def _show(self, boxes: tuple[Box, ...]) -> None:
        self._boxes = boxes
        self.setMinimumHeight(2 * MARGIN + (len(boxes) + 1) * (HEIGHT + GAP) if boxes else 0)
        self._say()

    def _say(self) -> None:
        self.setAccessibleDescription(
            " then ".join(
                f"{box.id}{' (bypassed)' if box.bypass else ''}"
                f"{' (selected)' if box.id == self._model.selected.value else ''}"
                for box in self._boxes
            )
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chain(
            painter, self._boxes, self._model.selected.value, self.width(), event.rect(), self.hasFocus()
        )
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        box = self._at(event.position().toPoint())
        if box is not None:
            self._model.selected.set(box.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._model.remove()
        elif key == Qt.Key.Key_B and not event.modifiers():
            self._model.bypass()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Tab searches, as compositors have it; Shift+Tab still leaves.
        if isinstance(event, QKeyEvent) and not event.modifiers():
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
                self._model.search()
                return True
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in _MINE:
                # Shortcuts of the window must not take the keys that mean nodes here.
                event.accept()
                return True
        if event.type() == QEvent.Type.ToolTip:
            box = self._at(self.mapFromGlobal(self.cursor().pos()))
            self.setToolTip("" if box is None else box.problem or box.type)
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(260, max(160, self.minimumHeight()))

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._watching:
            unwatch()

    def _at(self, point: QPoint) -> Box | None:
        for place, box in enumerate(self._boxes):
            if place_of(place, self.width()).contains(point):
                return box
        return None

    def _step(self, by: int) -> None:
        names = [box.id for box in self._boxes]
        if names:
            now = self._model.selected.value
            place = names.index(now) + by if now in names else 0
            self._model.selected.set(names[min(max(place, 0), len(names) - 1)])


class GraphDock(QWidget):
    """The chain under its buttons, and the search over it."""

    def __init__(
        self, model: GraphModel, handles: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.chain = Chain(model, self)
        self.search = NodeSearch(model, self)
        self._empty = QLabel(NO_CLIP, self)
        self._empty.setProperty("dim", True)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.chain)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setStyleSheet(f"background: {PANEL}")
        self._scroll.setMinimumHeight(HEIGHT * 2)
        line = QHBoxLayout()
        line.addWidget(button(handles["graph.add"], self, text=True))
        line.addStretch(1)
        line.addWidget(button(handles["graph.bypass"], self))
        line.addWidget(button(handles["graph.remove"], self))
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        box.addLayout(line)
        box.addWidget(self._empty, 1)
        box.addWidget(self._scroll, 1)
        self._watching = (
            model.boxes.watch(self._show, now=True),
            model.searching.watch(self._search),
        )

    def _show(self, boxes: tuple[Box, ...]) -> None:
        self._scroll.setVisible(bool(boxes))
        self._empty.setVisible(not boxes)

    def _search(self, on: bool) -> None:
        if on:
            self.search.begin(self._scroll if self._scroll.isVisible() else self)

    def forget(self) -> None:
        """Follow the model no more."""
        self.chain.forget()
        for unwatch in self._watching:
            unwatch()
