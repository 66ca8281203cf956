"""EdgeTAM: SAM 2's way of following objects, made small."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inference.cards.card import Card
    from inference.families.adapter import Adapter
    from inference.memory.plan import Plan


def load(card: Card, folder: Path, plan: Plan) -> Adapter:
    """Return the model in a transformers folder of EdgeTAM; see `inference.families.adapter.Load`."""
    from transformers import EdgeTamVideoModel
    from transformers.models.edgetam_video.modeling_edgetam_video import EdgeTamVideoInferenceSession

    from .placing import dtype_of
    from .reading import weights
    from .sam2.adapter import Followers

    model = weights(folder, ".", {"EdgeTamVideoModel": EdgeTamVideoModel}, dtype_of(plan))
    return Followers(model.to(plan.device), EdgeTamVideoInferenceSession)
