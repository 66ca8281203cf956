"""What can be done with the queue."""

from __future__ import annotations

from editor.ui.actions import Action
from editor.ui.observe import Value

from .model import Queue


def actions(queue: Queue) -> tuple[Action, ...]:
    """Return the actions."""
    running = Value(False)
    queue.tasks.watch(lambda tasks: running.set(bool(tasks)))
    return (Action("takes.cancel", "Cancel What Runs", ("Ctrl+.",), queue.cancel_running, running),)
