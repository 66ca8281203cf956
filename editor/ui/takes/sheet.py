"""The contact sheet: a grid of tiles that is walked through, picked from and dragged from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from qtpy.QtCore import QItemSelection, QItemSelectionModel, QSize, Qt
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import QAbstractItemView, QListView, QWidget

from editor.ui.keys import MOVES, keep_keys
from editor.ui.words import say

from .delegate import TakeDelegate
from .model import TakesModel
from .posters import Posters
from .sheet_model import SheetModel

_LOW = 130
"""Pixels below which the sheet is made only where its tiles are lower still."""
_DIGITS = (Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)


class Sheet(QListView):
    """Shows the model's tiles; 0 to 5 rate what is picked, Enter circles, or tries again what failed."""

    def __init__(
        self, model: TakesModel, posters: Posters, clock: Callable[[], float], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._takes = model
        self.tiles = SheetModel(self)
        self.tile = TakeDelegate(posters, lambda: model.glimpse.value, clock, self)
        self._following = False
        self.setModel(self.tiles)
        self.setItemDelegate(self.tile)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setSpacing(0)
        self.setAccessibleName(say("Contact sheet of takes"))
        self.setToolTip(say("0 to 5 rate, Enter circles or tries again"))
        keep_keys(self, (*MOVES, *_DIGITS, Qt.Key.Key_Return, Qt.Key.Key_Enter))
        self.resize_tiles(self.tile.width)
        posters.came.connect(self.viewport().update)
        self.activated.connect(lambda _: model.activate())
        self.selectionModel().selectionChanged.connect(lambda *_: self._chose())
        self.selectionModel().currentChanged.connect(lambda *_: self._chose())
        self._watching = (
            model.shown.watch(lambda _: self._show(), now=True),
            model.picked.watch(lambda _: self._follow(), now=True),
            model.chosen.watch(lambda _: self._follow()),
            model.glimpse.watch(lambda _: self.viewport().update()),
            model.wish.watch(lambda wish: self._order(wish.order), now=True),
        )

    def resize_tiles(self, width: int) -> None:
        """Draw the pictures so wide."""
        self.tile.width = width
        size = self.tile.tile(self.fontMetrics().height())
        self.setGridSize(size)
        # A row of tiles is seen whole, unless they are large.
        self.setMinimumHeight(min(size.height(), _LOW) + 2 * self.frameWidth())
        self.doItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        key = Qt.Key(event.key())
        if plain and key in _DIGITS and self._takes.can_mark.value:
            self._takes.rate(_DIGITS.index(key))
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(260, 300)

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._watching:
            unwatch()

    def _order(self, order: str) -> None:
        self.tile.order = order
        self.viewport().update()

    def _show(self) -> None:
        with self._quietly():
            self.tiles.show(self._takes.shown.value)
        self._follow()

    def _chose(self) -> None:
        if self._following:
            return
        tiles = self.tiles.tiles
        places = [index.row() for index in self.selectionModel().selectedIndexes()]
        current = self.currentIndex().row()
        key = tiles[current].key if 0 <= current < len(tiles) else None
        picked = frozenset(tiles[place].key for place in places if place < len(tiles))
        with self._quietly():
            self._takes.choose(key, picked or (frozenset({key}) if key else frozenset()))

    def _follow(self) -> None:
        """Pick and choose in the view what is picked and chosen in the model."""
        if self._following:
            return
        with self._quietly():
            wanted = QItemSelection()
            for key in self._takes.picked.value:
                index = self.tiles.index(self.tiles.place_of(key))
                if index.isValid():
                    wanted.select(index, index)
            chooser = self.selectionModel()
            current = self.tiles.index(self.tiles.place_of(self._takes.chosen.value))
            chooser.setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
            chooser.select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        before, self._following = self._following, True
        try:
            yield
        finally:
            self._following = before
