"""Putting the picture and the sound of one medium on their tracks, linked, as one edit."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Literal

from editor.document.layout import MediaLookup, find_track, item_duration, record_range
from editor.document.model import Clip, Cut, Track
from editor.document.rules import EditError, is_locked
from editor.document.tree import new_id
from nodes.api import Time

from .across import room
from .over import overwrite
from .place import insert

How = Literal["insert", "overwrite", "append"]


def put_parts(
    cut: Cut,
    parts: Sequence[tuple[str, Clip]],
    how: How,
    at: Time | None = None,
    *,
    all_tracks: bool = False,
    media: MediaLookup | None = None,
) -> Cut:
    """Return the cut with clips on tracks (names or ids) at cut time `at`, linked where they are several.

    `insert` moves on what stands there, with `all_tracks` on every track that is not locked; `overwrite`
    covers it; `append` needs no time: it begins where the longest of these tracks ends. Raises EditError as
    `insert`, BadInput for an unknown track.
    """
    if not parts:
        raise EditError("Put media on a track", "nothing is to be put", hint="Name media.")
    places = [find_track(cut, track) for track, _ in parts]
    if how == "append" or at is None:
        at = max(record_range(cut, place, media).end for place in places)
    link = new_id() if len(parts) > 1 else None
    clips = [clip if link is None else dataclasses.replace(clip, link=link) for _, clip in parts]
    if how == "insert" and all_tracks:
        length = max(item_duration(clip, cut.rate, media).at(cut.rate) for clip in clips)
        cut = room(cut, at, length, [place.item.id for place in places], media)
    put = overwrite if how == "overwrite" else insert
    for place, clip in zip(places, clips, strict=True):
        cut = put(cut, place.item.id, clip, at, media)
    return cut


def sound_track_for(cut: Cut, track: str) -> str | None:
    """Return the id of the audio track that goes with a track of pictures: the one of the same number.

    None where there is none, or it is locked. Raises BadInput for an unknown track.
    """
    here = find_track(cut, track)
    pictures, sounds = (
        [item for item in cut.stack.items if isinstance(item, Track) and item.kind == kind]
        for kind in ("Video", "Audio")
    )
    number = next((index for index, item in enumerate(pictures) if item.id == here.item.id), -1)
    found = sounds[number] if 0 <= number < len(sounds) else None
    return None if found is None or is_locked(found) else found.id
