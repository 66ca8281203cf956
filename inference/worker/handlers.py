"""What the torch worker can be asked, by name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nodes.process.child import Call, Handler

from .keyframe import Keyframe

CAPABILITIES = ("KeyframeStyle",)
"""What models here can do."""


def handlers(kept: Path) -> Mapping[str, Handler]:
    """Return every handler; `kept` is the folder of trained weights. Torch is imported where it is used."""
    keyframe = Keyframe(kept)

    def capabilities(call: Call) -> object:
        return CAPABILITIES

    return {
        "capabilities": capabilities,
        "keyframe.open": keyframe.open,
        "keyframe.teach": keyframe.teach,
        "keyframe.apply": keyframe.apply,
        "keyframe.close": keyframe.close,
    }
