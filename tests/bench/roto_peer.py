"""What following is measured beside: GrabCut on the first frame, carried along dense flow."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from nodes.vision.agreement import Mask

from .roto_clips import Annotated, inner_points


def carried(clip: Annotated, kind: str) -> dict[int, Mask]:
    """Return masks from GrabCut (5 iterations), carried backward along DIS MEDIUM flow at the clip's size."""
    cover = _grab_cut(clip.picture(0), kind, clip.true[0]).astype(np.float32)
    made, before = {0: cover > 0.5}, cv2.cvtColor(clip.picture(0), cv2.COLOR_RGB2GRAY)
    down, across = np.indices(cover.shape, np.float32)
    dis = cv2.DISOpticalFlow.create(cv2.DISOpticalFlow_PRESET_MEDIUM)
    for number in range(1, clip.count):
        grey = cv2.cvtColor(clip.picture(number), cv2.COLOR_RGB2GRAY)
        flow = dis.calc(grey, before, None)  # type: ignore[call-overload]
        at = (across + flow[..., 0], down + flow[..., 1])
        cover = np.asarray(cv2.remap(cover, *at, cv2.INTER_LINEAR), np.float32)
        made[number] = cover > 0.5
        before = grey
    return made


def _grab_cut(picture: npt.NDArray[np.uint8], kind: str, mask: Mask) -> Mask:
    state = np.full(mask.shape, cv2.GC_PR_BGD, np.uint8)
    if kind == "mask":
        inside, disc = mask.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
        state[mask] = cv2.GC_PR_FGD
        state[cv2.dilate(inside, disc) == 0] = cv2.GC_BGD
        state[cv2.erode(inside, disc) > 0] = cv2.GC_FGD
    elif kind == "box":
        x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
        state[:] = cv2.GC_BGD
        state[y : y + height, x : x + width] = cv2.GC_PR_FGD
    else:
        for point in inner_points(mask, 3):
            cv2.circle(state, point, 40, cv2.GC_PR_FGD, -1)
            cv2.circle(state, point, 5, cv2.GC_FGD, -1)
    cv2.setRNGSeed(1)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    whole = np.ascontiguousarray(picture)
    cv2.grabCut(whole, state, None, *models, 5, cv2.GC_INIT_WITH_MASK)  # type: ignore[call-overload]
    return np.asarray((state == cv2.GC_FGD) | (state == cv2.GC_PR_FGD))
