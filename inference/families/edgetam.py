"""EdgeTAM: SAM 2's way of following objects, made small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nodes.api.errors import BadInput

if TYPE_CHECKING:
    from inference.cards.card import Card
    from inference.families.adapter import Adapter
    from inference.memory.plan import Plan

_ENCODER = "repvit_m1"
_OURS = "workprint_repvit"


def load(card: Card, folder: Path, plan: Plan) -> Adapter:
    """Return the model in a transformers folder of EdgeTAM; see `inference.families.adapter.Load`."""
    from transformers import EdgeTamVideoConfig
    from transformers.models.edgetam_video.modeling_edgetam_video import EdgeTamVideoInferenceSession

    from .placing import dtype_of
    from .reading import settings_of, weights
    from .sam2.adapter import Followers

    _register()
    said = settings_of(folder / "config.json")
    vision = said.get("vision_config") or {}
    asked = vision.get("backbone_config") or {}
    if asked.get("model_type") == "timm_wrapper":
        said = said | {"vision_config": vision | {"backbone_config": _ours(asked)}}
    reader = _Reader(EdgeTamVideoConfig.from_dict(said))
    model = weights(folder, ".", {"EdgeTamVideoModel": reader}, dtype_of(plan))
    return Followers(model.to(plan.device), EdgeTamVideoInferenceSession)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the library's model by a config that is not the folder's own."""

    config: Any

    def from_pretrained(self, place: Path, *, torch_dtype: Any, **more: Any) -> Any:
        from transformers import EdgeTamVideoModel

        return EdgeTamVideoModel.from_pretrained(place, config=self.config, dtype=torch_dtype, **more)


def _ours(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return our encoder's config for one of the library that published folders name.

    Raises BadInput for any encoder but EdgeTAM's own.
    """
    name = str(asked.get("architecture"))
    if _ENCODER not in name:
        why = f"its encoder is {name}, this family has {_ENCODER}"
        raise BadInput("Read an EdgeTAM", why, hint="Choose another model.")
    more = asked.get("model_args") or {}
    return {"model_type": _OURS, "widths": more.get("embed_dim"), "depths": more.get("depth")}


@cache
def _register() -> None:
    """Let the library build our encoder where a config names it."""
    from transformers import AutoConfig, AutoModel, PreTrainedConfig, PreTrainedModel
    from transformers.modeling_outputs import BaseModelOutput

    from .repvit import DEPTHS, WIDTHS, RepVit

    class RepVitConfig(PreTrainedConfig):  # type: ignore[misc]
        model_type = _OURS
        widths: list[int] | None = None
        depths: list[int] | None = None

    class Encoder(PreTrainedModel):  # type: ignore[misc]
        config_class = RepVitConfig

        def __init__(self, config: Any) -> None:
            super().__init__(config)
            self.timm_model = RepVit(config.widths or WIDTHS, config.depths or DEPTHS)
            self.post_init()

        def forward(self, pixel_values: Any, **_: Any) -> Any:
            return BaseModelOutput(last_hidden_state=self.timm_model(pixel_values))

    AutoConfig.register(_OURS, RepVitConfig)
    AutoModel.register(RepVitConfig, Encoder)
