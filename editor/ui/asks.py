"""The questions behind actions that end in three dots."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QMessageBox, QWidget

from .desk import Desk
from .start.dialogs import ImportDialog, ask_folder, ask_yes
from .words import say

if TYPE_CHECKING:
    from .window import Window


def ask_open(window: QWidget, desk: Desk) -> None:
    """Ask for a project's folder and open it."""
    ask_folder(window, say("Open a project: choose its folder"), _nearby(desk), desk.open)


def ask_new(window: QWidget, desk: Desk) -> None:
    """Ask for a folder and make an empty project there."""
    title = say("New project: choose an empty folder, or where to make one")
    ask_folder(window, title, _nearby(desk), desk.start.make_empty)


def ask_import(window: QWidget, desk: Desk, cut: Path | None) -> None:
    """Ask for a cut from elsewhere and where its project goes."""
    ImportDialog(window, cut, desk.start.bring_in).open()


def ask_demo(window: QWidget, desk: Desk) -> None:
    """Ask where the demo is to be made."""
    ask_folder(window, say("The demo: choose where to put its folder"), _nearby(desk), desk.start.make_demo)


def ask_export(window: QWidget, desk: Desk) -> None:
    """Ask where the cut goes, and write it for its suite."""
    from .deliver.dialogs import ExportDialog

    model = desk.deliver
    ExportDialog(
        window, model.suggested(".otio"), lambda path, only: model.export(path, active_only=only)
    ).open()


def ask_render(window: QWidget, desk: Desk) -> None:
    """Ask what is rendered and how, and put it into the queue."""
    from .deliver.dialogs import RenderDialog

    RenderDialog(window, desk.deliver, desk.deliver.render).open()


def ask_quit(window: QWidget, quit: Callable[[], None]) -> None:
    """Ask whether work that runs may be stopped."""
    ask_yes(
        window,
        say("Stop what runs and quit?"),
        say("Takes that are not finished are not kept. Everything else is saved."),
        say("Stop and Quit"),
        quit,
    )


def show_history(window: Window) -> None:
    """Show the edits that can be taken back and made again."""
    from .history.dialog import HistoryDialog

    HistoryDialog(window.desk.history, window).open()


def tell_about(window: QWidget) -> None:
    """Say what this is."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, say("About Workprint"), "Workprint", parent=window)
    box.setInformativeText(
        say("Takes a cut, works on its shots with node graphs, and hands the cut back with the takes in it.")
        + "\n\n"
        + say("Apache License 2.0. With Qt (LGPL 3) by way of PySide6.")
    )
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def show_keys(window: Window) -> None:
    """List every action with its keys, to be changed."""
    from .keymap.dialog import KeysDialog

    KeysDialog(window).open()


def show_preferences(window: Window) -> None:
    """Show what a person sets once."""
    from .preferences.dialog import PreferencesDialog

    PreferencesDialog(window).open()


def show_licences(window: QWidget, desk: Desk) -> None:
    """Show on which terms all of it may be used."""
    from .preferences.licence_dialog import LicenceDialog

    LicenceDialog(window, desk.work).open()


def show_palette(window: Window) -> None:
    """List every action, to be done."""
    from .palette.widget import Palette

    Palette(window).show()


def _nearby(desk: Desk) -> Path:
    """Return a folder to begin looking in: beside the project that is open or was open last."""
    project = desk.session.project.value
    if project is not None:
        return project.folder.parent
    recent = desk.start.recent.value
    return recent[0].folder.parent if recent else Path.home()
