"""The track headers for keys and screen readers: an invisible table over what is painted."""

from __future__ import annotations

from qtpy.QtCore import QModelIndex, QPoint, QRect, Qt
from qtpy.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
)
from qtpy.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from editor.ui.keys import MOVES, PRESSES, keep_keys
from editor.ui.meter.model import MeterModel
from editor.ui.words import say

from .header_cells import CELLS, SWITCHES, Cell, has, place_of, state_text
from .header_field import edit_cell
from .header_model import HeaderModel, Index
from .header_turn import HeaderTurn
from .headers import press, set_heights
from .heights import taller
from .model import TimelineModel
from .palette import DARK
from .view import HEADER, RULER, row_height, row_top

_KEY = Qt.Key
_RAISES = {_KEY.Key_Plus: 1, _KEY.Key_Equal: 1, _KEY.Key_Minus: -1, _KEY.Key_Underscore: -1}
_LED = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_TALLER = 1.25
_STEP = 1.0


class HeaderTable(QTableView):  # type: ignore[misc, unused-ignore]
    """Tab comes here from the lanes; arrows go from track to track and along each, a ring shows where.

    Nothing is drawn but the ring, and the mouse goes past it to what is painted beneath: a table costs the
    same for hundreds of tracks, where widgets of their own would not. Escape gives the keys to `back`.
    """

    def __init__(self, lanes: QWidget, model: TimelineModel, turn: HeaderTurn, back: QWidget) -> None:
        super().__init__(lanes)
        self._lanes, self._timeline, self._turn, self._back = lanes, model, turn, back
        self._cells = HeaderModel(model, self)
        self.setModel(self._cells)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(say("Tracks"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setAutoScroll(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.setStyleSheet("QTableView { background: transparent; }")
        self.viewport().setAutoFillBackground(False)
        keep_keys(self, (*MOVES, *PRESSES, *_RAISES, _KEY.Key_F2, _KEY.Key_0))
        unwatch = (model.rows.watch(lambda _: self._follow()), model.view.watch(lambda _: self._place()))
        self.destroyed.connect(lambda: [each() for each in unwatch])
        self._place()

    def show_levels(self, meter: MeterModel) -> None:
        """Tell with a track's level how loud it is, too."""
        self._cells.meter = meter

    # Where it is

    def _follow(self) -> None:
        """Show other rows; the cell that keys go to stays that of its track, or of the one in its place."""
        at, before = self.currentIndex(), self._cells.row_at(self.currentIndex().row())
        self._cells.follow()
        if before is not None and not self.currentIndex().isValid():
            ids = [row.holder.id for row in self._timeline.rows.value]
            here = ids.index(before.holder.id) if before.holder.id in ids else min(at.row(), len(ids) - 1)
            self._go(here, at.column())

    def _place(self) -> None:
        self.setGeometry(0, RULER, HEADER, max(self._timeline.view.value.height, 1))

    def visualRect(self, index: Index) -> QRect:
        """Return where a cell is painted."""
        view, row = self._timeline.view.value, self._cells.row_at(index.row())
        if row is None or index.row() >= len(view.tops) - 1:
            return QRect()
        tall = row_height(view, index.row())
        place = place_of(row, tall, CELLS[index.column()])
        return QRect(place.left, row_top(view, index.row()) + place.top, place.width, place.height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the cell that is painted at a place."""
        for row in range(self._cells.rowCount()):
            for column in range(len(CELLS)):
                if self.visualRect(self._cells.index(row, column)).contains(point):
                    return self._cells.index(row, column)
        return QModelIndex()

    def scrollTo(self, index: Index, hint: object = None) -> None:
        """Bring a track into sight."""
        view, number = self._timeline.view.value, index.row()
        if not 0 <= number < len(view.tops) - 1:
            return
        top, end = row_top(view, number), row_top(view, number) + row_height(view, number)
        if top < 0 or end > view.height:
            self._timeline.pan(0, top if top < 0 else min(top, end - view.height))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Do nothing: what is painted beneath scrolls."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring around the cell that keys go to."""
        if not self.hasFocus() or not self.currentIndex().isValid():
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(DARK.focus), 2))
        ring = self.visualRect(self.currentIndex()).adjusted(-2, -1, 1, 1)
        painter.drawRect(ring & self.viewport().rect().adjusted(1, 1, -2, -1))
        painter.end()

    def setSelection(self, rect: QRect, command: object) -> None:
        """Select nothing: tracks are not selected."""

    def visualRegionForSelection(self, selection: object) -> QRegion:
        """Return nothing: tracks are not selected."""
        return QRegion()

    # What keys do

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the target, else with the first track; bring it into sight where keys led here."""
        if not self.currentIndex().isValid() and self._cells.rowCount():
            ids = [row.holder.id for row in self._timeline.rows.value]
            aim = self._timeline.session.target.value
            self.setCurrentIndex(self._cells.index(ids.index(aim) if aim in ids else 0, 0))
        # A window that is shown gives the keys to whatever comes first, which is no wish to look there.
        if event.reason() in _LED:
            self.scrollTo(self.currentIndex())
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was turned."""
        self._turn.end()
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go along the cells, press a switch, change a level or a height, have something typed."""
        key, index = Qt.Key(event.key()), self.currentIndex()
        row = self._cells.row_at(index.row())
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if key == _KEY.Key_Escape:
            self._turn.end()
            self._back.setFocus()
        elif row is None or not plain:
            event.ignore()
        elif key in MOVES:
            self._turn.end()
            self._move(key, index)
        elif not self._act(key, index.row(), CELLS[index.column()]):
            event.ignore()

    def _act(self, key: Qt.Key, number: int, cell: Cell) -> bool:
        """Do what a key does in a cell, and have it said; return whether it does anything."""
        done = self._did(key, number, cell)
        row = self._timeline.rows.value[number]
        if done and has(row, cell) and cell not in ("name", "height"):
            shown = self._timeline.faders.value.get(row.holder.id)
            self._say(state_text(row, cell, shown))
        return done

    def _say(self, text: str) -> None:
        """Have a screen reader say something; a table's cells have no events of their own for it."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _did(self, key: Qt.Key, number: int, cell: Cell) -> bool:
        model = self._timeline
        row = model.rows.value[number]
        if cell in SWITCHES and key in PRESSES:
            press(model, "enable" if cell == "enable" else "solo" if cell == "solo" else "lock", number)
        elif key in (_KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_F2):
            self._turn.end()
            edit_cell(self._lanes, model, number, cell, self)
        elif cell == "name" and key == _KEY.Key_Space:
            model.session.target.set(row.holder.id)
        elif cell == "level" and key in _RAISES:
            self._turn.turn(number, _RAISES[key] * _STEP)
        elif cell == "height" and key in _RAISES:
            tall = row_height(model.view.value, number)
            set_heights(model, {row.holder.id: taller(tall, _TALLER ** _RAISES[key])})
        elif key == _KEY.Key_0 and cell == "level":
            self._turn.reset(number)
        elif key == _KEY.Key_0 and cell == "height":
            set_heights(model, {row.holder.id: 0})
        else:
            return False
        return True

    def _move(self, key: Qt.Key, index: QModelIndex) -> None:
        number, column, last = index.row(), index.column(), self._cells.rowCount() - 1
        page = max(
            self._timeline.view.value.height // max(row_height(self._timeline.view.value, number), 1), 1
        )
        downs = {_KEY.Key_Up: -1, _KEY.Key_Down: 1, _KEY.Key_PageUp: -page, _KEY.Key_PageDown: page}
        if key in downs:
            self._go(min(max(number + downs[key], 0), last), column)
        elif key in (_KEY.Key_Home, _KEY.Key_End):
            self._go(0 if key == _KEY.Key_Home else last, column)
        else:
            there = [
                place for place, cell in enumerate(CELLS) if has(self._timeline.rows.value[number], cell)
            ]
            step = there.index(column) + (1 if key == _KEY.Key_Right else -1)
            self._go(number, there[min(max(step, 0), len(there) - 1)])

    def _go(self, number: int, column: int) -> None:
        """Go to a cell, to the name of a track that has no such."""
        row = self._cells.row_at(number)
        if row is not None:
            self.setCurrentIndex(self._cells.index(number, column if has(row, CELLS[column]) else 0))
            if self.hasFocus():
                self.scrollTo(self.currentIndex())
            self.viewport().update()
