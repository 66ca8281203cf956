"""What can be done with takes."""

from __future__ import annotations

from collections.abc import Callable

from editor.ui.actions import Action
from editor.ui.observe import Value
from editor.ui.queue.model import Queue

from .model import TakesModel


def actions(
    model: TakesModel, queue: Queue, ask_count: Callable[[], None], ask_trash: Callable[[], None]
) -> tuple[Action, ...]:
    """Return the actions; `ask_count` and `ask_trash` ask the person first."""
    running = Value(False)
    queue.tasks.watch(lambda tasks: running.set(bool(tasks)))
    return (
        Action("takes.make", "Make a Take", ("Ctrl+T",), model.make, model.can_make),
        Action("takes.several", "Make Several Takes…", ("Ctrl+Shift+T",), ask_count, model.can_make),
        Action("takes.cancel", "Cancel What Runs", ("Ctrl+.",), queue.cancel_running, running),
        Action("takes.circle", "Circle", ("C",), model.circle, model.can_mark),
        Action("takes.star", "Star", ("Shift+S",), model.star, model.can_mark),
        Action("takes.trash", "Remove…", ("Ctrl+Backspace",), ask_trash, model.can_trash),
    )
