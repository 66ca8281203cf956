"""How the camera moved between two pictures."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.vision.agreement import Mask
from nodes.vision.look import Floats, Picture

_SPACING = 8
_STRAY = 1.5
_LEAST_POINTS = 8


def moves(here: Picture, there: Picture) -> tuple[Floats, npt.NDArray[np.float64] | None]:
    """Return dense flow (rows, columns, 2) and the homography that most of it agrees with, None without one.

    Flow by DIS (Kroeger et al., ECCV 2016), the homography by RANSAC (Fischler and Bolles, 1981).
    """
    greys = [cv2.cvtColor(each, cv2.COLOR_RGB2GRAY) for each in (here, there)]
    dis = cv2.DISOpticalFlow.create(cv2.DISOpticalFlow_PRESET_MEDIUM)
    flow = np.asarray(dis.calc(*greys, None), np.float32)  # type: ignore[call-overload]
    return flow, _homography(flow, None)


def fitted(flow: Floats, known: Mask) -> Floats:
    """Return the flow (rows, columns, 2) of the camera's move alone, fitted where flow is known.

    Where no plane can be fitted it is the median of what is known, none where nothing is.
    """
    camera = _homography(flow, known)
    if camera is None:
        level = np.median(flow[known], 0) if known.any() else np.zeros(2)
        return np.broadcast_to(level, flow.shape).astype(np.float32)
    start = _places(flow)
    carried = cv2.perspectiveTransform(start.reshape(-1, 1, 2), camera).reshape(flow.shape)
    return np.asarray(carried - start, np.float32)


def _homography(flow: Floats, known: Mask | None) -> npt.NDArray[np.float64] | None:
    grid = (slice(_SPACING // 2, None, _SPACING), slice(_SPACING // 2, None, _SPACING))
    wanted = slice(None) if known is None else known[grid].ravel()
    points = _places(flow)[grid].reshape(-1, 1, 2)[wanted]
    if len(points) < _LEAST_POINTS:
        return None
    cv2.setRNGSeed(1)
    moved = points + flow[grid].reshape(-1, 1, 2)[wanted]
    camera: Any = cv2.findHomography(points, moved, cv2.RANSAC, _STRAY)[0]
    return None if camera is None else np.asarray(camera, np.float64)


def _places(flow: Floats) -> Floats:
    down, across = np.indices(flow.shape[:2], np.float32)
    return np.stack([across, down], -1)
