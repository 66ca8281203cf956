"""What a family offers to the worker: `load`, which gives an adapter, whose methods are called by name."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from inference.cards.card import Card
    from inference.memory.plan import Plan

AnyArray: TypeAlias = npt.NDArray[Any]
Arrays: TypeAlias = Mapping[str, AnyArray]
Preview: TypeAlias = npt.NDArray[np.float32] | Callable[[], npt.NDArray[np.float32]]


class Tell(Protocol):
    """How a method says what it does while it works."""

    def step(self, done: float, of: float, text: str = "", preview: Preview | None = None) -> None:
        """Say that `done` of `of` steps are done; called before the first step of the model and after each.

        `preview` is a picture, float32 (rows, columns, 3), 0 to 1, display-referred sRGB, or what makes one:
        it is called about once a second only, so a cheap decode of the latents may be given at every step.
        Raises what a cancel is here, which must be let through: it is how the memory of a step is freed.
        """


Method: TypeAlias = Callable[[Mapping[str, Any], Arrays, Tell], Generator[Arrays, None, Any]]
"""One thing a model can be asked: settings (JSON), arrays and a `Tell` in; named arrays out as they are made.

What it returns at its end is JSON. Pictures are float32 RGB (rows, columns, 3) or (frames, rows, columns, 3),
0 to 1, display-referred sRGB; mattes float32 (rows, columns), 0 to 1; sound float32 (samples, channels).
Arrays that come in are read-only and gone when the call ends. Raises `BadInput` for what it cannot use.
"""


class Adapter(Protocol):
    """One loaded model: its weights are shared by every call, one of which runs at a time."""

    @property
    def methods(self) -> Mapping[str, Method]:
        """What it can be asked, by name."""

    def unload(self) -> None:
        """Let go of every weight and session; nothing is asked of it afterwards."""


class Load(Protocol):
    """A family's module has a function `load` of this shape."""

    def __call__(self, card: Card, folder: Path, plan: Plan) -> Adapter:
        """Return the model of a card, read from its folder and laid out as the plan says.

        Only local files are read, safetensors only. Raises `BadInput` for a folder that does not hold what
        the card says, `MemoryError` or torch's own error where memory does not suffice.
        """
