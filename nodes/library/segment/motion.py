"""`segment.motion`: what moves by itself, against what stands still or moves with the camera."""

from typing import Annotated

import cv2
import numpy as np

from nodes.api import Around, Frames, Matte, Px, Slider, node
from nodes.vision.follow import settle
from nodes.vision.look import Floats, Picture

from .camera import moves
from .pictures import matte_of, refined, shown, work_size


@node("segment.motion")
def motion(
    images: Annotated[Frames, Around(1, 1)], threshold: Annotated[Px, Slider(0.5, 20, "px")] = 3.0
) -> Matte:
    """Find what moves otherwise than the camera: by more than `threshold` pixels from frame to frame.

    The camera's move is the plane homography that most of the picture's flow agrees with (RANSAC, Fischler
    and Bolles 1981); what is far from a plane and seen by a travelling camera counts as moving, and what
    pauses counts as still. In a single frame nothing moves.
    """
    before, frame, after = images
    columns, rows = frame.rgb.shape[1], frame.rgb.shape[0]
    size = work_size(columns, rows)
    here = shown(frame, size)
    moved = [_astray(here, shown(each, size)) for each in (before, after) if each is not frame]
    if not moved:
        return matte_of(frame, np.zeros((rows, columns), np.float32))
    least = threshold * size[0] / columns
    # What one neighbour sees astray may be an uncovered edge; what both see is the thing that moves.
    odds = np.clip(2 * (np.minimum.reduce(moved) / max(least, 1e-3) - 1), -4, 4)
    return matte_of(frame, refined(frame, settle(here, odds.astype(np.float32))))


def _astray(here: Picture, there: Picture) -> Floats:
    """Return how far each pixel's flow is from the camera's move, in working pixels."""
    down, across = np.indices(here.shape[:2], np.float32)
    start = np.stack([across, down], -1)
    flow, camera = moves(here, there)
    if camera is None:
        return np.asarray(np.linalg.norm(flow, axis=-1), np.float32)
    carried = cv2.perspectiveTransform(start.reshape(-1, 1, 2), camera).reshape(start.shape)
    return np.asarray(np.linalg.norm(start + flow - carried, axis=-1), np.float32)
