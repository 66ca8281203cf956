"""The way back to the window's thread."""

from __future__ import annotations

from collections.abc import Callable

from qtpy.QtCore import QObject, Qt, Signal, Slot


class WindowPost(QObject):
    """Runs functions on the thread it was made on, in the order they were given; call it from any thread."""

    _given = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._given.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def __call__(self, run: Callable[[], None]) -> None:
        """Have `run` called soon; after `close` nothing is called any more."""
        if self._open:
            self._given.emit(run)

    def close(self) -> None:
        """Call nothing any more, also of what was given and waits."""
        self._open = False

    @Slot(object)
    def _run(self, run: Callable[[], None]) -> None:
        if self._open:
            run()
