"""Laying a clip's picture and sound: transform, crop, opacity, blend, level, pan, fades."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from editor.document.layout import MediaLookup, item_duration, source_range
from editor.document.looks import BLENDS, LOUDEST, QUIETEST, Transform, moved, moved_transform
from editor.document.model import Clip, Cut
from editor.document.rules import EditError, clip_at, unlocked
from editor.document.tree import put
from nodes.api import Curve, Time

_TRANSFORM = tuple(each.name for each in dataclasses.fields(Transform))
_BOUNDS: Mapping[str, tuple[float, float]] = {
    "opacity": (0.0, 1.0),
    "level": (QUIETEST, LOUDEST),
    "pan": (-1.0, 1.0),
}


def set_look(cut: Cut, clip_id: str, media: MediaLookup | None = None, **values: Any) -> Cut:
    """Return the cut with a clip laid or heard otherwise.

    `values` are those of `Clip` (crop, opacity, blend, level, pan, fade_in, fade_out) and of `Transform`
    (translate, rotate, scale): plain, or a Curve in the clip's own time (see `own_time`). Raises EditError
    for values out of their range, fades longer than the clip, a locked track.
    """
    place = clip_at(cut, clip_id, f"Set '{clip_id}'")
    clip = place.item
    assert isinstance(clip, Clip)
    doing = f"Set '{clip.name}'"
    unlocked(place, doing)
    placing = {name: value for name, value in values.items() if name in _TRANSFORM}
    plain = {name: value for name, value in values.items() if name not in _TRANSFORM}
    for name, value in plain.items():
        _checked(name, value, doing)
    made = dataclasses.replace(clip, transform=dataclasses.replace(clip.transform, **placing), **plain)
    length = item_duration(clip, cut.rate, media)
    if length.value and made.fade_in + made.fade_out > length:
        raise EditError(doing, "the fades are longer than the clip", hint=f"It has {length.frame} frames.")
    return put(cut, place, made)


def fade(
    cut: Cut,
    clip_id: str,
    head: Time | None = None,
    tail: Time | None = None,
    media: MediaLookup | None = None,
) -> Cut:
    """Return the cut with a clip's picture or sound fading in over `head` and out over `tail`.

    One that is not given stays as it is; one without length is taken away. Raises EditError as `set_look`.
    """
    asked = {"fade_in": head, "fade_out": tail}
    return set_look(
        cut, clip_id, media, **{name: value for name, value in asked.items() if value is not None}
    )


def _checked(name: str, value: Any, doing: str) -> None:
    if name in _BOUNDS:
        low, high = _BOUNDS[name]
        every = [key.value for key in value.keys] if isinstance(value, Curve) else [value]
        wrong = next((each for each in every if not low <= each <= high), None)
        if wrong is not None:
            raise EditError(doing, f"{name} {wrong:g} is out of range", hint=f"Give {low:g} to {high:g}.")
    elif name == "blend" and value not in BLENDS:
        raise EditError(doing, f"there is no blend '{value}'", hint=f"Use {', '.join(BLENDS)}.")
    elif name == "crop" and min(dataclasses.astuple(value)) < 0:
        raise EditError(doing, "a crop takes pixels off", hint="Give 0 or more for each side.")
    elif name in ("fade_in", "fade_out") and value.value < 0:
        raise EditError(doing, "a fade has a length", hint="Give 0 or more frames.")
    elif name not in ("blend", "crop", "fade_in", "fade_out"):
        raise EditError(doing, f"a clip has no '{name}'", hint="Set transform, crop, opacity, level …")


def own_time(clip: Clip, at: Time, media: MediaLookup | None = None) -> Time:
    """Return the clip's own time, in which its keys stand, `at` after its head in the record."""
    source = source_range(clip, media)
    return at if source is None else source.start + at


def with_keys_moved(clip: Clip, by: Time) -> Clip:
    """Return the clip with all its keys later by `by` in its own time."""
    if not by.value:
        return clip
    return dataclasses.replace(
        clip,
        transform=moved_transform(clip.transform, by),
        opacity=moved(clip.opacity, by),
        level=moved(clip.level, by),
        pan=moved(clip.pan, by),
    )
