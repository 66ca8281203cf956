"""LTX-2 at tiny sizes: the real classes, random weights."""

from __future__ import annotations

from typing import Any

from inference.cards.card import Card, Lengths, Licence
from nodes.api import Rate
from tests.inference.families.tiny_wan import tokenizer

LAYERS, WIDTH = 2, 8


def encoder() -> Any:
    """Return a language model of two layers."""
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration

    text = {
        "vocab_size": 16,
        "hidden_size": WIDTH,
        "intermediate_size": 16,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "head_dim": 4,
        "sliding_window": 8,
        "pad_token_id": 0,
        "eos_token_id": 1,
        "bos_token_id": 1,
    }
    eyes = {
        "hidden_size": 8,
        "intermediate_size": 8,
        "num_hidden_layers": 1,
        "num_attention_heads": 1,
        "image_size": 16,
        "patch_size": 8,
    }
    tokens = {"boi_token_index": 13, "eoi_token_index": 14, "image_token_index": 15}
    config = Gemma3Config(text_config=text, vision_config=eyes, mm_tokens_per_image=4, **tokens)
    return Gemma3ForConditionalGeneration(config).eval()


def coders() -> tuple[Any, Any, Any]:
    """Return what codes pictures, what codes sound, and what makes sound of bands."""
    import torch
    from diffusers import AutoencoderKLLTX2Audio, AutoencoderKLLTX2Video
    from diffusers.pipelines.ltx2 import LTX2Vocoder

    coder = AutoencoderKLLTX2Video(
        latent_channels=4,
        block_out_channels=(8,),
        decoder_block_out_channels=(8,),
        layers_per_block=(1,),
        decoder_layers_per_block=(1, 1),
        spatio_temporal_scaling=(True,),
        decoder_spatio_temporal_scaling=(True,),
        decoder_inject_noise=(False, False),
        downsample_type=("spatiotemporal",),
        upsample_residual=(False,),
        upsample_factor=(1,),
        timestep_conditioning=False,
        patch_size=4,
        patch_size_t=1,
    )
    hearing = AutoencoderKLLTX2Audio(
        base_channels=4, ch_mult=(1, 1, 1), num_res_blocks=1, resolution=32, latent_channels=2, mel_bins=8
    )
    for each in (coder, hearing):
        each.latents_mean.copy_(torch.randn_like(each.latents_mean) * 0.1)
        each.latents_std.copy_(torch.rand_like(each.latents_std) + 0.5)
    vocoder = LTX2Vocoder(
        in_channels=16,
        hidden_channels=32,
        upsample_kernel_sizes=[32, 20],
        upsample_factors=[16, 10],
        resnet_kernel_sizes=[3],
        resnet_dilations=[[1, 3, 5]],
        output_sampling_rate=16000,
    )
    return coder, hearing, vocoder


def parts(**more: Any) -> dict[str, Any]:
    """Return what LTX2Pipeline is made of; weights are always the same."""
    import torch
    from diffusers import FlowMatchEulerDiscreteScheduler, LTX2VideoTransformer3DModel
    from diffusers.pipelines.ltx2 import LTX2TextConnectors

    torch.manual_seed(0)
    rotary = {"rope_double_precision": False, "rope_type": "split"}
    network = LTX2VideoTransformer3DModel(
        in_channels=4,
        out_channels=4,
        num_attention_heads=2,
        attention_head_dim=8,
        cross_attention_dim=16,
        audio_in_channels=4,
        audio_out_channels=4,
        audio_num_attention_heads=2,
        audio_attention_head_dim=4,
        audio_cross_attention_dim=8,
        num_layers=2,
        caption_channels=WIDTH,
        **rotary,
    )
    connectors = LTX2TextConnectors(
        caption_channels=WIDTH,
        text_proj_in_factor=LAYERS + 1,
        video_connector_num_attention_heads=2,
        video_connector_attention_head_dim=4,
        video_connector_num_layers=1,
        video_connector_num_learnable_registers=None,
        audio_connector_num_attention_heads=2,
        audio_connector_attention_head_dim=4,
        audio_connector_num_layers=1,
        audio_connector_num_learnable_registers=None,
        connector_rope_base_seq_len=32,
        **rotary,
    )
    coder, hearing, vocoder = coders()
    words = tokenizer()
    words.padding_side = "left"
    made = {
        "text_encoder": encoder(),
        "tokenizer": words,
        "connectors": connectors.eval(),
        "transformer": network.eval(),
        "vae": coder.eval(),
        "audio_vae": hearing.eval(),
        "vocoder": vocoder.eval(),
        "scheduler": FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
    }
    return made | more


def card(**more: Any) -> Card:
    """Return a card for a tiny LTX-2."""
    settings: dict[str, Any] = {
        "name": "tiny-ltx2",
        "family": "ltx2",
        "capabilities": ("TextToVideo", "ImageToVideo", "AudioToVideo"),
        "licence": Licence("LicenseRef-LTX-2"),
        "multiple": 8,
        "lengths": Lengths(2, 9, 3),
        "rate": Rate(24),
        "steps": 3,
        "guidance": 3.0,
        "options": {"words": 16},
    }
    return Card(**settings | more)
