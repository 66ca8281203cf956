"""What the project knows of a reference's media, and where that lies now."""

from __future__ import annotations

import os
from dataclasses import replace

from editor.document.model import MediaReference
from editor.document.opened import Project
from editor.document.settings import MediaEntry
from editor.exchange.conform import reference_key
from nodes.media.refs import FileRef, MediaRef


def entry_for(project: Project, reference: MediaReference) -> MediaEntry | None:
    """Return what the project knows of a reference's media, None where it knows nothing.

    Media that is not where it was, but lies as it did from the project folder, was moved along with it.
    """
    return entry_by_key(project, reference_key(reference))


def entry_by_key(project: Project, key: str) -> MediaEntry | None:
    """Return what the project knows of the media that its table has under a key, as `entry_for` does."""
    entry = project.media.get(key)
    if entry is None or not entry.beside or os.path.exists(place_of(entry.ref)):
        return entry
    moved = os.path.normpath(project.folder / entry.beside)
    if not os.path.exists(moved):
        return entry
    ref = (
        replace(entry.ref, path=moved) if isinstance(entry.ref, FileRef) else replace(entry.ref, folder=moved)
    )
    return replace(entry, ref=ref, info=None if entry.info is None else replace(entry.info, ref=ref))


def place_of(ref: MediaRef) -> str:
    """Return the path of a file, or of a sequence's folder."""
    return ref.path if isinstance(ref, FileRef) else ref.folder


def way_from(project_folder: str | os.PathLike[str], ref: MediaRef) -> str:
    """Return the way to media from a project's folder."""
    return os.path.relpath(place_of(ref), project_folder)
