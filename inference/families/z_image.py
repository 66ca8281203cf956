"""Z-Image and Z-Image-Turbo: stills from words."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from nodes.models.together import TRICK

from .pictures import course, decoded, encoded, glimpse, layers, read, wish
from .placing import dtype_of, working
from .sampling import denoised, noise
from .several import own_last, seeds_of
from .tricks import check_tricks

if TYPE_CHECKING:
    import torch

    from inference.cards.card import Card
    from inference.memory.plan import Plan

    from .adapter import Adapter, Method, Tell
    from .pictures import Parts

Arrays = Mapping[str, npt.NDArray[Any]]


class ZImage:
    """A Z-Image that is loaded: one stream of words and latents through a transformer."""

    def __init__(self, card: Card, parts: Parts) -> None:
        self.card, self.parts = card, parts
        self.glimpse = glimpse(self._encoded, parts.scale)

    @property
    def methods(self) -> Mapping[str, Method]:
        """What it can be asked."""
        return {"image": self.image}

    def image(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        """Yield a still as `picture` (rows, columns, 3), 0 to 1.

        Settings: prompt, negative (heard with guidance above 0), width, height, steps, guidance, seed, and
        `seeds`: those whose stills are made at once.
        """
        import torch

        parts = self.parts
        asked = wish(settings, self.card, 2 * parts.scale)
        tell.step(0, 1, "reading")
        wanted = self._words(asked.prompt)
        unwanted = self._words(asked.negative) if asked.guidance > 0 else None
        rows, columns = asked.height // parts.scale, asked.width // parts.scale
        seeds = seeds_of(settings, asked.seed)
        shape = (1, parts.network.in_channels, rows, columns)
        random = torch.cat([noise(shape, seed, parts.plan.device) for seed in seeds])
        along = course(parts, asked, shift(rows * columns // 4, parts.scheduler.config))

        def velocity(latents: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
            early = ((1000 - time) / 1000).reshape(1)
            flow = self._flow(latents, early, wanted)
            if unwanted is not None:
                flow = flow + asked.guidance * (flow - self._flow(latents, early, unwanted))
            return -flow

        with working(parts.network, parts.plan):
            latents = denoised(random, along, velocity, tell, shown=self.glimpse)
        config = parts.vae.config
        ready = latents / config.scaling_factor + config.shift_factor
        yield from own_last(seeds, ready, lambda each: [decoded(parts, each)])
        return {"steps": len(along.timesteps), "sigmas": along.sigmas.tolist()}

    def unload(self) -> None:
        """Let go of the weights."""
        del self.parts, self.glimpse

    def _words(self, text: str) -> torch.Tensor:
        hidden, mask = layers(self.parts, text, (-2,), thinking=True)
        return hidden[0][mask]

    def _flow(self, latents: torch.Tensor, early: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        import torch

        network, given = self.parts.network, latents.to(dtype_of(self.parts.plan)).unsqueeze(2)
        count = len(given)
        with torch.inference_mode():
            found = network(list(given), early.expand(count), [words] * count, return_dict=False)[0]
        made: torch.Tensor = torch.stack(list(found)).float().squeeze(2)
        return made

    def _encoded(self, planes: torch.Tensor) -> torch.Tensor:
        config = self.parts.vae.config
        made: torch.Tensor = (encoded(self.parts, planes) - config.shift_factor) * config.scaling_factor
        return made


def shift(tokens: int, config: Mapping[str, Any]) -> float:
    """Return how far noise levels are shifted for a picture of so many tokens: a line through two points."""
    first, last = config.get("base_image_seq_len", 256), config.get("max_image_seq_len", 4096)
    low, high = config.get("base_shift", 0.5), config.get("max_shift", 1.15)
    return float(low + (high - low) * (tokens - first) / (last - first))


def load(card: Card, folder: Path, plan: Plan) -> Adapter:
    """Return the model in a diffusers folder of Z-Image; see `inference.families.adapter.Load`."""
    from diffusers import AutoencoderKL, ZImageTransformer2DModel
    from transformers import Qwen3ForCausalLM, Qwen3Model

    check_tricks(card, (TRICK,))
    # Only what is read is wanted of the language model; its folder may name either class.
    encoders = {"Qwen3Model": Qwen3Model, "Qwen3ForCausalLM": Qwen3ForCausalLM}
    return ZImage(card, read(folder, plan, ZImageTransformer2DModel, AutoencoderKL, encoders))
