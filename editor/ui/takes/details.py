"""Below the contact sheet: the chosen take's recipe in words, or in what two differ, and the note."""

from __future__ import annotations

from collections.abc import Sequence

from qtpy.QtCore import QSize
from qtpy.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from editor.takes.quality import KNOWN, value_text
from editor.takes.words import differences, told
from editor.ui.words import say

from .model import TakesModel
from .rows import Pending, Row


class Details(QWidget):
    """Follows what is chosen and picked; the note is kept with Return or when the field is left."""

    def __init__(self, model: TakesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._of: str | None = None
        self.title = QLabel(self)
        self.title.setProperty("section", True)
        self.words = QPlainTextEdit(self)
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(say("The recipe in words"))
        self.note = QLineEdit(self)
        self.note.setPlaceholderText(say("Note on this take"))
        self.note.setAccessibleName(say("Note on the take"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.setSpacing(4)
        below = QHBoxLayout()
        below.addWidget(self.title)
        below.addWidget(self.note, 1)
        box.addWidget(self.words, 1)
        box.addLayout(below)
        self.note.editingFinished.connect(self._keep)
        self._watching = (
            model.shown.watch(lambda _: self._show()),
            model.picked.watch(lambda _: self._show()),
            model.can_mark.watch(lambda _: self._show()),
        )
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(260, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 3 * self.fontMetrics().height() + 38)

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._watching:
            unwatch()

    def _show(self) -> None:
        picked = self._model.rows_picked
        failed = self._failed()
        row = self._model.row
        if len(picked) == 2:
            title, lines = f"{picked[0].id} → {picked[1].id}", _apart(picked)
        elif failed is not None:
            title, lines = failed.name, [failed.failed]
        elif row is not None:
            title, lines = row.id, _said(row)
        else:
            title, lines = "", []
        self.title.setText(title)
        self.title.setVisible(bool(title))
        text = "\n".join(lines)
        if text != self.words.toPlainText():
            self.words.setPlainText(text)
        self.note.setEnabled(row is not None and self._model.can_mark.value and len(picked) < 2)
        if (row.key if row else None) != self._of or not self.note.hasFocus():
            self._of = row.key if row else None
            self.note.setText("" if row is None else row.note)
            self.note.setCursorPosition(0)

    def _failed(self) -> Pending | None:
        chosen = self._model.chosen.value
        found = (tile for tile in self._model.shown.value if tile.key == chosen)
        tile = next(found, None)
        return tile if isinstance(tile, Pending) and tile.ended else None

    def _keep(self) -> None:
        row = self._model.row
        if row is not None and row.key == self._of and self.note.text().strip() != row.note:
            self._model.note(self.note.text())


def _said(row: Row) -> list[str]:
    lines = [*told(row.take)]
    if row.varied:
        lines.insert(0, say("varied: {what}", what=row.varied))
    if row.is_stale and row.why:
        lines.insert(0, say("stale: {why}", why=row.why))
    measured = [each for each in KNOWN if each.name in row.measures]
    lines += [f"{say(each.title)}: {value_text(each.name, row.measures[each.name])}" for each in measured]
    return lines


def _apart(rows: Sequence[Row]) -> list[str]:
    found = [*differences(rows[0].take, rows[1].take)] or [say("They are made alike.")]
    for each in KNOWN:
        values = [row.measures.get(each.name) for row in rows]
        if values[0] is not None and values[1] is not None and values[0] != values[1]:
            one, other = (value_text(each.name, value) for value in values if value is not None)
            found.append(f"{say(each.title)}: {one} → {other}")
    return found
