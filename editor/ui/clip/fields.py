"""What the clip panel shows: a field for each way in which a clip is laid, heard and played."""

from __future__ import annotations

from dataclasses import astuple, replace
from fractions import Fraction
from typing import Any

from editor.document.looks import BLENDS
from editor.document.model import Clip
from editor.document.retimes import MODES, Retime, retime_of
from editor.ui.inspector.fields import Field
from nodes.api.curves import Curve
from nodes.api.hints import Slider
from nodes.api.times import Rate, Time

_QUIET = -60.0
"""The lowest level on the slider; lower ones can be typed."""

PICTURE = (
    Field("opacity", "opacity", "number", 1.0, 1.0, Slider(0, 1, hard=True)),
    Field("blend", "blend", "choice", "normal", "normal", Slider(0, 1), choices=BLENDS),
    Field("translate", "position", "numbers", [0.0, 0.0], [0.0, 0.0], Slider(-2000, 2000), parts=("x", "y")),
    Field("scale", "scale", "numbers", [1.0, 1.0], [1.0, 1.0], Slider(0, 4), parts=("x", "y")),
    Field("rotate", "rotation", "number", 0.0, 0.0, Slider(-180, 180, "°")),
    Field(
        "crop", "crop", "numbers", [0.0] * 4, [0.0] * 4, Slider(0, 1000, hard=False),
        parts=("left", "top", "right", "bottom"),
    ),
)  # fmt: skip
SOUND = (
    Field("level", "level", "number", 0.0, 0.0, Slider(_QUIET, 12, "dB")),
    Field("pan", "pan", "number", 0.0, 0.0, Slider(-1, 1, hard=True)),
)
BOTH = (
    Field("fade_in", "fade in", "whole", 0, 0, Slider(0, 100, "frames")),
    Field("fade_out", "fade out", "whole", 0, 0, Slider(0, 100, "frames")),
)
PACE = (
    Field("speed", "speed", "number", 1.0, 1.0, Slider(-4, 4)),
    Field("mode", "frames between", "choice", "nearest", "nearest", Slider(0, 1), choices=MODES),
)
_BY_OTHERS = "keyframed by another program"


def fields_of(clip: Clip, sounds: bool, at: Time, rate: Rate) -> tuple[Field, ...]:
    """Return the fields of a clip of a sound or picture track, with their values `at` a time of its own.

    Lengths are counted at `rate`, the cut's.
    """
    looks = (*(SOUND if sounds else PICTURE), *BOTH)
    return (*(_field(field, clip, at, rate) for field in looks), *_paced(clip))


def _field(field: Field, clip: Clip, at: Time, rate: Rate) -> Field:
    value = value_of(clip, field.name)
    moved = ""
    if isinstance(value, Curve):
        count = len(value.keys)
        moved = f"{count} keyframes" if count != 1 else "1 keyframe"
        value = value.at(at)
    return replace(field, value=_shown(value, rate), moved=moved)


def value_of(clip: Clip, name: str) -> Any:
    """Return a clip's or its transform's value: plain, or a Curve."""
    return getattr(clip.transform if hasattr(clip.transform, name) else clip, name)


def _shown(value: Any, rate: Rate) -> Any:
    if isinstance(value, Time):
        return value.at(rate).frame
    if isinstance(value, tuple):
        return [float(each) for each in value]
    return list(astuple(value)) if hasattr(value, "__dataclass_fields__") else value


def _paced(clip: Clip) -> tuple[Field, ...]:
    now = retime_of(clip.effects)
    speed, mode = PACE
    if now is None:
        return (replace(speed, control="shown", value=_BY_OTHERS, moved=_BY_OTHERS),)
    return replace(speed, value=float(now.speed)), replace(mode, value=now.mode)


def retimed(clip: Clip, name: str, value: Any) -> Retime:
    """Return the retime of a clip with one of its two fields set."""
    now = retime_of(clip.effects) or Retime()
    if name == "mode":
        return replace(now, mode=str(value))
    return replace(now, speed=Fraction(str(round(float(value), 4))))
