"""How well a mask agrees with the true one: J over its area, F along its outline.

Perazzi et al., A Benchmark Dataset and Evaluation Methodology for Video Object Segmentation, CVPR 2016.
Masks are boolean (rows, columns) of one shape.
"""

from __future__ import annotations

from math import ceil, hypot

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]

TOLERANCE = 0.008
"""How far an outline may lie from the true one, as a part of the picture's diagonal (DAVIS)."""


def area_agreement(made: Mask, true: Mask) -> float:
    """Return J: what both masks cover over what either covers, 0 to 1; 1 where both are empty."""
    either = np.count_nonzero(made | true)
    return float(np.count_nonzero(made & true) / either) if either else 1.0


def outline_agreement(made: Mask, true: Mask) -> float:
    """Return F: the harmonic mean of outline precision and recall, 0 to 1, within `TOLERANCE`.

    A point of one outline is met where the other passes within the tolerance, rounded up to pixels.
    """
    ours, theirs = outline(made), outline(true)
    count, wanted = np.count_nonzero(ours), np.count_nonzero(theirs)
    if not count or not wanted:
        return 1.0 if count == wanted else 0.0
    reach = ceil(TOLERANCE * hypot(*made.shape))
    within = disc(reach)
    precision = np.count_nonzero(ours & (cv2.dilate(theirs.view(np.uint8), within) > 0)) / count
    recall = np.count_nonzero(theirs & (cv2.dilate(ours.view(np.uint8), within) > 0)) / wanted
    return float(2 * precision * recall / (precision + recall)) if precision + recall else 0.0


def outline(mask: Mask) -> Mask:
    """Return the pixels whose right, lower or lower right neighbour is on the other side."""
    padded = np.pad(mask, ((0, 1), (0, 1)), mode="edge")
    here = padded[:-1, :-1]
    edge = (here != padded[:-1, 1:]) | (here != padded[1:, :-1]) | (here != padded[1:, 1:])
    return np.asarray(edge, bool)


def disc(radius: int) -> npt.NDArray[np.uint8]:
    """Return a disc of ones in zeros, to widen outlines by."""
    across = np.arange(-radius, radius + 1)
    return (across[None, :] ** 2 + across[:, None] ** 2 <= radius**2).astype(np.uint8)
