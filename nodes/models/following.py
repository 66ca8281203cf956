"""One object followed by a model in the worker, away from a frame at which it is known."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any
from uuid import uuid4

import numpy as np

from nodes.api import Failed
from nodes.library.segment.tracker import Anchor, See
from nodes.vision.follow import Followed
from nodes.vision.look import Floats, Picture

from .bound import BoundModel
from .errors import SessionLost
from .line import Line

_TRIES = 3


class _Gone(Exception):
    """The worker has dropped the session."""


class Following:
    """A session in the worker, stepped picture by picture; one that is lost there is begun and stepped anew.

    So it gives the same mattes whether or not the worker died or unloaded the model meanwhile. `way` is 1
    for later frames, -1 for earlier ones.
    """

    def __init__(self, line: Line, model: BoundModel, see: See, anchor: Anchor, way: int) -> None:
        self._line, self._model = line, model
        self._see, self._anchor, self._way = see, anchor, way
        self._name = uuid4().hex
        self._at: int | None = None

    def follow(self, frame: int) -> Followed:
        """Return where the object is in a frame; nearer ones must have been asked for before, each in turn.

        Raises Failed where the worker loses the session again and again.
        """
        for _ in range(_TRIES):
            try:
                if self._at is None:
                    self._begin()
                while True:
                    found = self._step()
                    if self._at == frame:
                        return found
            except (SessionLost, _Gone):
                self._at = None
        hint = "Close other programs that take memory, or choose a smaller model."
        raise Failed(
            f"Follow an object with '{self._model.name}'", "the model was lost again and again", hint=hint
        )

    def close(self) -> None:
        """Let the session go."""
        if self._at is not None:
            self._at = None
            try:
                self._ask("close", {}, {})
            except SessionLost:
                return

    def _begin(self) -> None:
        self._ask("open", {}, {})
        arrays = {
            "picture": wire(self._see(self._anchor.frame)),
            "matte": self._anchor.mask.astype(np.float32),
        }
        self._ask("add", {"frame": 0}, arrays)
        self._at = self._anchor.frame

    def _step(self) -> Followed:
        assert self._at is not None
        frame = self._at + self._way
        number = abs(frame - self._anchor.frame)
        made, said = self._ask("step", {"frame": number}, {"picture": wire(self._see(frame))})
        self._at = frame
        return Followed(made["1"], float(said["sure"]["1"]))

    def _ask(
        self, method: str, settings: Mapping[str, Any], arrays: Mapping[str, Floats]
    ) -> tuple[dict[str, Floats], Any]:
        made, said = asked(self._line, self._model, method, {"session": self._name, **settings}, arrays)
        if said.get("known") is False:
            raise _Gone
        return made, said


def asked(
    line: Line, model: BoundModel, method: str, settings: Mapping[str, Any], arrays: Mapping[str, Floats]
) -> tuple[dict[str, Any], Any]:
    """Return all arrays that a method yields, by name, and its last word."""
    made: dict[str, Any] = {}
    with closing(line.run(model, method, settings, arrays)) as answer:
        while True:
            try:
                made |= next(answer)
            except StopIteration as done:
                return made, done.value


def wire(picture: Picture) -> Floats:
    """Return an 8-bit picture as models take it: float32, 0 to 1."""
    return picture.astype(np.float32) / np.float32(255)
