"""Small movies whose every picture says which one it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from nodes.api import ColourTags, Format, Frame, Native, Rate
from nodes.media.layouts import layout_of, plane_shapes
from nodes.media.movie_codecs import SoundSpec
from nodes.media.movie_read import MovieReader
from nodes.media.movie_write import open_movie_writer
from nodes.media.priority import usual_priority

WIDTH, HEIGHT = 160, 96
_BITS = 10
BT709 = ColourTags()
JPEG = ColourTags("bt470bg", "full")


def numbered(layout: str, index: int, width: int = WIDTH, height: int = HEIGHT) -> Native:
    """Return a moving texture whose first rows hold `index` as ten black and white bars."""
    facts = layout_of(layout)
    top = (1 << facts.bits) - 1
    planes = []
    for place, shape in enumerate(plane_shapes(layout, width, height)):
        y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
        texture = (x * 3 + y * 5 + index * 7 + place * 40) % 160 + 40
        plane = texture * top // 255
        if len(shape) == 3:
            plane = np.repeat(plane[..., None], shape[2], axis=2)
        if place == 0:
            for bit in range(_BITS):
                bar = shape[1] // _BITS
                plane[: shape[0] // 4, bit * bar : (bit + 1) * bar] = (
                    top * 9 // 10 if index >> bit & 1 else top // 10
                )
        planes.append(plane.astype(facts.dtype))
    return Native(layout, tuple(planes))


def number_of(native: Native) -> int:
    """Return the index that `numbered` drew, after any codec and conversion."""
    plane = native.planes[0]
    if plane.ndim == 3:
        plane = plane[..., 1]
    top = (1 << layout_of(native.layout).bits) - 1
    bar = plane.shape[1] // _BITS
    row = plane[plane.shape[0] // 8]
    return sum(1 << bit for bit in range(_BITS) if row[bit * bar + bar // 2] > top / 2)


def same(one: Native, other: Native) -> bool:
    """Return whether two pictures hold the same samples in the same layout."""
    planes = zip(one.planes, other.planes, strict=True)
    return one.layout == other.layout and all(np.array_equal(a, b) for a, b in planes)


def picture(frame: Frame) -> Native:
    """Return a frame's native planes."""
    assert frame.native is not None
    return frame.native


def natives(reader: MovieReader, indices: Iterable[int]) -> list[Native]:
    """Return the planes of those pictures of an open movie."""
    return [picture(reader.frame(index)) for index in indices]


def write_movie(
    path: Path,
    pictures: Iterable[Native],
    *,
    codec: str = "ffv1",
    rate: Rate = Rate(24),
    colour: ColourTags = BT709,
    pixel_aspect: Fraction = Fraction(1),
    timecode: str | None = None,
    reel: str | None = None,
    sound: SoundSpec | None = None,
    metadata: Mapping[str, str] | None = None,
) -> None:
    """Write pictures of one layout with our own writer, with a quiet tone where there is a sound track."""
    pictures = list(pictures)
    height, width = pictures[0].planes[0].shape[:2]
    with open_movie_writer(
        str(path),
        codec=codec,
        format=Format(width, height, rate, pixel_aspect),
        layout=pictures[0].layout,
        colour=colour,
        timecode=timecode,
        reel=reel,
        sound=sound,
        metadata=metadata or {},
    ) as writer:
        for index, picture in enumerate(pictures):
            writer.write(picture)
            if sound is not None:
                first, end = (round(place * sound.rate / rate.fraction) for place in (index, index + 1))
                writer.write_sound(tone(first, end - first, sound.rate, sound.channels))


def tone(first: int, count: int, rate: int, channels: int) -> np.ndarray:
    """Return a sine of 440 Hz and its harmonics, one a channel, from sample `first`."""
    at = np.arange(first, first + count)[:, None] / rate
    return (0.3 * np.sin(2 * np.pi * 440 * at * np.arange(1, channels + 1))).astype(np.float32)


def av_movie(
    path: Path,
    encoder: str,
    *,
    count: int = 60,
    layout: str = "yuv420p",
    container: str | None = None,
    rate: Fraction = Fraction(25),
    options: Mapping[str, str] | None = None,
    b_frames: int | None = 2,
    clock: Fraction | None = None,
    shown_at: Callable[[int], int] = int,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    bit_rate: int | None = None,
    container_options: Mapping[str, str] | None = None,
) -> None:
    """Write numbered pictures with plain FFmpeg, as other programs would: any codec, clock and times."""
    with av.open(str(path), "w", format=container, container_options=dict(container_options or {})) as file:
        stream = file.add_stream(encoder, rate=rate, options=dict(options or {}))
        stream.width, stream.height, stream.pix_fmt = *size, layout
        if bit_rate is not None:
            stream.bit_rate = bit_rate
        if clock is not None:
            stream.codec_context.time_base = clock
        stream.codec_context.gop_size = 12
        if b_frames is not None:
            stream.codec_context.max_b_frames = b_frames
        with usual_priority():
            file.start_encoding()
        for index in range(count):
            planes = numbered("gray", index, *size).planes[0]
            frame = av.VideoFrame.from_ndarray(planes, "gray").reformat(format=layout)
            frame.pts, frame.time_base = shown_at(index), clock or 1 / rate
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
