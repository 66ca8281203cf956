"""From an installed model to what a node is given: the object with its capability's methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from nodes.api import Failed

from .bound import BoundModel
from .line import Line

Factory = Callable[[Line, BoundModel], Any]

CAPABILITIES: Mapping[str, str] = {
    "AudioToVideo": "nodes.models.audio_video:sound_to_video",
    "ImageToVideo": "nodes.models.video:pictures_to_video",
    "Inpaint": "nodes.models.edit:fill_in",
    "LanguagePlanner": "nodes.models.language:planner",
    "Matting": "nodes.models.matting:matting",
    "TextSegmenter": "nodes.models.finder:finder",
    "TextToImage": "nodes.models.image:words_to_still",
    "TextToVideo": "nodes.models.video:words_to_video",
    "VideoEdit": "nodes.models.edit:edit_by_words",
    "VideoSegmenter": "nodes.models.segmenter:segmenter",
}
"""By capability, where its factory is: "module:function", imported when a node first asks for it.

A factory takes a line and a model and returns an object with the methods of the capability's protocol; it
must ask the worker nothing, since that is also how the engine learns a model's `length` and `overlap`.
"""


def bind(line: Line, capability: str, model: BoundModel) -> Any:
    """Return the model as a node sees it. Raises Failed for a capability that nothing serves yet."""
    place = CAPABILITIES.get(capability)
    if place is None:
        hint = "Choose another model: `workprint models list` names them."
        raise Failed(f"Use the model '{model.name}'", f"{capability} is not served here", hint=hint)
    module, _, name = place.partition(":")
    factory: Factory = getattr(import_module(module), name)
    return factory(line, model)
