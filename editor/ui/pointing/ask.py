"""Asking for a painted matte's file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QFileDialog, QWidget

from editor.ui.words import say

_PICTURES = "(*.png *.tif *.tiff *.exr *.jpg *.jpeg *.dpx)"


def ask_matte(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Let the person choose a picture, and give its file on."""
    dialog = QFileDialog(parent, say("A painted matte for this frame"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(f"{say('Pictures')} {_PICTURES}")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
