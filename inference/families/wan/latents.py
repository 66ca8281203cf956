"""Pictures to Wan's latents and back, the way back a few frames at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from inference.families.pixels import Pictures, from_planes
from inference.families.placing import working

if TYPE_CHECKING:
    import torch

    from inference.memory.plan import Plan


class Coding(Protocol):
    """What of a model codes its pictures: Wan's coder, and how it is laid out."""

    plan: Plan
    vae: Any

    @property
    def pace(self) -> int:
        """Frames that one latent frame stands for, the first excepted."""


def encoded(parts: Coding, planes: torch.Tensor) -> torch.Tensor:
    """Return latents (1, channels, 1 + (frames - 1) / 4, rows, columns), mean 0 and deviation 1, float32.

    `planes` are (1, 3, frames, rows, columns), -1 to 1; of the encoder's distribution its mode is taken.
    """
    import torch

    with working(parts.vae, parts.plan) as vae, torch.no_grad():
        mode = vae.encode(planes.to(parts.plan.device, vae.dtype)).latent_dist.mode().float()
    mean, deviation = spread(vae, mode)
    made: torch.Tensor = (mode - mean) / deviation
    return made


def decoded(parts: Coding, latents: torch.Tensor) -> Iterator[Pictures]:
    """Yield pictures (some frames, rows, columns, 3), 0 to 1, from latents of mean 0 and deviation 1.

    The decoder is causal: it is given one latent frame after the other and keeps what it needs of those
    before, so that no more than four frames exist at once. With tiles all of them are made first.
    """
    import torch

    with working(parts.vae, parts.plan) as vae:
        mean, deviation = spread(vae, latents)
        raw = (latents * deviation + mean).to(parts.plan.device, vae.dtype)
        if vae.use_tiling:
            with torch.no_grad():
                planes = vae.decode(raw, return_dict=False)[0]
            for first in range(0, planes.shape[2], parts.pace):
                yield from_planes(planes[:, :, first : first + parts.pace])
            return
        yield from (from_planes(planes) for planes in _one_by_one(vae, raw))


def _one_by_one(vae: Any, raw: torch.Tensor) -> Iterator[torch.Tensor]:
    import torch
    from diffusers.models.autoencoders.autoencoder_kl_wan import WanCausalConv3d, unpatchify

    kept: list[Any] = [None] * sum(isinstance(each, WanCausalConv3d) for each in vae.decoder.modules())
    with torch.no_grad():
        given = vae.post_quant_conv(raw)
    for index in range(given.shape[2]):
        with torch.no_grad():
            made = vae.decoder(
                given[:, :, index : index + 1], feat_cache=kept, feat_idx=[0], first_chunk=index == 0
            )
            if vae.config.patch_size is not None:
                made = unpatchify(made, patch_size=vae.config.patch_size)
        yield made


def spread(vae: Any, like: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return mean and deviation of a coder's latents, (1, channels, 1, 1, 1), float32, where `like` is."""
    import torch

    shape = (1, vae.config.z_dim, 1, 1, 1)
    mean = torch.tensor(vae.config.latents_mean, device=like.device, dtype=torch.float32).view(shape)
    deviation = torch.tensor(vae.config.latents_std, device=like.device, dtype=torch.float32).view(shape)
    return mean, deviation
