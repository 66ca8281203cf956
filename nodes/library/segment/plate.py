"""A clean plate as one frame sees it: the median of other frames brought to where the camera stands."""

from __future__ import annotations

import cv2
import numpy as np

from nodes.api import Clip, Frame, Matte, Time
from nodes.vision.look import Floats, Picture

from .camera import moves
from .pictures import shown, work_size

_CLEAR = 0.05
"""How much matte a pixel may have to be taken for ground."""


def plate(image: Clip[Frame], matte: Clip[Matte] | None, time: Time, count: int, step: int) -> Floats:
    """Return (rows, columns, 3): the median of up to `count` frames either side, `step` frames apart.

    Each frame is brought over by the camera's homography; what its matte covers is left out. Where nothing
    was seen uncovered the hole is filled from its rim (Telea 2004).
    """
    frame = image.frame(time)
    rows, columns = frame.rgb.shape[:2]
    size = work_size(columns, rows)
    here, layers = shown(frame, size), []
    for place in range(-count, count + 1):
        there = time + Time(place * step, time.rate)
        if there not in image.range:
            continue
        other = image.frame(there)
        light = np.array(other.rgb, np.float32)
        if matte is not None:
            light[cv2.dilate(matte.frame(there).pixels, np.ones((5, 5), np.uint8)) > _CLEAR] = np.nan
        layers.append(light if place == 0 else _brought(light, here, shown(other, size)))
    return _median(np.stack(layers))


def _brought(light: Floats, here: Picture, there: Picture) -> Floats:
    camera = moves(here, there)[1]
    if camera is None:
        return np.full_like(light, np.nan)
    scale = np.diag([here.shape[1] / light.shape[1], here.shape[0] / light.shape[0], 1.0])
    way = np.linalg.inv(scale) @ camera @ scale
    size = (light.shape[1], light.shape[0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    made = cv2.warpPerspective(light, way, size, flags=flags, borderValue=(np.nan,) * 3)
    return np.asarray(made, np.float32)


def _median(layers: Floats) -> Floats:
    unseen = np.isnan(layers).any(-1).all(0)
    layers[:, unseen] = 0
    made = np.asarray(np.nanmedian(layers, axis=0), np.float32)
    if unseen.any():
        hole = np.array(unseen, np.uint8)
        for channel in range(3):
            filled = cv2.inpaint(np.array(made[..., channel]), hole, 3, cv2.INPAINT_TELEA)
            made[..., channel] = np.where(unseen, filled, made[..., channel])
    return made
