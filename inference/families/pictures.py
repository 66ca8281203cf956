"""What families that make stills share: their parts, their requests, noise levels that know the size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nodes.api.errors import BadInput

from .glimpses import Glimpse
from .pixels import from_planes
from .placing import dtype_of, laid_out, working
from .reading import quiet, settings_of, tokenizer_in, told, weights
from .sampling import Course

if TYPE_CHECKING:
    import torch

    from inference.cards.card import Card
    from inference.memory.plan import Plan

    from .pixels import Pictures

_LONGEST = 512


@dataclass(eq=False)
class Parts:
    """A model that makes stills: a language model that reads, a network, a picture coder."""

    plan: Plan
    tokenizer: Any
    text_encoder: Any
    vae: Any
    network: Any
    scheduler: Any

    @property
    def scale(self) -> int:
        """Pixels that one of the coder's latents stands for, each way."""
        return int(2 ** (len(self.vae.config.block_out_channels) - 1))


def read(folder: Path, plan: Plan, network: Any, vae: Any, encoders: Mapping[str, Any]) -> Parts:
    """Return the parts in a diffusers folder, laid out as the plan says; classes are what they may be.

    Raises BadInput for other parts.
    """
    import torch
    from diffusers import FlowMatchEulerDiscreteScheduler

    dtype = dtype_of(plan)
    settings_of(folder / "model_index.json")
    coder = weights(folder, "vae", {vae.__name__: vae}, torch.float32)
    if plan.tiling:
        coder.enable_tiling()
    with quiet(), told(folder):
        scheduler = FlowMatchEulerDiscreteScheduler.from_pretrained(
            folder / "scheduler", local_files_only=True
        )
    return Parts(
        plan,
        tokenizer_in(folder / "tokenizer"),
        laid_out(weights(folder, "text_encoder", encoders, dtype), plan),
        laid_out(coder, plan),
        laid_out(weights(folder, "transformer", {network.__name__: network}, dtype), plan, blocks=True),
        scheduler,
    )


@dataclass(frozen=True, slots=True)
class Wish:
    """A still that is asked for: words, size in pixels, steps and their noise levels, guidance, seed."""

    prompt: str
    negative: str
    width: int
    height: int
    steps: int
    sigmas: tuple[float, ...]
    guidance: float
    seed: int


def wish(settings: Mapping[str, Any], card: Card, multiple: int) -> Wish:
    """Return the request that settings make, what they leave out as the card says.

    Raises BadInput for a size that is no multiple of `multiple` pixels, and for no steps.
    """
    steps, guidance = settings.get("steps"), settings.get("guidance")
    made = Wish(
        str(settings.get("prompt", "")),
        str(settings.get("negative", "")),
        int(settings["width"]),
        int(settings["height"]),
        int(steps or card.steps),
        () if steps else tuple(card.sigmas),
        float(card.guidance if guidance is None else guidance),
        int(settings.get("seed", 1)),
    )
    attempted = f"Make a picture of {made.width}x{made.height}"
    if made.width < 1 or made.height < 1 or made.width % multiple or made.height % multiple:
        raise BadInput(attempted, f"the model makes sizes that are multiples of {multiple}")
    if made.steps < 1:
        raise BadInput(attempted, f"it cannot be made in {made.steps} steps")
    return made


def course(parts: Parts, wish: Wish, mu: float) -> Course:
    """Return a run's noise levels: evenly down to 1/steps, or a card's own, shifted by `mu`."""
    import torch

    levels = list(wish.sigmas) or torch.linspace(1.0, 1 / wish.steps, wish.steps).tolist()
    own = type(parts.scheduler).from_config(parts.scheduler.config)
    own.set_timesteps(sigmas=levels, mu=mu, device=parts.plan.device)
    own.set_begin_index(0)
    return Course(own, own.timesteps)


def tokens(parts: Parts, text: str, *, thinking: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ids and mask (1, 512) of a text as somebody's turn in a talk, with an answer's beginning."""
    said = parts.tokenizer.apply_chat_template(
        [{"role": "user", "content": text}],
        tokenize=False,
        add_generation_prompt=True,
        enable_thinking=thinking,
    )
    made = parts.tokenizer(
        said, padding="max_length", max_length=_LONGEST, truncation=True, return_tensors="pt"
    )
    device = parts.plan.device
    return made.input_ids.to(device), made.attention_mask.to(device)


def layers(
    parts: Parts, text: str, wanted: Sequence[int], *, thinking: bool
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what layers of the language model hold of a text (layers, 512, channels), and its mask."""
    import torch

    ids, mask = tokens(parts, text, thinking=thinking)
    with working(parts.text_encoder, parts.plan) as encoder, torch.inference_mode():
        hidden = encoder(
            input_ids=ids, attention_mask=mask, output_hidden_states=True, use_cache=False
        ).hidden_states
        return torch.cat([hidden[layer] for layer in wanted]), mask[0].bool()


def decoded(parts: Parts, latents: torch.Tensor) -> Pictures:
    """Return the picture (rows, columns, 3), 0 to 1, that the coder makes of its latents."""
    import torch

    with working(parts.vae, parts.plan) as vae, torch.inference_mode():
        planes = vae.decode(latents.to(vae.dtype), return_dict=False)[0]
    picture: Pictures = from_planes(planes[:, :, None])[0]
    return picture


def encoded(parts: Parts, planes: torch.Tensor) -> torch.Tensor:
    """Return the coder's latents (1, channels, rows, columns) of planes (1, 3, rows, columns), -1 to 1."""
    import torch

    with working(parts.vae, parts.plan) as vae, torch.inference_mode():
        given = planes.to(parts.plan.device, vae.dtype)
        latents: torch.Tensor = vae.encode(given).latent_dist.mode()
        return latents


def glimpse(encode: Any, scale: int) -> Any:
    """Return what shows latents (1, channels, rows, columns) as a small picture, learned from `encode`."""
    learned = Glimpse(lambda planes: encode(planes[:, :, 0])[:, :, None], scale)
    return lambda latents: learned(latents[:, :, None])
