"""`sample.paint`: a picture painted over, as somebody might, by a filter that is known."""

from typing import Annotated

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Px, Slider, node

Image = npt.NDArray[np.float32]
_WARM, _COOL = (1.25, 1.0, 0.70), (0.72, 0.95, 1.30)
_VIVID, _INK, _EDGE = 1.7, 0.75, 0.10


@node("sample.paint")
def paint(image: Frame, brush: Annotated[Px, Slider(1, 60, "px"), "How wide a stroke is."] = 30.0) -> Frame:
    """Paint a picture in flat strokes, light parts warm, dark ones cool, edges drawn in ink.

    A stroke takes the mean of that quarter round it which varies least (Kuwahara, Hachimura, Eiho and
    Kinoshita, Processing of RI-angiocardiographic images, 1976), in the square root of light; colours are
    then pushed apart, and what changes steeply is darkened. Made for keyframes whose painter is known.
    """
    seen = np.sqrt(np.maximum(image.rgb, 0.0))
    flat = _strokes(seen, max(1, round(brush / 2)))
    grey = flat.mean(axis=2, keepdims=True)
    vivid = grey + (flat - grey) * _VIVID
    light = np.clip(grey / max(float(np.percentile(grey, 95)), 1e-3), 0.0, 1.0)
    tint = np.array(_COOL, np.float32) * (1 - light) + np.array(_WARM, np.float32) * light
    made = np.maximum(vivid, 0.0) * tint * (1.0 - _INK * _edges(flat))[..., None]
    return image.with_rgb(np.asarray(made**2, np.float32))


def _strokes(seen: Image, reach: int) -> Image:
    """Return for each pixel the mean of that quarter of (2 reach + 1)² round it which varies least."""
    size = (reach + 1, reach + 1)
    best, chosen = np.full(seen.shape[:2], np.inf, np.float32), seen
    for down in (0, reach):
        for right in (0, reach):
            mean = cv2.blur(seen, size, anchor=(right, down))
            varies = (cv2.blur(seen * seen, size, anchor=(right, down)) - mean * mean).sum(axis=2)
            nearer = varies < best
            best = np.where(nearer, varies, best)
            chosen = np.where(nearer[..., None], mean, chosen).astype(np.float32)
    return chosen


def _edges(flat: Image) -> Image:
    """Return where colours change steeply, 0 to 1."""
    across, down = (cv2.Sobel(flat, cv2.CV_32F, *way, ksize=3, scale=0.25) for way in ((1, 0), (0, 1)))
    steep = np.sqrt((across**2 + down**2).sum(axis=2))
    return np.asarray(np.clip(cv2.GaussianBlur(steep, (0, 0), 0.8) / _EDGE, 0.0, 1.0), np.float32)
