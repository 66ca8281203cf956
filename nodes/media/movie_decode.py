"""Decoding one picture track forwards from any place: the part under `movie_read` that moves."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

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
    frames: Iterator[VideoFrame]
    at: int | None = None
    trusted: int = 0
    arriving: bool = False
    counted: int = 0

    def close(self) -> None:
        """Close the file."""
        self.container.close()


def open_decoder(path: str, threads: int | None = None) -> Decoder | None:
    """Open a movie at its start, None where it has no picture track.

    `threads` None means as many as there are cores to run on.
    """
    container = open_container(path)
    stream = picture_stream(container)
    if stream is None:
        container.close()
        return None
    context = stream.codec_context
    context.thread_type = "AUTO"
    context.thread_count = max(1, threads or len(os.sched_getaffinity(0)))
    return Decoder(container, stream, _decoded(container.demux(stream)))


def _decoded(packets: Iterable[Packet[VideoStream]]) -> Iterator[VideoFrame]:
    for packet in packets:
        if _is_damaged_ffv1(packet):
            continue
        try:
            frames = packet.decode()
        except (av.error.InvalidDataError, av.error.EOFError, av.error.BugError, av.error.UnknownError):
            continue
        yield from frames


def _is_damaged_ffv1(packet: Packet[VideoStream]) -> bool:
    context = packet.stream.codec_context
    if context.name != "ffv1" or not context.extradata or not packet.size:
        return False
    return not is_whole(bytes(packet))


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
    decoder.frames = _decoded(chain((first,), packets))
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
