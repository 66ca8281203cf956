"""Giving a clip other media, or the same media elsewhere."""

from __future__ import annotations

import dataclasses
from typing import Literal

from editor.document.layout import MediaLookup
from editor.document.model import Clip, Cut, MediaReference
from editor.document.rules import (
    EditError,
    clip_at,
    known_source,
    played,
    said,
    source_key,
    speed,
    unlocked,
    within_media,
)
from editor.document.tree import put
from nodes.api import Range, Time

from .looks import with_keys_moved


def replace(
    cut: Cut,
    clip_id: str,
    reference: MediaReference,
    start: Time | None = None,
    media: MediaLookup | None = None,
) -> Cut:
    """Show other media in a clip's place, for the same length, from `start` in the new reference's time.

    Without `start` it begins where the new media does, or where nothing says, at the old start. The
    graph stays; takes and alternates were of the old media and leave the clip (takes stay on disk).
    Raises EditError for media that is too short, a locked track or a retime that cannot be worked out.
    """
    place = clip_at(cut, clip_id, f"Replace '{clip_id}'")
    clip = place.item
    assert isinstance(clip, Clip)
    doing = f"Replace '{clip.name}'"
    unlocked(place, doing)
    old = known_source(clip, media, doing)
    there = reference.available
    first = start if start is not None else there.start if there is not None else old.start
    source = Range(first, old.duration)
    if there is not None and not there.is_empty:
        end = first + old.duration * speed(clip, doing)
        if first < there.start or end > there.end:
            raise EditError(
                doing,
                f"it needs {said((end - first).at(there.rate))} frames from {said(first)}, the new media "
                f"has {said(there.duration)} from {said(there.start)}",
                hint="Trim the clip first, or start elsewhere in the new media.",
            )
    key = source_key(clip)
    # Keys stay where they stand in the record.
    replaced = dataclasses.replace(
        with_keys_moved(clip, first - old.start),
        source=source,
        references={key: reference},
        active=key,
        circled=None,
        starred=(),
    )
    if there is None:
        within_media(replaced, None, played(replaced, source, doing), media, doing)
    return put(cut, place, replaced)


def relink(cut: Cut, clip_id: str, reference: MediaReference) -> Cut:
    """Say where a clip's own media is now; its range, graph and takes stay as they are.

    What `reference` leaves open (name, available range) is kept. Raises EditError for an unknown clip
    or a locked track.
    """
    place = clip_at(cut, clip_id, f"Relink '{clip_id}'")
    clip = place.item
    assert isinstance(clip, Clip)
    unlocked(place, f"Relink '{clip.name}'")
    key = source_key(clip)
    old = clip.references.get(key)
    if old is not None:
        reference = dataclasses.replace(
            reference,
            name=reference.name or old.name,
            available=reference.available or old.available,
            metadata=reference.metadata or old.metadata,
            origin=old.origin if old.kind == reference.kind else reference.origin,
        )
    return put(cut, place, dataclasses.replace(clip, references={**clip.references, key: reference}))


def pointed_at(reference: MediaReference, url: str) -> MediaReference:
    """Return the reference with another target; one that was missing becomes a file."""
    kind: Literal["file", "sequence"] = "sequence" if reference.kind == "sequence" else "file"
    origin = reference.origin if reference.kind == kind else None
    return dataclasses.replace(reference, kind=kind, url=url, origin=origin)
