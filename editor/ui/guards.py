"""What holds while a window's loop runs: faults are told to the person, signals close the window."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType

from qtpy.QtCore import QSocketNotifier

from .desk import Desk
from .window import Window


@contextmanager
def faults_told(desk: Desk) -> Iterator[None]:
    """Tell a fault in a slot to the person, in full on standard error; the window goes on."""
    before = sys.excepthook

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace)
        if not isinstance(error, KeyboardInterrupt):
            desk.session.message.set(f"This is a fault in Workprint, not yours: {error!r}. Please report it.")

    sys.excepthook = tell
    try:
        yield
    finally:
        sys.excepthook = before


@contextmanager
def stopping(window: Window) -> Iterator[None]:
    """Close the window on SIGINT and SIGTERM; Qt's loop is woken by a pipe that the signal writes to."""
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, window)
    notifier.activated.connect(lambda: os.read(reading, 64))
    woken = signal.set_wakeup_fd(writing)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        window.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(woken)
        notifier.setEnabled(False)
        os.close(reading)
        os.close(writing)
