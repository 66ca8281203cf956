"""The clip dock: controls for how the selected clip is laid, heard and played."""

from __future__ import annotations

from qtpy.QtWidgets import QWidget

from editor.ui.inspector.panel import FieldPanel
from editor.ui.shots import clip_title

from .model import ClipModel

NO_CLIP = "Select one clip on the timeline to see how it is laid, heard and played."
READ_ONLY = "Somebody else has this project open: it can only be looked at."


class ClipDock(FieldPanel):
    """Shows the selected clip."""

    def __init__(self, model: ClipModel, parent: QWidget | None = None) -> None:
        super().__init__(model.try_value, model.set, model.reset, parent)
        self._model = model
        self.follow((model.fields, model.clip, model.can_change), self._show_clip)

    def _show_clip(self) -> None:
        clip = self._model.clip.value
        self._rows.show_fields(clip and clip.id, self._model.fields.value)
        self._rows.setEnabled(self._model.can_change.value)
        self._title.setText("" if clip is None else clip_title(clip))
        self._title.setVisible(clip is not None)
        said = "" if self._model.can_change.value else READ_ONLY
        self._about.setText(NO_CLIP if clip is None else said)
        self._about.setVisible(bool(self._about.text()))
