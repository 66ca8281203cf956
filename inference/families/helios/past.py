"""What Helios remembers of what came before: the nearer the finer, and the first frame for good.

Source: diffusers' HeliosPipeline, whose numbers these are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inference.families.pixels import Pictures, to_planes
from inference.families.placing import working
from inference.families.wan.latents import spread

if TYPE_CHECKING:
    import torch

    from .parts import Parts

CHUNK = 9
"""Latent frames of one stretch."""
HISTORY = (16, 2, 1)
"""Latent frames that are remembered coarsely, finely, and in full."""
_ROUGH = (0.111, 0.135)


@dataclass(eq=False)
class Past:
    """The last latent frames before a stretch, all zero before the beginning, and the very first one."""

    first: torch.Tensor | None
    last: torch.Tensor

    def after(self, made: torch.Tensor) -> Past:
        """Return the past once a stretch is made; it is never longer."""
        import torch

        first = made[:, :, :1].clone() if self.first is None else self.first
        return Past(first, torch.cat((self.last, made), 2)[:, :, -sum(HISTORY) :].clone())

    def told(self, dtype: torch.dtype) -> dict[str, torch.Tensor]:
        """Return the arguments by which the network is told of it."""
        import torch

        first = torch.zeros_like(self.last[:, :, :1]) if self.first is None else self.first
        long, mid, short = torch.split_with_sizes(self.last, HISTORY, 2)
        places = torch.arange(1 + sum(HISTORY) + CHUNK, device=self.last.device)[None]
        start, far, near, nearest, new = torch.split_with_sizes(places, (1, *HISTORY, CHUNK), 1)
        return {
            "indices_hidden_states": new,
            "indices_latents_history_short": torch.cat((start, nearest), 1),
            "indices_latents_history_mid": near,
            "indices_latents_history_long": far,
            "latents_history_short": torch.cat((first, short), 2).to(dtype),
            "latents_history_mid": mid.to(dtype),
            "latents_history_long": long.to(dtype),
        }


def nothing(channels: int, rows: int, columns: int, device: str) -> Past:
    """Return the past of a picture made from words alone."""
    import torch

    return Past(None, torch.zeros((1, channels, sum(HISTORY), rows, columns), device=device))


def going_on_from(parts: Parts, pictures: Pictures, none: Past, random: torch.Generator) -> Past:
    """Return the past that pictures (frames, rows, columns, 3) make: of one a still, of more what moves.

    A still is shown for a stretch, whose last latent frame is the past. Of more, the last whole stretches
    are; fewer frames than that are filled up by the first one. Some noise is laid on all of it.
    """
    import numpy as np
    import torch

    length = (CHUNK - 1) * parts.pace + 1
    if len(pictures) == 1:
        first = _drawn(parts, pictures, random)
        stretches = [_drawn(parts, np.repeat(pictures, length, 0), random)[:, :, -1:]]
    else:
        held = np.repeat(pictures[:1], max(0, length - len(pictures)), 0)
        filled = np.concatenate((held, pictures))
        filled = filled[len(filled) % length :]
        first = _drawn(parts, pictures[:1], random)
        stretches = [
            _drawn(parts, filled[begin : begin + length], random) for begin in range(0, len(filled), length)
        ]
    rough = [_roughened(each, random) for each in (first, *stretches)]
    return Past(rough[0], torch.cat((none.last, *rough[1:]), 2)[:, :, -sum(HISTORY) :].clone())


def _drawn(parts: Parts, pictures: Pictures, random: torch.Generator) -> torch.Tensor:
    """Return latents of pictures, drawn from the encoder's distribution, mean 0 and deviation 1."""
    import torch

    with working(parts.vae, parts.plan) as vae, torch.no_grad():
        planes = to_planes(pictures).to(parts.plan.device, vae.dtype)
        found: torch.Tensor = vae.encode(planes).latent_dist.sample(generator=random).float()
    mean, deviation = spread(vae, found)
    return (found - mean) * (1 / deviation)


def _roughened(latents: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    """Return latents with a little noise on them, each frame by itself: what was made is never perfect."""
    import torch

    low, high = _ROUGH
    share = (torch.rand(latents.shape[2], generator=random) * (high - low) + low).view(1, 1, -1, 1, 1)
    drawn = torch.randn(latents.shape, generator=random)
    return share.to(latents.device) * drawn.to(latents.device) + (1 - share.to(latents.device)) * latents
