"""What a Wan model consists of, read from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from inference.families.lora import add_loras
from inference.families.placing import dtype_of, laid_out
from inference.families.reading import settings_of, tokenizer_in, told, weights
from inference.families.tricks import check_tricks
from nodes.api.errors import BadInput

if TYPE_CHECKING:
    from inference.cards.card import Card, Lora
    from inference.memory.plan import Plan

Form: TypeAlias = Literal["text", "image", "expand", "vace"]
"""How a Wan takes pictures: not at all, beside the noise, as noise-free latents, through further layers."""


@dataclass(eq=False)
class Parts:
    """A Wan model's parts. `low` takes over from `high` below the noise level `boundary` (Wan 2.2 A14B)."""

    plan: Plan
    form: Form
    tokenizer: Any
    text_encoder: Any
    vae: Any
    scheduler: Any
    high: Any
    low: Any = None
    image_encoder: Any = None
    image_settings: dict[str, Any] | None = None
    boundary: float | None = None

    @property
    def scale(self) -> int:
        """Pixels of a picture that one latent stands for, each way."""
        return int(self.vae.config.scale_factor_spatial)

    @property
    def pace(self) -> int:
        """Frames that one latent frame stands for, the first excepted."""
        return int(self.vae.config.scale_factor_temporal)

    @property
    def multiple(self) -> int:
        """What width and height are multiples of."""
        return self.scale * int(self.high.config.patch_size[1])

    def networks(self) -> list[Any]:
        """Return the network, or both where there are two."""
        return [each for each in (self.high, self.low) if each is not None]


def read(card: Card, folder: Path, plan: Plan) -> Parts:
    """Return the parts in a folder, laid out as the plan says. Raises BadInput for what is no Wan."""
    import torch
    from diffusers import AutoencoderKLWan, WanTransformer3DModel, WanVACETransformer3DModel
    from transformers import UMT5EncoderModel

    check_tricks(card)
    whole = settings_of(folder / "model_index.json")
    dtype = dtype_of(plan)
    networks = {each.__name__: each for each in (WanTransformer3DModel, WanVACETransformer3DModel)}
    high = weights(folder, "transformer", networks, dtype)
    low = (
        weights(folder, "transformer_2", networks, dtype)
        if (folder / "transformer_2" / "config.json").is_file()
        else None
    )
    if low is not None and any(trick.startswith("mag-cache") for trick in card.tricks):
        raise BadInput(
            "Use the trick 'mag-cache'", "two networks share the steps, each has errors of its own"
        )
    for network, part in ((high, "transformer"), (low, "transformer_2")):
        if network is not None:
            add_loras(network, folder, _for_part(card, part), "transformer", _converted)
    # Its decoder is small beside the rest, and bands show where it works in 16 bits.
    vae = weights(folder, "vae", {"AutoencoderKLWan": AutoencoderKLWan}, torch.float32)
    if plan.tiling:
        vae.enable_tiling()
    encoder = weights(folder, "text_encoder", {"UMT5EncoderModel": UMT5EncoderModel}, dtype)
    expand = bool(card.options.get("expand_timesteps", whole.get("expand_timesteps")))
    parts = Parts(
        plan,
        _form(high, vae, expand),
        tokenizer_in(folder / "tokenizer"),
        laid_out(encoder, plan),
        laid_out(vae, plan),
        _scheduler(folder),
        laid_out(high, plan, blocks=True),
        None if low is None else laid_out(low, plan, blocks=True),
        boundary=None if low is None else card.options.get("boundary", whole.get("boundary_ratio")),
    )
    if high.config.get("image_dim") is not None:
        _read_image_encoder(parts, folder)
    return parts


def _for_part(card: Card, part: str) -> list[Lora]:
    """Return the low-rank weights of one network: of two, options.loras_low lists the second one's files."""
    low = tuple(card.options.get("loras_low", ()))
    return [each for each in card.loras if (each.file in low) == (part == "transformer_2")]


def _converted(given: dict[str, Any]) -> dict[str, Any]:
    from diffusers import WanPipeline

    found: dict[str, Any] = WanPipeline.lora_state_dict(given)
    return found


def _form(network: Any, vae: Any, expand: bool) -> Form:
    if "VACE" in type(network).__name__:
        return "vace"
    if expand:
        return "expand"
    return "text" if network.config.in_channels == vae.config.z_dim else "image"


def _read_image_encoder(parts: Parts, folder: Path) -> None:
    import torch
    from transformers import CLIPVisionModel

    named = dict.fromkeys(("CLIPVisionModel", "CLIPVisionModelWithProjection"), CLIPVisionModel)
    encoder = weights(folder, "image_encoder", named, torch.float32)
    parts.image_encoder = laid_out(encoder, parts.plan)
    parts.image_settings = settings_of(folder / "image_processor" / "preprocessor_config.json")


def _scheduler(folder: Path) -> Any:
    import diffusers

    place = folder / "scheduler"
    name = settings_of(place / "scheduler_config.json").get("_class_name", "")
    known = ("UniPCMultistepScheduler", "FlowMatchEulerDiscreteScheduler", "DPMSolverMultistepScheduler")
    with told(place):
        if name not in known:
            raise ValueError(f"its scheduler is {name or 'not named'}, this family takes {', '.join(known)}")
        return getattr(diffusers, name).from_pretrained(place, local_files_only=True)
