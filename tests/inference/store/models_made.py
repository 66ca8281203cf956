"""Folders that look like published models, made of a few bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from inference.cards.card import Card


def safetensors(path: Path, **shapes: tuple[int, ...]) -> None:
    """Write a safetensors file of zeros in float32."""
    header: dict[str, Any] = {}
    end = 0
    for name, shape in shapes.items():
        size = 4
        for side in shape:
            size *= side
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"\0" * end)


def wan_folder(folder: Path) -> Path:
    """Make a folder in the form of a Wan pipeline, with what published ones hold beside it."""
    index = {
        "_class_name": "WanPipeline",
        "_diffusers_version": "0.42.1",
        "expand_timesteps": False,
        "scheduler": ["diffusers", "UniPCMultistepScheduler"],
        "tokenizer": ["transformers", "T5TokenizerFast"],
        "transformer": ["diffusers", "WanTransformer3DModel"],
        "transformer_2": [None, None],
        "vae": ["diffusers", "AutoencoderKLWan"],
    }
    configs = {
        "scheduler/scheduler_config.json": {"_class_name": "UniPCMultistepScheduler"},
        "tokenizer/tokenizer.json": {},
        "transformer/config.json": {"_class_name": "WanTransformer3DModel", "patch_size": [1, 2, 2]},
        "vae/config.json": {"scale_factor_spatial": 8, "scale_factor_temporal": 4},
        "model_index.json": index,
    }
    for name, said in configs.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(said))
    safetensors(folder / "transformer" / "diffusion_pytorch_model.safetensors", weight=(40, 50))
    safetensors(folder / "transformer" / "diffusion_pytorch_model.fp16.safetensors", weight=(40, 50))
    safetensors(folder / "vae" / "diffusion_pytorch_model.safetensors", weight=(10, 30))
    safetensors(folder / "whole.safetensors", weight=(300,))
    (folder / "transformer" / "old.bin").write_bytes(b"never asked for")
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n# A model\n")
    return folder


FILES = (
    "model_index.json",
    "scheduler/scheduler_config.json",
    "tokenizer/tokenizer.json",
    "transformer/config.json",
    "transformer/diffusion_pytorch_model.safetensors",
    "vae/config.json",
    "vae/diffusion_pytorch_model.safetensors",
)
"""What of such a folder makes up the model."""


def wan_card(**more: Any) -> Card:
    """Return a card for such a model on a hub, nothing of it known yet."""
    said: dict[str, Any] = {
        "name": "acme-video",
        "family": "wan",
        "capabilities": ["TextToVideo"],
        "repository": "acme/video",
        "licence": {"id": "Apache-2.0", "title": "Apache License 2.0", "commercial": True},
    }
    return Card.from_json(said | more)
