"""AnyFlow: a Wan that was taught to go from any noise level to any other in one step; four are enough.

Source: Gu et al. 2026, "AnyFlow: Any-Step Video Diffusion Model with On-Policy Flow Map Distillation";
diffusers' AnyFlowPipeline.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from nodes.api.errors import BadInput
from nodes.models.together import TRICK

from .asked import Asked, asked, pictures, within
from .glimpses import Glimpse
from .lora import add_loras
from .pixels import Pictures
from .placing import Turns, dtype_of, laid_out
from .reading import tokenizer_in, told, weights
from .sampling import Course, denoised, guided, noise
from .several import own_last, seeds_of
from .standing import standing
from .tricks import check_tricks
from .wan.latents import decoded, encoded
from .windows import Window, joined, windows_over
from .words import words_of

if TYPE_CHECKING:
    import torch

    from inference.cards.card import Card
    from inference.memory.plan import Plan

    from .adapter import Adapter, Method, Tell

Arrays = Mapping[str, npt.NDArray[Any]]


@dataclass(eq=False)
class Parts:
    """An AnyFlow model's parts."""

    plan: Plan
    tokenizer: Any
    text_encoder: Any
    vae: Any
    scheduler: Any
    network: Any

    @property
    def scale(self) -> int:
        """Pixels of a picture that one latent stands for, each way."""
        return int(self.vae.config.scale_factor_spatial)

    @property
    def pace(self) -> int:
        """Frames that one latent frame stands for, the first excepted."""
        return int(self.vae.config.scale_factor_temporal)


class AnyFlow:
    """One AnyFlow model. Its weights are shared by all calls."""

    def __init__(self, card: Card, parts: Parts) -> None:
        self.card, self.parts = card, parts
        self.lengths = replace(card.lengths, step=-(-card.lengths.step // parts.pace) * parts.pace)
        self.glimpse = Glimpse(lambda planes: encoded(parts, planes), parts.scale)

    @property
    def methods(self) -> Mapping[str, Method]:
        """What it can be asked."""
        return {"generate": self.generate}

    def generate(
        self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell
    ) -> Generator[Arrays, None, Any]:
        """Yield a moving picture frame by frame, each as `picture`; of any length, window by window.

        Settings: prompt, negative, width, height, frames, steps, guidance, seed, `seeds` of which all are
        made at once where one window is enough, and `known`: the numbers of the frames that come as the
        array `known`, the first ones of the picture.
        """
        multiple = self.parts.scale * int(self.parts.network.config.patch_size[1])
        wish = asked(settings, self.card, multiple)
        if wish.known != tuple(range(len(wish.known))):
            why = f"this model goes on from its first frames, not through the frames {wish.known}"
            raise BadInput("Make a moving picture", why, hint="Ask another model to pass through pictures.")
        stills = pictures(arrays, "known", len(wish.known), wish)
        windows = windows_over(wish.frames, self.lengths, self.parts.plan.window)
        if len(windows) == 1:
            seeds = seeds_of(settings, wish.seed)
            part, known = within(windows[0], wish, stills[:0], stills)
            made = self._latents(part, known, seeds, tell)
            yield from own_last(seeds, made, lambda each: islice(self._shown(each, tell), wish.frames))
            return {"windows": 1}

        def make(window: Window, past: Pictures, tell: Tell) -> Iterator[Pictures]:
            part, known = within(window, wish, past, stills)
            return self._shown(self._latents(part, known, (part.seed,), tell), tell)

        for picture in joined(windows, wish.frames, make, tell):
            yield {"picture": picture}
        return {"windows": len(windows)}

    def _latents(self, wish: Asked, stills: Pictures, seeds: Sequence[int], tell: Tell) -> torch.Tensor:
        """Return latents (seeds, channels, frames, rows, columns)."""
        import torch

        parts = self.parts
        frames = (wish.frames - 1) // parts.pace + 1
        size = wish.height // parts.scale, wish.width // parts.scale
        shape = (1, int(parts.network.config.in_channels), frames, *size)
        random = torch.cat([noise(shape, seed, parts.plan.device) for seed in seeds])
        known, there = standing(lambda planes: encoded(parts, planes), parts.pace, wish.known, stills, random)

        def held(made: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
            return torch.where(there > 0, known, made)

        along = self._course(wish)
        wanted = words_of(self.card, parts, wish.prompt)
        unwanted = words_of(self.card, parts, wish.negative) if wish.guidance > 1 else None
        goals = iter(along.sigmas[1:] * along.scheduler.config.num_train_timesteps)
        with Turns(parts.plan) as turns:
            network = turns.take(parts.network)

            def velocity(latents: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
                times = time * (1 - there[:, 0, :, 0, 0]).expand(len(latents), -1)
                goal = next(goals).expand(times.shape)
                flow = self._flow(network, latents, times, goal, wanted)
                if unwanted is None:
                    return flow
                return guided(flow, self._flow(network, latents, times, goal, unwanted), wish.guidance)

            return denoised(
                random, along, velocity, tell, shown=self.glimpse, held=held if wish.known else None
            )

    def _flow(
        self,
        network: Any,
        latents: torch.Tensor,
        times: torch.Tensor,
        goal: torch.Tensor,
        words: torch.Tensor,
    ) -> torch.Tensor:
        """Return the mean velocity from each frame's noise level to the goal's."""
        import torch

        with torch.no_grad():
            found: torch.Tensor = network(
                hidden_states=latents.transpose(1, 2).to(dtype_of(self.parts.plan)),
                timestep=times,
                r_timestep=goal,
                encoder_hidden_states=words.expand(len(latents), -1, -1),
                return_dict=False,
            )[0]
        return found.float().transpose(1, 2)

    def _course(self, wish: Asked) -> Course:
        said = self.parts.scheduler.config
        if wish.sigmas:
            own = type(self.parts.scheduler).from_config(said, shift=1.0)
            own.set_timesteps(sigmas=list(wish.sigmas), device=self.parts.plan.device)
        else:
            own = type(self.parts.scheduler).from_config(said)
            own.set_timesteps(wish.steps, device=self.parts.plan.device)
        own.set_begin_index(0)
        return Course(own, own.timesteps)

    def _shown(self, latents: torch.Tensor, tell: Tell) -> Iterator[Pictures]:
        for some in decoded(self.parts, latents):
            tell.step(1, 1, "decoding")
            yield from some

    def unload(self) -> None:
        """Let go of the weights."""
        del self.parts, self.glimpse


def _converted(given: dict[str, Any]) -> dict[str, Any]:
    from diffusers import AnyFlowPipeline

    found: dict[str, Any] = AnyFlowPipeline.lora_state_dict(given)
    return found


def load(card: Card, folder: Path, plan: Plan) -> Adapter:
    """Return the model in a diffusers folder of AnyFlow's whole-picture form; see `adapter.Load`."""
    import torch
    from diffusers import AnyFlowTransformer3DModel, AutoencoderKLWan, FlowMapEulerDiscreteScheduler
    from transformers import UMT5EncoderModel

    check_tricks(card, (TRICK,))
    dtype = dtype_of(plan)
    # The first folders that were published name the class by its authors' own program.
    classes = dict.fromkeys(
        ("AnyFlowTransformer3DModel", "FAR_Wan_Transformer3DModel"), AnyFlowTransformer3DModel
    )
    network = weights(folder, "transformer", classes, dtype)
    add_loras(network, folder, card.loras, "transformer", _converted)
    # As Wan's own: bands show where it works in 16 bits.
    vae = weights(folder, "vae", {"AutoencoderKLWan": AutoencoderKLWan}, torch.float32)
    if plan.tiling:
        vae.enable_tiling()
    with told(folder / "scheduler"):
        scheduler = FlowMapEulerDiscreteScheduler.from_pretrained(folder / "scheduler", local_files_only=True)
    parts = Parts(
        plan,
        tokenizer_in(folder / "tokenizer"),
        laid_out(weights(folder, "text_encoder", {"UMT5EncoderModel": UMT5EncoderModel}, dtype), plan),
        laid_out(vae, plan),
        scheduler,
        laid_out(network, plan, blocks=True),
    )
    return AnyFlow(card, parts)
