"""Helios at tiny sizes: the real classes, random weights, as a user's own folder holds them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from inference.cards.card import Card, Lengths

from . import tiny_wan


def parts(scheduler: Any) -> dict[str, Any]:
    """Return the parts of a Helios with a scheduler; weights are always the same."""
    import torch
    from diffusers import HeliosTransformer3DModel

    torch.manual_seed(0)
    network = HeliosTransformer3DModel(
        patch_size=(1, 2, 2),
        num_attention_heads=2,
        attention_head_dim=12,
        text_dim=16,
        freq_dim=16,
        ffn_dim=32,
        num_layers=2,
        rope_dim=(4, 4, 4),
        is_amplify_history=True,
    )
    return {
        "tokenizer": tiny_wan.tokenizer(),
        "text_encoder": tiny_wan.encoder(),
        "vae": tiny_wan.vae(),
        "transformer": network.eval(),
        "scheduler": scheduler,
    }


def card(**more: Any) -> Card:
    """Return a card for a tiny Helios."""
    usual: dict[str, Any] = {"steps": 2, "guidance": 1.0} | more
    lengths = Lengths(4, 33, 29)
    return replace(tiny_wan.card(), name="tiny-helios", family="helios", lengths=lengths, **usual)
