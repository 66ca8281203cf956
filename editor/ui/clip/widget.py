"""The clip dock: controls for how the selected clip is laid, heard and played."""

from __future__ import annotations

from collections.abc import Mapping

from qtpy.QtCore import QSize
from qtpy.QtWidgets import QLabel, QVBoxLayout, QWidget

from editor.ui.inspector.controls import Control
from editor.ui.inspector.rows import Rows
from editor.ui.shots import clip_title

from .model import ClipModel

NO_CLIP = "Select one clip on the timeline to see how it is laid, heard and played."
READ_ONLY = "Somebody else has this project open: it can only be looked at."


class ClipDock(QWidget):
    """Shows the selected clip."""

    def __init__(self, model: ClipModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._title = QLabel(self)
        self._title.setProperty("section", True)
        self._title.setWordWrap(True)
        self._about = QLabel(self)
        self._about.setProperty("dim", True)
        self._about.setWordWrap(True)
        self._rows = Rows(self)
        self._rows.tried.connect(model.try_value)
        self._rows.given.connect(model.set)
        self._rows.reset.connect(model.reset)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        box.addWidget(self._title)
        box.addWidget(self._about)
        box.addWidget(self._rows, 1)
        self._watching = (
            model.fields.watch(lambda _: self._show(), now=True),
            model.clip.watch(lambda _: self._show()),
            model.can_change.watch(lambda _: self._show()),
        )

    @property
    def controls(self) -> Mapping[str, Control]:
        """The controls by field."""
        return self._rows.controls

    def _show(self) -> None:
        clip = self._model.clip.value
        self._rows.show_fields(clip and clip.id, self._model.fields.value)
        self._rows.setEnabled(self._model.can_change.value)
        self._title.setText("" if clip is None else clip_title(clip))
        self._title.setVisible(clip is not None)
        said = "" if self._model.can_change.value else READ_ONLY
        self._about.setText(NO_CLIP if clip is None else said)
        self._about.setVisible(bool(self._about.text()))

    def sizeHint(self) -> QSize:
        return QSize(300, 360)

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._watching:
            unwatch()
