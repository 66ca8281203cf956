"""What can be done with the queue."""

from __future__ import annotations

from collections.abc import Iterator

from editor.ui.actions import Action
from editor.ui.observe import Value
from editor.ui.words import later

from .choice import QueueChoice

_GROUP = later("Queue")


def actions(choice: QueueChoice) -> Iterator[Action]:
    """Yield the actions."""
    queue = choice.queue
    running = Value(False)
    queue.tasks.watch(lambda tasks: running.set(bool(tasks)))
    yield Action("takes.cancel", "Cancel What Runs", ("Ctrl+.",), queue.cancel_running, running)
    for name, text, run, enabled in (
        ("pause", later("Pause the Queue, or Go On"), choice.toggle, None),
        ("cancel", later("Cancel What Is Chosen"), choice.cancel, choice.can_cancel),
        ("cancel_all", later("Cancel All That Runs and Waits"), queue.cancel_all, running),
        ("retry", later("Try Again"), choice.retry, choice.can_retry),
        ("earlier", later("Let It Come Earlier"), choice.earlier, choice.can_earlier),
        ("later", later("Let It Come Later"), choice.later, choice.can_later),
        ("clear", later("Clear What Is Over"), queue.clear_ended, choice.can_clear),
    ):
        yield Action(f"takes.queue_{name}", text, (), run, enabled, _GROUP)
