"""What an LTX-2 model consists of, read from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.families.placing import dtype_of, laid_out
from inference.families.reading import settings_of, tokenizer_in, told, weights
from nodes.api.errors import BadInput

if TYPE_CHECKING:
    from inference.memory.plan import Plan


@dataclass(eq=False)
class Parts:
    """An LTX-2 model's parts: `network` makes both streams, `coder` and `hearing` code them as latents."""

    plan: Plan
    tokenizer: Any
    text_encoder: Any
    connectors: Any
    network: Any
    coder: Any
    hearing: Any
    vocoder: Any
    scheduler: Any

    @property
    def scale(self) -> int:
        """Pixels of a picture that one latent stands for, each way."""
        return int(self.coder.spatial_compression_ratio)

    @property
    def pace(self) -> int:
        """Frames that one latent frame stands for, the first excepted."""
        return int(self.coder.temporal_compression_ratio)


def read(folder: Path, plan: Plan) -> Parts:
    """Return the parts in a folder, laid out as the plan says. Raises BadInput for what is no LTX-2."""
    import diffusers
    import transformers
    from diffusers.pipelines import ltx2

    dtype = dtype_of(plan)
    encoders = ("Gemma3ForConditionalGeneration", "Gemma4UnifiedForConditionalGeneration")
    known = {name: getattr(transformers, name) for name in encoders if hasattr(transformers, name)}
    vocoders = {name: getattr(ltx2, name) for name in ("LTX2Vocoder", "LTX2VocoderWithBWE")}
    sorts: dict[str, dict[str, Any]] = {
        "text_encoder": known,
        "connectors": {"LTX2TextConnectors": ltx2.LTX2TextConnectors},
        "transformer": {"LTX2VideoTransformer3DModel": diffusers.LTX2VideoTransformer3DModel},
        "vae": {"AutoencoderKLLTX2Video": diffusers.AutoencoderKLLTX2Video},
        "audio_vae": {"AutoencoderKLLTX2Audio": diffusers.AutoencoderKLLTX2Audio},
        "vocoder": vocoders,
    }
    found = {part: weights(folder, part, classes, dtype) for part, classes in sorts.items()}
    network = found["transformer"]
    if network.config.patch_size != 1 or network.config.patch_size_t != 1:
        raise BadInput(f"Read {folder}", "its network takes patches of more than one latent")
    if plan.tiling:
        found["vae"].enable_tiling()
    laid = {part: laid_out(each, plan, blocks=part == "transformer") for part, each in found.items()}
    return Parts(
        plan,
        _tokenizer(folder),
        laid["text_encoder"],
        laid["connectors"],
        laid["transformer"],
        laid["vae"],
        laid["audio_vae"],
        laid["vocoder"],
        _scheduler(folder),
    )


def _tokenizer(folder: Path) -> Any:
    made = tokenizer_in(folder / "tokenizer")
    made.padding_side = "left"
    made.pad_token = made.pad_token or made.eos_token
    return made


def _scheduler(folder: Path) -> Any:
    from diffusers import FlowMatchEulerDiscreteScheduler

    place = folder / "scheduler"
    settings_of(place / "scheduler_config.json")
    with told(place):
        return FlowMatchEulerDiscreteScheduler.from_pretrained(place, local_files_only=True)
