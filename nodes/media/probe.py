"""Looking into a piece of media: what it is, judged by its content and never by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from nodes.api.errors import BadInput
from nodes.api.formats import ColourTags, Format
from nodes.api.times import Rate, Time

from .colour_tags import guess_tags, tags_of_codes
from .errors import UnreadableMedia
from .info import MediaInfo, SoundInfo
from .layouts import layout_of, plain_layout
from .movie_codecs import DATA_KEY, PIXEL_ASPECT_KEY
from .movie_decode import open_decoder
from .movie_index import Pictures, pictures_of
from .movie_open import (
    head_of,
    is_still,
    name_of,
    open_container,
    picture_stream,
    picture_streams,
    sound_stream,
    sound_streams,
    unreadable,
)
from .movie_turn import Turn, asked_turn, upright_layout
from .refs import FileRef, MediaRef, SequenceRef
from .sound_index import sound_info
from .timecode import frame_of_timecode

_ASPECT = re.compile(r"[1-9][0-9]{0,5}(/[1-9][0-9]{0,5})?")
_STILL_SUFFIXES = frozenset({".tga", ".pic", ".sgi", ".rgb", ".ppm", ".pgm", ".pfm", ".iff", ".cin", ".hdr"})
_REEL_KEYS = ("reel_name", "com.apple.proapps.reel", "reel")


def probe(ref: MediaRef) -> MediaInfo:
    """Return the facts of a movie, a sound, a still or a sequence.

    A file is what its content says: a JPEG named .mov is a still. Of a movie's tracks the picture track that
    the reference names, else the first, and the first sound track count. What a movie leaves unsaid about
    colour is guessed by the rule of `nodes.media.colour_tags.guess_tags`.
    Raises MissingMedia and UnreadableMedia.
    """
    if isinstance(ref, SequenceRef):
        from .sequence import probe_sequence

        return probe_sequence(ref)
    if is_still(head_of(ref.path)):
        return _still(ref)
    try:
        container = open_container(ref.path)
    except UnreadableMedia:
        if Path(ref.path).suffix.lower() in _STILL_SUFFIXES:
            return _still(ref)
        raise
    with container, unreadable(repr(ref.path)):
        stream = picture_stream(container, ref.track)
        if stream is None:
            return replace(_sound(ref, container), sound_tracks=_sound_tracks(container))
        tracks = tuple(each.index for each in picture_streams(container))
        found = replace(_movie(ref, container, stream), sound_tracks=_sound_tracks(container))
        return replace(found, tracks=tracks) if len(tracks) > 1 else found


def _sound_tracks(container: InputContainer) -> tuple[int, ...]:
    tracks = tuple(stream.index for stream in sound_streams(container))
    return tracks if len(tracks) > 1 else ()


def _still(ref: FileRef) -> MediaInfo:
    from .stills import probe_still

    return probe_still(ref)


def _movie(ref: FileRef, container: InputContainer, stream: VideoStream) -> MediaInfo:
    pictures = pictures_of(ref.path, stream)
    if not pictures.count:
        raise UnreadableMedia(
            f"Read {ref.path!r}", "its picture track holds no picture", hint="Export it again."
        )
    sound = sound_info(ref.path, container, first_picture(stream, pictures), ref.sound_track)
    head = _first_frame(ref)
    stored = plain_layout(head.format.name if head else stream.codec_context.pix_fmt or "")
    if stored is None:
        raise UnreadableMedia(
            f"Read {ref.path!r}",
            "its picture track cannot be decoded",
            hint="Convert it, or export it again.",
        )
    timecode, start = _timecode(container, stream, pictures.rate)
    width, height = (head or stream).width, (head or stream).height
    aspect = _pixel_aspect(container, stream)
    rotation, mirrored = asked_turn(head) if head else (0, False)
    turn = Turn.of(rotation, mirrored)
    format = Format(width, height, pictures.rate, aspect)
    if turn.lies:
        format = Format(height, width, pictures.rate, 1 / aspect)
    layout = upright_layout(stored, turn)
    assert stream.time_base is not None
    return MediaInfo(
        ref=ref,
        kind="movie",
        codec=stream.codec_context.codec.canonical_name,
        start=Time(start, pictures.rate),
        frame_count=pictures.lasts(stream.time_base),
        format=format,
        layout=layout,
        has_alpha=layout_of(layout).has_alpha,
        colour=_colour(container, stream, head, layout, (width, height)),
        timecode=timecode,
        reel=_reel(container, stream),
        sound=sound,
        steady=pictures.is_steady,
        rotation=rotation,
        mirrored=mirrored,
        pictures=None if pictures.is_steady else pictures.count,
    )


def first_picture(stream: VideoStream, pictures: Pictures) -> Fraction:
    """Return where the first picture stands on the container's clock, in seconds."""
    assert stream.time_base is not None
    return pictures.first * stream.time_base


def _first_frame(ref: FileRef) -> VideoFrame | None:
    """Return the first picture that decodes: some tags and the true layout are known only then."""
    decoder = open_decoder(ref.path, ref.track, 1)
    if decoder is None:
        return None
    try:
        return next(decoder.frames, None)
    finally:
        decoder.close()


def _colour(
    container: InputContainer,
    stream: VideoStream,
    head: VideoFrame | None,
    layout: str,
    size: tuple[int, int],
) -> ColourTags:
    codes = stream.codec_context
    said = tags_of_codes(codes.colorspace, codes.color_range, codes.color_primaries, codes.color_trc)
    if head is not None:
        of_frame = tags_of_codes(head.colorspace, head.color_range, head.color_primaries, head.color_trc)
        said = of_frame | said
    tags = guess_tags(*size, layout, said, "movie")
    is_data = any(found.get(DATA_KEY.lower()) == "data" for found in _metadata(container, stream))
    return replace(tags, data=True) if is_data else tags


def _metadata(container: InputContainer, used: VideoStream | None) -> Iterator[Mapping[str, str]]:
    """Yield what is noted beside the timecode track, the track that is used, the other ones, the file."""
    pictures = [stream for stream in container.streams.video if stream is not used]
    first = () if used is None else (used,)
    for stream in (*container.streams.data, *first, *pictures):
        yield {key.lower(): text for key, text in stream.metadata.items()}
    yield {key.lower(): text for key, text in container.metadata.items()}


def _pixel_aspect(container: InputContainer, stream: VideoStream) -> Fraction:
    said = container.metadata.get(PIXEL_ASPECT_KEY, "")
    if (stream.sample_aspect_ratio or 1) == 1 and _ASPECT.fullmatch(said):
        return Fraction(said)
    return stream.sample_aspect_ratio or Fraction(1)


def _timecode(container: InputContainer, stream: VideoStream, rate: Rate) -> tuple[str | None, int]:
    for found in _metadata(container, stream):
        text = found.get("timecode")
        if text is None:
            continue
        try:
            return text, frame_of_timecode(text, rate)
        except BadInput:
            continue
    return None, 0


def _reel(container: InputContainer, stream: VideoStream | None) -> str | None:
    for found in _metadata(container, stream):
        for key in _REEL_KEYS:
            if found.get(key):
                return found[key]
    return None


def _sound(ref: FileRef, container: InputContainer) -> MediaInfo:
    stream = sound_stream(container, ref.sound_track)
    found: SoundInfo | None = sound_info(ref.path, container, None, ref.sound_track)
    if stream is None or found is None:
        raise UnreadableMedia(
            f"Read {ref.path!r}",
            "it holds neither pictures nor sound that can be decoded",
            hint=f"Check that {name_of(ref.path)} is the file that was meant.",
        )
    rate = Rate(found.rate)
    origin = container.metadata.get("time_reference", "")
    return MediaInfo(
        ref=ref,
        kind="sound",
        codec=found.codec,
        start=Time(int(origin) if origin.isdecimal() else 0, rate),
        frame_count=found.samples,
        timecode=None,
        reel=_reel(container, None),
        sound=found,
    )
