"""SAM 3 at a tiny size: random weights, a tokenizer of a few words, saved as a user's folder is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inference.cards.card import Card, Licence

SIDE = 56
_WIDE = 128
"""The library's tracker holds memories of 64 channels, and makes pointers of twice as many."""
CARD = Card("tiny-sam3", "sam3", ("TextSegmenter",), Licence("LicenseRef-SAM", must_accept=True))


def tokenizer() -> Any:
    """Return a tokenizer of a few words."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    known = ("<pad>", "<unk>", "<end>", "a", "red", "square", "cat")
    made = Tokenizer(models.WordLevel({word: number for number, word in enumerate(known)}, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", unk_token="<unk>", eos_token="<end>"
    )


def config(width: int = 32) -> Any:
    """Return the settings of a detector whose layers are so wide."""
    from transformers import Sam3Config

    small = {"hidden_size": width, "intermediate_size": 32, "num_attention_heads": 2, "num_layers": 1}
    return Sam3Config(
        vision_config=vision(width),
        text_config={
            "vocab_size": 8,
            "hidden_size": 32,
            "intermediate_size": 32,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "max_position_embeddings": 32,
            "projection_dim": 32,
            "bos_token_id": 1,
            "eos_token_id": 2,
            "pad_token_id": 0,
        },
        geometry_encoder_config=small,
        detr_encoder_config=small,
        detr_decoder_config={**small, "num_queries": 6},
        mask_decoder_config={"hidden_size": width, "num_attention_heads": 2},
    )


def vision(width: int) -> dict[str, Any]:
    """Return the settings of the encoder that detector and tracker see through."""
    return {
        "backbone_config": {
            "model_type": "sam3_vit_model",
            "hidden_size": 32,
            "intermediate_size": 32,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "image_size": SIDE,
            "patch_size": 14,
            "window_size": 2,
            "global_attn_indexes": [1],
            "pretrain_image_size": 28,
        },
        "fpn_hidden_size": width,
        "backbone_feature_sizes": [[16, 16], [8, 8], [4, 4]],
    }


def tracker() -> dict[str, Any]:
    """Return the settings of a tracker."""
    return {
        "vision_config": {"model_type": "sam3_vision_model", **vision(_WIDE)},
        "prompt_encoder_config": {
            "hidden_size": _WIDE,
            "image_size": SIDE,
            "patch_size": 14,
            "mask_input_channels": 8,
        },
        "mask_decoder_config": {
            "hidden_size": _WIDE,
            "mlp_dim": 32,
            "num_attention_heads": 2,
            "iou_head_hidden_dim": 32,
        },
        "image_size": SIDE,
        "memory_attention_hidden_size": _WIDE,
        "memory_attention_num_layers": 1,
        "memory_attention_feed_forward_hidden_size": 32,
        "memory_encoder_hidden_size": _WIDE,
        "mask_downsampler_embed_dim": _WIDE,
        "mask_downsampler_total_stride": 16,
        "memory_fuser_embed_dim": _WIDE,
        "memory_fuser_intermediate_dim": 32,
    }


def saved(folder: Path) -> Path:
    """Save a SAM 3 whose random weights make masks of some contrast."""
    from transformers import Sam3Model

    return _kept(Sam3Model, config(), folder)


def with_tracker(folder: Path) -> Path:
    """Save a SAM 3 as it is published: detector and tracker in one."""
    from transformers import Sam3VideoConfig, Sam3VideoModel

    both = Sam3VideoConfig(detector_config=config(_WIDE).to_dict(), tracker_config=tracker())
    return _kept(Sam3VideoModel, both, folder)


def _kept(cls: Any, config: Any, folder: Path) -> Path:
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(0)
    model = cls(config).eval()
    for name, each in model.named_parameters():
        if each.dim() > 1:
            torch.nn.init.normal_(each, std=0.08 if name.startswith("tracker_") else 0.2)
    if hasattr(model, "tracker_model"):
        model.tracker_model.mask_decoder.pred_obj_score_head.proj_out.bias.data += 3
    model.save_pretrained(folder)
    tokenizer().save_pretrained(folder)
    return folder
