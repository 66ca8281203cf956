"""How the camera moved between two pictures."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

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
    down, across = np.indices(greys[0].shape, np.float32)
    grid = (slice(_SPACING // 2, None, _SPACING), slice(_SPACING // 2, None, _SPACING))
    points = np.stack([across, down], -1)[grid].reshape(-1, 1, 2)
    if len(points) < _LEAST_POINTS:
        return flow, None
    cv2.setRNGSeed(1)
    moved = points + flow[grid].reshape(-1, 1, 2)
    camera: Any = cv2.findHomography(points, moved, cv2.RANSAC, _STRAY)[0]
    return flow, None if camera is None else np.asarray(camera, np.float64)
