"""Who is making something aside: written into its name, so that what a killed maker left can be told."""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path

_ABANDONED = 24 * 3600
"""Seconds without a change after which what another machine was making counts as given up."""


def maker_mark() -> str:
    """Return a text for the name of something this process makes; no two are alike."""
    return f"{os.getpid()}-{uuid.uuid4().hex[:8]}@{os.uname().nodename}"


def is_left_behind(aside: Path, mark: str) -> bool:
    """Return whether nobody makes the file or folder `aside` any more, whose name holds `mark`.

    A maker on this machine is asked for by its process; another machine's is believed for a day.
    """
    pid, _, rest = mark.partition("-")
    if rest.partition("@")[2] == os.uname().nodename and pid.isdecimal():
        return not _runs(int(pid))
    try:
        inside = aside.iterdir() if aside.is_dir() else ()
        newest: float = max(path.stat().st_mtime for path in (aside, *inside))
    except OSError:
        return False
    return time.time() - newest > _ABANDONED


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
