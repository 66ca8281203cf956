"""From noise to a picture, step by step along a flow: what every flow-matching family shares.

At noise level sigma a sample is (1 - sigma) x + sigma e; a model says the velocity e - x (Lipman et al.
2023, "Flow matching for generative modeling"; Liu et al. 2023, "Flow straight and fast").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

    from .adapter import Tell
    from .pixels import Pictures


@dataclass(frozen=True, slots=True)
class Course:
    """The noise levels that a run passes: its own scheduler, the timesteps, where among them it begins."""

    scheduler: Any
    timesteps: torch.Tensor
    begin: int = 0

    @property
    def sigmas(self) -> torch.Tensor:
        """Noise levels, one more than timesteps."""
        found: torch.Tensor = self.scheduler.sigmas[self.begin :]
        return found


def course(scheduler: Any, steps: int, sigmas: Sequence[float], device: str, strength: float = 1.0) -> Course:
    """Return a run's noise levels: a card's `sigmas` to the letter, else `steps` of the model's scheduler.

    Below 1, `strength` leaves the first steps out: what is changed begins with less noise on it.
    """
    if sigmas:
        from diffusers import FlowMatchEulerDiscreteScheduler

        own = FlowMatchEulerDiscreteScheduler(shift=1.0)
        own.set_timesteps(sigmas=list(sigmas), device=device)
    else:
        own = type(scheduler).from_config(scheduler.config)
        own.set_timesteps(steps, device=device)
    count = len(own.timesteps)
    begin = max(count - min(int(count * strength), count), 0)
    own.set_begin_index(begin)
    return Course(own, own.timesteps[begin:], begin)


def noise(shape: Sequence[int], seed: int, device: str) -> torch.Tensor:
    """Return normal noise, float32, drawn on the CPU so that a seed means the same on every device."""
    import torch

    drawn = torch.randn(tuple(shape), generator=torch.Generator().manual_seed(seed), dtype=torch.float32)
    return drawn.to(device)


def noised(latents: torch.Tensor, random: torch.Tensor, sigma: torch.Tensor | float) -> torch.Tensor:
    """Return latents with noise on them, as much as a noise level says."""
    return (1 - sigma) * latents + sigma * random


Velocity = Callable[["torch.Tensor", "torch.Tensor"], "torch.Tensor"]
"""What a model says of latents at a timestep."""


def denoised(
    latents: torch.Tensor,
    along: Course,
    velocity: Velocity,
    tell: Tell,
    *,
    shown: Callable[[torch.Tensor], Pictures] | None = None,
    held: Callable[[torch.Tensor, torch.Tensor], torch.Tensor] | None = None,
) -> torch.Tensor:
    """Return latents with the noise taken off, telling each step; a cancel ends it between two steps.

    `shown` makes a picture of what the latents are heading for. `held` puts back what is known, at a noise
    level, before every step and at the end.
    """
    count = len(along.timesteps)
    tell.step(0, count, "making")
    for done, (time, sigma) in enumerate(zip(along.timesteps, along.sigmas, strict=False), 1):
        if held is not None:
            latents = held(latents, sigma)
        flow = velocity(latents, time)
        ahead = None if shown is None else _glimpse(shown, latents, flow, sigma)
        latents = along.scheduler.step(flow, time, latents, return_dict=False)[0]
        tell.step(done, count, "making", ahead)
    return latents if held is None else held(latents, along.sigmas[-1])


def _glimpse(
    shown: Callable[[torch.Tensor], Pictures], latents: torch.Tensor, flow: torch.Tensor, sigma: torch.Tensor
) -> Callable[[], Pictures]:
    return lambda: shown(latents - sigma * flow)


def guided(wanted: torch.Tensor, unwanted: torch.Tensor, guidance: float) -> torch.Tensor:
    """Return a velocity led away from what is not wanted (Ho and Salimans 2022, classifier-free guidance)."""
    return unwanted + guidance * (wanted - unwanted)
