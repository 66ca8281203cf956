"""What can be done with the handles on the picture, for menus and keys."""

from __future__ import annotations

from collections.abc import Iterator

from editor.ui.actions import Action
from editor.ui.words import later

from .model import GripsModel


def actions(model: GripsModel) -> Iterator[Action]:
    """Yield the actions; arrow keys and Escape are the picture's while a handle is in hand."""

    def turn() -> None:
        model.on.set(not model.on.value)

    yield Action("view.grips", later("Show or Hide the Node's Handles"), ("Shift+H",), turn)
    yield Action("view.grip_next", later("Take the Node's Next Handle"), ("H",), model.next, model.any)
