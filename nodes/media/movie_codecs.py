"""How FFmpeg is set up to write each kind of movie, and what is refused before it begins."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import av
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer
from av.video.stream import VideoStream

from nodes.api.errors import BadInput
from nodes.api.formats import ColourTags, Format

from .colour_tags import code_of
from .layouts import ffv1_layout, layout_of
from .movie_kinds import MOVIE_KINDS, MovieKind, layouts_in, lost_tags

PIXEL_ASPECT_KEY = "PIXEL_ASPECT"
"""The tag in which a Matroska file of ours says its pixel aspect."""
DATA_KEY = "COLOR_INTEROP_ID"
"""The tag in which a file says that its samples are no colour: `data`, by the Color Interop Forum's name."""
_LAMBDA = 118
_MJPEG_QUALITY = 3
_LARGEST_CLOCK = 2**31 - 1
_SOUND = {"mp4": "aac", "webm": "libopus"}


@dataclass(frozen=True, slots=True)
class SoundSpec:
    """The sound track to write: samples a second, channels, and FFmpeg's codec name.

    Without a codec it is AAC in .mp4, Opus in .webm and 24-bit PCM elsewhere.
    """

    rate: int
    channels: int
    codec: str | None = None


def kind_of(codec: str, path: str) -> MovieKind:
    """Return the kind of movie that a name stands for. Raises BadInput for a name that is none."""
    if codec not in MOVIE_KINDS:
        hint = f"Use one of {', '.join(MOVIE_KINDS)}."
        raise BadInput(f"Write {path!r} as {codec}", "no movie is written so", hint=hint)
    return MOVIE_KINDS[codec]


def container_for(path: str, kind: MovieKind) -> str:
    """Return FFmpeg's name of the container that a path's suffix asks for.

    Raises BadInput where the codec is not written to such a file.
    """
    name = kind.containers.get(Path(path).suffix.lower())
    if name is None:
        raise BadInput(
            f"Write {path!r} as {kind.name}",
            f"that codec goes into {', '.join(kind.endings)}",
            hint="Change the suffix, or choose another codec.",
        )
    return name


def written_layout(layout: str, kind: MovieKind, format: Format, path: str) -> str:
    """Return the layout in which a kind of movie stores pictures of `layout`, sample by sample.

    Raises BadInput for a layout it cannot hold, and for sizes that it or its chroma does not fit into.
    """
    attempted = f"Write {path!r} as {kind.name}"
    if kind.name == "ffv1":
        held, fitting = ffv1_layout(layout), "integer layouts"
    else:
        known = layouts_in(kind, container_for(path, kind))
        plain = layout if layout in known else layout.replace("yuvj", "yuv")
        held, fitting = (plain if plain in known else None), ", ".join(known)
    if held is None:
        raise BadInput(attempted, f"it cannot hold {layout}", hint=f"It holds {fitting}.")
    size = f"{format.width}x{format.height}"
    across, down = layout_of(layout).chroma
    if kind.even and (format.width % across or format.height % down):
        raise BadInput(
            attempted,
            f"{size} cannot be stored as {layout}",
            hint=f"Use a width that is a multiple of {across} and a height that is one of {down}.",
        )
    if format.width < kind.least[0] or format.height < kind.least[1]:
        least = f"{kind.least[0]}x{kind.least[1]}"
        raise BadInput(attempted, f"{size} is too small", hint=f"It takes pictures from {least} on.")
    return held


def check_colour(kind: MovieKind, colour: ColourTags, path: str) -> None:
    """Raise BadInput for colour that a movie's readers would take for another.

    JPEG has no tags: its readers assume the full range and BT.601's matrix. ProRes is limited range.
    """
    attempted = f"Write {path!r} as {kind.name}"
    if kind.name == "mjpeg" and (colour.matrix not in ("bt470bg", "smpte170m") or colour.range != "full"):
        raise BadInput(
            attempted,
            f"JPEG is read as bt470bg and full range, not {colour.matrix} and {colour.range}",
            hint="Convert the pictures to bt470bg, full range.",
        )
    if colour.range not in kind.levels:
        raise BadInput(
            attempted,
            f"it is read as {kind.levels[0]} range, not {colour.range}",
            hint=f"Convert the pictures to {kind.levels[0]} range, or choose another codec.",
        )
    ending = Path(path).suffix.lower()
    for field, names in lost_tags(kind, container_for(path, kind)).items():
        if getattr(colour, field) in names:
            raise BadInput(
                attempted,
                f"a {ending} file of it cannot say that its {field} is {getattr(colour, field)}",
                hint=f"Use {_others(kind.endings, ending)}, or convert the pictures, to bt709 for example.",
            )


def _others(endings: Iterable[str], ending: str) -> str:
    return " or ".join(each for each in endings if each != ending) or "another codec"


def check_aspect(container: str, kind: MovieKind, format: Format, path: str) -> None:
    """Raise BadInput where a file would not say that its pixels are not square."""
    if container == "mxf" and kind.encoder == "dnxhd" and format.pixel_aspect != 1:
        raise BadInput(
            f"Write {path!r} as {kind.name}",
            f"such a file cannot say that its pixel aspect is {format.pixel_aspect}",
            hint="Use .mov, or square pixels.",
        )


def add_pictures(
    container: OutputContainer,
    kind: MovieKind,
    format: Format,
    layout: str,
    colour: ColourTags,
    quality: int | None,
) -> VideoStream:
    """Add the picture track: size, exact rate, pixel aspect, colour tags and the codec's settings."""
    rate = format.rate.fraction
    encoder = kind.for_odd if kind.for_odd and format.width % 2 else kind.encoder
    if kind.for_alpha and layout_of(layout).has_alpha:
        encoder = kind.for_alpha
    made = container.add_stream(encoder, rate=rate, options=_options(kind, format, quality))
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
    context.thread_type = "AUTO"
    if kind.name == "mjpeg":
        context.flags |= Flags.qscale
        context.global_quality = _LAMBDA * _MJPEG_QUALITY
    return stream


def _options(kind: MovieKind, format: Format, quality: int | None) -> dict[str, str]:
    if kind.name == "ffv1":
        slices = "16" if format.height >= 720 else "4"
        return {"level": "3", "g": "1", "context": "0", "slices": slices, "slicecrc": "1"}
    made = dict(kind.options)
    if kind.quality is not None:
        key, usual, _ = kind.quality
        made[key] = str(usual if quality is None else quality)
    return made


def add_sound(container: OutputContainer, spec: SoundSpec, path: str) -> AudioStream:
    """Add the sound track. Raises BadInput where the container cannot hold it."""
    codec = spec.codec or _SOUND.get(container.format.name, "pcm_s24le")
    try:
        return cast("AudioStream", container.add_stream(codec, rate=spec.rate, layout=f"{spec.channels}c"))
    except (ValueError, av.error.FFmpegError) as error:
        raise BadInput(
            f"Write sound to {path!r}",
            f"{codec} with {spec.channels} channels at {spec.rate} Hz cannot go there ({error})",
            hint="Use aac in .mp4, libopus in .webm, or pcm_s24le in .mov, .mxf and .mkv.",
        ) from None


def container_options(container: str, format: Format, sound: SoundSpec | None) -> dict[str, str]:
    """Return the muxer's settings: in MOV and MP4 the index is put first, and any metadata key is kept.

    Their clock is one that counts frames and samples exactly; the usual thousandths would cut sound short.
    MXF takes any rate, also those that its standard does not list.
    """
    if container == "mxf":
        return {"strict": "unofficial"}
    if container not in ("mp4", "mov"):
        return {}
    clock = math.lcm(format.rate.num, sound.rate if sound else 1)
    if clock > _LARGEST_CLOCK:
        clock = sound.rate if sound else 1000
    return {
        "movflags": "+faststart+use_metadata_tags",
        "write_tmcd": "1",
        "movie_timescale": str(clock * -(-1000 // clock)),
    }
