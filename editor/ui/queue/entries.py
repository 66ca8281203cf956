"""The queue's entries as Qt's views read them, moved by dragging; and how each is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from qtpy.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from qtpy.QtGui import QColor, QPainter
from qtpy.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from editor.ui.paint_items import draw_text, item
from editor.ui.theme import DIM, EDGE, FOCUS, GOOD, TEXT, WARNING

from .choice import Entry, QueueChoice, number_of
from .task import Ended, Task, ended_text, left_text, step_of

ENTRY = int(Qt.ItemDataRole.UserRole)
_MIME = "application/x-workprint-task"
_EDGE, _BAR = 6, 4

Index = QModelIndex | QPersistentModelIndex


class Entries(QAbstractListModel):
    """What the dock lists, in order."""

    def __init__(
        self, choice: QueueChoice, clock: Callable[[], float], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._choice, self._clock = choice, clock
        self._entries: tuple[Entry, ...] = ()

    def show(self, entries: tuple[Entry, ...]) -> None:
        """Show other entries; where they are the same tasks they are only drawn anew."""
        if [number_of(each) for each in entries] == [number_of(each) for each in self._entries]:
            self._entries = entries
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def place_of(self, number: int | None) -> int:
        """Return where a task is listed, -1 where it is not."""
        return next((place for place, each in enumerate(self._entries) if number_of(each) == number), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)):
            if isinstance(entry, Ended):
                return f"{entry.task.title}. {ended_text(entry)}"
            return ". ".join(lines_of(entry, self._clock()))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        both = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        entry = self._entries[index.row()]
        waits = isinstance(entry, Task) and entry.started is None
        return both | Qt.ItemFlag.ItemIsDragEnabled if waits else both

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        data = QMimeData()
        numbers = [str(number_of(self._entries[index.row()])) for index in indexes]
        data.setData(_MIME, " ".join(numbers[:1]).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        number = bytes(data.data(_MIME).data()).decode()
        place = row if row >= 0 else parent.row() if parent.isValid() else len(self._entries)
        if number.isdigit():
            before = 0 <= self.place_of(int(number)) < place
            self._choice.place(int(number), place - before)
        # The queue has moved it: the view is to take nothing away.
        return False


class EntryDelegate(QStyledItemDelegate):
    """Draws an entry: its title, how far it is or what became of it, a bar while it runs."""

    def __init__(self, clock: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, 2 * option.fontMetrics.height() + 2 * _EDGE + _BAR + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY)
        if not isinstance(entry, Task | Ended):
            return
        with item(painter, option) as chosen:
            inside = option.rect.adjusted(_EDGE + 2, _EDGE, -_EDGE, -_EDGE)
            high = option.fontMetrics.height()
            colours = (TEXT, TEXT if chosen else _colour(entry))
            lines = zip(lines_of(entry, self._clock()), colours, strict=True)
            for place, (text, colour) in enumerate(lines):
                painter.setPen(QColor(colour))
                draw_text(
                    painter, QRect(inside.left(), inside.top() + place * high, inside.width(), high), text
                )
            if isinstance(entry, Task) and entry.started is not None:
                _bar(painter, entry, QRect(inside.left(), inside.bottom() - _BAR + 3, inside.width(), _BAR))


def _bar(painter: QPainter, task: Task, place: QRect) -> None:
    painter.fillRect(place, QColor(EDGE))
    part = min(1.0, task.done / task.total) if task.total else 0.0
    painter.fillRect(QRect(place.topLeft(), QSize(round(place.width() * part), _BAR)), QColor(FOCUS))


def lines_of(entry: Entry, now: float) -> tuple[str, str]:
    """Return the two lines of an entry."""
    if isinstance(entry, Ended):
        return entry.task.title, ended_text(replace(entry, why=entry.cause))
    done = f"{entry.done} / {entry.total}" if entry.total else ""
    return entry.title, " · ".join(part for part in (left_text(entry, now), done, step_of(entry)) if part)


def _colour(entry: Entry) -> str:
    if isinstance(entry, Task):
        return DIM
    return {"failed": WARNING, "done": GOOD}.get(entry.outcome, DIM)
