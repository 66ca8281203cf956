"""SAM 3: what words name, found in each picture, and what is pointed at, followed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nodes.api.errors import BadInput

from .placing import dtype_of
from .reading import settings_of, tokenizer_in, weights
from .sam2.adapter import Followers
from .sam2.pictures import planes

if TYPE_CHECKING:
    import torch

    from inference.cards.card import Card
    from inference.memory.plan import Plan

    from .adapter import Adapter, Method, Tell

Arrays = Mapping[str, npt.NDArray[Any]]
_HALF = (0.5, 0.5, 0.5)
_TOKENS = 32
_REMEMBERED = 16
_SURE = 0.5


class Finder:
    """A SAM 3 detector that is loaded (Carion et al. 2025, "SAM 3: segment anything with concepts")."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self.model, self.tokenizer = model, tokenizer
        size = model.config.vision_config.backbone_config.image_size
        self.side = int(size if isinstance(size, int) else size[0])
        self._words: OrderedDict[str, tuple[Any, torch.Tensor]] = OrderedDict()

    @property
    def methods(self) -> Mapping[str, Method]:
        """What it can be asked."""
        return {"find": self.find}

    def find(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        """Yield `matte` (rows, columns), 0 to 1, of all in a `picture` that the `words` name.

        Settings: words, and `threshold`: how likely each must be, 0 to 1. Returns {"count", "sure"}: how
        many were found, and how likely the likeliest is. Raises BadInput without words.
        """
        import torch

        words = str(settings.get("words", "")).strip()
        if not words:
            raise BadInput("Find what words name", "there are none", hint="Say what is to be found.")
        picture = arrays["picture"]
        tell.step(0, 1, "looking")
        with torch.inference_mode():
            said, mask = self._read(words)
            given = planes(picture, self.side, _HALF, _HALF)[None].to(self.model.device, self.model.dtype)
            made = self.model(pixel_values=given, text_embeds=said, attention_mask=mask)
        likely = made.pred_logits[0].float().sigmoid() * made.presence_logits[0].float().sigmoid()
        kept = likely > float(settings.get("threshold", _SURE))
        tell.step(1, 1, "looking")
        yield {"matte": union(made.pred_masks[0][kept], (picture.shape[0], picture.shape[1]))}
        return {"count": int(kept.sum()), "sure": float(likely.max())}

    def unload(self) -> None:
        """Let go of the weights."""
        self.model = None
        self._words.clear()

    def _read(self, words: str) -> tuple[Any, torch.Tensor]:
        found = self._words.pop(words, None)
        if found is None:
            tokens = self.tokenizer(
                words, return_tensors="pt", padding="max_length", max_length=_TOKENS, truncation=True
            ).to(self.model.device)
            said = self.model.get_text_features(**tokens, return_dict=True)
            found = said, tokens["attention_mask"]
        self._words[words] = found
        while len(self._words) > _REMEMBERED:
            self._words.popitem(last=False)
        return found


def union(logits: torch.Tensor, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """Return (rows, columns), 0 to 1: the likeliest of masks' log odds (masks, …) at each pixel, bilinear."""
    from torch.nn.functional import interpolate

    if not len(logits):
        return np.zeros(size, np.float32)
    odds = interpolate(logits.float().sigmoid()[None], size, mode="bilinear", align_corners=False)[0]
    return np.ascontiguousarray(odds.amax(0).cpu().numpy())


class Both:
    """A SAM 3 with its tracker (Ravi et al. 2024, "SAM 2", made to see through SAM 3's encoder)."""

    def __init__(self, finder: Finder, followers: Followers) -> None:
        self.finder, self.followers = finder, followers

    @property
    def methods(self) -> Mapping[str, Method]:
        """What it can be asked."""
        return {**self.finder.methods, **self.followers.methods}

    def unload(self) -> None:
        """Let go of weights and sessions."""
        self.finder.unload()
        self.followers.unload()


def load(card: Card, folder: Path, plan: Plan) -> Adapter:
    """Return the model in a transformers folder of SAM 3; see `inference.families.adapter.Load`.

    The published folder holds detector and tracker; one with a detector alone finds by words only.
    """
    from transformers import Sam3Model, Sam3TrackerVideoModel
    from transformers.models.sam3_tracker_video.modeling_sam3_tracker_video import (
        Sam3TrackerVideoInferenceSession,
    )

    classes = {"Sam3Model": Sam3Model, "Sam3VideoModel": Sam3Model}
    model = weights(folder, ".", classes, dtype_of(plan)).to(plan.device)
    finder = Finder(model, tokenizer_in(folder))
    if "Sam3VideoModel" not in settings_of(folder / "config.json").get("architectures", ()):
        return finder
    tracker = weights(folder, ".", {"Sam3VideoModel": Sam3TrackerVideoModel}, dtype_of(plan))
    # Both see through the same encoder: it is held once.
    tracker.vision_encoder.backbone = model.vision_encoder.backbone
    tracker.to(plan.device)
    return Both(finder, Followers(tracker, Sam3TrackerVideoInferenceSession, _HALF, _HALF))
