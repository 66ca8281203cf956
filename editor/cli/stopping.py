"""Ctrl-C and the other polite requests to end."""

from __future__ import annotations

import os
import signal
import time
from types import FrameType

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


def stop_no_more() -> None:
    """Ignore further requests: the process ends anyway, with the exit code that it has."""
    for number in _REQUESTS:
        signal.signal(number, signal.SIG_IGN)
