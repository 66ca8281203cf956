"""What a Helios model consists of, read from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.families.lora import add_loras
from inference.families.placing import dtype_of, laid_out
from inference.families.reading import settings_of, tokenizer_in, told, weights
from inference.families.tricks import check_tricks

if TYPE_CHECKING:
    from inference.cards.card import Card
    from inference.memory.plan import Plan


@dataclass(eq=False)
class Parts:
    """A Helios model's parts.

    `stages` is how many sizes a stretch is made at, each twice the one before; 0 for the form that works at
    its full size from the start. `distilled` goes straight to a picture at every step and lays noise on it
    again. `zero_star` scales what is not wanted before it leads away from it.
    """

    plan: Plan
    tokenizer: Any
    text_encoder: Any
    vae: Any
    scheduler: Any
    network: Any
    stages: int = 0
    distilled: bool = False
    zero_star: bool = False

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
        """What width and height are multiples of, so that the smallest size still has whole patches."""
        return self.scale * int(self.network.config.patch_size[1]) << max(0, self.stages - 1)


def read(card: Card, folder: Path, plan: Plan) -> Parts:
    """Return the parts in a folder, laid out as the plan says. Raises BadInput for what is no Helios."""
    import torch
    from diffusers import AutoencoderKLWan, HeliosTransformer3DModel
    from transformers import UMT5EncoderModel

    check_tricks(card, ())
    whole = settings_of(folder / "model_index.json")
    dtype = dtype_of(plan)
    network = weights(folder, "transformer", {"HeliosTransformer3DModel": HeliosTransformer3DModel}, dtype)
    _scales_in(network, dtype)
    add_loras(network, folder, card.loras, "transformer", _converted)
    # As Wan's own: bands show where it works in 16 bits.
    vae = weights(folder, "vae", {"AutoencoderKLWan": AutoencoderKLWan}, torch.float32)
    if plan.tiling:
        vae.enable_tiling()
    encoder = weights(folder, "text_encoder", {"UMT5EncoderModel": UMT5EncoderModel}, dtype)
    growing = whole.get("_class_name") == "HeliosPyramidPipeline"
    distilled = growing and bool(whole.get("is_distilled"))
    scheduler = _scheduler(folder / "scheduler", growing, distilled)
    return Parts(
        plan,
        tokenizer_in(folder / "tokenizer"),
        laid_out(encoder, plan),
        laid_out(vae, plan),
        scheduler,
        laid_out(network, plan, blocks=True),
        int(scheduler.config.stages) if growing else 0,
        distilled,
        growing and bool(whole.get("is_cfg_zero_star")),
    )


def _scales_in(network: Any, dtype: Any) -> None:
    """Have the scales of what is remembered in the network's type: attention takes all of it in one only."""
    for block in network.blocks:
        if block.attn1.is_amplify_history:
            block.attn1.history_key_scale.data = block.attn1.history_key_scale.data.to(dtype)


def _scheduler(place: Path, growing: bool, distilled: bool) -> Any:
    import diffusers

    wanted = "HeliosDMDScheduler" if distilled else "HeliosScheduler"
    name = settings_of(place / "scheduler_config.json").get("_class_name") or "not named"
    with told(place):
        if name != wanted:
            raise ValueError(f"its scheduler is {name}, this form of Helios takes {wanted}")
        found = getattr(diffusers, name).from_pretrained(place, local_files_only=True)
        if not growing and found.config.stages != 1:
            raise ValueError(f"its scheduler has {found.config.stages} stages, this form of Helios has one")
    return found


def _converted(given: dict[str, Any]) -> dict[str, Any]:
    from diffusers import HeliosPipeline

    found: dict[str, Any] = HeliosPipeline.lora_state_dict(given)
    return found
