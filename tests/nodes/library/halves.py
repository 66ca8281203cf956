"""Whether a node does at half the size what it does at full size."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from nodes.api import Box, Frame, Matte, Node, cropped


def halved(value: Frame | Matte) -> Any:
    """The same picture at half the size: the mean of two by two pixels; its boxes have even sides."""
    pixels = value.pixels
    assert pixels is not None
    rows, columns = pixels.shape[:2]
    made = pixels.reshape(rows // 2, 2, columns // 2, 2, *pixels.shape[2:]).mean(axis=(1, 3))
    windows = {
        "data_window": _half(value.data_window),
        "display_window": _half(value.display_window),
    }
    return replace(value, pixels=np.asarray(made, np.float32), **windows)


def over_display(value: Frame | Matte) -> np.ndarray:
    """All channels over the display window, 0 where there are none."""
    if isinstance(value, Frame):
        pixels = value.pixels if value.pixels is not None else value.rgb
    else:
        pixels = value.pixels
    return cropped(pixels, value.data_window, value.display_window)


def halves(node: Node[..., Any], *pictures: Frame | Matte, **settings: Any) -> tuple[np.ndarray, np.ndarray]:
    """What the node makes at full size, then halved; and what it makes of halved pictures.

    Lengths in pixels are halved as the engine does it.
    """
    full = node(*pictures, **settings)
    scaled: dict[str, Any] = {}
    for name, value in settings.items():
        param = node.spec.param(name)
        if isinstance(value, Frame | Matte):
            scaled[name] = halved(value)
        else:
            scaled[name] = param.scaled(value, 0.5) if param else value
    half = node(*(halved(each) for each in pictures), **scaled)
    whole = over_display(full)
    rows, columns = whole.shape[:2]
    return whole.reshape(rows // 2, 2, columns // 2, 2, *whole.shape[2:]).mean(axis=(1, 3)), over_display(
        half
    )


def agree(pair: tuple[np.ndarray, np.ndarray], *, mean: float, worst: float = 1.0) -> None:
    """Fail unless both agree: in the mean, and everywhere."""
    full, half = pair
    assert full.shape == half.shape
    apart = np.abs(full - half)
    assert apart.mean() <= mean, f"mean difference {apart.mean()}"
    assert apart.max() <= worst, f"worst difference {apart.max()}"


def _half(box: Box) -> Box:
    assert not any(side % 2 for side in (box.x0, box.y0, box.x1, box.y1))
    return Box(box.x0 // 2, box.y0 // 2, box.x1 // 2, box.y1 // 2)
