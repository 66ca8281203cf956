"""What Workprint can do itself where no model is installed: its own engines, by capability."""

from __future__ import annotations

from typing import Any

from nodes.api import Spec
from nodes.library.segment.session import OwnSegmenter

_OWN = {"VideoSegmenter": OwnSegmenter}


def own_capabilities(spec: Spec) -> dict[str, Any]:
    """Return Workprint's own engine for each model that a node asks for, by argument, where it has one."""
    return {each.argument: _OWN[each.capability]() for each in spec.models if each.capability in _OWN}


def missing_capabilities(spec: Spec) -> tuple[str, ...]:
    """Return the capabilities that a node asks for and Workprint has no engine of its own for."""
    return tuple(each.capability for each in spec.models if each.capability not in _OWN)
