"""What serves the models that nodes ask for: an installed one, or Workprint's own engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nodes.api import Param
from nodes.graph.model import GraphNode
from nodes.library.segment.filling import OwnInpaint
from nodes.library.segment.session import OwnSegmenter
from nodes.models.binding import bind
from nodes.models.bound import OWN, OWN_ENGINES, BoundModel, bound_for
from nodes.models.keyframe import OwnKeyframeStyle
from nodes.models.line import Line

from .refuse import refuse

_OWN: Mapping[str, Callable[[Line], Any]] = {
    "Inpaint": lambda line: OwnInpaint(),
    "KeyframeStyle": OwnKeyframeStyle,
    "VideoSegmenter": lambda line: OwnSegmenter(),
}


@dataclass(frozen=True, slots=True)
class Engaged:
    """What serves one argument of a node: an installed model, or with None Workprint's own engine."""

    capability: str
    model: BoundModel | None

    def bind(self, line: Line) -> Any:
        """Return the object with the capability's methods, over a line. Raises Failed."""
        if self.model is None:
            return _OWN[self.capability](line)
        return bind(line, self.capability, self.model)

    @property
    def stated(self) -> str | None:
        """What keys say of it: nothing for an own engine, which is part of the node's version."""
        return None if self.model is None else self.model.fingerprint


def engaged(place: GraphNode, param: Param, models: Mapping[str, BoundModel]) -> Engaged:
    """Return what serves a node's model parameter, of what a job binds. Raises CannotRun.

    The person's choice is kept to; the author's suggestion is one only.
    """
    capability, choice = param.kind.of, place.params.get(param.name)
    try:
        model = bound_for(models, capability, choice, param.default)
    except LookupError as error:
        why = f"its model '{choice}' is not installed, or cannot do what it asks for ({capability})"
        raise refuse(place, why, "`workprint models list` names those that are.") from error
    if model is None and capability not in OWN_ENGINES:
        raise refuse(place, *_missing(capability, choice))
    return Engaged(capability, model)


def _missing(capability: str, choice: str | None) -> tuple[str, str]:
    hint = "`workprint models list` says which models can do it; bypass the node to go on without."
    if choice == OWN:
        return f"Workprint has no engine of its own for {capability}", hint
    return f"it asks for a model ({capability}), and none is installed that can do it", hint
