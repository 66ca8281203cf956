"""What the torch worker can be asked, by name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nodes.process.child import Call, Handler

from .keyframe import Keyframe
from .models import Models, Setup

CAPABILITIES = ("KeyframeStyle",)
"""What models here can do."""


def handlers(kept: Path, setup: Setup | None = None) -> Mapping[str, Handler]:
    """Return every handler; `kept` is the folder of trained weights and of what runs of models took.

    Torch is imported where it is used.
    """
    keyframe = Keyframe(kept)
    models = Models(setup or Setup(measured=kept / "measured.json"))

    def capabilities(call: Call) -> object:
        return CAPABILITIES

    return {
        "capabilities": capabilities,
        "keyframe.open": keyframe.open,
        "keyframe.teach": keyframe.teach,
        "keyframe.apply": keyframe.apply,
        "keyframe.close": keyframe.close,
        **models.handlers(),
    }
