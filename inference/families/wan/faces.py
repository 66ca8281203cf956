"""Pictures as the image encoder beside some Wans describes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inference.families.pixels import Pictures
from inference.families.placing import dtype_of, working

if TYPE_CHECKING:
    import torch

    from inference.families.asked import Asked

    from .parts import Parts


def described(parts: Parts, asked: Asked, pictures: Pictures) -> torch.Tensor:
    """Return (pictures, tokens, channels) of the first picture, and of the last where that is the last frame.

    It is the layer before the last of a CLIP encoder, as Wan 2.1 was trained.
    """
    import torch

    chosen = [0] if asked.known[-1] < asked.frames - 1 or len(pictures) == 1 else [0, len(pictures) - 1]
    given = torch.cat([prepared(pictures[each], parts.image_settings or {}) for each in chosen])
    with working(parts.image_encoder, parts.plan) as encoder, torch.no_grad():
        hidden = encoder(given.to(parts.plan.device), output_hidden_states=True).hidden_states[-2]
    made: torch.Tensor = hidden.to(dtype_of(parts.plan))
    return made


def prepared(picture: Pictures, settings: Mapping[str, Any]) -> torch.Tensor:
    """Return (1, 3, side, side) of a picture (rows, columns, 3), 0 to 1, as CLIP takes it.

    The shorter side is brought to `size` (bicubic, smoothed where it shrinks), the middle `crop_size` cut
    out, then (x - mean) / deviation by channel.
    """
    import numpy as np
    import torch
    from torch.nn.functional import interpolate

    planes = torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)))[None]
    side = _side(settings.get("size", 224), "shortest_edge")
    rows, columns = planes.shape[2:]
    short = min(rows, columns)
    if short != side:
        size = (max(side, rows * side // short), max(side, columns * side // short))
        planes = interpolate(planes, size, mode="bicubic", antialias=True).clamp(0, 1)
    high, wide = (_side(settings.get("crop_size", side), name) for name in ("height", "width"))
    top, left = max(0, planes.shape[2] - high) // 2, max(0, planes.shape[3] - wide) // 2
    planes = planes[:, :, top : top + high, left : left + wide]
    mean, deviation = (torch.tensor(settings[name]).view(1, 3, 1, 1) for name in ("image_mean", "image_std"))
    return (planes - mean) / deviation


def _side(said: Any, name: str) -> int:
    return int(said[name] if isinstance(said, dict) else said)
