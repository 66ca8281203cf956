"""Frames that somebody watches, as they travel: one or several pictures, and the scopes of the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from nodes.api import ColourTags, Frame
from nodes.media.working import WorkingSpace

from .regions import whole
from .scopes import scopes_of
from .sending import Sent, facts_of, planes_of, sent
from .targets import tags_from_json
from .view import PLAIN, View
from .viewed import viewed

WATCHED = "rgba"
"""The layout of what can be looked at by a view."""
LIGHT = "rgbaf16le"
"""The layout of light: premultiplied, in the working space."""
_AS_IT_IS = ColourTags("rgb", "full", "bt709", "linear", data=True)


def watched(frames: Sequence[Frame], asked: Mapping[str, Any], space: WorkingSpace) -> Sent:
    """Return arrays by name, and the facts of the first frame.

    `plane0` is the first picture, `light` its light where that is asked for, `beside1` and so on the
    others, `scope NAME` what was asked of scopes.
    A single frame that nobody changes comes in whatever `layout` was asked for.
    """
    wanted, view = asked["layout"], View.from_json(asked["view"])
    if wanted is not None:
        # Who looks at pictures lays them over one another: what each has of its own is placed here.
        frames = [whole(frame) for frame in frames]
    matte = frames[-1] if asked["matte"] else None
    shown = frames[:-1] if asked["matte"] else frames
    if wanted is None or wanted["layout"] != WATCHED or _is_plain(shown, view, asked):
        return sent(shown[0], wanted, space)
    tags = tags_from_json(wanted["colour"])
    view = PLAIN if asked["deep"] else view
    pictures = viewed(shown, view, tags, space, matte)
    arrays: dict[str, Any] = {
        f"beside{place}" if place else "plane0": each for place, each in enumerate(pictures)
    }
    if asked["deep"]:
        arrays["light"] = planes_of(shown[0], LIGHT, _AS_IT_IS, space).planes[0]
    if asked["scopes"]:
        first = pictures[0] if view.is_plain else planes_of(shown[0], WATCHED, tags, space).planes[0]
        made = scopes_of(first, asked["scopes"])
        arrays |= {f"scope {name}": scope for name, scope in made.items()}
    return arrays, facts_of(shown[0]) | {"colour": asdict(tags), "layout": WATCHED}


def _is_plain(shown: Sequence[Frame], view: View, asked: Mapping[str, Any]) -> bool:
    return len(shown) == 1 and view.is_plain and not (asked["scopes"] or asked["deep"])
