"""What can be done with the picture by way of the window: saving, filling the screen, relinking."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qtpy.QtWidgets import QDockWidget, QFileDialog, QWidget

from editor.ui.actions import Action
from editor.ui.desk import Desk
from editor.ui.start.dialogs import ask_file
from editor.ui.words import later, say

from .compare_actions import compare_actions
from .model import PlayerModel
from .picture_actions import guide_actions, looking_actions
from .saving import save_as_seen, save_from_cut

if TYPE_CHECKING:
    from editor.document.opened import Project

    from .widget import Viewer

_SEEN = "PNG (*.png);;TIFF (*.tif);;JPEG (*.jpg)"
_CUT = "PNG (*.png);;OpenEXR (*.exr);;TIFF (*.tif);;DPX (*.dpx);;JPEG (*.jpg)"


def picture_actions(desk: Desk, viewer: Viewer) -> Iterator[Action]:
    """Yield all that can be done with the picture."""
    player, ready = desk.player, desk.player.ready
    yield from compare_actions(player)
    yield from looking_actions(player)
    yield Action(
        "picture.next_view", later("Show through the next view"), (), partial(_next_view, player), ready
    )
    yield from guide_actions(player)
    yield Action(
        "picture.fullscreen",
        later("The picture alone on the screen"),
        ("Ctrl+Shift+F",),
        viewer.toggle_alone,
        ready,
    )
    yield Action(
        "picture.save_seen",
        later("Save the frame as seen…"),
        ("Ctrl+Shift+S",),
        lambda: ask_frame(viewer, desk, as_seen=True),
        ready,
    )
    yield Action(
        "picture.save_cut",
        later("Save the frame as it is in the cut…"),
        (),
        lambda: ask_frame(viewer, desk, as_seen=False),
        ready,
    )
    yield Action(
        "picture.relink", later("Relink what is missing here…"), (), lambda: ask_relink(viewer, desk), ready
    )
    yield Action(
        "picture.show_node",
        later("Show the node that failed here"),
        (),
        lambda: show_node(desk, viewer),
        ready,
    )


def ask_frame(parent: QWidget, desk: Desk, *, as_seen: bool) -> None:
    """Ask where the frame is to be saved, and save it."""
    player = desk.player
    time, project = desk.session.playhead.value, desk.session.project.value
    if time is None or project is None:
        return
    title = say("Save the frame as seen") if as_seen else say("Save the frame as it is in the cut")
    name = f"{project.cut.name or project.folder.name}.{player.frame.value.partition(' ')[0]}.png"
    dialog = QFileDialog(parent, title, str(project.folder.parent / name), _SEEN if as_seen else _CUT)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    save = save_as_seen if as_seen else save_from_cut
    dialog.fileSelected.connect(lambda chosen: save(player, desk.work, _named(chosen, dialog)))
    dialog.open()


def _named(chosen: str, dialog: QFileDialog) -> Path:
    """Return the path that was chosen, with the kind's ending where it has none."""
    path = Path(chosen)
    kind = dialog.selectedNameFilter().partition("(*")[2].rstrip(")")
    return path if path.suffix else path.with_suffix(kind or ".png")


def ask_relink(parent: QWidget, desk: Desk) -> None:
    """Ask where the media of the clip lies that is missing at the playhead, and let the clip show it."""
    clip, project = desk.player.missing.value, desk.session.project.value
    if not clip or project is None:
        desk.session.message.set(say("Nothing is missing at the playhead."))
        return
    title, every = say("Relink: choose where the media lies now"), f"{say('All files')} (*)"
    ask_file(parent, title, project.folder.parent, every, lambda path: relink(desk, clip, path))


def relink(desk: Desk, clip: str, path: Path) -> None:
    """Let a clip show media that lies somewhere else."""

    def change(kept: Project) -> Project:
        from editor.verbs import edit

        return edit(kept, "relink", clip, {"path": str(path)}, engine=desk.work.engine).project

    desk.session.keep(change)


def show_node(desk: Desk, viewer: Viewer) -> None:
    """Show the node in its graph that keeps the shot at the playhead from being made."""
    refused = next(iter(desk.player.refused.value), None)
    if refused is None:
        desk.session.message.set(say("No node failed at the playhead."))
        return
    desk.session.selection.set(frozenset({refused.clip}))
    graph = viewer.window().findChild(QDockWidget, "graph")
    if graph is not None:
        graph.show()
        graph.raise_()
    if refused.node:
        desk.graph.select(refused.node)
        desk.graph.reveal(refused.node)


def _next_view(player: PlayerModel) -> None:
    views = ("", *player.reading.views.value)
    now = player.looking.view.value.transform
    player.looking.through(views[(views.index(now) + 1) % len(views)] if now in views else "")
