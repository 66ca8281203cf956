"""What movies are written with: FFV1 for takes, H.264 for delivery, MJPEG for proxies."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import av
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer
from av.video.stream import VideoStream

from nodes.api.errors import BadInput
from nodes.api.formats import ColourTags, Format

from .colour_tags import code_of
from .layouts import encoder_layout, ffv1_layout, layout_of, layouts_of_encoder

MovieCodec = Literal["ffv1", "h264", "mjpeg"]

_ENCODERS: Mapping[str, str] = {"ffv1": "ffv1", "h264": "libx264", "mjpeg": "mjpeg"}
_CONTAINERS: Mapping[str, Mapping[str, str]] = {
    "ffv1": {".mkv": "matroska"},
    "h264": {".mp4": "mp4", ".mov": "mov", ".mkv": "matroska"},
    "mjpeg": {".mov": "mov"},
}
PIXEL_ASPECT_KEY = "PIXEL_ASPECT"
"""The tag in which a Matroska file of ours says its pixel aspect."""
_LAMBDA = 118
_MJPEG_QUALITY = 3
_LARGEST_CLOCK = 2**31 - 1


@dataclass(frozen=True, slots=True)
class SoundSpec:
    """The sound track to write: samples a second, channels, and FFmpeg's codec name.

    Without a codec it is AAC in .mp4 and 24-bit PCM in .mov and .mkv.
    """

    rate: int
    channels: int
    codec: str | None = None


def container_for(path: str, codec: MovieCodec) -> str:
    """Return FFmpeg's name of the container that a path's suffix asks for.

    Raises BadInput where the codec is not written to such a file.
    """
    known = _CONTAINERS[codec]
    name = known.get(Path(path).suffix.lower())
    if name is None:
        raise BadInput(
            f"Write {path!r} as {codec}",
            f"that codec goes into {', '.join(known)}",
            hint="Change the suffix, or choose another codec.",
        )
    return name


def written_layout(layout: str, codec: MovieCodec, format: Format, path: str) -> str:
    """Return the layout in which a codec stores pictures of `layout`, sample by sample.

    Raises BadInput for a layout it cannot hold, and for sizes its chroma does not fit into.
    """
    attempted = f"Write {path!r} as {codec}"
    held = ffv1_layout(layout) if codec == "ffv1" else encoder_layout(layout, _ENCODERS[codec])
    if codec != "ffv1" and layout in layouts_of_encoder(_ENCODERS[codec]):
        held = layout
    if held is None:
        fitting = "integer layouts" if codec == "ffv1" else ", ".join(layouts_of_encoder(_ENCODERS[codec]))
        raise BadInput(attempted, f"it cannot hold {layout}", hint=f"It holds {fitting}.")
    across, down = layout_of(layout).chroma
    if codec == "h264" and (format.width % across or format.height % down):
        raise BadInput(
            attempted,
            f"{format.width}x{format.height} cannot be stored as {layout}",
            hint=f"Use a width that is a multiple of {across} and a height that is one of {down}.",
        )
    return held


def check_colour(codec: MovieCodec, colour: ColourTags, path: str) -> None:
    """Raise BadInput for colour that a codec's readers would take for another.

    JPEG has no tags: its readers assume the full range and BT.601's matrix.
    """
    if codec == "mjpeg" and (colour.matrix not in ("bt470bg", "smpte170m") or colour.range != "full"):
        raise BadInput(
            f"Write {path!r} as mjpeg",
            f"JPEG is read as bt470bg and full range, not {colour.matrix} and {colour.range}",
            hint="Convert the pictures to bt470bg, full range.",
        )


def add_pictures(
    container: OutputContainer,
    codec: MovieCodec,
    format: Format,
    layout: str,
    colour: ColourTags,
    quality: int,
) -> VideoStream:
    """Add the picture track: size, exact rate, pixel aspect, colour tags and the codec's settings."""
    rate = format.rate.fraction
    made = container.add_stream(_ENCODERS[codec], rate=rate, options=_options(codec, format, quality))
    stream = cast("VideoStream", made)
    stream.width, stream.height = format.width, format.height
    stream.pix_fmt = layout
    context = stream.codec_context
    context.time_base = 1 / rate
    context.sample_aspect_ratio = format.pixel_aspect
    context.color_range = code_of("range", colour.range)
    context.colorspace = code_of("matrix", colour.matrix)
    context.color_primaries = code_of("primaries", colour.primaries)
    context.color_trc = code_of("transfer", colour.transfer)
    context.thread_count = len(os.sched_getaffinity(0))
    if codec == "mjpeg":
        context.flags |= Flags.qscale
        context.global_quality = _LAMBDA * _MJPEG_QUALITY
    return stream


def _options(codec: MovieCodec, format: Format, quality: int) -> dict[str, str]:
    if codec == "ffv1":
        slices = "16" if format.height >= 720 else "4"
        return {"level": "3", "g": "1", "context": "0", "slices": slices, "slicecrc": "1"}
    if codec == "h264":
        return {"crf": str(quality), "preset": "faster"}
    return {}


def add_sound(container: OutputContainer, spec: SoundSpec, path: str) -> AudioStream:
    """Add the sound track. Raises BadInput where the container cannot hold it."""
    codec = spec.codec or ("aac" if container.format.name == "mp4" else "pcm_s24le")
    try:
        return cast("AudioStream", container.add_stream(codec, rate=spec.rate, layout=f"{spec.channels}c"))
    except (ValueError, av.error.FFmpegError) as error:
        raise BadInput(
            f"Write sound to {path!r}",
            f"{codec} with {spec.channels} channels at {spec.rate} Hz cannot go there ({error})",
            hint="Use aac in .mp4, or pcm_s24le in .mov and .mkv.",
        ) from None


def container_options(container: str, format: Format, sound: SoundSpec | None) -> dict[str, str]:
    """Return the muxer's settings: in MOV and MP4 the index is put first, and any metadata key is kept.

    Their clock is one that counts frames and samples exactly; the usual thousandths would cut sound short.
    """
    if container == "matroska":
        return {}
    clock = math.lcm(format.rate.num, sound.rate if sound else 1)
    if clock > _LARGEST_CLOCK:
        clock = sound.rate if sound else 1000
    return {
        "movflags": "+faststart+use_metadata_tags",
        "write_tmcd": "1",
        "movie_timescale": str(clock * -(-1000 // clock)),
    }
