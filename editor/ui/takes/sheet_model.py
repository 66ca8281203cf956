"""The tiles as Qt's views read them: what is picked stays picked while takes come and go."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from qtpy.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from .rows import Row, Tile

TILE = int(Qt.ItemDataRole.UserRole)
TAKE_MIME = "application/x-workprint-take"
"""A list of takes as JSON: `clip`, `shot`, `take` of each."""

Index = QModelIndex | QPersistentModelIndex


class SheetModel(QAbstractListModel):
    """The tiles that are shown, in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[Tile, ...] = ()

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What is shown."""
        return self._tiles

    def show(self, tiles: tuple[Tile, ...]) -> None:
        """Show other tiles: those at the same places are only drawn anew, others come or go at the end."""
        before = self._tiles
        same = 0
        for old, new in zip(before, tiles, strict=False):
            if old.key != new.key:
                break
            same += 1
        if same < len(before):
            self.beginRemoveRows(QModelIndex(), same, len(before) - 1)
            self._tiles = before[:same]
            self.endRemoveRows()
        if same < len(tiles):
            self.beginInsertRows(QModelIndex(), same, len(tiles) - 1)
            self._tiles = (*self._tiles, *tiles[same:])
            self.endInsertRows()
        changed = [place for place in range(same) if before[place] != tiles[place]]
        self._tiles = tiles
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def place_of(self, key: str | None) -> int:
        """Return where a tile is shown, -1 where it is not."""
        return next((place for place, tile in enumerate(self._tiles) if tile.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._tiles)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self._tiles):
            return None
        tile = self._tiles[index.row()]
        if role == TILE:
            return tile
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return tile.words
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return _tip(tile)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        both = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_take = index.isValid() and isinstance(self._tiles[index.row()], Row)
        return both | Qt.ItemFlag.ItemIsDragEnabled if is_take else both

    def mimeTypes(self) -> list[str]:
        return [TAKE_MIME]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        tiles = [self._tiles[index.row()] for index in indexes]
        rows = [tile for tile in tiles if isinstance(tile, Row) and not tile.trashed]
        data = QMimeData()
        said = [{"clip": row.clip, "shot": row.take.shot, "take": row.id} for row in rows]
        data.setData(TAKE_MIME, json.dumps(said).encode())
        return data


def _tip(tile: Tile) -> str:
    if not isinstance(tile, Row):
        return tile.words
    return "\n".join(part for part in (tile.words, tile.why, str(tile.take.folder)) if part)
