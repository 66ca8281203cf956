"""How far long work is, as whoever does it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


WORKING = "working"
"""The event of a call in the engine that tells of a `node`'s work."""


@dataclass(frozen=True, slots=True, eq=False)
class Working:
    """What a node or a model says of its work: `done` of `total` in its own unit, `text`, `seconds` left.

    `total` and `seconds` are None where they are not known. `preview` is a display-referred picture,
    float (rows, columns, 3), 0 to 1; None mostly.
    """

    done: float
    total: float | None
    text: str = ""
    seconds: float | None = None
    preview: npt.NDArray[np.floating[Any]] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain data, without the picture."""
        return {"done": self.done, "total": self.total, "text": self.text, "seconds": self.seconds}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Working:
        """Return what `to_json` described."""
        return cls(data["done"], data["total"], data["text"], data["seconds"])
