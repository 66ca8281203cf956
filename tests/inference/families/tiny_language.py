"""An instruct model at a tiny size: random weights, a tokenizer of bytes, saved as a user's folder is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inference.cards.card import Card, Licence

CARD = Card("tiny-language", "language", ("LanguagePlanner",), Licence("Apache-2.0", commercial=True))


def tokenizer() -> Any:
    """Return a tokenizer of bytes and a few words, as byte-pair tokenizers of large models are made."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    joined = [("t", "r"), ("u", "e"), ("tr", "ue"), ('"', ":"), ("Ġ", '"'), ("{", '"')]
    words = [*letters, *("".join(pair) for pair in joined), "<end>"]
    made = Tokenizer(models.BPE({word: number for number, word in enumerate(words)}, joined))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(tokenizer_object=made, eos_token="<end>", pad_token="<end>")
    fast.chat_template = "{% for each in messages %}{{ each.role }}: {{ each.content }}\n{% endfor %}"
    return fast


def saved(folder: Path) -> Path:
    """Save a Qwen 3 of two layers."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(0)
    words = tokenizer()
    config = Qwen3Config(
        vocab_size=len(words),
        hidden_size=32,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
        eos_token_id=words.eos_token_id,
        bos_token_id=None,
        pad_token_id=None,
    )
    model = Qwen3ForCausalLM(config).eval()
    for each in model.parameters():
        if each.dim() > 1:
            torch.nn.init.normal_(each, std=0.3)
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    return folder
