"""A way from working light to a display as a graphics processor takes it: text, and tables that it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

FUNCTION = "to_display"


@dataclass(frozen=True, slots=True, eq=False)
class Shader:
    """GLSL 1.30 that defines `vec4 to_display(vec4)`, and its tables by sampler.

    A table is float32 (edge, edge, edge, 3), red running fastest or slowest as the text reads it. `view` and
    `colour` say what it was made for.
    """

    view: str
    colour: tuple[tuple[str, str], ...]
    text: str
    tables: dict[str, npt.NDArray[np.float32]]

    @classmethod
    def of(cls, view: str, colour: Any, text: str, tables: Any) -> Shader:
        """Return the shader of what the engine sent."""
        return cls(view, tuple(sorted(colour.items())), text, dict(tables))
