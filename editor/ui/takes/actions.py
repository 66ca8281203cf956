"""What can be done with takes."""

from __future__ import annotations

from collections.abc import Callable

from editor.ui.actions import Action

from .model import TakesModel


def actions(
    model: TakesModel, ask_count: Callable[[], None], ask_trash: Callable[[], None]
) -> tuple[Action, ...]:
    """Return the actions; `ask_count` and `ask_trash` ask the person first."""
    return (
        Action("takes.make", "Make a Take", ("Ctrl+T",), model.make, model.can_make),
        Action("takes.several", "Make Several Takes…", ("Ctrl+Shift+T",), ask_count, model.can_make),
        Action("takes.circle", "Circle", ("C",), model.circle, model.can_mark),
        Action("takes.star", "Star", ("Shift+S",), model.star, model.can_mark),
        Action("takes.trash", "Remove…", ("Ctrl+Backspace",), ask_trash, model.can_trash),
    )
