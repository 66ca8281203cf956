"""What a pixel looks like with its neighbourhood: colour at three widths, and the direction of texture."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]

LOOKS = 14
"""How many numbers describe a pixel's look."""
PLACES = 7
"""How many numbers describe its place beside the object's."""
_NEARNESS = 0.3


def looks(picture: Picture) -> Floats:
    """Return (rows, columns, LOOKS) for an 8-bit display-referred RGB picture.

    CIELAB of the pixel and of two Gaussian neighbourhoods, the structure tensor's size and doubled
    direction (Bigün and Granlund, ICCV 1987), how busy a wider neighbourhood is, and the detail.
    """
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2Lab) / 50
    near, wide = (cv2.GaussianBlur(lab, (0, 0), sigma) for sigma in (1.5, 4))
    light = np.ascontiguousarray(lab[..., 0])
    across, down = cv2.Sobel(light, -1, 1, 0), cv2.Sobel(light, -1, 0, 1)
    steep = np.sqrt(across * across + down * down) + 1e-6
    tensor = cv2.merge([steep, (across * across - down * down) / steep, 2 * across * down / steep])
    texture = cv2.GaussianBlur(tensor, (0, 0), 2) * 0.7
    busy = cv2.GaussianBlur(steep, (0, 0), 5) * 0.7
    detail = (light - near[..., 0]) * 2
    return np.concatenate([lab, near, wide, texture, busy[..., None], detail[..., None]], -1)


def places(rows: slice, columns: slice, centre: tuple[float, float], size: float) -> Floats:
    """Return (rows, columns, PLACES): where each pixel lies beside an object of that centre and size."""
    down = ((np.arange(rows.start, rows.stop, dtype=np.float32) - centre[1]) / size)[:, None]
    across = ((np.arange(columns.start, columns.stop, dtype=np.float32) - centre[0]) / size)[None, :]
    made = np.empty((down.shape[0], across.shape[1], PLACES), np.float32)
    values = (
        across, down, across * across + down * down,
        np.sin(3 * across), np.cos(3 * across), np.sin(3 * down), np.cos(3 * down),
    )  # fmt: skip
    for layer, value in enumerate(values):
        made[..., layer] = value
    return made * np.float32(_NEARNESS)
