"""The questions behind the Media menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QFileDialog, QInputDialog, QWidget

from editor.ui.start.dialogs import ask_file, ask_yes
from editor.ui.words import say, say_many

from .model import MediaModel


def add(window: QWidget, model: MediaModel) -> None:
    """Ask for files to take in."""
    dialog = QFileDialog(window, say("Add media"), str(_nearby(model)))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda texts: model.add([Path(text) for text in texts]))
    dialog.open()


def new_bin(window: QWidget, model: MediaModel) -> None:
    """Ask what a new bin is called."""
    ask_name(window, say("New bin"), say("Name:"), "", model.new_bin)


def rename(window: QWidget, model: MediaModel) -> None:
    """Ask what the chosen media is to be called."""
    (piece,) = model.picked()
    ask_name(window, say("Rename the media"), say("Name:"), piece.name, model.rename)


def rename_bin(window: QWidget, model: MediaModel) -> None:
    """Ask what the bin that is shown is to be called."""
    name = model.bin.value.rpartition("/")[2]
    ask_name(window, say("Rename the bin"), say("Name:"), name, model.rename_bin)


def move(window: QWidget, model: MediaModel) -> None:
    """Ask into which bin the chosen media goes; a new name makes a new bin."""
    dialog = QInputDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(say("Move to a bin"))
    dialog.setLabelText(say("Bin; empty for none, a new name for a new one:"))
    dialog.setComboBoxItems(["", *model.bins.value])
    dialog.setComboBoxEditable(True)
    dialog.textValueSelected.connect(
        lambda text: model.move([piece.path for piece in model.picked()], text.strip())
    )
    dialog.open()


def relink(window: QWidget, model: MediaModel) -> None:
    """Ask where the chosen media lies now."""
    (piece,) = model.picked()
    suffix = Path(piece.ref.label).suffix
    pattern = f"*{suffix} (*{suffix});;{say('All files')} (*)" if suffix else f"{say('All files')} (*)"
    title = say("Relink {name}: choose where it lies now", name=piece.name)
    ask_file(window, title, _nearby(model), pattern, model.relink)


def remove_unused(window: QWidget, model: MediaModel) -> None:
    """Ask whether all media that no clip uses may leave the list."""
    count = sum(not piece.uses for piece in model.pieces.value)
    question = say_many(
        "Take {count} unused piece of media off the list?", "Take {count} unused pieces off the list?", count
    )
    detail = say("No file is touched, and what an undo brings back finds its media.")
    ask_yes(window, question, detail, say("Take off the List"), model.remove_unused)


def ask_name(window: QWidget, title: str, label: str, name: str, then: Callable[[str], None]) -> None:
    """Ask for a name; an empty one is none."""
    dialog = QInputDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setInputMode(QInputDialog.InputMode.TextInput)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(name)
    dialog.textValueSelected.connect(lambda text: then(text.strip()) if text.strip() else None)
    dialog.open()


def _nearby(model: MediaModel) -> Path:
    """Return where to look: beside what is chosen, where that folder is there, else beside the project."""
    for piece in model.picked():
        if Path(piece.path).parent.is_dir():
            return Path(piece.path).parent
    project = model.session.project.value
    return project.folder.parent if project is not None else Path.home()
