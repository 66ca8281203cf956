"""From a small picture to one of twice the size within a run, without blocks to be seen.

Source: Jin et al. 2024, "Pyramidal Flow Matching for Efficient Video Generative Modeling", section 3.2;
diffusers' HeliosPyramidPipeline.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch


def smallest(latents: torch.Tensor, stages: int) -> torch.Tensor:
    """Return noise of the first of so many stages: halved each time, its deviation kept."""
    import torch

    flat = latents[0].transpose(0, 1)
    for _ in range(stages - 1):
        rows, columns = flat.shape[2] // 2, flat.shape[3] // 2
        flat = torch.nn.functional.interpolate(flat, size=(rows, columns), mode="bilinear") * 2
    return flat.transpose(0, 1)[None]


def larger(
    latents: torch.Tensor,
    signal: float,
    gamma: float,
    patch: Sequence[int],
    random: torch.Generator,
    dtype: torch.dtype,
) -> torch.Tensor:
    """Return latents of twice the size, with noise that breaks up what doubling repeats.

    `signal` is how much of a sample at the start of the stage is picture; `gamma` how strongly the noise of
    a block goes against itself, as the scheduler says.
    """
    wide = latents.repeat_interleave(2, 3).repeat_interleave(2, 4)
    keep = 1 / (math.sqrt(1 + 1 / gamma) * (1 - signal) + signal)
    fresh = block_noise(wide.shape, gamma, patch, random).to(wide.device, dtype)
    return keep * wide + keep * (1 - signal) / math.sqrt(gamma) * fresh


def block_noise(
    shape: Sequence[int], gamma: float, patch: Sequence[int], random: torch.Generator
) -> torch.Tensor:
    """Return normal noise (1, channels, frames, rows, columns) that is correlated within each patch.

    Every number has variance 1, each two of a patch covariance -gamma. At the usual 1/3 a patch of four
    sums to nothing: the matrix is then only just factored, which float32 is not fine enough for.
    """
    import torch

    _, channels, frames, rows, columns = shape
    _, down, across = patch
    size = down * across
    covariance = torch.eye(size, dtype=torch.float64) * (1 + gamma + 1e-8) - gamma
    factor = torch.linalg.cholesky(covariance).float()
    count = channels * frames * (rows // down) * (columns // across)
    drawn = torch.randn((count, size), generator=random) @ factor.T
    blocks: torch.Tensor = drawn.view(1, channels, frames, rows // down, columns // across, down, across)
    return blocks.transpose(4, 5).reshape(1, channels, frames, rows, columns)
