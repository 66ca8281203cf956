"""The inside of a dock that shows the fields of one thing: its name, what there is to say, its controls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qtpy.QtCore import QSize, QTimer
from qtpy.QtWidgets import QLabel, QVBoxLayout, QWidget

from editor.ui.observe import Unwatch, Value
from nodes.api.kinds import Json

from .control import Control
from .rows import Rows


class FieldPanel(QWidget):
    """Gives what its controls do to `tried`, `given` and `reset`; what it shows it learns by `follow`."""

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
        self._show: Callable[[], None] | None = None

    def follow(self, values: Sequence[Value[Any]], show: Callable[[], None]) -> None:
        """Show now, and again once nothing more is told of these values.

        A clip that is selected has another graph, another node, other fields: each is told by itself.
        """
        self._show = show
        self._timer.timeout.connect(show)
        self._watching = tuple(each.watch(self.soon) for each in values)
        show()

    def soon(self, _: object = None) -> None:
        """Show what is followed once nothing more is told of it."""
        self._timer.start(0)

    @property
    def controls(self) -> Mapping[str, Control]:
        """The controls by field."""
        if self._show is not None and self._timer.isActive():
            self._timer.stop()
            self._show()
        return self._rows.controls

    def sizeHint(self) -> QSize:
        return QSize(300, 360)

    def forget(self) -> None:
        """Follow the model no more."""
        self._timer.stop()
        for unwatch in self._watching:
            unwatch()
