"""Models that make stills, at tiny sizes: the real classes, random weights, saved as a user's folder is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inference.cards.card import Card, Licence

LAYERS = (1, 2, 3)
_TALK = (
    "{% for message in messages %}{{ message.role }} {{ message.content }} {% endfor %}"
    "{% if add_generation_prompt %}assistant {% if not enable_thinking %}quick {% endif %}{% endif %}"
)


def card(family: str, **more: Any) -> Card:
    """Return a card for a tiny model that makes stills."""
    settings: dict[str, Any] = {
        "name": f"tiny-{family}",
        "family": family,
        "capabilities": ("TextToImage",),
        "licence": Licence("Apache-2.0", commercial=True),
        "sizes": ((48, 32),),
        "multiple": 4,
        "steps": 3,
        "guidance": 0.0,
        "options": {"layers": list(LAYERS)},
    }
    return Card(**settings | more)


def tokenizer() -> Any:
    """Return a tokenizer of a few words that knows how a talk is written."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    known = ("<pad>", "<unk>", "user", "assistant", "quick", "a", "red", "cat", "dog", "in", "snow")
    made = Tokenizer(models.WordLevel({word: number for number, word in enumerate(known)}, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    fast = PreTrainedTokenizerFast(tokenizer_object=made, pad_token="<pad>", unk_token="<unk>")
    fast.chat_template = _TALK
    return fast


def reader(causal: bool) -> Any:
    """Return a language model of four small layers."""
    from transformers import Qwen3Config, Qwen3ForCausalLM, Qwen3Model

    config = Qwen3Config(
        vocab_size=16,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=4,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=8,
    )
    return (Qwen3ForCausalLM if causal else Qwen3Model)(config).eval()


def _pipeline(cls: str, vae: Any, network: Any, causal: bool, **more: Any) -> Any:
    import diffusers

    scheduler = diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, shift=3.0)
    return getattr(diffusers, cls)(
        scheduler=scheduler,
        vae=vae.eval(),
        text_encoder=reader(causal),
        tokenizer=tokenizer(),
        transformer=network.eval(),
        **more,
    )


_CODER = {
    "block_out_channels": (8, 8),
    "down_block_types": ("DownEncoderBlock2D",) * 2,
    "up_block_types": ("UpDecoderBlock2D",) * 2,
    "layers_per_block": 1,
    "norm_num_groups": 4,
}


def zimage() -> Any:
    """Return a pipeline of Z-Image's parts."""
    import torch
    from diffusers import AutoencoderKL, ZImageTransformer2DModel

    torch.manual_seed(0)
    vae = AutoencoderKL(**_CODER, latent_channels=4, scaling_factor=0.4, shift_factor=0.1)
    network = ZImageTransformer2DModel(
        in_channels=4,
        dim=32,
        n_layers=1,
        n_refiner_layers=1,
        n_heads=2,
        n_kv_heads=2,
        cap_feat_dim=16,
        axes_dims=[4, 6, 6],
        axes_lens=[1024, 512, 512],
    )
    for name, each in network.named_parameters():
        if "pad_token" in name:  # made without a value of their own
            torch.nn.init.normal_(each, std=0.1)
    return _pipeline("ZImagePipeline", vae, network, causal=False)


def flux2(distilled: bool = False) -> Any:
    """Return a pipeline of FLUX.2 klein's parts."""
    import torch
    from diffusers import AutoencoderKLFlux2, Flux2Transformer2DModel

    torch.manual_seed(0)
    vae = AutoencoderKLFlux2(**_CODER, latent_channels=4)
    vae.bn.running_mean = torch.randn(16) * 0.1
    vae.bn.running_var = torch.rand(16) + 0.5
    network = Flux2Transformer2DModel(
        in_channels=16,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=48,
        timestep_guidance_channels=16,
        axes_dims_rope=(4, 4, 4, 4),
        guidance_embeds=False,
    )
    return _pipeline("Flux2KleinPipeline", vae, network, causal=True, is_distilled=distilled)


def saved(pipeline: Any, folder: Path) -> Path:
    """Save a pipeline as a user would and return its folder."""
    from diffusers.utils import logging

    logging.disable_progress_bar()
    pipeline.save_pretrained(folder)
    return folder
