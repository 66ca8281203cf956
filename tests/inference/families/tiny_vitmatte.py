"""ViTMatte at a tiny size, with random weights, saved to disk as a user's own folder is."""

from __future__ import annotations

from pathlib import Path

from inference.cards.card import Card, Licence

CARD = Card("tiny-vitmatte", "vitmatte", ("Matting",), Licence("Apache-2.0", commercial=True))


def saved(folder: Path) -> Path:
    """Save a ViTMatte of two small layers."""
    import torch
    from transformers import VitDetConfig, VitMatteConfig, VitMatteForImageMatting
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(0)
    backbone = VitDetConfig(
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=64,
        pretrain_image_size=64,
        patch_size=16,
        num_channels=4,
        window_size=2,
        window_block_indices=[0],
        residual_block_indices=[1],
        use_relative_position_embeddings=True,
        out_features=["stage2"],
    )
    config = VitMatteConfig(
        backbone_config=backbone,
        hidden_size=32,
        convstream_hidden_sizes=[8, 8, 8],
        fusion_hidden_sizes=[16, 8, 8, 8],
    )
    model = VitMatteForImageMatting(config).eval()
    for each in model.parameters():
        if each.dim() > 1:
            torch.nn.init.normal_(each, std=each[0].numel() ** -0.5 * 6)
    model.save_pretrained(folder)
    return folder
