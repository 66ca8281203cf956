"""Chroma up and down: a matched pair of filters, so that up then down gives back every sample.

Chroma is taken to lie as H.264 lies by default ("left"): on every second luma column, and halfway
between two luma rows. Up is straight-line interpolation between those places. Down is the filter that
undoes exactly that: across, the low-pass half of the LeGall 5/3 wavelet; down, the shortest even
filter that is biorthogonal to (1, 3, 3, 1)/4. So a picture that went to RGB and back has its chroma
untouched, and a graded one is neither blocky nor shifted.

Source: Cohen, Daubechies, Feauveau, "Biorthogonal bases of compactly supported wavelets", 1992.
"""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

_BETWEEN = np.array([[1, 1]], dtype=np.float32) / 2
_ACROSS = np.array([[-1, 2, 6, 2, -1]], dtype=np.float32) / 8
_DOWN = np.array([[-1], [3], [3], [-1]], dtype=np.float32) / 4


def chroma_size(width: int, height: int, halvings_x: int, halvings_y: int) -> tuple[int, int]:
    """Return width and height of a chroma plane; an odd picture's last sample covers half a pair."""
    return -(-width >> halvings_x), -(-height >> halvings_y)


def upsample(chroma: FloatArray, width: int, height: int, halvings_x: int, halvings_y: int) -> FloatArray:
    """Return a float32 (rows, columns) chroma plane stretched to `height` rows and `width` columns."""
    made = chroma
    for step in reversed(range(halvings_y)):
        made = _double_rows(made)[: chroma_size(width, height, 0, step)[1]]
    for step in reversed(range(halvings_x)):
        made = _double_columns(made)[:, : chroma_size(width, height, step, 0)[0]]
    return made


def downsample(chroma: FloatArray, halvings_x: int, halvings_y: int) -> FloatArray:
    """Return a float32 (rows, columns) plane halved as often as told; undoes `upsample`."""
    made = chroma
    for _ in range(halvings_y):
        made = _halve_rows(made)
    for _ in range(halvings_x):
        made = _halve_columns(made)
    return made


def _double_rows(chroma: FloatArray) -> FloatArray:
    rows, columns = chroma.shape
    doubled = cv2.resize(chroma, (columns, rows * 2), interpolation=cv2.INTER_LINEAR)
    return cast(FloatArray, doubled)


def _double_columns(chroma: FloatArray) -> FloatArray:
    rows, columns = chroma.shape
    between = cv2.filter2D(chroma, -1, _BETWEEN, anchor=(0, 0), borderType=cv2.BORDER_REPLICATE)
    return cast(FloatArray, cv2.merge((chroma, between)).reshape(rows, columns * 2))


def _halve_columns(chroma: FloatArray) -> FloatArray:
    if chroma.shape[1] == 1:
        return chroma
    low = cv2.filter2D(chroma, -1, _ACROSS, borderType=cv2.BORDER_REFLECT_101)
    return cast(FloatArray, low[:, 0::2])


def _halve_rows(chroma: FloatArray) -> FloatArray:
    rows = chroma.shape[0]
    if rows == 1:
        return chroma
    whole = chroma
    if rows % 2:
        # The row that the last, halved sample lacks: where the line through its two neighbours goes.
        whole = np.concatenate((chroma, 1.5 * chroma[-1:] - 0.5 * chroma[-2:-1])).astype(np.float32)
    low = cv2.filter2D(whole, -1, _DOWN, anchor=(0, 1), borderType=cv2.BORDER_REFLECT)
    return cast(FloatArray, low[0::2])
