"""Words as a model reads them: cleaned, cut into tokens, encoded."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .placing import dtype_of, working

if TYPE_CHECKING:
    import torch

    from inference.cards.card import Card

_WORDS = 512


def cleaned(text: str) -> str:
    """Return a text with broken encodings mended, HTML entities resolved twice, white space collapsed."""
    import ftfy

    return " ".join(html.unescape(html.unescape(ftfy.fix_text(text))).split())


def encoded(tokenizer: Any, encoder: Any, texts: Sequence[str], length: int, device: str) -> torch.Tensor:
    """Return (texts, length, channels): what a T5 encoder makes of each, 0 beyond its last token.

    Texts are cleaned first and cut off after `length` tokens.
    """
    import torch

    tokens = tokenizer(
        [cleaned(text) for text in texts],
        padding="max_length",
        max_length=length,
        truncation=True,
        add_special_tokens=True,
        return_attention_mask=True,
        return_tensors="pt",
    )
    mask = tokens.attention_mask.to(device)
    with torch.no_grad():
        hidden = encoder(tokens.input_ids.to(device), mask).last_hidden_state
    return torch.where(mask[..., None] > 0, hidden, torch.zeros_like(hidden))


def words_of(card: Card, parts: Any, text: str) -> torch.Tensor:
    """Return (1, tokens, channels) of a text as a model's `parts` read it, on the device in the plan's type.

    `parts` have `tokenizer`, `text_encoder` and `plan`; options.words of the card says how many tokens.
    """
    with working(parts.text_encoder, parts.plan) as encoder:
        length = int(card.options.get("words", _WORDS))
        made = encoded(parts.tokenizer, encoder, [text], length, parts.plan.device)
    return made.to(parts.plan.device, dtype_of(parts.plan))
