"""Wan at tiny sizes: the real classes, random weights, saved to disk as a user's own folder is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from inference.cards.card import Card, Lengths, Licence
from inference.families.adapter import Preview

SIZE = (48, 32)
WORDS = ("a", "red", "cat", "blue", "dog", "runs", "&")


def tokenizer() -> Any:
    """Return a tokenizer of a few words."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    words = {word: index for index, word in enumerate(("<pad>", "</s>", "<unk>", *WORDS))}
    made = Tokenizer(models.WordLevel(words, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )


def encoder() -> Any:
    """Return a text encoder of 16 channels."""
    from transformers import UMT5Config, UMT5EncoderModel

    return UMT5EncoderModel(
        UMT5Config(vocab_size=16, d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2)
    ).eval()


def vae(**more: Any) -> Any:
    """Return Wan 2.1's picture coder, 16 channels, an eighth of the size; or 2.2's by its settings."""
    from diffusers import AutoencoderKLWan

    settings: dict[str, Any] = {
        "base_dim": 4,
        "z_dim": 16,
        "dim_mult": [1, 1, 1, 1],
        "num_res_blocks": 1,
        "temperal_downsample": [False, True, True],
    }
    return AutoencoderKLWan(**settings | more).eval()


def network(cls: str = "WanTransformer3DModel", **more: Any) -> Any:
    """Return a network of two layers."""
    import diffusers

    settings: dict[str, Any] = {
        "patch_size": (1, 2, 2),
        "num_attention_heads": 2,
        "attention_head_dim": 12,
        "in_channels": 16,
        "out_channels": 16,
        "text_dim": 16,
        "freq_dim": 16,
        "ffn_dim": 32,
        "num_layers": 2,
        "cross_attn_norm": True,
        "qk_norm": "rms_norm_across_heads",
        "rope_max_seq_len": 128,
    }
    return getattr(diffusers, cls)(**settings | more).eval()


def unipc() -> Any:
    """Return the scheduler that Wan's folders hold."""
    from diffusers import UniPCMultistepScheduler

    return UniPCMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0, num_train_timesteps=1000
    )


def parts(**more: Any) -> dict[str, Any]:
    """Return the parts of a text-to-video Wan, some of them other than usual; weights are always the same."""
    import torch

    torch.manual_seed(0)
    made = {"tokenizer": tokenizer(), "text_encoder": encoder(), "vae": vae(), "scheduler": unipc()}
    return made | {"transformer": network()} | more


def anyflow() -> Any:
    """Return a pipeline of AnyFlow's parts."""
    import torch
    from diffusers import AnyFlowPipeline, AnyFlowTransformer3DModel, FlowMapEulerDiscreteScheduler

    torch.manual_seed(0)
    network = AnyFlowTransformer3DModel(
        num_attention_heads=2,
        attention_head_dim=12,
        text_dim=16,
        freq_dim=16,
        ffn_dim=32,
        num_layers=2,
        rope_max_seq_len=128,
    )
    return AnyFlowPipeline(
        **parts(transformer=network.eval(), scheduler=FlowMapEulerDiscreteScheduler(shift=5.0))
    )


def saved(pipeline: Any, folder: Path) -> Path:
    """Save a pipeline as a user would and return its folder."""
    pipeline.save_pretrained(folder)
    return folder


def card(*capabilities: str, **more: Any) -> Card:
    """Return a card for a tiny Wan."""
    settings: dict[str, Any] = {
        "name": "tiny-wan",
        "family": "wan",
        "capabilities": capabilities or ("TextToVideo",),
        "licence": Licence("Apache-2.0", commercial=True),
        "sizes": (SIZE,),
        "multiple": 16,
        "lengths": Lengths(4, 9, 5),
        "steps": 3,
        "guidance": 4.0,
        "options": {"words": 16},
    }
    return Card(**settings | more)


class Told:
    """Hears what a method tells, and cancels it at a step if asked."""

    def __init__(self, cancel_at: int | None = None) -> None:
        self.steps: list[tuple[float, float, str]] = []
        self.previews: list[np.ndarray] = []
        self._cancel_at = cancel_at

    def step(self, done: float, of: float, text: str = "", preview: Preview | None = None) -> None:
        self.steps.append((done, of, text))
        if preview is not None:
            self.previews.append(preview() if callable(preview) else preview)
        if self._cancel_at is not None and len(self.steps) > self._cancel_at:
            raise Stopped


class Stopped(BaseException):
    """What a cancel is in these tests."""


def made(
    adapter: Any,
    method: str,
    settings: dict[str, Any],
    arrays: dict[str, Any] | None = None,
    told: Any = None,
) -> np.ndarray:
    """Return all pictures that a method makes."""
    frames = adapter.methods[method](settings, arrays or {}, told or Told())
    return np.stack([each["picture"] for each in frames])


def pictures(count: int, seed: int = 0, size: tuple[int, int] = SIZE) -> np.ndarray:
    """Return smooth moving pictures, float32, of whole 8-bit values over 255."""
    random = np.random.default_rng(seed)
    across, down = np.meshgrid(np.linspace(0, 3, size[0]), np.linspace(0, 2, size[1]))
    turn = random.uniform(0, 6, 3)
    frames = [
        np.stack([np.sin(across + down * (i + 1) + t * 0.3 + turn[i]) / 2 + 0.5 for i in range(3)], -1)
        for t in range(count)
    ]
    return (np.round(np.stack(frames) * 255) / 255).astype(np.float32)
