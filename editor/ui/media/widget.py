"""The media dock."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

from qtpy.QtCore import QByteArray, QItemSelection, QItemSelectionModel, QPoint, QSize, Qt, QTimer
from qtpy.QtGui import QAction, QDragEnterEvent, QDropEvent
from qtpy.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QSlider,
    QStackedWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from editor.ui.buttons import button
from editor.ui.icons import icon
from editor.ui.keys import MOVES, PRESSES, keep_keys
from editor.ui.shell.arranging import bytes_of
from editor.ui.words import later, say

from .bins import BinTree
from .model import MediaModel
from .pictures import Pictures
from .table import PIECE, MediaTable
from .text import COLUMNS
from .tiles import LEAST, MOST, ROWS, Tiles

NOTHING = later("No media yet. Drop files here, or add them.")
NONE_FOUND = later("Nothing here. Choose another bin or search for something else.")
_WIDTHS = (150, 84, 80, 56, 84, 84, 60)
_PUT, _KEEP = ("look", "insert", "overwrite", "append"), ("rename", "move", "relink", "remove")
_MENU = (*_PUT, "", *_KEEP, "", "remove_unused")


class MediaDock(QWidget):
    """Shows the model's media as a list or as tiles, under a tree of bins."""

    def __init__(
        self,
        model: MediaModel,
        pictures: Pictures,
        handles: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._pictures, self._handles = model, pictures, handles
        self.setAcceptDrops(True)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(say("Search media"))
        self.search.setAccessibleName(say("Search media"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(model.search.set)
        self.bins = BinTree(model, self)
        self.table = MediaTable(model, self)
        self.chosen = QItemSelectionModel(self.table, self)
        self.list, self.tiles = QTreeView(self), QListView(self)
        self._views()
        self._empty = QLabel(self)
        self._empty.setProperty("dim", True)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.pages = QStackedWidget(self)
        for page in (self.list, self.tiles, self._empty):
            self.pages.addWidget(page)
        self.as_tiles = QToolButton(self)
        self.size_slider = QSlider(Qt.Orientation.Horizontal, self)
        self._lay_out()
        self.chosen.selectionChanged.connect(self._choose)
        pictures.came.connect(self.tiles.viewport().update)
        self._watching = (
            model.pieces.watch(lambda _: self._follow()),
            model.as_tiles.watch(self._turn),
            model.shown.watch(lambda _: self._follow(), now=True),
        )

    def _views(self) -> None:
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.tiles.setViewMode(QListView.ViewMode.IconMode)
        self.tiles.setResizeMode(QListView.ResizeMode.Adjust)
        self.tiles.setMovement(QListView.Movement.Snap)
        self.tiles.setUniformItemSizes(True)
        self.tiles.setSpacing(3)
        self._drawn = Tiles(self._pictures, self.tiles)
        self.tiles.setItemDelegate(self._drawn)
        for view in (self.list, self.tiles):
            view.setModel(self.table)
            view.setSelectionModel(self.chosen)
            view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
            view.setDragEnabled(True)
            view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
            view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
            view.setAccessibleName(say("Media of the project"))
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(lambda at, view=view: self._menu(view.mapToGlobal(at)))
            view.doubleClicked.connect(lambda _: self._handles["media.insert"].trigger())
            keep_keys(view, MOVES)
        self.list.setSortingEnabled(True)
        self.list.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        for column, width in enumerate(_WIDTHS):
            self.list.setColumnWidth(column, width)
        header = self.list.header()
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self._columns_menu(header.mapToGlobal(at)))

    def _lay_out(self) -> None:
        top, ends = QHBoxLayout(), QHBoxLayout()
        self.as_tiles.setIcon(icon("tiles"))
        self.as_tiles.setIconSize(QSize(18, 18))
        self.as_tiles.setCheckable(True)
        self.as_tiles.setToolTip(say("Show pictures"))
        self.as_tiles.setAccessibleName(say("Show pictures"))
        self.as_tiles.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_keys(self.as_tiles, PRESSES)
        self.as_tiles.toggled.connect(self._model.as_tiles.set)
        top.addWidget(self.search, 1)
        top.addWidget(self.as_tiles)
        top.addWidget(button(self._handles["media.new_bin"], self))
        top.addWidget(button(self._handles["media.add"], self))
        self.size_slider.setRange(LEAST, MOST)
        self.size_slider.setValue(ROWS)
        self.size_slider.setPageStep(12)
        self.size_slider.setMinimumWidth(40)
        self.size_slider.setMaximumWidth(110)
        self.size_slider.setToolTip(say("Size of the pictures"))
        self.size_slider.setAccessibleName(say("Size of the pictures"))
        keep_keys(self.size_slider, MOVES)
        self.size_slider.valueChanged.connect(self._resize_tiles)
        for name in ("media.insert", "media.overwrite", "media.append"):
            ends.addWidget(button(self._handles[name], self))
        ends.addStretch(1)
        ends.addWidget(self.size_slider, 2)
        for name in ("media.relink", "media.remove"):
            ends.addWidget(button(self._handles[name], self))
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        box.addLayout(top)
        box.addWidget(self.bins)
        box.addWidget(self.pages, 1)
        box.addLayout(ends)

    def _follow(self) -> None:
        shown = self._model.shown.value
        self._empty.setText(say(NONE_FOUND if self._model.pieces.value else NOTHING))
        self.size_slider.setVisible(self.as_tiles.isChecked())
        view = self.tiles if self.as_tiles.isChecked() else self.list
        self.pages.setCurrentWidget(view if shown else self._empty)
        # The rows were reset, and with them what is selected: chosen is what was chosen by its path.
        chosen = self._model.chosen.value
        picked = QItemSelection()
        for row, piece in enumerate(shown):
            if piece.path in chosen:
                picked.select(self.table.index(row, 0), self.table.index(row, 0))
        rows = QItemSelectionModel.SelectionFlag.Rows
        self.chosen.blockSignals(True)
        self.chosen.select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect | rows)
        self.chosen.blockSignals(False)

    def _choose(self) -> None:
        self._model.choose(index.data(PIECE).path for index in self.chosen.selectedRows())

    def _turn(self, as_tiles: bool) -> None:
        self.as_tiles.setChecked(as_tiles)
        self._follow()

    def _resize_tiles(self, rows: int) -> None:
        self._drawn.rows = rows
        self.tiles.doItemsLayout()

    def _columns_menu(self, at: QPoint) -> None:
        """Offer which columns are shown; what media is called always is."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        header = self.list.header()
        for column, (title, _) in list(enumerate(COLUMNS))[1:]:
            made = menu.addAction(say(title))
            made.setCheckable(True)
            made.setChecked(not header.isSectionHidden(column))
            made.toggled.connect(lambda shown, column=column: self.list.setColumnHidden(column, not shown))
        menu.popup(at)

    def remembered(self) -> Mapping[str, object]:
        """Return how the media is shown, to be given to `remember` another time."""
        columns = b64encode(bytes(self.list.header().saveState().data())).decode()
        return {"columns": columns, "tiles": self.as_tiles.isChecked(), "rows": self.size_slider.value()}

    def remember(self, state: Mapping[str, object]) -> None:
        """Show the media as `state` says; what is not understood in it changes nothing."""
        header, columns = self.list.header(), bytes_of(state.get("columns"))
        if columns and header.restoreState(QByteArray(columns)):
            header.setSectionHidden(0, False)
            self.list.sortByColumn(header.sortIndicatorSection(), header.sortIndicatorOrder())
        rows = state.get("rows")
        if isinstance(rows, int):
            self.size_slider.setValue(rows)
        self.as_tiles.setChecked(state.get("tiles") is True)

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in _MENU:
            if name:
                menu.addAction(self._handles[f"media.{name}"])
            else:
                menu.addSeparator()
        menu.popup(at)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from elsewhere."""
        if event.source() is None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add files to the bin that is shown."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        # Once the other program has its answer.
        QTimer.singleShot(0, self, lambda: self._model.add(paths))

    def sizeHint(self) -> QSize:
        return QSize(300, 420)

    def forget(self) -> None:
        """Follow the model no more."""
        self.bins.forget()
        self.table.forget()
        self._pictures.close()
        for unwatch in self._watching:
            unwatch()
