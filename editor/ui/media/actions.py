"""What can be done with the project's media, for the registry."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from editor.ui.actions import Action

from . import asking
from .model import MediaModel

if TYPE_CHECKING:
    from qtpy.QtWidgets import QWidget


def actions(model: MediaModel, window: QWidget) -> tuple[Action, ...]:
    """Return the actions of the Media menu; those with dots ask the person first."""
    some, one, bin, open = model.has_chosen, model.has_one, model.has_bin, model.has_project
    put = model.put

    def turn() -> None:
        model.as_tiles.set(not model.as_tiles.value)

    return (
        Action(
            "media.add", "Add Media…", ("Ctrl+Alt+I",), partial(asking.add, window, model), model.has_project
        ),
        Action("media.insert", "Insert at the Playhead", ("F9",), partial(put, "insert"), some),
        Action("media.overwrite", "Overwrite at the Playhead", ("F10",), partial(put, "overwrite"), some),
        Action("media.append", "Append to the Cut", ("F12",), partial(put, "append"), some),
        Action("media.replace", "Show in the Clip's Place", (), model.replace, one),
        Action("media.rename", "Rename the Media…", (), partial(asking.rename, window, model), one),
        Action("media.move", "Move to a Bin…", (), partial(asking.move, window, model), some),
        Action("media.relink", "Relink the Media…", (), partial(asking.relink, window, model), one),
        Action("media.remove", "Take off the List", (), model.remove, some),
        Action("media.new_bin", "New Bin…", (), partial(asking.new_bin, window, model), open),
        Action("media.rename_bin", "Rename the Bin…", (), partial(asking.rename_bin, window, model), bin),
        Action("media.remove_bin", "Remove the Bin", (), model.remove_bin, bin),
        Action(
            "media.remove_unused",
            "Take Unused Media off the List…",
            (),
            partial(asking.remove_unused, window, model),
            model.has_unused,
        ),
        Action("media.as_tiles", "Show Pictures, or the List", (), turn, model.has_project),
        Action("media.look_again", "Look for Offline Media Again", (), model.look_again, open),
    )
