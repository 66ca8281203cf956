"""What one 1080p frame costs in each core node, with settings that make it work; absolute, without a peer.

Frames are float32 in working light, the foreground has alpha; engine, cache, decoding and encoding are
not in it. The least of several calls with different settings: none answers from memory, and what else the
machine does weighs least.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

import numpy as np

from nodes.api import ColourSpace, Curve, Format, Frame, Matte, Range, Rate, Time
from nodes.engine.catalog import catalog_of
from nodes.library.sample.scene import scene

from .rows import Row

_TIMES = 5
_WIDTH, _HEIGHT = 1920, 1080
_FORMAT = Format(_WIDTH, _HEIGHT, Rate(24))
_NOW = Time(0, Rate(24))
_SPACE = ColourSpace("ocio://studio-config-v5.0.0_aces-v2.1_ocio-v2.6", "ACEScg")
_MOST = 400.0
"""Milliseconds: what is slower than this cannot be worked with."""

Call = Callable[[float], Any]


@lru_cache(maxsize=1)
def _pictures() -> tuple[Frame, Frame, Frame, Matte]:
    """A plate, the plate a frame on, a cut-out of another picture, and its matte."""
    plate, after = (scene(Time(frame, Rate(24)), _FORMAT, "harbour") for frame in (30, 31))
    other = scene(Time(40, Rate(24)), _FORMAT, "meadow").rgb
    y, x = np.mgrid[:_HEIGHT, :_WIDTH]
    cover = np.clip((400 - np.hypot(x - 960, y - 540)) / 20, 0, 1).astype(np.float32)
    cut = Frame.of_pixels(np.dstack((other * cover[..., None], cover)), _NOW)
    return plate, after, cut, Matte.of_pixels(cover, _NOW)


def _of(id: str, words: str, *given: Any, **settings: Any) -> tuple[str, Call]:
    """Return in words what is called, and the call; a setting that is a function is given `by`."""
    node = _catalog()[id]

    def call(by: float) -> Any:
        return node(
            *given, **{name: value(by) if callable(value) else value for name, value in settings.items()}
        )

    return words, call


_catalog = lru_cache(maxsize=1)(lambda: catalog_of([]))


def _composites() -> Mapping[str, tuple[str, Call]]:
    plate, after, cut, matte = _pictures()
    return {
        "composite.over": _of("composite.over", "a disc with alpha", plate, cut),
        "composite.plus": _of("composite.plus", "a disc with alpha", plate, cut),
        "composite.multiply": _of("composite.multiply", "a disc with alpha", plate, cut),
        "composite.merge": _of("composite.merge", "soft-light, masked", plate, cut, matte, mode="soft-light"),
        "composite.merge.display": _of(
            "composite.merge", "screen, display", plate, cut, mode="screen", light="display"
        ),
        "composite.keymix": _of("composite.keymix", "a disc", plate, after, matte),
        "composite.transform": _of(
            "composite.transform", "half size, cubic", plate, scale=lambda by: 0.5 + by
        ),
        "composite.transform.larger": _of(
            "composite.transform", "1.2 times, cubic", plate, scale=lambda by: 1.2 + by
        ),
        "composite.transform.turned": _of(
            "composite.transform", "10 degrees, cubic", plate, rotate=lambda by: 10 + by
        ),
        "composite.transform.turned-linear": _of(
            "composite.transform", "10 degrees, linear", plate, rotate=lambda by: 10 + by, filter="linear"
        ),
        "composite.crop": _of(
            "composite.crop", "a box of whole pixels", plate, box=(100.0, 100.0, 900.0, 800.0)
        ),
        "composite.reformat": _of("composite.reformat", "into 1280x720", plate, width=1280.0, height=720.0),
    }


def _others() -> Mapping[str, tuple[str, Call]]:
    plate, after, _, matte = _pictures()
    whole, half = Range.frames_of(0, 10, Rate(24)), Time(Fraction(1, 2), Rate(24))
    steady = Curve.constant(1.0)
    return {
        "color.grade": _of(
            "color.grade", "gain and gamma", plate, gain=lambda by: (1.2 + by,) * 3, gamma=(1.1,) * 3
        ),
        "color.cdl": _of(
            "color.cdl", "all four", plate, slope=(1.1, 1.0, 0.9), power=(1.1, 1.2, 1.0), saturation=0.8
        ),
        "color.saturation": _of("color.saturation", "half", plate, _SPACE, amount=lambda by: 0.5 + by),
        "color.convert": _of("color.convert", "to ACEScct", plate, _SPACE, target="ACEScct"),
        "filter.blur": _of("filter.blur", "10 pixels", plate, size=lambda by: 10 + by),
        "filter.blur.wide": _of("filter.blur", "100 pixels", plate, size=lambda by: 100 + by),
        "filter.sharpen": _of("filter.sharpen", "3 pixels, display", plate, amount=1.0, size=3.0),
        "matte.combine": _of("matte.combine", "two", [matte, matte], "xor"),
        "matte.grow": _of("matte.grow", "5.5 pixels", matte, radius=5.5),
        "matte.feather": _of("matte.feather", "20 pixels", matte, size=20.0),
        "matte.invert": _of("matte.invert", "a disc", matte),
        "key.luma": _of("key.luma", "a ramp", plate, _SPACE, low=0.2, high=0.6),
        "key.chroma": _of("key.chroma", "with spill", plate, _SPACE),
        "time.retime": _of(
            "time.retime", "halfway, blend", [plate, after], half, whole, steady, mode="blend"
        ),
        "time.retime.flow": _of(
            "time.retime", "halfway, flow", [plate, after], half, whole, steady, mode="flow"
        ),
        "draw.solid": _of("draw.solid", "one colour", _FORMAT, color=lambda by: (by, 0.0, 0.0)),
        "draw.text": _of(
            "draw.text", "two lines, 100 pixels", _FORMAT, "Workprint\nin two lines", size=lambda by: 100 + by
        ),
        "draw.noise": _of("draw.noise", "five octaves", _FORMAT, _NOW, seed=lambda by: int(by * 1e6)),
    }


def _measure(id: str) -> Row:
    words, call = {**_composites(), **_others()}[id]
    call(0.0)
    spent = []
    for turn in range(1, _TIMES + 1):
        began = time.perf_counter()
        call(turn / 1000)
        spent.append((time.perf_counter() - began) * 1000)
    return Row(f"nodes-{id}", min(spent), None, _MOST, "ms", f"one 1080p frame: {words}")


_NAMES = """
    composite.over
    composite.plus
    composite.multiply
    composite.merge
    composite.merge.display
    composite.keymix
    composite.transform
    composite.transform.larger
    composite.transform.turned
    composite.transform.turned-linear
    composite.crop
    composite.reformat
    color.grade
    color.cdl
    color.saturation
    color.convert
    filter.blur
    filter.blur.wide
    filter.sharpen
    matte.combine
    matte.grow
    matte.feather
    matte.invert
    key.luma
    key.chroma
    time.retime
    time.retime.flow
    draw.solid
    draw.text
    draw.noise
"""
BENCHES = {f"nodes-{id}": partial(_measure, id) for id in _NAMES.split()}
