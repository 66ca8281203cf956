"""What a method's `Tell` is here: progress, pictures now and then, the wish to stop, the others' turn."""

from __future__ import annotations

import time

from inference.families.adapter import Preview
from inference.worker.gate import Turn
from inference.worker.pace import Pace
from nodes.process.child import Call

PREVIEW = {"is": "preview"}
"""The meta of a frame that shows the state of the work and is no result."""

_PREVIEW_SECONDS = 1.0


class Telling:
    """Tells the parent of one call how far it is; holds the call's turn at the device between steps."""

    def __init__(self, call: Call, turn: Turn, pace: Pace) -> None:
        self._call, self._turn, self._pace = call, turn, pace
        self._shown = time.monotonic()

    def step(self, done: float, of: float, text: str = "", preview: Preview | None = None) -> None:
        """See `inference.families.adapter.Tell`: raises `Stop` when the call was cancelled."""
        self._call.check()
        now = time.monotonic()
        self._pace.step(done, of, now)
        self._call.progress(done, of, text, seconds=self._pace.left)
        if preview is not None and now - self._shown >= _PREVIEW_SECONDS:
            picture = preview() if callable(preview) else preview
            with self._turn.aside():
                self._call.send_frame(picture, PREVIEW)
            self._shown = time.monotonic()
        self._turn.give_way()
        self._pace.waited(time.monotonic() - now)
