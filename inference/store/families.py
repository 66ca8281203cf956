"""The makes of model that a folder can be known to hold, by what its configs say it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Configs = Mapping[str, Mapping[str, Any]]
"""The configs of a folder by the part they are of; "" is the whole's own."""


@dataclass(frozen=True, slots=True)
class Make:
    """A make of model: the family that loads it, what it can do, and what its card says beyond that."""

    family: str
    capabilities: tuple[str, ...]
    said: Callable[[Configs], dict[str, Any]]


def _nothing(configs: Configs) -> dict[str, Any]:
    return {}


def _whole(value: Any, otherwise: int) -> int:
    return value if type(value) is int and value > 0 else otherwise


def _windows(step: int, most: int, overlap: int) -> dict[str, int]:
    """Return lengths of at most about `most` frames whose overlap can be encoded by itself."""
    return {"step": step, "most": (most - 1) // step * step + 1, "overlap": overlap // step * step + 1}


def _wan(configs: Configs) -> dict[str, Any]:
    vae, network = configs.get("vae", {}), configs.get("transformer", {})
    space, pace = _whole(vae.get("scale_factor_spatial"), 8), _whole(vae.get("scale_factor_temporal"), 4)
    patch = network.get("patch_size") or (1, 2, 2)
    late = bool(configs[""].get("expand_timesteps"))
    return {
        "multiple": space * _whole(patch[-1], 2),
        "sizes": [[1280, 704], [704, 1280]] if late else [[832, 480], [480, 832]],
        "lengths": _windows(pace, 121 if late else 81, 12),
        "rate": "24" if late else "16",
        "steps": 50,
        "guidance": 5.0,
    }


def _anyflow(configs: Configs) -> dict[str, Any]:
    return _wan(configs) | {"steps": 4, "guidance": 1.0}


_BLURRED = 28
"""The layer that is blurred to see what is lost."""
_DISTILLED = (1.0, 0.99375, 0.9875, 0.98125, 0.975, 0.909375, 0.725, 0.421875)


def _ltx2(configs: Configs) -> dict[str, Any]:
    """Return how an LTX-2 is led by default in diffusers; the one with Gemma 4 is published distilled."""
    vae, network = configs.get("vae", {}), configs.get("transformer", {})
    said = {
        "multiple": _whole(vae.get("spatial_compression_ratio"), 32),
        "sizes": [[768, 512], [512, 768]],
        "lengths": _windows(_whole(vae.get("temporal_compression_ratio"), 8), 121, 16),
        "rate": "24",
    }
    if "Gemma4" in str(configs.get("text_encoder", {}).get("architectures")):
        return said | {"steps": len(_DISTILLED), "guidance": 1.0, "sigmas": list(_DISTILLED)}
    led: dict[str, Any] = {"guidance_sound": 7.0, "joined": 3.0, "rescale": 0.7}
    if network.get("perturbed_attn") and _whole(network.get("num_layers"), 48) > _BLURRED:
        led |= {"sharp": 1.0, "blocks": [_BLURRED]}
    return said | {"steps": 30, "guidance": 3.0, "options": led}


def _helios(configs: Configs) -> dict[str, Any]:
    vae, whole = configs.get("vae", {}), configs[""]
    space, pace = _whole(vae.get("scale_factor_spatial"), 8), _whole(vae.get("scale_factor_temporal"), 4)
    growing = whole.get("_class_name") == "HeliosPyramidPipeline"
    stages = _whole(configs.get("scheduler", {}).get("stages"), 3) if growing else 1
    distilled = growing and bool(whole.get("is_distilled"))
    return {
        "multiple": space * 2 * 2 ** (stages - 1),
        "sizes": [[640, 384]],
        "lengths": _windows(pace, 1 + 8 * pace, 7 * pace),
        "rate": "24",
        "steps": 2 * stages if distilled else 20 * stages if growing else 50,
        "guidance": 1.0 if distilled else 5.0,
    }


def _z_image(configs: Configs) -> dict[str, Any]:
    return {"multiple": 16, "sizes": [[1024, 1024]], "steps": 8, "guidance": 0.0}


def _flux2(configs: Configs) -> dict[str, Any]:
    distilled = configs[""].get("is_distilled") is not False
    return {
        "multiple": 16,
        "sizes": [[1024, 1024]],
        "steps": 4 if distilled else 50,
        "guidance": 1.0 if distilled else 4.0,
    }


_MOVES = ("TextToVideo", "ImageToVideo")
_WAN = Make("wan", (*_MOVES, "VideoEdit"), _wan)
_WAN_IMAGE = Make("wan", ("ImageToVideo",), _wan)
_VACE = Make("wan", (*_MOVES, "VideoEdit", "Inpaint"), _wan)
_LTX2 = Make("ltx2", (*_MOVES, "AudioToVideo"), _ltx2)
_HELIOS = Make("helios", _MOVES, _helios)
_ANYFLOW = Make("anyflow", _MOVES, _anyflow)
_FOLLOWS = ("VideoSegmenter",)
_SAM2 = Make("sam2", _FOLLOWS, _nothing)
_SAM3 = Make("sam3", ("TextSegmenter",), _nothing)
_SAM3_WHOLE = Make("sam3", ("TextSegmenter", *_FOLLOWS), _nothing)
_EDGETAM = Make("edgetam", _FOLLOWS, _nothing)
_WORDS = Make("language", ("LanguagePlanner",), _nothing)
_TALKERS = ("gemma3", "gemma3_text", "gemma4", "gemma4_text", "qwen2", "qwen3", "llama", "smollm3", "phi3")

PIPELINES: Mapping[str, Make] = {
    "WanPipeline": _WAN,
    "WanVideoToVideoPipeline": _WAN,
    "WanImageToVideoPipeline": _WAN_IMAGE,
    "WanVACEPipeline": _VACE,
    "LTX2Pipeline": _LTX2,
    "LTX2ImageToVideoPipeline": _LTX2,
    "LTX2ConditionPipeline": _LTX2,
    "HeliosPipeline": _HELIOS,
    "HeliosPyramidPipeline": _HELIOS,
    "AnyFlowPipeline": _ANYFLOW,
    "WanAnyFlowPipeline": _ANYFLOW,
    "ZImagePipeline": Make("z_image", ("TextToImage",), _z_image),
    "Flux2KleinPipeline": Make("flux2", ("TextToImage",), _flux2),
}
"""By the class that a diffusers folder's `model_index.json` names."""

MODELS: Mapping[str, Make] = {
    "sam2_video": _SAM2,
    "sam2": _SAM2,
    "edgetam_video": _EDGETAM,
    "sam3_video": _SAM3_WHOLE,
    "sam3": _SAM3,
    "vitmatte": Make("vitmatte", ("Matting",), _nothing),
    **dict.fromkeys(_TALKERS, _WORDS),
}
"""By the `model_type` of a transformers folder's `config.json`."""
