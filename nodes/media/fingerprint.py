"""A digest of what is in a piece of media, whatever it is called and wherever it lies."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import BinaryIO

from .errors import MissingMedia, UnreadableMedia
from .movie_open import head_of
from .refs import MediaRef, SequenceRef

_WHOLE = 64 << 20
_BLOCK = 64 << 10
_SAMPLES = 64
_END = 1 << 20
_DIGEST = 32


def fingerprint(ref: MediaRef) -> str:
    """Return a 64-digit hex digest (BLAKE2b) of a file's or a sequence's content.

    A file of up to 64 MiB counts with its size and every byte. A longer one counts with its size, its
    first and last MiB and 64 evenly spaced blocks of 64 KiB between them: a change elsewhere in such a
    file goes unnoticed. A sequence counts with the digests of its pictures in order, holes marked; file
    names, numbers, folders and dates do not count; the track that a reference names does.
    Raises MissingMedia and UnreadableMedia.
    """
    if not isinstance(ref, SequenceRef):
        found_in = _of_file(ref.path)
        track = b"" if ref.track is None else b"track %d" % ref.track
        said = track + _said(ref)
        return blake2b(found_in + said, digest_size=_DIGEST).hexdigest() if said else found_in.hex()
    made = blake2b(b"sequence", digest_size=_DIGEST)
    found = 0
    for index in range(ref.count):
        try:
            made.update(b"\1" + _of_file(ref.file_for(index)))
            found += 1
        except MissingMedia:
            made.update(b"\0")
    if not found:
        raise MissingMedia(
            f"Read sequence {ref.label!r} in {ref.folder!r}",
            "none of its pictures is there",
            hint="Check the path, or relink the clip to where the files are now.",
        )
    made.update(_said(ref))
    return made.hexdigest()


def _said(ref: MediaRef) -> bytes:
    """Return what a reference says beyond which files it means: that changes pictures, too."""
    said: dict[str, object] = ref.pick.to_json()
    if not isinstance(ref, SequenceRef) and ref.sound_track is not None:
        said |= {"sound_track": ref.sound_track}
    if isinstance(ref, SequenceRef) and ref.holes != "error":
        said |= {"holes": ref.holes}
    return json.dumps(said, sort_keys=True).encode() if said else b""


def _of_file(path: str) -> bytes:
    head_of(path, 1)
    made = blake2b(digest_size=_DIGEST)
    try:
        with open(path, "rb") as file:
            size = file.seek(0, 2)
            made.update(size.to_bytes(8, "little"))
            for start, length in _stretches(size):
                _feed(made, file, start, length)
    except OSError as error:
        why = error.strerror or str(error)
        raise UnreadableMedia(
            f"Read {path!r}", why, hint="Check the disk and the file's permissions."
        ) from None
    return made.digest()


def _stretches(size: int) -> list[tuple[int, int]]:
    if size <= _WHOLE:
        return [(0, size)]
    room = size - 2 * _END - _BLOCK
    between = [(_END + room * place // (_SAMPLES - 1), _BLOCK) for place in range(_SAMPLES)]
    return [(0, _END), *between, (size - _END, _END)]


def _feed(made: blake2b, file: BinaryIO, start: int, length: int) -> None:
    file.seek(start)
    while length > 0:
        block = file.read(min(length, 1 << 20))
        if not block:
            return
        made.update(block)
        length -= len(block)
