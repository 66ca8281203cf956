"""Small pictures of media: asked of the engine as they are seen, kept in the user's cache folder."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from qtpy.QtCore import QObject, Signal
from qtpy.QtGui import QImage

from editor.ui.session import Session
from editor.ui.tasks import Lane, Post

if TYPE_CHECKING:
    from editor.compile.pool import Piece
    from nodes.engine.client import Engine

KEPT = 400


class Pictures(QObject):
    """Gives pictures that it has, and fetches the others; `came` tells that there is a new one."""

    came = Signal()

    def __init__(
        self, session: Session, engine: Callable[[], Engine], post: Post, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._engine = session, engine
        self._lane = Lane("media pictures", post)
        self._known: OrderedDict[str, QImage | None] = OrderedDict()

    def get(self, piece: Piece) -> QImage | None:
        """Return the picture in the middle of some media, 64 rows, None where there is none (yet)."""
        if piece.offline or piece.info is None or piece.info.format is None:
            return None
        name = piece.fingerprint
        if name not in self._known:
            self._known[name] = None
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            self._lane.do(lambda: self._made(piece), lambda image: self._keep(name, image))
        return self._known[name]

    def close(self) -> None:
        """End the lane."""
        self._lane.close()

    def _keep(self, name: str, image: QImage | None) -> None:
        if image is not None:
            self._known[name] = image
            self.came.emit()

    def _made(self, piece: Piece) -> QImage | None:
        from editor.compile.shot import colour_of
        from editor.folders import cache_folder
        from nodes.engine.job import Bound

        project = self._session.project.value
        if project is None or piece.info is None:
            return None
        came: list[QImage] = []

        def take(_: int, pixels: object) -> None:
            rows, columns = pixels.shape[:2]  # type: ignore[attr-defined]
            data = pixels.tobytes()  # type: ignore[attr-defined]
            came.append(QImage(data, columns, rows, columns * 3, QImage.Format.Format_RGB888).copy())

        bound, middle = Bound(piece.info, piece.fingerprint), piece.info.frame_count // 2
        self._engine().thumbnails(bound, [middle], colour_of(project), cache_folder() / "thumbnails", take)
        return came[0] if came else None
