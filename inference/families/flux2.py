"""FLUX.2 klein: stills from words, and from words and pictures."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nodes.models.together import TRICK

from .pictures import course, decoded, encoded, glimpse, layers, read, wish
from .placing import dtype_of, working
from .reading import settings_of
from .sampling import denoised, guided, noise
from .several import own_last, seeds_of
from .tricks import cached, check_tricks

if TYPE_CHECKING:
    import torch

    from inference.cards.card import Card
    from inference.memory.plan import Plan

    from .adapter import Adapter, Method, Tell
    from .pictures import Parts

Arrays = Mapping[str, npt.NDArray[Any]]
_LAYERS = (9, 18, 27)
_TRICKS = ("mag-cache", "taylor-seer", TRICK)
"""The library's first-block cache does not work where the last layers join words and picture."""
_APART = 10
"""How far pictures that are given stand apart in time, as positions."""


class Flux2:
    """A FLUX.2 klein that is loaded; a distilled one takes no guidance."""

    def __init__(self, card: Card, parts: Parts, distilled: bool) -> None:
        self.card, self.parts, self.distilled = card, parts, distilled
        self.glimpse = glimpse(self._encoded, 2 * parts.scale)

    @property
    def methods(self) -> Mapping[str, Method]:
        """What it can be asked."""
        return {"image": self.image}

    def image(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        """Yield a still as `picture` (rows, columns, 3), 0 to 1.

        Settings: prompt, width, height, steps, guidance, seed, and `seeds`: those whose stills are made at
        once. Arrays `reference0`, `reference1` … are pictures that it is led by, each of any size that is a
        multiple of 16 both ways.
        """
        import torch

        parts = self.parts
        asked = wish(settings, self.card, 2 * parts.scale)
        tell.step(0, 1, "reading")
        wanted = self._words(asked.prompt)
        unwanted = self._words("") if asked.guidance > 1 and not self.distilled else None
        rows, columns = asked.height // (2 * parts.scale), asked.width // (2 * parts.scale)
        channels = int(parts.network.config.in_channels)
        seeds = seeds_of(settings, asked.seed)
        shape = (1, channels, rows, columns)
        random = torch.cat([noise(shape, seed, parts.plan.device) for seed in seeds])
        given = [self._encoded(_planes(each)) for each in _references(arrays)]
        along = course(parts, asked, shift(rows * columns, asked.steps))
        places = _places([random, *given], parts.plan.device)

        def velocity(latents: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
            row = torch.cat([_row(each).expand(len(latents), -1, -1) for each in (latents, *given)], 1)
            flow = self._flow("cond", row, places, time, wanted)
            if unwanted is not None:
                flow = guided(flow, self._flow("uncond", row, places, time, unwanted), asked.guidance)
            return flow[:, : rows * columns].transpose(1, 2).reshape(latents.shape)

        with working(parts.network, parts.plan), cached([parts.network], self.card, len(along.timesteps)):
            latents = denoised(random, along, velocity, tell, shown=self.glimpse)
        middle, spread = self._spread(latents)
        yield from own_last(seeds, _apart(latents * spread + middle), lambda each: [decoded(parts, each)])
        return {"steps": len(along.timesteps), "sigmas": along.sigmas.tolist()}

    def unload(self) -> None:
        """Let go of the weights."""
        del self.parts, self.glimpse

    def _words(self, text: str) -> torch.Tensor:
        """Return (1, 512, channels of three layers): words, and what stands where there are none."""
        wanted = self.card.options.get("layers", _LAYERS)
        hidden, _ = layers(self.parts, text, wanted, thinking=False)
        return hidden.permute(1, 0, 2).flatten(1)[None]

    def _flow(
        self, name: str, row: torch.Tensor, places: torch.Tensor, time: torch.Tensor, words: torch.Tensor
    ) -> torch.Tensor:
        import torch

        kind = dtype_of(self.parts.plan)
        said = torch.zeros((1, words.shape[1], 4), dtype=torch.int64, device=words.device)
        said[0, :, 3] = torch.arange(words.shape[1])
        network, count = self.parts.network, len(row)
        with torch.inference_mode(), network.cache_context(name):
            found: torch.Tensor = network(
                hidden_states=row.to(kind),
                timestep=time.reshape(1).to(kind).expand(count) / 1000,
                guidance=None,
                encoder_hidden_states=words.expand(count, -1, -1),
                txt_ids=said,
                img_ids=places,
                return_dict=False,
            )[0]
        return found.float()

    def _spread(self, like: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return mean and deviation of latents, which the coder has learned: (1, channels, 1, 1) each."""
        vae = self.parts.vae
        middle = vae.bn.running_mean.view(1, -1, 1, 1).to(like)
        spread = (vae.bn.running_var.view(1, -1, 1, 1) + vae.config.batch_norm_eps).sqrt().to(like)
        return middle, spread

    def _encoded(self, planes: torch.Tensor) -> torch.Tensor:
        latents = _together(encoded(self.parts, planes).float())
        middle, spread = self._spread(latents)
        return (latents - middle) / spread


def shift(tokens: int, steps: int) -> float:
    """Return how far noise levels are shifted for so many tokens and steps, as FLUX.2 was measured to like.

    Lines over the tokens were fitted for 10 and for 200 steps; between them it is a line over the steps.
    Above 4300 tokens the line for 200 steps holds for any.
    """
    few, many = 8.73809524e-05 * tokens + 1.89833333, 0.00016927 * tokens + 0.45666666
    if tokens > 4300:
        return many
    return many + (many - few) / 190 * (steps - 200)


def _references(arrays: Arrays) -> Sequence[npt.NDArray[Any]]:
    return [
        arrays[name] for name in (f"reference{number}" for number in range(len(arrays))) if name in arrays
    ]


def _planes(picture: npt.NDArray[Any]) -> torch.Tensor:
    import torch

    return torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1), np.float32))[None] * 2 - 1


def _places(latents: Sequence[torch.Tensor], device: str) -> torch.Tensor:
    """Return (1, tokens, 4): time, row, column and 0 of every token; given pictures stand later in time."""
    import torch

    made = []
    for number, each in enumerate(latents):
        rows, columns = each.shape[-2:]
        ranges = torch.tensor([_APART * number]), torch.arange(rows), torch.arange(columns), torch.zeros(1)
        made.append(torch.cartesian_prod(*(each.long() for each in ranges)))
    return torch.cat(made)[None].to(device)


def _row(latents: torch.Tensor) -> torch.Tensor:
    """Return (1, tokens, channels) of latents (1, channels, rows, columns)."""
    return latents.flatten(2).transpose(1, 2)


def _together(latents: torch.Tensor) -> torch.Tensor:
    """Return latents with each two by two as channels of one."""
    from torch.nn.functional import pixel_unshuffle

    return pixel_unshuffle(latents, 2)


def _apart(latents: torch.Tensor) -> torch.Tensor:
    """Return latents with four channels of each as two by two of them."""
    from torch.nn.functional import pixel_shuffle

    return pixel_shuffle(latents, 2)


def load(card: Card, folder: Path, plan: Plan) -> Adapter:
    """Return the model in a diffusers folder of FLUX.2 klein; see `inference.families.adapter.Load`."""
    from diffusers import AutoencoderKLFlux2, Flux2Transformer2DModel
    from transformers import Qwen3ForCausalLM

    check_tricks(card, _TRICKS)
    distilled = bool(settings_of(folder / "model_index.json").get("is_distilled"))
    encoders = {"Qwen3ForCausalLM": Qwen3ForCausalLM}
    parts = read(folder, plan, Flux2Transformer2DModel, AutoencoderKLFlux2, encoders)
    return Flux2(card, parts, distilled)
