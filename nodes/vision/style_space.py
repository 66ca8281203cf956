"""The colour space that pictures are restyled in: lightness and two opponent colours, evenly spaced."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]

_AP1_TO_REC709 = np.array(
    [[1.705051, -0.621792, -0.083259], [-0.130256, 1.140805, -0.010548], [-0.024003, -0.128969, 1.152972]]
)
_REC709_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_ROOTS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_TO_LMS = _REC709_TO_LMS @ _AP1_TO_REC709


def to_lab(rgb: npt.NDArray[Any]) -> Floats:
    """Return Oklab (rows, columns, 3) of linear ACEScg: lightness is 1 at white, colours within about 0.3.

    Unbounded both ways: light above 1 and below 0 keeps its place. What is no number becomes black.
    Source: Ottosson, A perceptual color space for image processing (2020).
    """
    cones = cv2.transform(np.ascontiguousarray(rgb, np.float32), _TO_LMS)
    finite = cones if np.isfinite(cones.sum()) else np.nan_to_num(cones, posinf=65504.0, neginf=-65504.0)
    roots = np.copysign(cv2.pow(np.abs(finite), 1 / 3), finite)
    return cast(Floats, cv2.transform(roots, _ROOTS_TO_LAB))


def from_lab(lab: Floats) -> Floats:
    """Return the linear ACEScg that `to_lab` turned into this."""
    roots = cv2.transform(lab, np.linalg.inv(_ROOTS_TO_LAB))
    return cast(Floats, cv2.transform(roots * roots * roots, np.linalg.inv(_TO_LMS)))
