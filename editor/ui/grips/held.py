"""The parameters of a node that can be held on the picture, as they stand at the playhead."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction

from editor.compile.spaces import Space
from editor.ui.inspector.fields import Field
from nodes.api.errors import BadValue
from nodes.api.params import Param
from nodes.api.spec import Spec
from nodes.api.times import Range, Time
from nodes.graph.animation import curve_of
from nodes.graph.model import GraphNode, Keys

from .shapes import Held, Point

MOST = 240
"""Places along a path that are drawn, at most."""


def held_of(
    node: GraphNode, spec: Spec, fields: Sequence[Field], space: Space, span: Range | None
) -> tuple[Held, ...]:
    """Return what can be held of a node, the one in front last: points that count from others.

    What another node drives is left out, as is what the other values hide. `span` is the shot's stretch,
    over which paths are drawn.
    """
    shown = {field.name: field for field in fields if field.control != "shown"}
    places = _Places(spec, {field.name: field for field in fields}, space)
    every = (_held(node, param, shown, places, span) for param in spec.params if _fits(param, shown))
    return tuple(sorted(every, key=lambda held: held.is_offset))


def _fits(param: Param, shown: Mapping[str, Field]) -> bool:
    return param.handle is not None and param.name in shown


class _Places:
    """Where the points of a node are: those that count from others, and those that are None."""

    def __init__(self, spec: Spec, fields: Mapping[str, Field], space: Space) -> None:
        self._spec, self._fields = spec, fields
        self.format = space.format
        self.middle = (space.format.width / 2, space.format.height / 2)

    def of(self, name: str, seen: tuple[str, ...] = ()) -> Point:
        """Return the place of a point parameter, with those it counts from; the middle for a round."""
        param, field = self._spec.param(name), self._fields.get(name)
        if param is None or name in seen:
            return self.middle
        about = self.about(param, (*seen, name))
        numbers = self.numbers(param, None if field is None else field.value)
        return about[0] + numbers[0], about[1] + numbers[1]

    def about(self, param: Param, seen: tuple[str, ...] = ()) -> Point:
        """Return the place that a parameter is drawn about, the picture's corner for a place of its own."""
        if param.handle is not None and param.handle.about:
            return self.of(param.handle.about, seen or (param.name,))
        is_place = param.handle is not None and param.handle.kind == "point"
        return (0.0, 0.0) if is_place else self.middle

    def numbers(self, param: Param, value: object) -> tuple[float, ...]:
        """Return a parameter's numbers, of one that is None those of the picture."""
        kind = "" if param.handle is None else param.handle.kind
        if isinstance(value, list | tuple) and all(isinstance(each, int | float) for each in value):
            return tuple(map(float, value))
        if isinstance(value, int | float):
            return (float(value),)
        if kind in ("box", "line"):
            return 0.0, 0.0, float(self.format.width), float(self.format.height)
        if kind == "point" and param.handle is not None and not param.handle.about:
            return self.middle
        return 0.0, 0.0


def _held(
    node: GraphNode, param: Param, shown: Mapping[str, Field], places: _Places, span: Range | None
) -> Held:
    assert param.handle is not None
    field, about = shown[param.name], places.about(param)
    low, high = (field.span.low, field.span.high) if field.hard else (-math.inf, math.inf)
    by = node.drives.get(param.name)
    is_point = param.handle.kind == "point" and isinstance(by, Keys)
    keys = tuple(_keys(param, by, about)) if is_point and isinstance(by, Keys) else ()
    return Held(
        param.name,
        field.title,
        param.handle.kind,
        places.numbers(param, field.value),
        about,
        float(places.format.pixel_aspect),
        keys,
        tuple(_path(param, by, about, span)) if is_point and isinstance(by, Keys) else (),
        low,
        high,
        is_offset=bool(param.handle.about) and param.handle.kind == "point",
    )


def _keys(param: Param, by: Keys, about: Point) -> Iterator[tuple[Time, Point]]:
    for time, value in sorted(by.keys, key=lambda key: key[0]):
        with suppress(BadValue):
            x, y = param.decode_key(value)
            yield time, (about[0] + x, about[1] + y)


def _path(param: Param, by: Keys, about: Point, span: Range | None) -> Iterator[Point]:
    """Yield the places from the first keyframe to the last, frame by frame unless those are too many."""
    times = sorted(time for time, _ in by.keys)
    if len(times) < 2:
        return
    try:
        curve = curve_of(param, by)
    except BadValue:
        return
    rate = times[0].rate if span is None else span.rate
    count = min(MOST, max(1, (times[-1] - times[0]).at(rate).ceil().frame))
    for place in range(count + 1):
        x, y = curve.at(times[0] + (times[-1] - times[0]) * Fraction(place, count))
        yield about[0] + x, about[1] + y
