"""Primaries and white points as chromaticities, and the matrix from their linear RGB to ACES2065-1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import MediaError

Chromaticities = tuple[float, float, float, float, float, float, float, float]
"""x and y of red, green, blue and white."""

_D65 = (0.3127, 0.3290)
_ACES_WHITE = (0.32168, 0.33767)

CHROMATICITIES: Mapping[str, Chromaticities] = {
    "bt709": (0.640, 0.330, 0.300, 0.600, 0.150, 0.060, *_D65),
    "bt470m": (0.670, 0.330, 0.210, 0.710, 0.140, 0.080, 0.310, 0.316),
    "bt470bg": (0.640, 0.330, 0.290, 0.600, 0.150, 0.060, *_D65),
    "smpte170m": (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, *_D65),
    "smpte240m": (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, *_D65),
    "film": (0.681, 0.319, 0.243, 0.692, 0.145, 0.049, 0.310, 0.316),
    "bt2020": (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, *_D65),
    "smpte431": (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.314, 0.351),
    "smpte432": (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, *_D65),
    "ebu3213": (0.630, 0.340, 0.295, 0.605, 0.155, 0.077, *_D65),
    "ap0": (0.7347, 0.2653, 0.0, 1.0, 0.0001, -0.0770, *_ACES_WHITE),
    "ap1": (0.713, 0.293, 0.165, 0.830, 0.128, 0.044, *_ACES_WHITE),
}
"""H.273's table 2, and the two sets of the Academy (SMPTE ST 2065-1, S-2014-004)."""

_PREFIX = "xy:"
_SAME = 1e-3
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


def primaries_name(values: Sequence[float]) -> str:
    """Return the tag for eight chromaticities: a known name within 0.001, else the numbers as `xy:…`.

    >>> primaries_name((0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329))
    'bt709'
    """
    for name, known in CHROMATICITIES.items():
        if max(abs(a - b) for a, b in zip(values, known, strict=True)) <= _SAME:
            return name
    return _PREFIX + ",".join(f"{value:.6g}" for value in values)


def chromaticities_of(primaries: str) -> Chromaticities:
    """Return the chromaticities that a tag stands for. Raises MediaError for an unknown tag."""
    if primaries in CHROMATICITIES:
        return CHROMATICITIES[primaries]
    attempted = f"Read colours with the primaries '{primaries}'"
    if not primaries.startswith(_PREFIX):
        hint = f"Set the primaries to one of {', '.join(CHROMATICITIES)}."
        raise MediaError(attempted, "these primaries are not known", hint=hint)
    try:
        red_x, red_y, green_x, green_y, blue_x, blue_y, white_x, white_y = (
            float(part) for part in primaries.removeprefix(_PREFIX).split(",")
        )
    except ValueError:
        raise MediaError(attempted, "they are not eight numbers") from None
    return (red_x, red_y, green_x, green_y, blue_x, blue_y, white_x, white_y)


def _xyz_of_white(x: float, y: float) -> npt.NDArray[Any]:
    return np.array([x / y, 1.0, (1.0 - x - y) / y])


def _rgb_to_xyz(values: Chromaticities) -> npt.NDArray[Any]:
    corners = np.array([(x, y, 1.0 - x - y) for x, y in zip(values[0:6:2], values[1:6:2], strict=True)]).T
    light = np.linalg.solve(corners, _xyz_of_white(*values[6:]))
    made: npt.NDArray[Any] = corners * light
    return made


def to_aces(primaries: str) -> npt.NDArray[Any]:
    """Return the 3x3 float64 matrix from linear RGB with these primaries to ACES2065-1, white to white.

    Source: SMPTE RP 177 for the matrix of a set of primaries, the Bradford transform for the change
    of white, as the ACES configurations of OpenColorIO do. Raises MediaError for primaries that span
    no colour.
    """
    values = chromaticities_of(primaries)
    made: npt.NDArray[Any]
    try:
        source_white, aces_white = (_BRADFORD @ _xyz_of_white(*white) for white in (values[6:], _ACES_WHITE))
        adapt = np.linalg.inv(_BRADFORD) @ np.diag(aces_white / source_white) @ _BRADFORD
        made = np.linalg.inv(_rgb_to_xyz(CHROMATICITIES["ap0"])) @ adapt @ _rgb_to_xyz(values)
        np.linalg.inv(made)
    except (np.linalg.LinAlgError, ZeroDivisionError):
        made = np.full((3, 3), np.nan)
    if not np.isfinite(made).all():
        raise MediaError(f"Read colours with the primaries '{primaries}'", "they span no colours")
    return made
