"""A clip's look as parameters and keyframes of the node that lays it, in the time that is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from fractions import Fraction
from typing import Any

from editor.document.layout import MediaLookup, source_range
from editor.document.looks import STILL, WHOLE
from editor.document.model import Clip
from nodes.api.curves import Curve, Key
from nodes.api.times import Range, Time
from nodes.graph.model import Drive, Keys

_HALF = Fraction(1, 2)
_MODES = {"normal": "over", "add": "plus", "darken": "min", "lighten": "max"}
"""The nodes' words for blends that editors call otherwise."""


def has_look(clip: Clip) -> bool:
    """Return whether a clip is laid in any other way than whole, opaque and still."""
    plain = clip.transform == STILL and clip.crop == WHOLE and clip.opacity == 1.0 and clip.blend == "normal"
    return not plain or bool(clip.fade_in.value) or bool(clip.fade_out.value)


def laid(clip: Clip, place: Range, media: MediaLookup) -> tuple[dict[str, Any], dict[str, Drive]]:
    """Return parameters and keyframes of `cut.lay` for a clip that stands at `place`."""
    params: dict[str, Any] = {"blend": _MODES.get(clip.blend, clip.blend)}
    drives: dict[str, Drive] = {}
    if clip.crop != WHOLE:
        params["crop"] = list(astuple(clip.crop))
    values = {
        "opacity": clip.opacity,
        "translate": clip.transform.translate,
        "rotate": clip.transform.rotate,
        "scale": clip.transform.scale,
    }
    for name, value in values.items():
        if isinstance(value, Curve):
            drives[name] = _keys(in_place(value, clip, place, media))
        else:
            params[name] = list(value) if isinstance(value, tuple) else value
    fade = fades(clip, place)
    if fade is not None:
        drives["fade"] = _keys(fade)
    return params, drives


def in_place(value: Any, clip: Clip, place: Range, media: MediaLookup) -> Curve[Any]:
    """Return a value of a clip over the time in which it stands at `place`."""
    if not isinstance(value, Curve):
        return Curve.constant(value)
    source = source_range(clip, media)
    by = place.start - (place.start if source is None else source.start)
    return Curve(tuple(Key((key.time + by).at(place.rate), key.value) for key in value.keys))


def fades(clip: Clip, place: Range) -> Curve | None:
    """Return how much of a clip's picture there is as its fades have it, None where it has none.

    A fade over four frames shows 1/8, 3/8, 5/8 and 7/8, as a dissolve does: it is worth what it is in the
    middle of each frame.
    """
    half = Time(1, place.rate) * _HALF
    keys: Mapping[Time, float] = {}
    if clip.fade_in.value:
        keys = {place.start - half: 0.0, place.start + clip.fade_in - half: 1.0}
    if clip.fade_out.value:
        keys = {**keys, place.end - clip.fade_out - half: 1.0, place.end - half: 0.0}
    return Curve(tuple(Key(time.at(place.rate), value) for time, value in keys.items())) if keys else None


def _keys(curve: Curve[Any]) -> Keys:
    return Keys(
        tuple(
            (key.time, list(key.value) if isinstance(key.value, tuple) else key.value) for key in curve.keys
        )
    )
