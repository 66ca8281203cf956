"""SAM 2 at a tiny size: the real classes, random weights, saved to disk as a user's own folder is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from inference.cards.card import Card, Licence

SIDE = 64
ROWS, COLUMNS = 36, 48
CARD = Card("tiny-sam2", "sam2", ("VideoSegmenter",), Licence("Apache-2.0", commercial=True))


class Silent:
    """Hears what a method says."""

    def step(self, done: float, of: float, text: str = "", preview: Any = None) -> None:
        """Say nothing."""


def vision() -> dict[str, Any]:
    """Return the settings of an encoder of four small stages."""
    return {
        "backbone_config": {
            "model_type": "sam2_hiera_det_model",
            "hidden_size": 12,
            "image_size": [SIDE, SIDE],
            "blocks_per_stage": [1, 1, 2, 1],
            "embed_dim_per_stage": [12, 24, 48, 96],
            "num_attention_heads_per_stage": [1, 2, 4, 8],
            "window_size_per_stage": [8, 4, 14, 7],
            "global_attention_blocks": [3],
            "window_positional_embedding_background_size": [2, 2],
        },
        "backbone_channel_list": [96, 48, 24, 12],
        "backbone_feature_sizes": [[16, 16], [8, 8], [4, 4]],
        "fpn_hidden_size": 128,
    }


def shared() -> dict[str, Any]:
    """Return the settings that SAM 2 and models like it share."""
    return {
        "vision_config": vision(),
        "prompt_encoder_config": {
            "hidden_size": 128,
            "image_size": SIDE,
            "patch_size": 16,
            "mask_input_channels": 8,
        },
        "mask_decoder_config": {
            "hidden_size": 128,
            "mlp_dim": 32,
            "num_attention_heads": 2,
            "iou_head_hidden_dim": 32,
        },
        "image_size": SIDE,
        "memory_attention_hidden_size": 128,
        "memory_attention_num_layers": 1,
        "memory_attention_rope_feat_sizes": [4, 4],
        "memory_encoder_hidden_size": 128,
        "mask_downsampler_embed_dim": 128,
        "memory_fuser_embed_dim": 128,
        "memory_fuser_intermediate_dim": 32,
    }


def saved(folder: Path) -> Path:
    """Save a SAM 2 whose random weights make masks of some contrast."""
    from transformers import Sam2VideoConfig, Sam2VideoModel

    config = Sam2VideoConfig(**shared(), memory_attention_feed_forward_hidden_size=32)
    return kept(Sam2VideoModel, config, folder)


def edgetam(folder: Path) -> Path:
    """Save an EdgeTAM of the same sizes."""
    from transformers import EdgeTamVideoConfig, EdgeTamVideoModel

    config = EdgeTamVideoConfig(
        **shared(),
        memory_attention_mlp_hidden_size=32,
        memory_attention_rope_k_sizes=[4, 4],
        perceiver_resampler_num_latents=16,
        perceiver_resampler_num_latents_2d=16,
        perceiver_resampler_mlp_intermediate_size=32,
        perceiver_resampler_num_layers=1,
    )
    return kept(EdgeTamVideoModel, config, folder)


def kept(cls: Any, config: Any, folder: Path) -> Path:
    """Save a model with random weights that mostly sees its object."""
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    model = cls(config)
    drawn = torch.Generator().manual_seed(0)
    for each in model.parameters():
        spread, middle = (0.15, 0.0) if each.dim() > 1 else (0.05, 0.1)
        each.data = torch.randn(each.shape, generator=drawn) * spread + middle
    model.mask_decoder.pred_obj_score_head.proj_out.bias.data += 3
    model.eval().save_pretrained(folder)
    return folder


def pictures(count: int) -> np.ndarray:
    """Return (count, rows, columns, 3), 0 to 1: a bright square that moves over noise."""
    made = np.random.default_rng(2).random((count, ROWS, COLUMNS, 3), np.float32) * np.float32(0.3)
    for frame, picture in enumerate(made):
        picture[10:22, 6 + frame % 24 : 18 + frame % 24] = (0.9, 0.8, 0.1)
    return made


def ask(
    adapter: Any, method: str, settings: dict[str, Any], **arrays: np.ndarray
) -> tuple[dict[str, Any], Any]:
    """Return the arrays that a method yields, all together, and its last word."""
    answer = adapter.methods[method](settings, arrays, Silent())
    made: dict[str, Any] = {}
    while True:
        try:
            made |= next(answer)
        except StopIteration as done:
            return made, done.value
