"""Whether what a command wrote is whole: read from the first to the last, by other code than wrote it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import av
import OpenImageIO as oiio

from editor.takes.store import Take
from nodes.media.refs import FileRef


def is_whole_movie(path: Path, count: int, *, sound: bool = False) -> bool:
    """Return whether every picture of a movie decodes, and as many as there should be."""
    return len(pictures_in(path)) == count and (not sound or _sounds(path))


def pictures_in(path: Path) -> list[str]:
    """Return a digest of every picture of a movie; damaged ones end the list."""
    found = []
    try:
        with av.open(str(path)) as file:
            stream = file.streams.video[0]
            stream.codec_context.options = {"err_detect": "crccheck+explode"}
            for frame in file.decode(stream):
                if frame.is_corrupt:
                    break
                found.append(hashlib.blake2b(frame.to_ndarray().tobytes(), digest_size=8).hexdigest())
    except (av.error.FFmpegError, IndexError):
        return found
    return found


def _sounds(path: Path) -> bool:
    with av.open(str(path)) as file:
        return sum(frame.samples for frame in file.decode(file.streams.audio[0])) > 0


def is_whole_sequence(folder: Path, count: int) -> bool:
    """Return whether a folder holds so many pictures, nothing else, and each can be read to its end."""
    files = sorted(folder.iterdir())
    return len(files) == count and all(_is_whole_picture(path) for path in files)


def _is_whole_picture(path: Path) -> bool:
    source = oiio.ImageInput.open(str(path))
    if source is None:
        return False
    try:
        return source.read_image() is not None
    finally:
        source.close()


def is_whole_cut(path: Path) -> bool:
    """Return whether a file is JSON of a timeline from its first brace to its last."""
    try:
        return str(json.loads(path.read_text("utf-8"))["OTIO_SCHEMA"]).startswith("Timeline.")
    except (ValueError, KeyError):
        return False


def faults_of(take: Take) -> list[str]:
    """Return what is wrong with a take that is listed: media, proxy and poster against its recipe."""
    wanted = take.recipe.domain.frame_count
    faults = []
    if take.media.frame_count != wanted:
        faults.append(f"{take.id} records {take.media.frame_count} frames, its recipe has {wanted}")
    ref = take.media.ref
    if isinstance(ref, FileRef):
        if not is_whole_movie(Path(ref.path), wanted):
            faults.append(f"{take.id}: the media is not whole")
    elif not all(_is_whole_picture(Path(ref.file_for(index))) for index in range(ref.count)):
        faults.append(f"{take.id}: a picture of the media is not whole")
    if not is_whole_movie(take.proxy, wanted):
        faults.append(f"{take.id}: the proxy is not whole")
    if not _is_whole_picture(take.poster):
        faults.append(f"{take.id}: the poster is not whole")
    return faults
