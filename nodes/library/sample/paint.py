"""`sample.paint`: a picture painted over, as somebody might, by a filter that is known."""

from typing import Annotated

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Px, Slider, node

Image = npt.NDArray[np.float32]
_TONES = (0.0, 0.35, 0.65, 1.0)
"""How light a part is that each paint stands for, from the darkest (0) to the lightest (1) of the picture."""
_PAINTS = ((0.03, 0.02, 0.14), (0.03, 0.22, 0.30), (0.75, 0.22, 0.10), (1.0, 0.80, 0.42))
"""From dark to light: indigo, sea green, coral, cream; linear. Paints between mix."""
_OWN, _INK = 0.15, 0.9
_LINES = (0.03, 0.12)
"""How steep an edge is where its line begins to show, and where it is full."""


@node("sample.paint")
def paint(image: Frame, brush: Annotated[Px, Slider(1, 60, "px"), "How wide a stroke is."] = 12.0) -> Frame:
    """Paint a picture in flat strokes, four paints mixed by how light it is, with edges drawn in ink.

    A stroke takes the mean of that quarter round it which varies least (Kuwahara, Hachimura, Eiho and
    Kinoshita, Processing of RI-angiocardiographic images, 1976), in the square root of light; a part of its
    own colour is kept, and what changes steeply is darkened. Made for keyframes whose painter is known.
    """
    flat = _strokes(np.sqrt(np.maximum(image.rgb, 0.0)), max(1, round(brush / 2)))
    grey = flat.mean(axis=2)
    low, high = np.percentile(grey, (3, 97))
    light = (grey - low) / max(float(high - low), 1e-3)
    mixed = np.dstack([np.interp(light, _TONES, [paint[part] for paint in _PAINTS]) for part in range(3)])
    made = mixed + (flat**2 - mixed) * _OWN
    return image.with_rgb(np.asarray(made * (1.0 - _INK * _edges(flat))[..., None], np.float32))


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
    low, high = _LINES
    steep = np.sqrt((across**2 + down**2).sum(axis=2))
    return np.asarray(
        np.clip((cv2.GaussianBlur(steep, (0, 0), 0.8) - low) / (high - low), 0.0, 1.0), np.float32
    )
