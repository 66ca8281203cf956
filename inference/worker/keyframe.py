"""Keyframe restyle as calls: open, teach, apply, close; weights outlive the process."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nodes.api.errors import Failed
from nodes.process.child import Call
from nodes.process.handed import AnyArray, taken

from .budget import Budget
from .telling import PREVIEW

if TYPE_CHECKING:
    from inference.keyframe.painting import Painted, Painting

_MOST_HELD = 4
_PREVIEW_SECONDS = 2.0
_KEEP_SECONDS = 10.0
_LISTEN_SECONDS = 0.1


class Keyframe:
    """The paintings that are open, the latest few; one that was let go is read again from its file.

    Every call says which: `key` stands for what was painted, `keys` is how many frames, `height` the rows
    that are worked on, `seed` where training begins; `seconds` or `steps` is the whole budget, see `Budget`.
    """

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._held: OrderedDict[str, tuple[Painting, threading.Lock]] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, call: Call) -> object:
        """Begin a painting, or go on with what was learned before; return its steps and seconds so far."""
        painting, _ = self._painting(call.args)
        return _told(painting)

    def teach(self, call: Call) -> object:
        """Train for what is left of the budget on the pictures "picture 0", "painted 0", "cover 0" and so on.

        Tells how far it is, with pictures of the first frame now and then. What was learned is kept, also
        where the person stopped it; of a number of steps only all of them together, so that equal recipes
        give equal pictures. Returns all steps and seconds so far.
        """
        from inference.keyframe.kept import keep, tidy
        from inference.keyframe.painting import teach

        budget, file = Budget.of(call.args), self._file(call.args)
        painting, lock = self._painting(call.args)
        with _held(lock, call):
            left = budget.left(painting)
            if left is None:
                return _told(painting)
            examples = list(_examples(taken(call.args["arrays"]), call.args["keys"]))
            shown = saved = time.monotonic()
            try:
                for _ in teach(painting, examples, seconds=left[0], steps=left[1], seed=call.args["seed"]):
                    call.progress(*budget.done(painting), "learning", steps=painting.steps)
                    call.check()
                    now = time.monotonic()
                    if now - shown > _PREVIEW_SECONDS:
                        call.send_frame(_seen(painting, examples[0], call.args["keys"]), PREVIEW)
                        shown = time.monotonic()
                    if now - saved > _KEEP_SECONDS and budget.goes_on:
                        keep(painting, file)
                        saved = time.monotonic()
                budget.spent(painting)
            except BaseException:
                if not budget.goes_on:
                    self._forget(file)
                raise
            finally:
                if budget.goes_on or budget.left(painting) is None:
                    keep(painting, file)
            tidy(self._kept)
            return _told(painting)

    def apply(self, call: Call) -> object:
        """Send "picture" painted; `weights` say how much each painted frame counts there."""
        painting, lock = self._painting(call.args)
        picture = taken(call.args["arrays"])["picture"]
        with _held(lock, call):
            if not painting.steps:
                raise Failed("Paint a frame", "nothing was learned yet", hint="Train it first.")
            made = painting.apply(picture, call.args["weights"])
        call.send_frame({"picture": made})
        return None

    def close(self, call: Call) -> object:
        """Let a painting go; its weights stay in their file."""
        self._forget(self._file(call.args))
        return None

    def _forget(self, file: Path) -> None:
        with self._lock:
            self._held.pop(file.name, None)

    def _painting(self, args: Mapping[str, Any]) -> tuple[Painting, threading.Lock]:
        from inference.keyframe.kept import begun
        from inference.keyframe.painting import new_painting

        file, keys, height = self._file(args), args["keys"], args["height"]
        with self._lock:
            held = self._held.pop(file.name, None)
            if held is None:
                painting = begun(file, args["key"], Budget.of(args).seconds, keys, height)
                held = painting or new_painting(keys, height, args["seed"]), threading.Lock()
            self._held[file.name] = held
            while len(self._held) > _MOST_HELD:
                self._held.popitem(last=False)
            return held

    def _file(self, args: Mapping[str, Any]) -> Path:
        return self._kept / f"{args['key']}-{Budget.of(args).name}.safetensors"


@contextmanager
def _held(lock: threading.Lock, call: Call) -> Iterator[None]:
    """Hold a lock; the wish to stop is heard while another call has it."""
    while not lock.acquire(timeout=_LISTEN_SECONDS):
        call.check()
    try:
        yield
    finally:
        lock.release()


def _told(painting: Painting) -> dict[str, Any]:
    return {"steps": painting.steps, "seconds": painting.seconds}


def _examples(arrays: Mapping[str, AnyArray], keys: int) -> Iterator[Painted]:
    from inference.keyframe.painting import Painted

    for place in range(keys):
        picture, painted = arrays[f"picture {place}"], arrays[f"painted {place}"]
        yield Painted(picture, painted, arrays.get(f"cover {place}"))


def _seen(painting: Painting, example: Painted, keys: int) -> AnyArray:
    """Return what became of the first painted frame so far, as a display shows it."""
    from inference.keyframe.encoding import displayed

    first = [float(place == 0) for place in range(keys)]
    return displayed(painting.apply(example.picture, first))
