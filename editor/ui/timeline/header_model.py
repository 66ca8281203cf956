"""The tracks as a table that Qt tells screen readers of: a column for each thing in a header."""

from __future__ import annotations

from typing import Any

from qtpy.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor.ui.meter.model import MeterModel
from editor.ui.words import say

from .faders import fader_text, level_of
from .header_cells import CELLS, SWITCHES, cell_help, cell_name, has, is_on
from .model import TimelineModel
from .rows import Row
from .view import row_height

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_ROLE = Qt.ItemDataRole


class HeaderModel(QAbstractTableModel):  # type: ignore[misc, unused-ignore]
    """Reads the timeline's rows; they are changed by the view's keys."""

    def __init__(self, model: TimelineModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._rows = model, model.rows.value
        self.meter: MeterModel | None = None

    def follow(self) -> None:
        """Show the rows as they are now: others than before as a new table, changed ones as changed."""
        before, self._rows = self._rows, self._model.rows.value
        if [row.holder.id for row in before] != [row.holder.id for row in self._rows]:
            self.beginResetModel()
            self.endResetModel()
            return
        for number, (one, other) in enumerate(zip(before, self._rows, strict=True)):
            if one is not other:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(CELLS) - 1))

    def row_at(self, number: int) -> Row | None:
        """Return a row, None where there is none."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many tracks there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many things a header holds."""
        return 0 if parent.isValid() else len(CELLS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a cell may be gone to where its track has it, and switched where it is a switch."""
        row, cell = self.row_at(index.row()), CELLS[index.column()]
        if row is None or not has(row, cell):
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsUserCheckable if cell in SWITCHES else base

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Return what a column is about; a row is called as its track."""
        if role != _ROLE.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            row = self.row_at(section)
            return None if row is None else row.name
        names = (say("Name"), say("Mute or hide"), say("Solo"), say("Lock"), say("Level"), say("Height"))
        return names[section]

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return what stands in a cell, what a screen reader says of it, and whether a switch is pressed."""
        row, cell = self.row_at(index.row()), CELLS[index.column()]
        if row is None or not has(row, cell):
            return None
        if role == _ROLE.AccessibleTextRole:
            return cell_name(row, cell)
        if role == _ROLE.AccessibleDescriptionRole:
            heard = "" if self.meter is None or cell != "level" else self.meter.track_text(row.holder.id)
            return "\n".join(filter(None, (cell_help(row, cell), heard)))
        if role == _ROLE.CheckStateRole and cell in SWITCHES:
            return Qt.CheckState.Checked if is_on(row, cell) else Qt.CheckState.Unchecked
        if role == _ROLE.DisplayRole and cell == "level":
            return fader_text(level_of(row))
        if role == _ROLE.DisplayRole and cell == "height":
            return str(row_height(self._model.view.value, index.row()))
        return row.name if role == _ROLE.DisplayRole and cell == "name" else None
