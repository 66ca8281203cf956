"""Ctrl-C and the other polite requests to end."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from types import FrameType
from typing import NoReturn

CANCELLED = 130
_REQUESTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PATIENCE = 5.0
"""Seconds that tidying up may take before another request ends the process at once."""


def stop_when_told() -> None:
    """Raise KeyboardInterrupt once, at the first request to end: Ctrl-C, SIGTERM, a terminal that closes.

    Requests that come while what was begun is being tidied up change nothing, unless that takes too long.
    """
    first: list[float] = []

    def stop(number: int, frame: FrameType | None) -> None:
        if not first:
            first.append(time.monotonic())
            raise KeyboardInterrupt
        if time.monotonic() - first[0] > _PATIENCE:
            os._exit(CANCELLED)

    for number in _REQUESTS:
        # What was to be ignored from the start, as under nohup or in the background, stays so.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)


def leave(code: int) -> NoReturn:
    """End the process with an exit code that no further request changes."""
    for number in _REQUESTS:
        signal.signal(number, signal.SIG_IGN)
    if code == CANCELLED:
        # Where Ctrl-C met code that is made from text, as dataclasses make theirs, Python ends itself by the
        # signal in spite of whoever caught it.
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.flush()
        os._exit(code)
    sys.exit(code)
