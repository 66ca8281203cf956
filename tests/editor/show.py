"""A small show: media of every kind that is read, and cuts of it as another program would write them."""

from __future__ import annotations

import json
import wave
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio

from nodes.api import Native, Rate
from nodes.media.movie_codecs import SoundSpec
from tests.support.movies import numbered, write_movie

FRAMES = 48
WIDTH, HEIGHT = 160, 96


def make_media(folder: Path) -> Path:
    """Write the media into `folder`, which must not exist, and return it.

    plate.mkv: FFV1 with timecode 01:00:00:00 and a reel; shot.mp4: H.264 with sound; small.mkv: an odd
    size, 25 fps, wide pixels; frame.1001.png …; light.0001.exr …: half float; still.png; tone.wav.
    """
    folder.mkdir()
    moving = [numbered("yuv420p", index) for index in range(FRAMES)]
    write_movie(folder / "plate.mkv", moving, timecode="01:00:00:00", reel="A001")
    write_movie(folder / "shot.mp4", moving, codec="h264", sound=SoundSpec(48000, 2))
    odd = [numbered("yuv444p", index, 75, 41) for index in range(FRAMES)]
    write_movie(folder / "small.mkv", odd, rate=Rate(25), pixel_aspect=Fraction(16, 15))
    for number in range(1001, 1025):
        _still(folder / f"frame.{number}.png", numbered("rgb24", number - 1001))
    for number in range(1, 13):
        light = numbered("rgb24", number).planes[0].astype(np.float32) / 25 - 2
        _exr(folder / f"light.{number:04d}.exr", light.astype(np.float16))
    _still(folder / "still.png", numbered("rgb24", 5))
    with wave.open(str(folder / "tone.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48000)
        at = np.arange(48000 * 2)
        tone = (8000 * np.sin(at[:, None] * (0.05, 0.09))).astype("<i2")
        file.writeframes(tone.tobytes())
    return folder


def _still(path: Path, picture: Native) -> None:
    _write(path, picture.planes[0], oiio.UINT8)


def _exr(path: Path, pixels: np.ndarray) -> None:
    _write(path, pixels, oiio.HALF)


def _write(path: Path, pixels: np.ndarray, kind: Any) -> None:
    height, width, channels = pixels.shape
    out = oiio.ImageOutput.create(str(path))
    assert out is not None, oiio.geterror()
    assert out.open(str(path), oiio.ImageSpec(width, height, channels, kind)), out.geterror()
    assert out.write_image(np.ascontiguousarray(pixels)), out.geterror()
    out.close()


def time(value: float, rate: float = 24.0) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate), "value": float(value)}


def span(first: float, count: float, rate: float = 24.0) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": time(first, rate), "duration": time(count, rate)}


def external(url: str, available: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "ExternalReference.1", "target_url": url, "available_range": available}


def sequence(url: str, prefix: str, first: int, suffix: str = ".png", padding: int = 4) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "ImageSequenceReference.1",
        "target_url_base": url,
        "name_prefix": prefix,
        "name_suffix": suffix,
        "start_frame": first,
        "frame_step": 1,
        "frame_zero_padding": padding,
        "rate": 24.0,
        "missing_frame_policy": "error",
    }


def clip(
    name: str, media: Mapping[str, Any], source: Mapping[str, Any] | None, **more: Any
) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Clip.2",
        "name": name,
        "source_range": source,
        "active_media_reference_key": "DEFAULT_MEDIA",
        "media_references": {"DEFAULT_MEDIA": media},
        **more,
    }


def gap(count: float, rate: float = 24.0) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "Gap.1", "name": "", "source_range": span(0, count, rate)}


def fade(before: float, after: float, kind: str = "SMPTE_Dissolve", **ours: Any) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Transition.1",
        "name": "",
        "transition_type": kind,
        "in_offset": time(before),
        "out_offset": time(after),
        "metadata": {"workprint": ours} if ours else {},
    }


def stack(*items: Mapping[str, Any], name: str = "nest", **fields: Any) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "Stack.1", "name": name, "children": list(items), **fields}


def track(*items: Mapping[str, Any], kind: str = "Video", name: str = "") -> dict[str, Any]:
    return {"OTIO_SCHEMA": "Track.1", "name": name or kind[0] + "1", "kind": kind, "children": list(items)}


def timeline(*tracks: Mapping[str, Any], start: float | None = None, rate: float = 24.0) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "name": "show",
        "global_start_time": None if start is None else time(start, rate),
        "tracks": {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": list(tracks)},
    }


def write(path: Path, data: Mapping[str, Any]) -> Path:
    path.write_text(json.dumps(data, indent=1), "utf-8")
    return path


def show_cut() -> dict[str, Any]:
    """The cut of the show: a plate with timecode, a movie, a gap, a sequence; a tone beneath."""
    plate = external("plate.mkv", span(86400, FRAMES))
    picture = track(
        clip("plate", plate, span(86410, 20), metadata={"suite": {"slate": "12A"}}),
        clip("shot", external("shot.mp4"), span(4, 24)),
        gap(6),
        clip("frames", sequence("./", "frame.", 1001), span(1003, 12)),
    )
    sound = track(clip("tone", external("tone.wav"), span(0, 48)), kind="Audio")
    return timeline(picture, sound, start=86400)


def names(values: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(value["name"]) for value in values]
