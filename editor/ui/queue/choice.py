"""The queue as its dock shows it: one list of what runs, waits, and is over, with one entry chosen."""

from __future__ import annotations

from editor.ui.observe import Value

from .model import Queue
from .task import Ended, Task

Entry = Task | Ended


class QueueChoice:
    """`entries` are what runs and waits, what is done when idle, what is over; `chosen` is a task's number.

    Belongs to the window's thread.
    """

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.entries: Value[tuple[Entry, ...]] = Value(())
        self.chosen: Value[int | None] = Value(None)
        self.can_cancel, self.can_retry, self.can_clear = Value(False), Value(False), Value(False)
        self.can_earlier, self.can_later = Value(False), Value(False)
        for value in (queue.tasks, queue.idle):
            value.watch(lambda _: self._list())
        queue.ended.watch(lambda _: self._list())
        self.chosen.watch(lambda _: self._enable())
        self._list()

    @property
    def entry(self) -> Entry | None:
        """What is chosen."""
        chosen = self.chosen.value
        return next((entry for entry in self.entries.value if number_of(entry) == chosen), None)

    def toggle(self) -> None:
        """Pause, or go on."""
        self.queue.pause(not self.queue.paused.value)

    def cancel(self) -> None:
        """Stop what is chosen."""
        if isinstance(entry := self.entry, Task):
            self.queue.cancel(entry.id)

    def retry(self) -> None:
        """Try what is chosen again, where it failed or was cancelled."""
        if isinstance(entry := self.entry, Ended):
            self.queue.retry(entry.task.id)

    def earlier(self) -> None:
        """Let what is chosen come one place earlier."""
        self._move(-1)

    def later(self) -> None:
        """Let what is chosen come one place later."""
        self._move(1)

    def place(self, id: int, place: int) -> None:
        """Give a waiting task a place among all that run and wait, 0 the first."""
        running = sum(task.started is not None for task in self.queue.tasks.value)
        self.queue.move(id, max(0, place - running))

    def _move(self, by: int) -> None:
        entry = self.entry
        waiting = [task.id for task in self.queue.tasks.value if task.started is None]
        if isinstance(entry, Task) and entry.id in waiting:
            self.queue.move(entry.id, waiting.index(entry.id) + by)

    def _list(self) -> None:
        queue = self.queue
        self.entries.set((*queue.tasks.value, *queue.idle.value, *queue.ended.value))
        numbers = [number_of(entry) for entry in self.entries.value]
        idle = {task.id for task in queue.idle.value}
        if self.chosen.value not in numbers or (self.chosen.value in idle and queue.tasks.value):
            self.chosen.set(numbers[0] if numbers else None)
        self._enable()

    def _enable(self) -> None:
        entry = self.entry
        waiting = [task.id for task in self.queue.tasks.value if task.started is None]
        id = None if entry is None else number_of(entry)
        self.can_cancel.set(isinstance(entry, Task) and not entry.stopping)
        self.can_retry.set(isinstance(entry, Ended) and entry.outcome != "done")
        self.can_clear.set(bool(self.queue.ended.value))
        self.can_earlier.set(id in waiting[1:])
        self.can_later.set(id in waiting[:-1])


def number_of(entry: Entry) -> int:
    """Return the number of the task that an entry is about."""
    return entry.id if isinstance(entry, Task) else entry.task.id
