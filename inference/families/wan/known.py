"""Frames that are given: how each form of Wan is told of them, so that what it makes passes through them.

The first frames of a window that goes on from another are given like that, and so are keyframes anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from inference.families.pixels import Pictures, to_planes
from inference.families.sampling import noised
from inference.families.standing import standing
from nodes.api.errors import BadInput

from .faces import described
from .latents import encoded
from .vace import control

if TYPE_CHECKING:
    import torch

    from inference.families.asked import Asked

    from .parts import Parts


@dataclass(eq=False)
class Given:
    """What the network and the sampler are told: see `Velocity` and `sampling.denoised`."""

    beside: torch.Tensor | None = None
    clean: torch.Tensor | None = None
    more: dict[str, Any] = field(default_factory=dict)
    held: Callable[[torch.Tensor, torch.Tensor], torch.Tensor] | None = None


def given(parts: Parts, asked: Asked, pictures: Pictures, random: torch.Tensor) -> Given:
    """Return how the model is told of the frames that are known; `random` is the noise that it starts from.

    The text form was not trained for it: there the known latents stand in for what it makes, with as much
    noise as there is at each step (after Lugmayr et al. 2022, "RePaint").
    """
    if parts.form == "vace":
        return _through_vace(parts, asked, pictures)
    if parts.form == "image":
        if not asked.known:
            raise BadInput("Make a moving picture", "this model starts from one", hint="Give it a picture.")
        return _beside(parts, asked, pictures)
    if parts.form == "expand":
        return _clean(parts, asked, pictures, random)
    if not asked.known:
        return Given()
    latents, there = known_latents(parts, asked, pictures, random)

    def held(made: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        return noised(latents, random, sigma) * there + made * (1 - there)

    return Given(held=held)


def known_latents(
    parts: Parts, asked: Asked, pictures: Pictures, like: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what is known as latents; see `inference.families.standing.standing`."""
    return standing(lambda planes: encoded(parts, planes), parts.pace, asked.known, pictures, like)


def _clean(parts: Parts, asked: Asked, pictures: Pictures, random: torch.Tensor) -> Given:
    import torch

    latents, there = known_latents(parts, asked, pictures, random)
    clean = (1 - there).expand(1, 1, *random.shape[2:])

    def held(made: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        return torch.where(there > 0, latents, made)

    return Given(clean=clean, held=held if asked.known else None)


def _beside(parts: Parts, asked: Asked, pictures: Pictures) -> Given:
    """Lay the known frames, grey elsewhere, and where they are, beside the latents."""
    import torch

    planes = torch.zeros((1, 3, asked.frames, asked.height, asked.width))
    there = torch.zeros(asked.frames)
    for number, each in zip(asked.known, range(len(pictures)), strict=True):
        planes[:, :, number] = to_planes(pictures[each : each + 1])[:, :, 0]
        there[number] = 1
    latents = encoded(parts, planes)
    # The first frame has a latent frame of its own, so it fills all places of that.
    places = torch.cat((there[:1].expand(parts.pace), there[1:])).view(-1, parts.pace)
    mask = places.T[None, :, :, None, None].expand(1, -1, -1, *latents.shape[3:])
    more: dict[str, Any] = {}
    if parts.image_encoder is not None:
        more["encoder_hidden_states_image"] = described(parts, asked, pictures)
    return Given(beside=torch.cat((mask.to(latents), latents), 1), more=more)


def _through_vace(parts: Parts, asked: Asked, pictures: Pictures) -> Given:
    video = np.full((asked.frames, asked.height, asked.width, 3), 0.5, np.float32)
    cover = np.ones((asked.frames, asked.height, asked.width), np.float32)
    if asked.known:
        video[list(asked.known)] = pictures
        cover[list(asked.known)] = 0
    return Given(more=control(parts, video, cover, pictures[:0]))
