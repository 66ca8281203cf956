"""The states that are drawn: the project each needs, and what is done in the window until it shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from . import projects, troubles
from .projects import LONG

if TYPE_CHECKING:
    from qtpy.QtWidgets import QWidget

    from tests.editor.ui.acting import Person


class Shot(Protocol):
    """Keeps a picture of a widget, the window by itself, under the scene's name and what it shows."""

    def __call__(self, what: str, widget: QWidget | None = None) -> None: ...


Scene = tuple[Callable[[Path], Path] | None, Callable[["Person", Shot], None]]


def start(person: Person, shot: Shot) -> None:
    """Draw the start page before anything was open."""
    person.wait(lambda: person.desk.start.looked.value, "the recent projects")
    shot("")


def layouts(person: Person, shot: Shot) -> None:
    """Draw a worked project in every layout, the clip's panel, the search for nodes, media as pictures."""
    from editor.ui.app import keep_picture

    person.click_clip("sh010")
    takes = person.desk.takes.rows
    person.wait(lambda: len(takes.value) == 2, "the takes")
    person.wait(lambda: all(row.stale is not None for row in takes.value), "what is stale")
    person.scrub(0, 30)
    person.wait(lambda: person.desk.player.picture.value is not None, "a picture")
    person.wait(lambda: person.desk.media.pieces.value, "the media")
    every_layout(person, shot)
    person.window.layouts.switch("edit")
    person.window.docks["clip"].raise_()
    shot("clip")
    person.desk.graph.search()
    shot("search", person.window.graph.search)
    person.window.graph.search.hide()
    person.window.media.as_tiles.setChecked(True)
    person.rest(1)
    shot("media", person.window.docks["media"])
    keep_picture(person.window)


def every_layout(person: Person, shot: Shot) -> None:
    """Draw the window in every layout."""
    from editor.ui.shell.layouts import LAYOUTS

    for layout in LAYOUTS:
        person.window.layouts.switch(layout.id)
        person.rest(0.3)
        shot(layout.id)


def dialogs(person: Person, shot: Shot) -> None:
    """Draw the dialogs of the window and of its panels."""
    from editor.ui.deliver.dialogs import ExportDialog, RenderDialog
    from editor.ui.history.dialog import HistoryDialog
    from editor.ui.keymap.dialog import KeysDialog
    from editor.ui.palette.widget import Palette
    from editor.ui.preferences.dialog import PreferencesDialog
    from editor.ui.preferences.licence_dialog import LicenceDialog
    from editor.ui.start.dialogs import ImportDialog
    from editor.ui.takes.vary_dialog import VaryDialog

    person.click_clip("sh010")
    window, desk = person.window, person.desk
    licences = LicenceDialog(window, desk.work)
    person.wait(licences.tree.topLevelItemCount, "the licences")
    palette = Palette(window)
    palette.line.setText("play")
    vary = VaryDialog(window, desk.takes, desk.graph.specs.value, desk.work)
    vary.rows[0][1].setText("1, 2, 3")
    for what, dialog in (
        ("keys", KeysDialog(window)),
        ("preferences", PreferencesDialog(window)),
        ("licences", licences),
        ("palette", palette),
        ("history", HistoryDialog(desk.history, window)),
        ("export", ExportDialog(window, Path("/a/folder/cut.otio"), lambda path, only: None)),
        ("render", RenderDialog(window, desk.deliver, lambda wish: None)),
        ("import", ImportDialog(window, None, lambda wish: None)),
        ("vary", vary),
    ):
        dialog.show()
        shot(what, dialog)
        dialog.close()


def long_names(person: Person, shot: Shot) -> None:
    """Draw names that are far too long, in every panel that shows some."""
    person.click_clip("sh010")
    person.wait(lambda: person.desk.takes.rows.value, "the takes")
    person.wait(lambda: person.desk.media.pieces.value, "the media")
    every_layout(person, shot)
    person.window.layouts.switch("edit")
    person.window.media.as_tiles.setChecked(True)
    person.window.docks["clip"].raise_()
    person.session.message.set(
        f"Use the media of clip '{LONG}' (sh010): '/a/folder/that/lies/far/away/{LONG}.mov' was not "
        "found or could not be read. Relink it."
    )
    shot("message")


def many_takes(person: Person, shot: Shot) -> None:
    """Draw the contact sheet with 400 takes: as they were made, sorted by a measure, all shots, small."""
    from editor.ui.takes.arranged import Wish
    from editor.ui.takes.delegate import SMALLEST

    person.click_clip("sh010")
    takes = person.desk.takes
    person.wait(lambda: len(takes.rows.value) == projects.MANY, "the takes")
    person.window.layouts.switch("takes")
    person.rest(0.5)
    shot("by-date")
    takes.wish.set(Wish(order="warp"))
    person.window.takes.list.verticalScrollBar().setValue(900)
    person.rest(0.5)
    shot("by-warp")
    takes.wish.set(Wish(order="rating", rated=3))
    person.window.takes.bar.size_slider.setValue(SMALLEST)
    person.rest(0.5)
    shot("small")
    takes.wish.set(Wish(text="no take bears these words"))
    shot("filtered-away")


SCENES: dict[str, Scene] = {
    "start": (None, start),
    "layouts": (projects.demo, layouts),
    "dialogs": (projects.graded, dialogs),
    "empty": (projects.empty, every_layout),
    "long-names": (projects.named, long_names),
    "many-takes": (projects.many, many_takes),
    "missing-media": (projects.missing, troubles.missing_media),
    "failed-take": (projects.spoiled, troubles.failed_take),
    "batch": (projects.graded, troubles.batch),
    "stale": (projects.graded, troubles.stale),
    "crash": (projects.graded, troubles.crash),
    "refused": (projects.graded, troubles.refused),
    "unreadable": (None, troubles.unreadable),
    "import": (None, troubles.imported),
    "export": (projects.graded, troubles.export_refused),
    "full-disk": (projects.graded, troubles.full_disk),
    "no-model": (projects.graded, troubles.no_model),
}
"""Every scene by name."""
