"""Decoding one picture track forwards from any place: the part under `movie_read` that moves."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from .errors import UnreadableMedia
from .movie_alpha import alpha_decoder, has_alpha_beside, is_whole_key
from .movie_ffv1 import is_whole
from .movie_index import Pictures
from .movie_open import open_container, picture_stream


@dataclass(slots=True)
class Decoder:
    """An open track and where decoding stands.

    `at` is the index of the last picture that came out, None right after a seek; pictures before
    `trusted`, the keyframe sought, may lack what they were predicted from and are not to be used.
    `arriving` is set until that keyframe has come out.
    """

    container: InputContainer
    stream: VideoStream
    threads: int
    frames: Iterator[VideoFrame]
    at: int | None = None
    trusted: int = 0
    arriving: bool = False
    counted: int = 0

    def close(self) -> None:
        """Close the file."""
        self.container.close()


def open_decoder(path: str, track: int | None = None, threads: int | None = None) -> Decoder | None:
    """Open a movie at its start, None where it has no picture track.

    `track` is the stream index of the picture track, the first where it is None; `threads` None means as
    many as there are cores to run on. Raises UnreadableMedia where the named track is none.
    """
    container = open_container(path)
    try:
        stream = picture_stream(container, track)
    except UnreadableMedia:
        container.close()
        raise
    if stream is None:
        container.close()
        return None
    count = max(1, threads or len(os.sched_getaffinity(0)))
    context = stream.codec_context
    context.thread_type = "AUTO"
    context.thread_count = count
    return Decoder(container, stream, count, _begun(stream, count, container.demux(stream)))


def _begun(stream: VideoStream, threads: int, packets: Iterable[Packet[VideoStream]]) -> Iterator[VideoFrame]:
    """Return what comes of packets with a decoder that has seen nothing yet."""
    beside = has_alpha_beside(stream)
    return _decoded(alpha_decoder(stream, threads) if beside else stream.codec_context, packets)


def _decoded(context: VideoCodecContext, packets: Iterable[Packet[VideoStream]]) -> Iterator[VideoFrame]:
    is_ffv1 = context.name == "ffv1" and bool(context.extradata)
    for packet in packets:
        if is_ffv1 and packet.size and not is_whole(bytes(packet)):
            continue
        try:
            frames = context.decode(packet)
        except (av.error.InvalidDataError, av.error.EOFError, av.error.BugError, av.error.UnknownError):
            continue
        yield from frames


def next_picture(decoder: Decoder, pictures: Pictures) -> tuple[int | None, VideoFrame] | None:
    """Return the next picture and its index; the index is None where it stands at no expected time.

    None at the end of the track.
    """
    for frame in decoder.frames:
        if pictures.timed and frame.pts is not None:
            index = pictures.index_of(frame.pts)
        else:
            index = decoder.counted if decoder.at is None else decoder.at + 1
        decoder.counted += 1
        if index is not None:
            decoder.at = index
        return index, frame
    return None


def seek(decoder: Decoder, pictures: Pictures, tick: int) -> bool:
    """Move to the last keyframe at or before `tick`; False where the container cannot.

    Afterwards `trusted` is the keyframe's index: what is shown before it was predicted from pictures
    that were skipped.
    """
    try:
        decoder.container.seek(tick, stream=decoder.stream, backward=True)
    except av.error.FFmpegError:
        return False
    packets = decoder.container.demux(decoder.stream)
    first = next(packets, None)
    if first is None or first.pts is None:
        return False
    if has_alpha_beside(decoder.stream) and not is_whole_key(first):
        return False
    decoder.frames = _begun(decoder.stream, decoder.threads, chain((first,), packets))
    decoder.at = None
    decoder.trusted = pictures.index_of(first.pts) or 0
    decoder.arriving = True
    return True


def has_arrived(decoder: Decoder, at: int, frame: VideoFrame) -> bool:
    """Return whether the first picture after a seek is the keyframe, and truly one.

    Streams with periodic intra refresh mark pictures as keyframes from which only later ones recover.
    """
    decoder.arriving = False
    predicted = frame.pict_type in (PictureType.P, PictureType.B)
    return at == decoder.trusted and not predicted


def keyframe_before(decoder: Decoder, tick: int) -> int | None:
    """Return the tick of the last keyframe at or before `tick` that the container's index names."""
    entries = decoder.stream.index_entries
    place = entries.search_timestamp(tick)
    return entries[place].timestamp if 0 <= place < len(entries) else None
