"""Helios: moving pictures stretch after stretch, each led by what came before, of any length."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inference.cards.card import Card
    from inference.families.adapter import Adapter
    from inference.memory.plan import Plan


def load(card: Card, folder: Path, plan: Plan) -> Adapter:
    """Return the model in a diffusers folder of Helios, any of its forms; see `adapter.Load`."""
    from .adapter import Helios
    from .parts import read

    return Helios(card, read(card, folder, plan))
