"""Colour spaces of the project's OpenColorIO configuration: processors between them, luminance in them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import PyOpenColorIO as ocio

from nodes.api import ColourSpace, NodeError

Pixels = npt.NDArray[np.float32]
Weights = tuple[float, float, float]

_INTERCHANGE = "aces_interchange"
_AP0_LUMINANCE = (0.3439664498, 0.7281660966, -0.0721325464)
"""What red, green and blue of ACES2065-1 give to luminance; source: SMPTE ST 2065-1."""


@lru_cache(maxsize=4)
def config_of(path: str) -> Any:
    """Return the configuration of that file or `ocio://` name. Raises NodeError where it cannot be read."""
    try:
        return ocio.Config.CreateFromFile(path)
    except (ocio.Exception, ocio.ExceptionMissingFile) as error:
        hint = "Name a readable configuration in the project's settings."
        raise NodeError(f"Open the colour configuration '{path}'", str(error), hint=hint) from error


@lru_cache(maxsize=32)
def processor(path: str, source: str, target: str) -> Any:
    """Return the CPU processor between two spaces of a configuration, exact. Raises NodeError."""
    try:
        made = config_of(path).getProcessor(source, target)
    except (ocio.Exception, ocio.ExceptionMissingFile) as error:
        raise NodeError(f"Convert '{source}' to '{target}'", str(error)) from error
    # The faster ones approximate powers and logarithms.
    return made.getOptimizedCPUProcessor(ocio.OPTIMIZATION_LOSSLESS)


@lru_cache(maxsize=8)
def luminance_weights(space: ColourSpace) -> Weights:
    """Return what red, green and blue of a linear space give to luminance; their sum is 1."""
    corners = np.eye(3, dtype=np.float32)
    processor(space.config, space.name, _INTERCHANGE).applyRGB(corners)
    parts = corners.astype(np.float64) @ _AP0_LUMINANCE
    red, green, blue = parts / parts.sum()
    return float(red), float(green), float(blue)
