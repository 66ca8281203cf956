"""Resizing as formulas say, in NumPy: what the families' own is measured against."""

from __future__ import annotations

import numpy as np


def squeezed(picture: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Resize by a triangle filter that widens where pixels are fewer: each axis a matrix of weights."""

    def weights(old: int, new: int) -> np.ndarray:
        scale = old / new
        reach = max(scale, 1.0)
        centre = (np.arange(new) + 0.5) * scale
        apart = np.abs(np.arange(old)[None, :] + 0.5 - centre[:, None]) / reach
        weight = np.maximum(0, 1 - apart)
        return weight / weight.sum(1, keepdims=True)

    down, across = weights(picture.shape[0], rows), weights(picture.shape[1], columns)
    return np.einsum("rR,cC,RC...->rc...", down, across, picture)


def grown(logits: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Resize by plain bilinear interpolation, edges held."""

    def places(old: int, new: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        at = np.clip((np.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
        low = np.minimum(np.floor(at).astype(int), old - 1)
        return low, np.minimum(low + 1, old - 1), at - low

    top, bottom, down = places(logits.shape[0], rows)
    left, right, across = places(logits.shape[1], columns)
    upper = logits[top][:, left] * (1 - across) + logits[top][:, right] * across
    lower = logits[bottom][:, left] * (1 - across) + logits[bottom][:, right] * across
    return upper * (1 - down[:, None]) + lower * down[:, None]
