"""SAM 2 and 2.1: objects that are pointed at, followed from frame to frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inference.cards.card import Card
    from inference.families.adapter import Adapter
    from inference.memory.plan import Plan


def load(card: Card, folder: Path, plan: Plan) -> Adapter:
    """Return the model in a transformers folder of SAM 2; see `inference.families.adapter.Load`."""
    from transformers import Sam2VideoModel
    from transformers.models.sam2_video.modeling_sam2_video import Sam2VideoInferenceSession

    from inference.families.placing import dtype_of
    from inference.families.reading import weights

    from .adapter import Followers

    # The published folders name either class; their weights are the same.
    classes = {"Sam2VideoModel": Sam2VideoModel, "Sam2Model": Sam2VideoModel}
    model = weights(folder, ".", classes, dtype_of(plan)).to(plan.device)
    return Followers(model, Sam2VideoInferenceSession)
