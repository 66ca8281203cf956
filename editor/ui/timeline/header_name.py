"""A track's name, typed where it stands."""

from __future__ import annotations

from qtpy.QtCore import QEvent, Qt
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import QLineEdit, QWidget

from .headers import places, rename
from .model import TimelineModel
from .view import RULER, row_height, row_top


class NameField(QLineEdit):  # type: ignore[misc, unused-ignore]
    """A field over a header's name: Return or a click elsewhere keeps what was typed, Escape does not."""

    def __init__(self, lanes: QWidget, model: TimelineModel, row: int) -> None:
        super().__init__(lanes)
        self._lanes, self._model, self._row = lanes, model, row
        view, track = model.view.value, model.rows.value[row]
        self._id = track.holder.id
        tall = row_height(view, row)
        place = next(place for part, place in places(track, tall) if part == "name")
        height = max(place.height, self.sizeHint().height())
        top = RULER + row_top(view, row) + place.top + (place.height - height) // 2
        self.setGeometry(place.left - 4, max(top, RULER), place.width, height)
        self.setText(track.name)
        self.setAccessibleName(f"Name of track {track.name}")
        self.editingFinished.connect(self._keep)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self._unwatch = model.view.watch(lambda _: self._close())

    def event(self, event: QEvent) -> bool:
        """Take Escape and Return before anybody's shortcut does."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the name as it was with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        rows, typed = self._model.rows.value, self.text()
        self._close()
        # What stands there now may be another track.
        if self._row < len(rows) and rows[self._row].holder.id == self._id:
            rename(self._model, self._row, typed)

    def _close(self) -> None:
        self._unwatch()
        self.blockSignals(True)
        self.hide()
        self.deleteLater()
        self._lanes.setFocus()
