"""The keys that mean nodes while the graph has the keyboard; every one of them is in the Graph menu too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from qtpy.QtCore import QMimeData, Qt
from qtpy.QtGui import QGuiApplication, QKeySequence
from qtpy.QtWidgets import QFileDialog, QWidget

from nodes.graph.canvas import Point

from .changing import bypass, remove
from .clipboard import copy_text, duplicate, paste_file, paste_text
from .items import enter, leave
from .model import GraphModel
from .placing import lay_out, nudge
from .walking import walk


def copy(model: GraphModel) -> None:
    """Put what is selected into the clipboard, as text."""
    text = copy_text(model)
    if text:
        QGuiApplication.clipboard().setText(text)


def cut(model: GraphModel) -> None:
    """Put what is selected into the clipboard and take it out of the graph."""
    copy(model)
    remove(model)


def paste(model: GraphModel) -> None:
    """Put what the clipboard holds into the graph: nodes as text, or a file of them."""
    take_in(model, QGuiApplication.clipboard().mimeData())


def take_in(model: GraphModel, data: QMimeData, at: Point | None = None) -> None:
    """Put text, or the files that are named, into the graph, at a place of the canvas."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    for path in files:
        paste_file(model, path, at)
    if not files:
        paste_text(model, data.text(), at)


def is_graph(data: QMimeData) -> bool:
    """Return whether what is dragged may hold nodes: text, or files of JSON alone."""
    if data.hasUrls():
        return all(url.isLocalFile() and url.toLocalFile().lower().endswith(".json") for url in data.urls())
    return data.hasText()


def ask_file(model: GraphModel, parent: QWidget) -> None:
    """Let the person choose a file of nodes and put it into the graph."""
    dialog = QFileDialog(parent, "Paste Nodes from a File")
    dialog.setNameFilters(["Graphs (*.json)", "All files (*)"])
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: paste_file(model, Path(name)))
    dialog.open()


def write(model: GraphModel) -> None:
    """Write the words of what is selected: a name, a title, a note."""
    model.writing.set(model.selected.value)


def pick_all(model: GraphModel) -> None:
    """Select everything on this level."""
    model.pick(model.scene.value.ids(), model.selected.value)


def _enter(model: GraphModel) -> None:
    card = model.scene.value.card(model.selected.value)
    (enter if card is not None and card.sort == "group" else write)(model)


_DONE: Mapping[str, Callable[[GraphModel], None]] = {
    "F": GraphModel.fit,
    "Home": GraphModel.fit,
    "L": lay_out,
    "B": bypass,
    "Delete": remove,
    "Backspace": remove,
    "Ctrl+C": copy,
    "Ctrl+X": cut,
    "Ctrl+V": paste,
    "Ctrl+D": duplicate,
    "Ctrl+A": pick_all,
    "Return": _enter,
    "Enter": _enter,
    "F2": write,
    "Esc": leave,
}
_WAYS = {"Up": (0, -1), "Down": (0, 1), "Left": (-1, 0), "Right": (1, 0)}


def _number(keys: str) -> int:
    """Return Qt's number of a key with its modifiers."""
    combined: int = QKeySequence(keys)[0].toCombined()  # type: ignore[index]
    return combined


def _keys() -> dict[int, Callable[[GraphModel], None]]:
    found = {_number(name): run for name, run in _DONE.items()}
    for name, (across, down) in _WAYS.items():
        found[_number(name)] = partial(walk, across=across, down=down)
        found[_number(f"Shift+{name}")] = partial(walk, across=across, down=down, more=True)
        found[_number(f"Alt+{name}")] = partial(nudge, across=across, down=down)
    return found


KEYS = _keys()
"""What each key does, by Qt's number of key and modifiers."""


def press(model: GraphModel, key: int) -> bool:
    """Do what a key means; return whether it means anything here."""
    # The keypad's keys are those of the rest of the keyboard.
    run = KEYS.get(key) or KEYS.get(key & ~0x20000000)
    if run is None:
        return False
    run(model)
    return True
