"""Wan 2.1, Wan 2.2 and VACE: moving pictures from words, from pictures and from moving pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inference.cards.card import Card
    from inference.families.adapter import Adapter
    from inference.memory.plan import Plan


def load(card: Card, folder: Path, plan: Plan) -> Adapter:
    """Return the model in a diffusers folder of Wan, any of its forms; see `adapter.Load`."""
    from .adapter import Wan
    from .parts import read

    return Wan(card, read(card, folder, plan))
