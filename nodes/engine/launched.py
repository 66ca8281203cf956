"""The frame engine's process: how it is started, and started again."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from nodes.process.limits import Limits, share_of_memory
from nodes.process.parent import start
from nodes.process.supervise import Watched

from .options import Options

ENTRY = Path(__file__).with_name("entry.py")
# Frames are as large as what the C library returns to the system at once, to be zeroed and mapped anew for
# the next one: half of a frame's time. Kept, and from one heap, they are used again by whichever lane.
_MEMORY = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
}
# Its threads wait for one another by spinning, which costs more than they save on products as small as ours.
_THREADS = {"OPENBLAS_NUM_THREADS": "1"}
_MOST_MEMORY = 0.75
"""Of the machine's: whoever asks for a picture too large loses the engine, not the machine."""


def launched(folder: Path, options: Options, lanes: int) -> Watched:
    """Return the process, not started yet, whose slots lie in a run's folder."""
    return Watched(
        partial(
            start,
            ENTRY,
            interpreter=Path(sys.executable),
            args=[options.to_text()],
            env={**_MEMORY, **_THREADS},
            folder=folder,
            limits=Limits(lanes=lanes, resident_bytes=share_of_memory(_MOST_MEMORY)),
        )
    )
