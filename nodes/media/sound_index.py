"""How long a sound track is and where it starts, to the sample."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet

from .info import SoundInfo
from .movie_open import open_container, sound_stream

_EVEN_CODECS = frozenset({"flac", "alac", "aac"})


def counts_samples(stream: AudioStream) -> bool:
    """Return whether the track's clock says exactly where each decoded sample stands.

    True for PCM, FLAC, ALAC and AAC whose clock ticks once a sample (WAV, AIFF, FLAC, MOV, MP4). Other
    tracks (Ogg's page times, Matroska's milliseconds) are exact only when counted from their start.
    """
    name = stream.codec_context.name
    even = name.startswith("pcm_") or name in _EVEN_CODECS
    return even and stream.time_base == Fraction(1, stream.codec_context.sample_rate)


def sound_info(
    path: str, container: InputContainer, origin: Fraction | None, track: int | None = None
) -> SoundInfo | None:
    """Return the facts of the sound track that is used, None where there is none.

    `container` is the open file at `path`, `track` the stream index that is meant, None for the first.
    `origin` is where the first picture stands on the container's clock, in seconds, None without
    pictures. The length is what the container says where its clock counts samples, else what decoding
    the track gives, for which the file is opened once more. Raises UnreadableMedia.
    """
    stream = sound_stream(container, track)
    if stream is None or stream.time_base is None:
        return None
    context = stream.codec_context
    samples, start = stream.duration, stream.start_time or 0
    if samples is None or not counts_samples(stream):
        samples = _decoded_samples(path, track)
    first = Fraction(0) if origin is None else (start * stream.time_base - origin) * context.sample_rate
    return SoundInfo(
        rate=context.sample_rate,
        channels=context.channels,
        samples=max(0, samples),
        codec=context.codec.canonical_name,
        first=round(first),
    )


def _decoded_samples(path: str, track: int | None) -> int:
    total = 0
    with open_container(path) as container:
        stream = sound_stream(container, track)
        if stream is None:
            return 0
        for packet in container.demux(stream):
            total += sum(frame.samples for frame in decoded(packet))
    return total


@dataclass(frozen=True, slots=True)
class Lost:
    """A packet that does not decode, and how many samples it should have held."""

    samples: int


def decoded(packet: Packet[AudioStream]) -> list[AudioFrame | Lost]:
    """Return the blocks of a packet of sound, or what was lost where it is damaged."""
    try:
        return list(packet.decode())
    except av.error.InvalidDataError:
        context = packet.stream.codec_context
        length = float((packet.duration or 0) * (packet.time_base or 0) * context.sample_rate)
        # A clock of milliseconds says it roughly; where a codec's blocks are all as long, that is meant.
        is_block = abs(length - context.frame_size) <= context.sample_rate / 1000
        return [Lost(context.frame_size if is_block else round(length))]
