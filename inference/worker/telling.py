"""What a method's `Tell` is here: progress, pictures now and then, the wish to stop, the others' turn."""

from __future__ import annotations

import time

from inference.families.adapter import Preview
from inference.worker.gate import Turn
from inference.worker.pace import Pace
from nodes.process.child import Call

PREVIEW = {"is": "preview"}
"""The meta of a frame that shows the state of the work and is no result."""


class Telling:
    """Tells the parent of one call how far it is, and lets others have their turn between two steps.

    A picture of the work is sent when `every` seconds have gone by since the last one.
    """

    def __init__(self, call: Call, turn: Turn, pace: Pace, every: float = 1.0) -> None:
        self.turn = turn
        self._call, self._pace, self._every = call, pace, every
        self._shown = time.monotonic()

    def step(self, done: float, of: float, text: str = "", preview: Preview | None = None) -> None:
        """See `inference.families.adapter.Tell`: raises `Stop` when the call was cancelled."""
        self._call.check()
        now = time.monotonic()
        self._pace.step(done, of, now)
        self._call.progress(done, of, text, seconds=self._pace.left)
        if preview is not None and now - self._shown >= self._every:
            picture = preview() if callable(preview) else preview
            self._shown = now = time.monotonic()
            with self.turn.aside():
                self._call.send_frame(picture, PREVIEW)
        else:
            now = time.monotonic()
        self.turn.give_way()
        self._pace.waited(time.monotonic() - now)
