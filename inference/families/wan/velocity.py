"""What Wan's network says of latents, led by words: the one place where it is called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inference.families.placing import Turns, dtype_of
from inference.families.sampling import guided

if TYPE_CHECKING:
    import torch

    from .parts import Parts


@dataclass(eq=False)
class Velocity:
    """The velocity of latents at a timestep: `words` wanted, `against` unwanted, None for no guidance.

    `beside` are channels laid beside the latents (image form). `clean`, (1, 1, frames, rows, columns), is 0
    where latents are free of noise (expand form), None where none are. `more` goes to the network as it is.
    `name` tells it from others that are led by other words in the same run.
    """

    parts: Parts
    turns: Turns
    words: torch.Tensor
    against: torch.Tensor | None
    guidance: float
    guidance_low: float
    beside: torch.Tensor | None = None
    clean: torch.Tensor | None = None
    more: dict[str, Any] = field(default_factory=dict)
    name: str = ""

    def __call__(self, latents: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
        """Return (1, channels, frames, rows, columns) for latents of that shape."""
        import torch

        parts = self.parts
        network, guidance = parts.high, self.guidance
        if parts.boundary is not None and time < parts.boundary * parts.scheduler.config.num_train_timesteps:
            network, guidance = parts.low, self.guidance_low
        network = self.turns.take(network)
        given = latents if self.beside is None else torch.cat((latents, self.beside), 1)
        given = given.to(dtype_of(parts.plan))
        times = time.expand(latents.shape[0]) if self.clean is None else self._times(time, latents)
        with torch.no_grad():
            wanted = self._said(network, "cond", given, times, self.words)
            if self.against is None:
                return wanted
            return guided(wanted, self._said(network, "uncond", given, times, self.against), guidance)

    def _times(self, time: torch.Tensor, latents: torch.Tensor) -> torch.Tensor:
        """Return a timestep for each patch: 0 where the latents are clean."""
        assert self.clean is not None
        _, rows, columns = self.parts.high.config.patch_size
        each = (self.clean[0, 0, :, ::rows, ::columns] * time).flatten()
        return each[None].expand(latents.shape[0], -1)

    def _said(
        self, network: Any, name: str, given: torch.Tensor, times: torch.Tensor, words: torch.Tensor
    ) -> torch.Tensor:
        with network.cache_context(self.name + name):
            said: torch.Tensor = network(
                hidden_states=given,
                timestep=times,
                encoder_hidden_states=words.expand(given.shape[0], -1, -1),
                return_dict=False,
                **self.more,
            )[0]
        return said
