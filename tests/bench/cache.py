"""The cache: a cached frame on its way to a client, frames in a gigabyte, a project that is opened again."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from nodes.api import Box, Format, Frame, Native, Range, Rate, Time
from nodes.engine.cache import FrameCache
from nodes.engine.client import Engine
from nodes.engine.job import Bound, Job
from nodes.media.info import MediaInfo
from nodes.media.refs import FileRef
from tests.bench.rows import Row

RATE = Rate(24)
FULL_HD = Format(1920, 1080, RATE)
COLOUR = {"config": "", "name": "ACEScg"}
GIB = 1 << 30


def node(id: str, type: str, feed: str = "", **rest: Any) -> dict[str, Any]:
    """A node as JSON, fed at its input `image`."""
    inputs = {"image": [feed, "out"]} if feed else {}
    return {"id": id, "type": type, "version": 1, "inputs": inputs} | rest


def job_of(*nodes: dict[str, Any], format: Format = FULL_HD, **rest: Any) -> Job:
    """A job whose output is the last node."""
    given: dict[str, Any] = {"media": {}, "colour": COLOUR, "format": format}
    return Job(graph={"nodes": list(nodes), "outputs": {"out": [nodes[-1]["id"], "out"]}}, **given | rest)


def scene(engine: Engine, folder: Path, frames: int, format: Format = FULL_HD) -> Bound:
    """A movie of the sample scene (H.264, 4:2:0), as a job binds it."""
    path = folder / "scene.mp4"
    made = job_of(node("s", "sample.scene"), format=format)
    form = engine.describe(made, "h264")["form"]
    target = {"timecode": None, "reel": None, "first": 0, "padding": 4, "sound": None, "path": str(path)}
    target |= {key: form[key] for key in ("codec", "layout", "colour", "quality")} | {
        "format": format.to_json()
    }
    engine.render(made, Range.frames_of(0, frames, RATE), [target])
    return bound(engine, path)


def bound(engine: Engine, path: Path) -> Bound:
    """A movie as a job binds it."""
    ref = FileRef(str(path))
    (info,), (print,) = engine.probe([ref]), engine.fingerprints([ref])
    assert isinstance(info, MediaInfo) and isinstance(print, str)
    return Bound(info, print)


def _cached() -> Row:
    taken, size, _ = _taken([node("s", "source.media", params={"file": "m"})])
    note = (
        f"1080p, native 4:2:0 planes ({size / 1e6:.1f} MB), median of {len(taken)} from the engine's process"
    )
    return Row("cache-frame", statistics.median(taken) * 1e3, None, 5.0, "ms", note)


def _cached_float() -> Row:
    chain = [
        node("s", "source.media", params={"file": "m"}),
        node("g", "color.grade", "s", params={"gain": 1.2}),
    ]
    taken, size, copies = _taken(chain)
    best = f"best {min(taken) * 1e3:.1f} ms"
    note = f"1080p, working pixels ({size / 1e6:.1f} MB) beside one copy of as many bytes; {best}"
    ours, peer = statistics.median(taken) * 1e3, statistics.median(copies) * 1e3
    return Row("cache-frame-float", ours, peer, 2.0, "ms", note)


def _taken(chain: list[dict[str, Any]]) -> tuple[list[float], int, list[float]]:
    """Seconds for cached frames to reach a client, a frame's bytes, and seconds to copy those in memory."""
    taken: list[float] = []
    copies: list[float] = []
    room: list[np.ndarray[Any, Any]] = []
    with tempfile.TemporaryDirectory() as name, Engine(Path(name) / "run") as engine:
        media = scene(engine, Path(name), 8)
        job = engine.load(job_of(*chain, media={"m": media}))
        times = [media.info.start + Time(frame, RATE) for frame in range(8)]
        for at in times:
            engine.frame(job, at).release()
        for at in times * 12:
            began = time.perf_counter()
            with engine.frame(job, at) as loan:
                taken.append(time.perf_counter() - began)
                assert loan.meta["cost"]["calls"] == 0
                planes = list(loan.arrays.values())
                room = room or [np.empty_like(plane) for plane in planes]
                began = time.perf_counter()
                for plane, to in zip(planes, room, strict=True):
                    np.copyto(to, plane)
                copies.append(time.perf_counter() - began)
    return taken, sum(plane.nbytes for plane in room), copies


def _frames_held(frame: Frame, **options: bool) -> float:
    """How many such frames a GiB of cache holds, counted in a quarter of one."""
    cache = FrameCache(GIB // 4, spares_large=True, **options)
    count = 0
    while len(cache) == count:
        cache.put(str(count), _copied(frame))
        count += 1
    return len(cache) * 4


def _copied(frame: Frame) -> Frame:
    if frame.native is None:
        assert frame.pixels is not None
        return replace(frame, pixels=frame.pixels.copy())
    planes = tuple(plane.copy() for plane in frame.native.planes)
    return replace(frame, native=Native(frame.native.layout, planes))


def _per_gib(native: bool) -> Row:
    at, box = Time(0, RATE), Box.of_size(1920, 1080)
    full = Frame.of_pixels(np.full((1080, 1920, 3), 0.18, np.float32), at)
    sizes = ((1080, 1920), (540, 960), (540, 960))
    planes = Frame(box, box, at, native=Native("yuv420p", tuple(np.zeros(size, np.uint8) for size in sizes)))
    plain = _frames_held(full)
    held = _frames_held(planes) if native else _frames_held(full, half=True)
    what = "native 8-bit 4:2:0 planes" if native else "half floats"
    note = f"MiB a 1080p frame: {held:.0f} frames a GiB as {what}, {plain:.0f} as float32 pixels"
    name = "cache-native" if native else "cache-half"
    return Row(name, 1024 / held, 1024 / plain, 0.13 if native else 0.51, "MiB", note)


def _reopened() -> Row:
    small = Format(64, 36, RATE)
    chain = [node("n0", "sample.scene")]
    chain += [
        node(f"n{place}", "color.grade", f"n{place - 1}", params={"gain": 1 + place * 1e-6})
        for place in range(1, 999)
    ]
    chain.append(node("n999", "color.grade", "n998", params={"gain": 0.9}, keep=True))
    job = job_of(*chain, format=small)
    calls, seconds = [], []
    with tempfile.TemporaryDirectory() as name:
        for _ in range(2):
            with Engine(Path(name) / "run") as engine:
                began = time.perf_counter()
                loaded = engine.load(job, Path(name) / "results")
                for frame in range(10):
                    engine.frame(loaded, Time(frame, RATE)).release()
                seconds.append(time.perf_counter() - began)
                calls.append(sum(each["calls"] for each in engine.report(loaded).values()))
    note = (
        f"node calls for 10 frames of a 1,000-node graph in a new engine; {calls[0]} at first, "
        f"{seconds[0]:.2f} s then, {seconds[1]:.2f} s again with start and loading"
    )
    return Row("cache-reopen", calls[1], None, 0.0, "calls", note)


BENCHES = {
    "cache-frame": _cached,
    "cache-frame-float": _cached_float,
    "cache-native": lambda: _per_gib(True),
    "cache-half": lambda: _per_gib(False),
    "cache-reopen": _reopened,
}
