"""Pictures as models take them and back: channels first, -1 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import torch

Pictures = npt.NDArray[np.float32]


def to_planes(pictures: npt.NDArray[Any]) -> torch.Tensor:
    """Return (1, 3, frames, rows, columns), -1 to 1, of pictures (frames, rows, columns, 3), 0 to 1."""
    import torch

    planes = torch.from_numpy(np.ascontiguousarray(pictures.transpose(3, 0, 1, 2), np.float32))
    return (planes * 2 - 1)[None]


def from_planes(planes: torch.Tensor) -> Pictures:
    """Return pictures (frames, rows, columns, 3), 0 to 1, of (1, 3, frames, rows, columns), -1 to 1."""
    shown = (planes[0].float() / 2 + 0.5).clamp(0, 1)
    return np.ascontiguousarray(shown.permute(1, 2, 3, 0).cpu().numpy())
