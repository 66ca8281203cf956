"""The most memory that a render takes: five nodes at 1080p, ten seconds and a minute of them."""

from __future__ import annotations

import tempfile
import time
from fractions import Fraction
from functools import cache
from pathlib import Path

import av

from nodes.engine.client import Engine
from tests.bench.cache import FULL_HD, bound, job_of, node, scene
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


def _looped(path: Path, folder: Path, seconds: int) -> None:
    """Write so many seconds of the scene, a second of it over and over."""
    with av.open(str(path)) as file:
        pictures = [frame.reformat(format="yuv420p") for frame in file.decode(video=0)]
    with av.open(str(folder / "long.mp4"), "w") as file:
        stream = file.add_stream("libx264", 24, options={"preset": "ultrafast"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = FULL_HD.width, FULL_HD.height, "yuv420p"
        for number in range(seconds * 24):
            picture = pictures[number % len(pictures)]
            picture.pts = number
            picture.time_base = Fraction(1, 24)
            file.mux(stream.encode(picture))
        file.mux(stream.encode(None))


@cache
def _peak(seconds: int) -> tuple[float, float]:
    """Peak resident MiB, and seconds, of rendering so many seconds as a take does, in its own engine."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Engine(folder / "run") as engine:
            scene(engine, folder, 24)
        _looped(folder / "scene.mp4", folder, seconds)
        with Engine(folder / "run") as engine:
            media = bound(engine, folder / "long.mp4")
            job = job_of(*CHAIN, media={"m": media})
            form = engine.describe(job)["form"]
            target = {key: form[key] for key in ("codec", "layout", "colour", "quality")}
            target |= {"timecode": None, "reel": None, "first": 0, "padding": 4, "sound": None}
            target |= {"path": str(folder / "take.mkv"), "format": FULL_HD.to_json()}
            began = time.perf_counter()
            done = engine.render(job, media.info.range, [target])
            assert done["frames"] == seconds * 24
            return done["peak_bytes"] / MIB, time.perf_counter() - began


def _ten() -> Row:
    peak, taken = _peak(SECONDS)
    note = f"the engine's peak resident, five nodes at 1080p into FFV1, 240 frames in {taken:.0f} s"
    return Row("memory", peak, None, 600.0, "MiB", note)


def _minute() -> Row:
    (short, _), (long, taken) = _peak(SECONDS), _peak(LONG)
    note = f"a minute beside ten seconds of the same, {LONG * 24} frames in {taken:.0f} s"
    return Row("memory-minute", long, short, 1.05, "MiB", note)


BENCHES = {"memory": _ten, "memory-minute": _minute}
