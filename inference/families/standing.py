"""Pictures that stand at some frames, as latents at their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .pixels import Pictures, to_planes

if TYPE_CHECKING:
    import torch


def standing(
    encode: Callable[[torch.Tensor], torch.Tensor],
    pace: int,
    known: Sequence[int],
    pictures: Pictures,
    like: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return latents shaped as `like` with what is known in place, and (1, 1, frames, 1, 1), 1 where it is.

    `known` numbers the frames that `pictures` are; one latent frame stands for `pace` of them, the first
    for one. Frames from the first on are encoded together; a later one fills the latent frame that it
    shares with its neighbours, as a still.
    """
    import torch

    latents = torch.zeros_like(like)
    there = torch.zeros((1, 1, like.shape[2], 1, 1), device=like.device)
    run = 0
    while run < len(known) and known[run] == run:
        run += 1
    whole = (run - 1) // pace + 1 if run else 0
    if whole:
        latents[:, :, :whole] = encode(to_planes(pictures[: (whole - 1) * pace + 1]))
        there[:, :, :whole] = 1
    for number, picture in zip(known, pictures, strict=True):
        place = -(-number // pace)
        if place >= whole:
            still = np.repeat(picture[None], 1 + pace, 0)
            latents[:, :, place] = encode(to_planes(still))[:, :, 1]
            there[:, :, place] = 1
    return latents, there
