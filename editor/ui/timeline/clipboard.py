"""The clipboard of the system, with clips on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from qtpy.QtCore import QMimeData
from qtpy.QtGui import QGuiApplication

from editor.ui.actions import Action

from .copying import MIME, copy_text, cut_text, paste_attributes, paste_text
from .model import TimelineModel


def clipboard_actions(model: TimelineModel) -> Iterator[Action]:
    """Yield what the Edit menu does with clips."""
    some, cut = model.has_selection, model.has_cut
    yield Action("edit.cut", "Cut", ("Ctrl+X",), partial(_take, model, cut_text), some)
    yield Action("edit.copy", "Copy", ("Ctrl+C",), partial(_take, model, copy_text), some)
    yield Action("edit.paste", "Paste", ("Ctrl+V",), lambda: paste_text(model, held_text()), cut)
    yield Action(
        "edit.paste_insert",
        "Paste and Move the Rest on",
        ("Ctrl+Shift+V",),
        lambda: paste_text(model, held_text(), insert=True),
        cut,
    )
    yield Action(
        "edit.paste_attributes",
        "Paste the Look and Level",
        ("Ctrl+Alt+V",),
        lambda: paste_attributes(model, held_text()),
        some,
    )


def _take(model: TimelineModel, take: Callable[[TimelineModel], str]) -> None:
    text = take(model)
    if text:
        data = QMimeData()
        data.setData(MIME, text.encode())
        data.setText(text)
        QGuiApplication.clipboard().setMimeData(data)


def held_text() -> str:
    """Return the clips on the clipboard as text, else the plain text on it."""
    data = QGuiApplication.clipboard().mimeData()
    if data.hasFormat(MIME):
        return bytes(data.data(MIME).data()).decode("utf-8", "replace")
    return data.text()
