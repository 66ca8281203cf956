"""VACE's conditions: what stays, what is to be made and what it is led by, as latents for its own layers.

Source: Jiang et al. 2025, "VACE: All-in-One Video Creation and Editing" (the concept-decoupled frames and
the masks that are folded into channels).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inference.families.pixels import Pictures, to_planes
from inference.families.placing import dtype_of

from .latents import encoded

if TYPE_CHECKING:
    import numpy.typing as npt
    import torch

    from .parts import Parts


def control(
    parts: Parts,
    video: Pictures,
    cover: npt.NDArray[np.float32],
    references: Pictures,
    strength: float = 1.0,
) -> dict[str, Any]:
    """Return what the network takes beside latents, for `video` (frames, rows, columns, 3), 0 to 1.

    `cover` (frames, rows, columns) is above 0.5 where something is to be made: there the video leads it
    (an outline, a depth, grey for nothing), elsewhere it stays. `references` (pictures, rows, columns, 3)
    come first as latent frames of their own. `strength` is how firmly it leads.
    """
    import torch

    planes = to_planes(video)
    made = torch.from_numpy(np.ascontiguousarray(cover > 0.5))[None, None].to(planes.dtype)
    stays, leads = encoded(parts, planes * (1 - made)), encoded(parts, planes * made)
    channels = torch.cat((torch.cat((stays, leads), 1), folded(parts, made).to(stays)), 1)
    for reference in references:
        first = encoded(parts, to_planes(reference[None]))
        nothing = torch.zeros((1, channels.shape[1] - first.shape[1], *first.shape[2:]), device=first.device)
        channels = torch.cat((torch.cat((first, nothing), 1), channels), 2)
    dtype = dtype_of(parts.plan)
    layers = len(parts.high.config.vace_layers)
    return {
        "control_hidden_states": channels.to(dtype),
        "control_hidden_states_scale": torch.full((layers,), strength, dtype=dtype, device=channels.device),
    }


def folded(parts: Parts, made: torch.Tensor) -> torch.Tensor:
    """Return a mask (1, 1, frames, rows, columns) as (1, scale², latent frames, rows / scale, …).

    Each pixel under a latent becomes a channel; of the frames under one the nearest to its middle counts.
    """
    from torch.nn.functional import interpolate

    _, _, frames, rows, columns = made.shape
    side = parts.scale
    cells = made.view(frames, rows // side, side, columns // side, side)
    channels = cells.permute(2, 4, 0, 1, 3).flatten(0, 1)[None]
    size = ((frames + parts.pace - 1) // parts.pace, rows // side, columns // side)
    return interpolate(channels, size, mode="nearest-exact")


def laid_on(reference: Pictures, width: int, height: int) -> Pictures:
    """Return a reference (rows, columns, 3) fitted into a size whole, in the middle of white."""
    import torch
    from torch.nn.functional import interpolate

    planes = torch.from_numpy(np.ascontiguousarray(reference.transpose(2, 0, 1)))[None].float()
    rows, columns = planes.shape[2:]
    share = min(height / rows, width / columns)
    inner = (max(1, int(rows * share)), max(1, int(columns * share)))
    small = interpolate(planes, inner, mode="bilinear", align_corners=False)[0].permute(1, 2, 0).numpy()
    made = np.ones((height, width, 3), np.float32)
    top, left = (height - inner[0]) // 2, (width - inner[1]) // 2
    made[top : top + inner[0], left : left + inner[1]] = small
    return made
