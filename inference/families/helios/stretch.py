"""One stretch of Helios: noise made into latents, led by words and by the past."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from inference.families.placing import Turns, dtype_of
from inference.families.sampling import guided

from .past import CHUNK
from .sizes import larger, smallest

if TYPE_CHECKING:
    import torch

    from inference.families.asked import Asked

    from .parts import Parts
    from .past import Past

Step = Callable[["torch.Tensor"], None]
"""Is told after each step what the latents were heading for."""


@dataclass(eq=False)
class Words:
    """What is wanted and, None without guidance, what is not: each (1, tokens, channels)."""

    wanted: torch.Tensor
    unwanted: torch.Tensor | None


@dataclass(eq=False)
class Stretch:
    """How one stretch is made. `first` is the shot's first, which a distilled model takes more steps for."""

    parts: Parts
    wish: Asked
    words: Words
    first: bool
    random: torch.Generator
    told: Mapping[str, Any] = field(default_factory=dict)

    def made(self, past: Past, turns: Turns, step: Step) -> Generator[None, None, torch.Tensor]:
        """Return latents (1, channels, 9, rows, columns), mean 0 and deviation 1, float32.

        Yields after each step.
        """
        import torch

        parts, wish = self.parts, self.wish
        network = turns.take(parts.network)
        self.told = past.told(dtype_of(parts.plan))
        shape = (1, network.config.in_channels, CHUNK, wish.height // parts.scale, wish.width // parts.scale)
        latents = torch.randn(shape, generator=self.random).to(parts.plan.device)
        if parts.stages:
            latents = smallest(latents, parts.stages)
        scheduler = type(parts.scheduler).from_config(parts.scheduler.config)
        for stage in range(max(1, parts.stages)):
            # The library counts patches at the size of the stage before.
            self._set(scheduler, stage, latents)
            if stage:
                signal, gamma = 1 - scheduler.ori_start_sigmas[stage], scheduler.config.gamma
                patch = network.config.patch_size
                latents = larger(latents, signal, gamma, patch, self.random, dtype_of(parts.plan))
            latents = yield from self._stage(network, scheduler, stage, latents, step)
        return latents.float()

    def _set(self, scheduler: Any, stage: int, latents: torch.Tensor) -> None:
        """Set a stage's noise levels, moved as the library does by how many patches there are."""
        parts, said = self.parts, scheduler.config
        patches = latents[0, 0].numel() // int(np.prod(parts.network.config.patch_size))
        low, high = said.get("base_image_seq_len", 256), said.get("max_image_seq_len", 4096)
        least, most = said.get("base_shift", 0.5), said.get("max_shift", 1.15)
        shift = least + (patches - low) * (most - least) / (high - low)
        device = parts.plan.device
        if parts.stages:
            count = split(self.wish.steps, parts.stages)[stage]
            more = {"is_amplify_first_chunk": True} if parts.distilled and self.first else {}
            scheduler.set_timesteps(count, stage, device=device, mu=shift, **more)
        else:
            levels = np.array(self.wish.sigmas or np.linspace(0.999, 0, self.wish.steps + 1)[:-1])
            scheduler.set_timesteps(len(levels), device=device, sigmas=levels, mu=shift)

    def _stage(
        self, network: Any, scheduler: Any, stage: int, latents: torch.Tensor, step: Step
    ) -> Generator[None, None, torch.Tensor]:
        start, times = latents, scheduler.timesteps
        for index, time in enumerate(times):
            flow = self._velocity(network, latents, time, stage, index)
            ahead = latents - scheduler.sigmas[index].to(latents.dtype) * flow
            more = {}
            if self.parts.distilled:
                more = {
                    "cur_sampling_step": index,
                    "dmd_noisy_tensor": start,
                    "dmd_sigmas": scheduler.sigmas,
                    "dmd_timesteps": times,
                    "all_timesteps": times,
                }
            latents = scheduler.step(flow, time, latents, return_dict=False, **more)[0]
            step(ahead)
            yield
        return latents

    def _velocity(
        self, network: Any, latents: torch.Tensor, time: torch.Tensor, stage: int, index: int
    ) -> torch.Tensor:
        import torch

        times = time.expand(1)
        if self.parts.stages:
            times = times.to(torch.int64)
        given = latents.to(dtype_of(self.parts.plan))
        with torch.no_grad():
            wanted = self._said(network, given, times, self.words.wanted)
            if self.words.unwanted is None:
                return wanted
            unwanted = self._said(network, given, times, self.words.unwanted)
        if not self.parts.zero_star:
            return guided(wanted, unwanted, self.wish.guidance)
        if stage == 0 and index <= 1:
            return torch.zeros_like(wanted)
        return guided(wanted, unwanted * likeness(wanted, unwanted), self.wish.guidance)

    def _said(
        self, network: Any, given: torch.Tensor, times: torch.Tensor, words: torch.Tensor
    ) -> torch.Tensor:
        said: torch.Tensor = network(
            hidden_states=given, timestep=times, encoder_hidden_states=words, return_dict=False, **self.told
        )[0]
        return said


def likeness(wanted: torch.Tensor, unwanted: torch.Tensor) -> torch.Tensor:
    """Return what one velocity has to be scaled by to lie closest to another.

    Source: Fan et al. 2025, "CFG-Zero*: Improved Classifier-Free Guidance for Flow Matching Models".
    """
    wanted, other = wanted.float(), unwanted.float()
    return ((wanted * other).sum() / ((other**2).sum() + 1e-8)).to(unwanted.dtype)


def split(steps: int, stages: int) -> tuple[int, ...]:
    """Return how many of all steps each stage takes, at least one, the first ones more where it is uneven."""
    return tuple(max(1, (steps + stages - 1 - stage) // stages) for stage in range(stages))


def steps_of(parts: Parts, wish: Asked, first: bool) -> int:
    """Return how many steps a stretch takes."""
    if not parts.stages:
        return len(wish.sigmas) or wish.steps
    return sum(split(wish.steps, parts.stages)) * (2 if parts.distilled and first else 1)
