"""Whether media on disk is still what the project knows of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b

from editor.compile.plate import Offline, entry_of
from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.errors import Failed, WorkprintError
from nodes.engine.client import Engine
from nodes.media.refs import FileRef, MediaRef


class MediaChanged(Failed):
    """A clip's media is no longer what it was when the project took it up."""


def marks_of(ref: MediaRef) -> str:
    """Return a digest of the sizes and dates of a medium's files, "" where none of them is there.

    It costs a look at the folder, and says by itself that nothing changed; that something did, the
    fingerprint says.
    """
    made = blake2b(digest_size=16)
    found = False
    for path in _files(ref):
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            made.update(b"-")
            continue
        found = True
        made.update(f"{status.st_size} {status.st_mtime_ns};".encode())
    return made.hexdigest() if found else ""


def _files(ref: MediaRef) -> Iterator[str]:
    if isinstance(ref, FileRef):
        yield ref.path
    else:
        yield from (ref.file_for(index) for index in range(ref.count))


def require_current(project: Project, clip: Clip, engine: Engine) -> None:
    """Look whether a clip's media is as the project knows it: by its marks, in doubt by its content.

    Raises Offline where it is gone, MediaChanged where it is other media, and what `entry_of` raises.
    """
    entry = entry_of(project, clip)
    now = marks_of(entry.ref)
    if now and now == entry.seen:
        return
    attempted = f"Use the media of clip '{clip.name}' ({clip.id})"
    relink = "Take it up as it is: workprint edit PROJECT relink CLIP path=FILE"
    if not now:
        raise Offline(attempted, f"'{_place(entry.ref)}' is not there any more", hint=relink)
    (fingerprint,) = engine.fingerprints([entry.ref])
    if isinstance(fingerprint, WorkprintError):
        raise Offline(attempted, str(fingerprint), hint=relink)
    if fingerprint != entry.fingerprint:
        raise MediaChanged(attempted, f"'{_place(entry.ref)}' has changed since", hint=relink)


def _place(ref: MediaRef) -> str:
    return ref.path if isinstance(ref, FileRef) else f"{ref.folder}/{ref.label}"
