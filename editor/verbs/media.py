"""Media that a person names: looked into, fingerprinted, put into the project's table."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from editor.compile.media import way_from
from editor.document.model import MediaReference
from editor.document.opened import Project
from editor.document.project import commit_media
from editor.document.settings import MediaEntry
from editor.exchange.conform import reference_key
from editor.exchange.offsets import find_offset
from editor.takes.current import marks_of
from nodes.api.errors import BadInput, WorkprintError
from nodes.api.times import Range
from nodes.engine.client import Engine
from nodes.engine.job import Bound
from nodes.media.info import MediaInfo
from nodes.media.refs import FileRef, MediaRef, split_wish, wished
from nodes.media.sequence_names import find_sequence, spelling_of

from .said import place_of
from .urls import name_of, url_of


def media_ref(text: str | Path) -> MediaRef:
    """Return what a path names: a file, a folder of pictures, or a pattern such as `name.%04d.exr`.

    Behind a question mark may stand what is wished: `?holes=hold` (or black, nearest) for pictures that are
    not there, `?layer=NAME` for a part, view or layer of EXR files, `?nan=keep`, `?track=N` and `?sound=N`
    for a movie's tracks by their stream indices. Raises MissingMedia, MediaError, and BadInput for a wish
    that is not understood.
    """
    if not os.path.lexists(place_of(text)):
        plain, wishes = split_wish(str(text))
        if wishes:
            return wished(media_ref(plain), wishes)
    path = place_of(text)
    if os.path.isfile(path):
        return FileRef(str(path))
    if os.path.isdir(path) or spelling_of(str(path)) is not None:
        return find_sequence(str(path))
    return FileRef(str(path))


def look_into(engine: Engine, ref: MediaRef) -> Bound:
    """Return the facts and the fingerprint of media. Raises MediaError."""
    (info,) = engine.probe([ref])
    if isinstance(info, WorkprintError):
        raise info
    (fingerprint,) = engine.fingerprints([ref])
    if isinstance(fingerprint, WorkprintError):
        raise fingerprint
    return Bound(info, fingerprint)


def reference_for(project: Project, info: MediaInfo) -> MediaReference:
    """Return a reference to media: relative to the project where it lies inside, in media time.

    What is available of a still is not said: it stands for any time.
    """
    ref = info.ref
    if isinstance(ref, FileRef):
        available = None if info.kind == "still" else info.range
        name, url = name_of(Path(ref.path).name), url_of(ref.path, project.folder)
        return MediaReference("file", name, url, available)
    return MediaReference(
        "sequence",
        ref.label,
        url_of(ref.folder, project.folder, is_folder=True),
        info.range,
        prefix=ref.prefix,
        suffix=ref.suffix,
        padding=ref.padding,
        first=ref.first,
        step=ref.step,
        rate=info.rate,
    )


def known(
    project: Project, reference: MediaReference, bound: Bound, uses: Sequence[Range], *, listed: bool = True
) -> Project:
    """Return the project with media noted under a reference, which clips use as `uses` say.

    It is on the list of the project's media then; without `listed` only where it was before. Raises
    SaveFailed.
    """
    offset = find_offset(reference, bound.info, uses).time
    ref = bound.info.ref
    way = way_from(project.folder, ref)
    key = reference_key(reference)
    before = project.media.get(key)
    listed = listed or (before is not None and before.listed)
    entry = MediaEntry(ref, bound.info, bound.fingerprint, offset, marks_of(ref), way, listed=listed)
    if before is not None:
        entry = replace(entry, bin=before.bin, name=before.name, rest=before.rest)
    if before == entry:
        return project
    media: Mapping[str, MediaEntry] = {**project.media, key: entry}
    return commit_media(project, media)


def suits(old: MediaInfo | None, new: MediaInfo, attempted: str) -> None:
    """Raise BadInput where new media cannot stand for old: sound for pictures, or the other way round."""
    if old is None:
        return
    if (old.format is None) != (new.format is None):
        raise BadInput(
            attempted,
            f"'{new.ref.label}' holds {_holds(new)}, the clip's media held {_holds(old)}",
            hint="Name media of the same kind.",
        )


def _holds(info: MediaInfo) -> str:
    return "sound but no picture" if info.format is None else "pictures"
