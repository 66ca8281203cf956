"""LTX-2: a moving picture and its sound, made together from words, pictures, or a given sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inference.cards.card import Card
    from inference.families.adapter import Adapter
    from inference.memory.plan import Plan


def load(card: Card, folder: Path, plan: Plan) -> Adapter:
    """Return the model in a diffusers folder of LTX-2; see `adapter.Load`."""
    from .adapter import Ltx2
    from .parts import read

    return Ltx2(card, read(folder, plan))
