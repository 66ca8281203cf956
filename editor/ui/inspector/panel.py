"""The inside of a dock that shows the fields of one thing: its name, what there is to say, its controls."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qtpy.QtCore import QSize, QTimer
from qtpy.QtWidgets import QLabel, QVBoxLayout, QWidget

from editor.ui.observe import Unwatch
from nodes.api.kinds import Json

from .control import Control
from .rows import Rows


class FieldPanel(QWidget):
    """Gives what its controls do to `tried`, `given` and `reset`; `show_all` fills it from a model.

    What a model tells in one go is shown once, when all of it is told: see `soon`.
    """

    def __init__(
        self,
        tried: Callable[[str, Json], None],
        given: Callable[[str, Json], None],
        reset: Callable[[str], None],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._title.setProperty("section", True)
        self._title.setWordWrap(True)
        self._about = QLabel(self)
        self._about.setProperty("dim", True)
        self._about.setWordWrap(True)
        self._rows = Rows(self)
        self._rows.tried.connect(tried)
        self._rows.given.connect(given)
        self._rows.reset.connect(reset)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        box.addWidget(self._title)
        box.addWidget(self._about)
        box.addWidget(self._rows, 1)
        self._watching: tuple[Unwatch, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.show_all)

    def show_all(self) -> None:
        """Show what the model says now."""
        raise NotImplementedError

    def soon(self, _: object = None) -> None:
        """Show what the model says once nothing more is told of it.

        A clip that is selected has another graph, another node, other fields: each is told by itself.
        """
        self._timer.start(0)

    @property
    def controls(self) -> Mapping[str, Control]:
        """The controls by field."""
        self._shown()
        return self._rows.controls

    def sizeHint(self) -> QSize:
        return QSize(300, 360)

    def _shown(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.show_all()

    def forget(self) -> None:
        """Follow the model no more."""
        self._timer.stop()
        for unwatch in self._watching:
            unwatch()
