"""Alpha that travels beside the pictures: VP8 and VP9 in Matroska carry it as a second stream of their own.

FFmpeg's own decoders leave it out; those of libvpx put it with the picture.
"""

from __future__ import annotations

from typing import Final

from av.codec.context import CodecContext
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
_BESIDE: Final = "matroska_block_additional"
_HEAD = 8
"""The number of the addition, big-endian, that stands before the alpha's own data."""


def has_alpha_beside(stream: VideoStream) -> bool:
    """Return whether the track says that its pictures have alpha beside them."""
    name = stream.codec_context.codec.canonical_name
    return name in _DECODERS and stream.metadata.get("alpha_mode") == "1"


def alpha_decoder(stream: VideoStream, threads: int) -> VideoCodecContext:
    """Return a new decoder that gives the pictures of such a track with their alpha."""
    name = _DECODERS[stream.codec_context.codec.canonical_name]
    context = CodecContext.create(name, "r")
    assert isinstance(context, VideoCodecContext)
    context.thread_count = threads
    return context


def is_whole_key(packet: Packet[VideoStream]) -> bool:
    """Return whether decoding can begin at a packet: its alpha is a keyframe too.

    The two are encoded each on its own, and only the picture's keyframes stand in the index. Source of
    the frame headers: RFC 6386, 9.1; VP9 Bitstream Specification 0.6, 6.2.
    """
    if not packet.has_sidedata(_BESIDE):
        return False
    data = bytes(packet.get_sidedata(_BESIDE))[_HEAD:]
    if not data:
        return False
    if packet.stream.codec_context.codec.canonical_name == "vp8":
        return not data[0] & 1
    profile = (data[0] >> 5 & 1) | (data[0] >> 3 & 2)
    show_existing, inter = (data[0] >> 2, data[0] >> 1) if profile == 3 else (data[0] >> 3, data[0] >> 2)
    return not (show_existing & 1 or inter & 1)
