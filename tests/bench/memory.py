"""The most memory that a render takes: five nodes at 1080p, ten seconds and a minute of them."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

from nodes.api import Range
from nodes.engine.client import Engine
from tests.bench.cache import FULL_HD, RATE, job_of, node, scene
from tests.bench.rows import Row

MIB = 1 << 20
SECONDS, LONG = 10, 60
CHAIN = (
    node("s", "source.media", params={"file": "m"}),
    node("g", "color.grade", "s", params={"gain": 1.1, "gamma": 1.05}),
    node("c", "color.saturation", "g", params={"amount": 1.2}),
    node("b", "filter.blur", "c", params={"size": 4.0}),
    node("t", "composite.transform", "b", params={"translate": [3.5, 2.0], "scale": [1.02, 1.02]}),
)


@cache
def _peaks() -> dict[int, tuple[float, float]]:
    """Peak resident MiB and seconds of a render, by the length in seconds, each in an engine of its own."""
    found = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Engine(folder / "run") as engine:
            media = scene(engine, folder, LONG * 24)
        for seconds in (SECONDS, LONG):
            with Engine(folder / "run") as engine:
                job = job_of(*CHAIN, media={"m": media})
                form = engine.describe(job, "h264")["form"]
                target = {key: form[key] for key in ("codec", "layout", "colour")}
                target |= {"timecode": None, "reel": None, "first": 0, "padding": 4, "sound": None}
                target |= {"path": str(folder / f"{seconds}.mp4"), "format": FULL_HD.to_json()}
                span = replace(media.info.range, duration=Range.frames_of(0, seconds * 24, RATE).duration)
                began = time.perf_counter()
                peak = engine.render(job, span, [target])["peak_bytes"] / MIB
                found[seconds] = (peak, time.perf_counter() - began)
    return found


def _ten() -> Row:
    peak, taken = _peaks()[SECONDS]
    note = f"peak resident of the engine's process, five nodes at 1080p, 240 frames in {taken:.0f} s"
    return Row("memory", peak, None, 600.0, "MiB", note)


def _minute() -> Row:
    (short, _), (long, taken) = _peaks()[SECONDS], _peaks()[LONG]
    note = f"a minute beside ten seconds of the same, {LONG * 24} frames in {taken:.0f} s"
    return Row("memory-minute", long, short, 1.05, "MiB", note)


BENCHES = {"memory": _ten, "memory-minute": _minute}
