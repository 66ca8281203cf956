"""The takes' pictures, read and scaled off the window's thread."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from qtpy.QtCore import QObject, QSize, Qt, Signal
from qtpy.QtGui import QImage, QImageReader

from editor.ui.tasks import Lane, Post

KEPT = 200


class Posters(QObject):
    """Gives pictures that it has, and fetches the others; `came` tells that there is a new one."""

    came = Signal()

    def __init__(self, post: Post, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = Lane("posters", post)
        self._known: OrderedDict[tuple[Path, int], QImage | None] = OrderedDict()

    def get(self, path: Path, size: QSize) -> QImage | None:
        """Return a picture that fits into a size (device pixels), None where it is not there (yet)."""
        key = (path, size.width())
        if key not in self._known:
            self._known[key] = None
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            self._lane.do(lambda: _read(path, size), lambda image: self._keep(key, image))
        return self._known[key]

    def close(self) -> None:
        """End the lane."""
        self._lane.close()

    def _keep(self, key: tuple[Path, int], image: QImage | None) -> None:
        self._known[key] = image
        self.came.emit()


def _read(path: Path, size: QSize) -> QImage | None:
    reader = QImageReader(str(path))
    whole = reader.size()
    if whole.isValid():
        reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
