"""Small instruct models that answer in JSON: Gemma, Qwen and others that transformers knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inference.cards.card import Card
    from inference.families.adapter import Adapter
    from inference.memory.plan import Plan


def load(card: Card, folder: Path, plan: Plan) -> Adapter:
    """Return the model in a transformers folder; see `inference.families.adapter.Load`."""
    import transformers
    from transformers.models.auto.modeling_auto import (
        MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
        MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES,
    )

    from inference.families.placing import dtype_of, laid_out
    from inference.families.reading import settings_of, tokenizer_in, weights

    from .adapter import Language

    known = {
        *MODEL_FOR_CAUSAL_LM_MAPPING_NAMES.values(),
        *MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES.values(),
    }
    named = settings_of(folder / "config.json").get("architectures") or ()
    classes = {name: getattr(transformers, name) for name in named if name in known}
    model = weights(folder, ".", classes, dtype_of(plan))
    return Language(laid_out(model, plan), tokenizer_in(folder), plan)
