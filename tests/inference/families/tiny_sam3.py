"""SAM 3 at a tiny size: random weights, a tokenizer of a few words, saved as a user's folder is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inference.cards.card import Card, Licence

SIDE = 56
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


def saved(folder: Path) -> Path:
    """Save a SAM 3 whose random weights make masks of some contrast."""
    import torch
    from transformers import Sam3Config, Sam3Model
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(0)
    small = {"hidden_size": 32, "intermediate_size": 32, "num_attention_heads": 2, "num_layers": 1}
    config = Sam3Config(
        vision_config={
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
            "fpn_hidden_size": 32,
            "backbone_feature_sizes": [[16, 16], [8, 8], [4, 4]],
        },
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
        mask_decoder_config={"hidden_size": 32, "num_attention_heads": 2},
    )
    model = Sam3Model(config).eval()
    for each in model.parameters():
        if each.dim() > 1:
            torch.nn.init.normal_(each, std=0.2)
    model.save_pretrained(folder)
    tokenizer().save_pretrained(folder)
    return folder
