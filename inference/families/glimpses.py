"""Pictures of latents without their decoder: a linear map that is learned from the encoder itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import torch

    from .pixels import Pictures

_SIDE = 16
_RIDGE = 1e-3


class Glimpse:
    """Shows latents as small pictures, one pixel a latent.

    The map from a latent's channels to a colour is the one that fits best (least squares with a small
    ridge) for a mosaic of flat colours that `encode` is shown once: (1, 3, 1, rows, columns), -1 to 1, to
    latents (1, channels, 1, rows / scale, columns / scale).
    """

    def __init__(self, encode: Callable[[torch.Tensor], torch.Tensor], scale: int) -> None:
        self._encode, self._scale = encode, scale
        self._map: torch.Tensor | None = None

    def __call__(self, latents: torch.Tensor) -> Pictures:
        """Return the middle frame of latents (1, channels, frames, rows, columns) as a picture, 0 to 1."""
        import torch

        middle = latents[0, :, latents.shape[2] // 2].float().cpu()
        known = self._known()
        ones = torch.ones_like(middle[:1])
        colours = torch.einsum("crw,ck->rwk", torch.cat((middle, ones)), known)
        return np.ascontiguousarray(((colours + 1) / 2).clamp(0, 1).numpy())

    def _known(self) -> torch.Tensor:
        if self._map is None:
            self._map = self._learned()
        return self._map

    def _learned(self) -> torch.Tensor:
        import torch

        drawn = torch.rand((1, 3, _SIDE, _SIDE), generator=torch.Generator().manual_seed(0)) * 2 - 1
        # Each colour covers two latents each way, so that one lies within it.
        wide = drawn.repeat_interleave(2 * self._scale, 2).repeat_interleave(2 * self._scale, 3)
        seen = self._encode(wide[:, :, None])[0, :, 0].float().cpu()
        features = seen.flatten(1).T
        features = torch.cat((features, torch.ones_like(features[:, :1])), 1)
        wanted = drawn[0].repeat_interleave(2, 1).repeat_interleave(2, 2).flatten(1).T
        gram = features.T @ features
        ridge = _RIDGE * gram.diagonal().mean() * torch.eye(gram.shape[0])
        learned: torch.Tensor = torch.linalg.solve(gram + ridge, features.T @ wanted)
        return learned
