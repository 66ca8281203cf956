"""A frame as it travels to the parent: arrays for a slot, and what has to be said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, astuple
from typing import Any

from nodes.api import ColourTags, Frame, Native
from nodes.api.formats import AnyArray
from nodes.media.colour import from_working
from nodes.media.display import displayed
from nodes.media.working import WorkingSpace

from .sinks import same_signal
from .targets import tags_from_json

Sent = tuple[dict[str, AnyArray], dict[str, Any]]


def sent(frame: Frame, wanted: Mapping[str, Any] | None, space: WorkingSpace) -> Sent:
    """Return arrays by name, and the facts that go with them.

    Without `wanted` these are native planes (`plane0`, …) where nothing touched the frame, else `pixels` in
    the working space; `wanted` ({"layout", "colour"}) asks for planes of that layout and signal.
    """
    facts = facts_of(frame)
    native = frame.native
    if wanted is not None:
        tags = tags_from_json(wanted["colour"])
        native = planes_of(frame, wanted["layout"], tags, space)
        facts["colour"] = asdict(tags)
    if native is not None:
        return _planes(native), facts | {"layout": native.layout}
    assert frame.pixels is not None
    return {"pixels": frame.pixels}, facts | {"layout": None, "channels": list(frame.channels)}


def facts_of(frame: Frame) -> dict[str, Any]:
    """Return what has to be said of a frame, as plain data."""
    return {
        "time": frame.time.to_json(),
        "display": [frame.display_window.width, frame.display_window.height],
        "display_window": list(astuple(frame.display_window)),
        "data_window": list(astuple(frame.data_window)),
        "colour": asdict(frame.colour),
        "pixel_aspect": str(frame.pixel_aspect),
    }


def planes_of(frame: Frame, layout: str, tags: ColourTags, space: WorkingSpace) -> Native:
    """Return a frame's samples in a layout and signal: its own, bit by bit, where they are that already."""
    native = frame.native
    if native is not None and native.layout == layout and same_signal(frame.colour, tags):
        return native
    shown = displayed(native, frame.colour, tags) if native and layout == "rgba" else None
    return shown or from_working(space, layout, tags)(frame.rgb, frame.alpha)


def _planes(native: Native) -> dict[str, AnyArray]:
    return {f"plane{index}": plane for index, plane in enumerate(native.planes)}
