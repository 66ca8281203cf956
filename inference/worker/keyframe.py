"""Keyframe restyle as calls: open, teach, apply, close; weights outlive the process."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nodes.api.errors import Failed
from nodes.process.child import Call
from nodes.process.handed import taken

if TYPE_CHECKING:
    from inference.keyframe.painting import Painted, Painting

_MOST_HELD = 4
_PREVIEW_SECONDS = 2.0


class Keyframe:
    """The paintings that are open, the latest few; one that was let go is read again from its file."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._held: OrderedDict[str, Painting] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, call: Call) -> object:
        """Begin a painting by its `key`, or go on with what was learned before; return its steps so far."""
        return {"steps": self._painting(call.args).steps}

    def teach(self, call: Call) -> object:
        """Train for `seconds` or `steps` on `examples`, telling how far it is, with pictures now and then.

        What was learned is kept at the end, also where the person stopped it. Returns all steps so far.
        """
        from inference.keyframe.kept import keep
        from inference.keyframe.painting import teach

        painting = self._painting(call.args)
        examples = [_example(each) for each in call.args["examples"]]
        seconds, shown = float(call.args["seconds"]), time.monotonic()
        try:
            for progress in teach(
                painting, examples, seconds=seconds, steps=call.args["steps"], seed=call.args["seed"]
            ):
                call.progress(
                    max(progress.seconds / seconds, progress.steps / call.args["steps"]),
                    1.0,
                    f"{painting.steps} steps",
                    distance=progress.distance,
                )
                call.check()
                if time.monotonic() - shown > _PREVIEW_SECONDS:
                    call.send_frame(painting.apply(examples[0].picture, call.args["first"]))
                    shown = time.monotonic()
        finally:
            keep(painting, self._file(call.args["key"]))
        return {"steps": painting.steps, "detail": painting.detail}

    def apply(self, call: Call) -> object:
        """Send one frame painted; `weights` say how much each painted frame counts there."""
        painting = self._painting(call.args)
        if not painting.steps:
            raise Failed("Paint a frame", "nothing was learned yet", hint="Train it first.")
        (picture,) = taken(call.args["frame"]).values()
        call.send_frame(painting.apply(picture, call.args["weights"]))
        return None

    def close(self, call: Call) -> object:
        """Let a painting go; its weights stay in their file."""
        with self._lock:
            self._held.pop(call.args["key"], None)
        return None

    def _painting(self, args: dict[str, Any]) -> Painting:
        from inference.keyframe.kept import kept
        from inference.keyframe.painting import new_painting

        key = args["key"]
        with self._lock:
            painting = self._held.pop(key, None)
            if painting is None:
                keys, height = args["keys"], args["height"]
                painting = kept(self._file(key), keys, height) or new_painting(keys, height, args["seed"])
            self._held[key] = painting
            while len(self._held) > _MOST_HELD:
                self._held.popitem(last=False)
            return painting

    def _file(self, key: str) -> Path:
        return self._kept / f"{key}.safetensors"


def _example(said: dict[str, Any]) -> Painted:
    from inference.keyframe.painting import Painted

    arrays = taken(said)
    return Painted(arrays["picture"], arrays["painted"], arrays.get("cover"))
