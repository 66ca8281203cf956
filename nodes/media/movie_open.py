"""Opening files of unknown content with FFmpeg: only local files, only media, never a hang."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from .errors import MissingMedia, UnreadableMedia

# Playlists, scripts and subtitles are left out on purpose: they would open further files and addresses.
_CONTAINERS = (
    "mov,mp4,matroska,webm,avi,mxf,mpegts,mpeg,asf,flv,ogg,wav,w64,aiff,au,caf,flac,mp3,aac,ac3,eac3,dts,"
    "amr,ape,wv,tta,gif,apng,ivf,obu,h264,hevc,vvc,m4v,mpegvideo,yuv4mpegpipe,dv,gxf,nut,rm,vc1,dnxhd,3gp"
)
_PATIENCE = 20.0

_STILLS = (
    (b"\x89PNG\r\n\x1a\n", 0),
    (b"\xff\xd8\xff", 0),
    (b"v/1\x01", 0),
    (b"II*\x00", 0),
    (b"MM\x00*", 0),
    (b"II+\x00", 0),
    (b"SDPX", 0),
    (b"XPDS", 0),
    (b"#?RADIANCE", 0),
    (b"WEBP", 8),
    (b"BM", 0),
    (b"8BPS", 0),
    (b"\x00\x00\x00\x0cjP  ", 0),
    (b"\xff\x0a", 0),
    (b"\x00\x00\x00\x0cJXL ", 0),
)


def head_of(path: str, count: int = 64) -> bytes:
    """Return the first bytes of a file, having made sure that it is one that can be read.

    Raises MissingMedia where nothing is there; UnreadableMedia for folders, pipes, empty files and
    files that may not be read.
    """
    attempted = f"Open media {path!r}"
    if "\0" in path:
        raise MissingMedia(attempted, "a path cannot hold a zero byte", hint="Correct the path.")
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise UnreadableMedia(
                attempted, "it is a folder", hint="Name a file, or a numbered sequence in it."
            )
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableMedia(attempted, "it is not an ordinary file", hint="Copy it to a file first.")
        with open(path, "rb") as file:
            head = file.read(count)
    except (FileNotFoundError, NotADirectoryError):
        hint = "Check the path, or relink the clip to where the file is now."
        raise MissingMedia(attempted, "there is no such file", hint=hint) from None
    except PermissionError:
        raise UnreadableMedia(
            attempted, "it may not be read by this user", hint="Change its permissions."
        ) from None
    except OSError as error:
        raise UnreadableMedia(
            attempted, error.strerror or str(error), hint="Check the disk and the path."
        ) from None
    if not head:
        raise UnreadableMedia(attempted, "it is empty (0 bytes)", hint="Copy or export it again.")
    return head


def is_still(head: bytes) -> bool:
    """Return whether a file that starts so is a single picture, whatever its name says."""
    if head[:2] == b"BM":
        return len(head) >= 18 and head[6:10] == b"\0\0\0\0"
    return any(head[at : at + len(magic)] == magic for magic, at in _STILLS)


@contextmanager
def unreadable(subject: str) -> Iterator[None]:
    """Turn FFmpeg's errors into UnreadableMedia that names `subject`."""
    try:
        yield
    except av.error.FFmpegError as error:
        raise UnreadableMedia(f"Read {subject}", _why(error), hint=_NEXT) from None


_NEXT = "If it plays elsewhere, convert it; if not, copy or export it again."


def _why(error: av.error.FFmpegError) -> str:
    if isinstance(error, av.error.InvalidDataError):
        return "it is damaged, cut short, or no movie, sound or picture at all"
    if isinstance(error, av.error.EOFError):
        return "it ends too early"
    if isinstance(error, av.error.ExitError):
        return f"nothing came of it within {_PATIENCE:.0f} s"
    if isinstance(error, av.error.DecoderNotFoundError):
        return "there is no decoder for it here"
    return error.strerror or "FFmpeg gave no reason"


def open_container(path: str) -> InputContainer:
    """Open a movie or sound file; the caller closes it.

    Raises MissingMedia and UnreadableMedia.
    """
    head_of(path)
    options = {"protocol_whitelist": "file", "format_whitelist": _CONTAINERS}
    with unreadable(repr(path)):
        return av.open(
            path,
            "r",
            container_options=options,
            metadata_errors="replace",
            timeout=(_PATIENCE, _PATIENCE),
        )


def _has_decoder(stream: VideoStream | AudioStream) -> bool:
    # PyAV's own types leave out that a track without a decoder has no context.
    return getattr(stream, "codec_context", None) is not None


def picture_streams(container: InputContainer) -> list[VideoStream]:
    """Return the picture tracks: those that are neither cover art nor without a decoder."""
    unused = Disposition.attached_pic | Disposition.timed_thumbnails
    return [
        stream
        for stream in container.streams.video
        if _has_decoder(stream) and not stream.disposition & unused
    ]


def picture_stream(container: InputContainer, track: int | None = None) -> VideoStream | None:
    """Return the picture track with that stream index, the first where none is named; None without one.

    Raises UnreadableMedia where the named one is no picture track.
    """
    streams = picture_streams(container)
    if track is None:
        return streams[0] if streams else None
    for stream in streams:
        if stream.index == track:
            return stream
    there = ", ".join(str(stream.index) for stream in streams) or "none"
    raise UnreadableMedia(
        f"Read picture track {track} of {container.name!r}",
        "there is no such track with pictures",
        hint=f"Its picture tracks: {there}.",
    )


def sound_streams(container: InputContainer) -> list[AudioStream]:
    """Return the sound tracks that have a decoder."""
    return [
        stream
        for stream in container.streams.audio
        if _has_decoder(stream) and stream.codec_context.sample_rate > 0
    ]


def sound_stream(container: InputContainer, track: int | None = None) -> AudioStream | None:
    """Return the sound track with that stream index, the first where none is named; None without one.

    Raises UnreadableMedia where the named one is no sound track.
    """
    streams = sound_streams(container)
    if track is None:
        return streams[0] if streams else None
    for stream in streams:
        if stream.index == track:
            return stream
    there = ", ".join(str(stream.index) for stream in streams) or "none"
    raise UnreadableMedia(
        f"Read sound track {track} of {container.name!r}",
        "there is no such track with sound",
        hint=f"Its sound tracks: {there}.",
    )


def name_of(path: str) -> str:
    """Return the file's name for messages."""
    return Path(path).name
