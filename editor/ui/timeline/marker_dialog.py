"""The dialog in which a marker gets its name, colour and comment."""

from __future__ import annotations

from qtpy.QtCore import Qt
from qtpy.QtGui import QColor, QIcon, QPixmap
from qtpy.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from editor.document.edits import MARKER_COLOURS
from editor.ui.words import say

from .marking import change, mark_here, remove
from .model import TimelineModel
from .palette import Colours
from .rows import Mark


class MarkerDialog(QDialog):  # type: ignore[misc, unused-ignore]
    """Shows one marker; what is typed is one edit once it is accepted."""

    def __init__(self, model: TimelineModel, mark: Mark, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Marker"))
        self._model, self._mark = model, mark
        marker = mark.marker
        self.name = QLineEdit(marker.name, self)
        self.colour = QComboBox(self)
        for colour in MARKER_COLOURS:
            swatch = QPixmap(12, 12)
            swatch.fill(QColor(colours.of_marker(colour)))
            self.colour.addItem(QIcon(swatch), say(colour.capitalize()), colour)
        if marker.colour and self.colour.findData(marker.colour) < 0:
            self.colour.addItem(marker.colour, marker.colour)
        self.colour.setCurrentIndex(max(self.colour.findData(marker.colour), 0))
        self.comment = QPlainTextEdit(marker.comment, self)
        self.comment.setTabChangesFocus(True)
        self.comment.setMinimumHeight(72)
        form = QFormLayout(self)
        for text, field in (
            (say("Name"), self.name),
            (say("Colour"), self.colour),
            (say("Comment"), self.comment),
        ):
            field.setAccessibleName(text)
            form.addRow(text, field)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel, parent=self)
        delete = self.buttons.addButton(say("Delete"), QDialogButtonBox.ButtonRole.DestructiveRole)
        delete.clicked.connect(self._remove)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form.addRow(self.buttons)
        self.resize(380, 240)
        self.name.setFocus()
        self.name.selectAll()

    def accept(self) -> None:
        """Keep what was typed."""
        change(
            self._model,
            self._mark,
            self.name.text().strip(),
            str(self.colour.currentData()),
            self.comment.toPlainText().strip(),
        )
        super().accept()

    def _remove(self) -> None:
        remove(self._model, self._mark)
        super().reject()


def show_marker(model: TimelineModel, colours: Colours, parent: QWidget, mark: Mark | None = None) -> None:
    """Show the dialog for a marker, for None the one at the playhead."""
    mark = mark or mark_here(model)
    if mark is None:
        model.session.message.set(say("No marker here: press M to put one at the playhead."))
    else:
        MarkerDialog(model, mark, colours, parent).open()
