"""Files and media that are dragged onto the timeline."""

from __future__ import annotations

from pathlib import Path

from qtpy.QtCore import Signal
from qtpy.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from qtpy.QtWidgets import QAbstractScrollArea

from .cursors import keys_of
from .dropping import MIME, hover, lay_at, leave, read_paths
from .model import TimelineModel
from .tools import Keys


class Taking(QAbstractScrollArea):  # type: ignore[misc, unused-ignore]
    """A drawing that takes what is dropped on it: `dropped` tells the paths, and where media goes (`Lay`)."""

    dropped = Signal(list, object)

    model: TimelineModel
    _taking: bool

    def _show_taking(self, taking: bool) -> None:
        self._taking = taking
        self.viewport().update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and media of the project."""
        if paths := _paths(event):
            event.acceptProposedAction()
            self._show_taking(True)
            hover(self.model, paths, *_where(event))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take nothing after all."""
        self._show_taking(False)
        leave(self.model)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go."""
        if paths := _paths(event):
            event.acceptProposedAction()
            hover(self.model, paths, *_where(event))

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped, and where media among it goes."""
        self._show_taking(False)
        leave(self.model)
        if paths := _paths(event):
            event.acceptProposedAction()
            found = lay_at(self.model, *_where(event))
            leave(self.model)
            self.dropped.emit([Path(path) for path in paths], None if found is None else found[0])


def _paths(event: QDropEvent) -> list[str]:
    data = event.mimeData()
    if data.hasFormat(MIME):
        return read_paths(bytes(data.data(MIME).data()))
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def _where(event: QDropEvent) -> tuple[float, float, Keys]:
    at = event.position()
    return at.x(), at.y(), keys_of(event.modifiers())
