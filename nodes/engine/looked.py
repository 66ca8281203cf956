"""The answers to what a viewer asks beside pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.api import BadInput, Frame, Range, Time
from nodes.media.pixel_layout import pixel_layout
from nodes.media.working import WorkingSpace
from nodes.process.child import Call

from .lanes import Lanes
from .moment import Moment, moment_of
from .prepare import Prepared
from .views import views_of

MOST_SIZE = 65


def answer_views(call: Call) -> list[str]:
    """Return the views of the display that a working space can be shown by."""
    return list(views_of(WorkingSpace.from_json(call.args)))


def answer_cached(call: Call, lanes: Lanes) -> list[list[int]]:
    """Return which frames of a job are in memory, as first and count."""
    prepared, _ = lanes.jobs.get(call.args["name"])
    wanted = Range.from_json(call.args["range"])
    there = [time.frame for time in wanted.frames() if name_at(prepared, time) in lanes.cache]
    # Frames that follow one another keep the same distance from their place among those that are there.
    runs = (list(run) for _, run in groupby(enumerate(there), lambda place: place[1] - place[0]))
    return [[run[0][1], len(run)] for run in runs]


def name_at(prepared: Prepared, time: Time) -> str:
    """Return the name under which a job's frame is cached."""
    last = prepared.last
    return last.key + moment_of(last, Moment(time), time).suffix


def answer_pixel(call: Call, lanes: Lanes) -> dict[str, Any]:
    """Return what a job's frame holds at a place. Raises BadInput for one beside the picture."""
    args = call.args
    frame = lanes.run(call, args["name"]).frame(Time.from_json(args["time"]))
    window, size = frame.data_window, max(1, min(MOST_SIZE, int(args["size"])))
    shown, (across, down) = frame.display_window, args["at"]
    if not (0 <= across < shown.width and 0 <= down < shown.height):
        raise BadInput("Read a pixel", f"({across}, {down}) lies beside the picture")
    column, row = across + shown.x0 - window.x0, down + shown.y0 - window.y0
    if not (0 <= column < window.width and 0 <= row < window.height):
        return _nothing(frame, size)
    part = _around(row, size, window.height), _around(column, size, window.width)
    native = frame.native
    return {
        "size": size,
        "working": dict(_working(frame, part)),
        "source": None if native is None else dict(_source(frame, part)),
        "layout": None if native is None else native.layout,
        "colour": asdict(frame.colour),
        "layers": {name: _mean(layer[part]) for name, layer in frame.layers.items()},
    }


def _nothing(frame: Frame, size: int) -> dict[str, Any]:
    """Return what is held where a frame has no pixels: black, and clear."""
    names = "RGB" if frame.alpha is None else "RGBA"
    empty = {"source": None, "layout": None, "colour": asdict(frame.colour), "layers": {}}
    return {"size": size, "working": dict.fromkeys(names, 0.0), **empty}


Part = tuple[slice, slice]


def _around(at: int, size: int, most: int) -> slice:
    return slice(max(0, at - size // 2), min(most, at + size // 2 + 1))


def _mean(values: npt.NDArray[Any]) -> float:
    return float(np.mean(values, dtype=np.float64))


def _working(frame: Frame, part: Part) -> Iterator[tuple[str, float]]:
    pixels = frame.rgb[part]
    for place, name in enumerate("RGB"):
        yield name, _mean(pixels[..., place])
    if frame.alpha is not None:
        yield "A", _mean(frame.alpha[part])


def _source(frame: Frame, part: Part) -> Iterator[tuple[str, float]]:
    assert frame.native is not None
    layout = pixel_layout(frame.native.layout)
    rows, columns = part
    for name in dict.fromkeys(layout.order):
        if name == "X":
            continue
        plane = layout.plane(frame.native.planes, name)
        across, down = (layout.chroma_x, layout.chroma_y) if name in "UV" else (0, 0)
        yield name, _mean(plane[_halved(rows, down), _halved(columns, across)])


def _halved(span: slice, times: int) -> slice:
    return slice(span.start >> times, ((span.stop - 1) >> times) + 1)
