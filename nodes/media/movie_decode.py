"""Decoding one picture track forwards from any place: the part under `movie_read` that moves."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .movie_index import Pictures
from .movie_open import open_container, picture_stream


@dataclass(slots=True)
class Decoder:
    """An open track and where decoding stands.

    `at` is the index of the last picture that came out, None right after a seek; pictures before
    `trusted` may lack what they were predicted from and are not to be used.
    """

    container: InputContainer
    stream: VideoStream
    frames: Iterator[VideoFrame]
    at: int | None = None
    trusted: int = 0
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
    if context.codec.name == "ffv1":
        # Each slice carries a checksum: better no picture than one that was patched up.
        context.options = {"err_detect": "crccheck+explode"}
    return Decoder(container, stream, _decoded(container.demux(stream)))


def _decoded(packets: Iterable[Packet[VideoStream]]) -> Iterator[VideoFrame]:
    for packet in packets:
        try:
            frames = packet.decode()
        except (av.error.InvalidDataError, av.error.EOFError, av.error.BugError, av.error.UnknownError):
            continue
        yield from frames


def next_picture(decoder: Decoder, pictures: Pictures) -> tuple[int | None, VideoFrame] | None:
    """Return the next picture and its index; the index is None where it stands at no expected time.

    None at the end of the track.
    """
    for frame in decoder.frames:
        tick = frame.pts if pictures.timed else None
        index = decoder.counted if tick is None else pictures.index_of(tick)
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
    return True


def keyframe_before(decoder: Decoder, tick: int) -> int | None:
    """Return the tick of the last keyframe at or before `tick` that the container's index names."""
    entries = decoder.stream.index_entries
    place = entries.search_timestamp(tick)
    return entries[place].timestamp if 0 <= place < len(entries) else None
