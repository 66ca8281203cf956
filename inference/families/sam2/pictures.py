"""Pictures, points and masks as SAM 2 takes them, and its masks as mattes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import torch

MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's pictures, which the encoders of vision models expect to be taken off and divided by."""
Size = tuple[int, int]
"""Rows and columns."""


def planes(
    picture: npt.NDArray[Any], side: int, mean: Sequence[float] = MEAN, spread: Sequence[float] = SPREAD
) -> torch.Tensor:
    """Return (3, side, side) of a picture (rows, columns, 3), 0 to 1: squeezed into a square, normalised.

    Squeezed with a triangle filter that widens where pixels are fewer (antialiased bilinear).
    """
    import torch
    from torch.nn.functional import interpolate

    flat = torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1), np.float32))
    square = interpolate(flat[None], (side, side), mode="bilinear", antialias=True)[0]
    return (square - torch.tensor(mean)[:, None, None]) / torch.tensor(spread)[:, None, None]


def mask_input(matte: npt.NDArray[Any], side: int) -> torch.Tensor:
    """Return (1, 1, side, side), 0 or 1, of a matte (rows, columns), 0 to 1."""
    import torch
    from torch.nn.functional import interpolate

    hard = torch.from_numpy(np.asarray(matte > 0.5, np.float32))[None, None]
    return (interpolate(hard, (side, side), mode="bilinear", antialias=True) >= 0.5).float()


def points_input(
    points: Sequence[Sequence[float]], box: Sequence[float] | None, size: Size, side: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return coordinates (1, 1, n, 2) and labels (1, 1, n) of points (x, y, inside) and a box's corners.

    They come in pixels of a picture of `size`. Labels: 1 inside, 0 outside, 2 and 3 a box's corners.
    """
    import torch

    corners = [] if box is None else [(box[0], box[1], 2), (box[2], box[3], 3)]
    known = [(float(x), float(y), int(label)) for x, y, label in [*corners, *points]]
    placed = [(x * side / size[1], y * side / size[0]) for x, y, _ in known]
    where = torch.tensor(placed, dtype=torch.float32).reshape(1, 1, -1, 2)
    return where, torch.tensor([label for *_, label in known], dtype=torch.int32).reshape(1, 1, -1)


def matte(logits: torch.Tensor, size: Size) -> npt.NDArray[np.float32]:
    """Return a matte (rows, columns), 0 to 1, of a mask's log odds (…, rows, columns), bilinear."""
    from torch.nn.functional import interpolate

    flat = logits.float().reshape(1, 1, *logits.shape[-2:])
    large = interpolate(flat, size, mode="bilinear", align_corners=False)[0, 0]
    return np.ascontiguousarray(large.sigmoid().cpu().numpy())
