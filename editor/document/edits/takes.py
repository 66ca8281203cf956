"""Circling and starring takes: which of a shot's references the cut shows, and which go along.

The clip's own source keeps its key among the references. A take's reference says in Workprint's block of
its metadata which take of which shot it is and under which key the source lies.
"""

from __future__ import annotations

import dataclasses

from editor.document.layout import MediaLookup, source_range
from editor.document.model import Clip, Cut, MediaReference
from editor.document.rules import EditError, clip_at, source_key
from editor.document.tree import ours, put, with_ours
from editor.exchange.own import good_id


def shot_of(clip: Clip) -> str:
    """Return the id of the shot whose folder holds the clip's takes.

    Its own, but for a clip that was split off one with takes: both halves are then one shot.
    """
    for reference in clip.references.values():
        # A file from elsewhere may say anything: only what is safe as the name of a folder counts.
        shot = good_id(ours(reference.metadata).get("shot"))
        if shot is not None:
            return shot
    return clip.id


def key_of(clip: Clip, take: str) -> str | None:
    """Return the key of a take among the clip's references, None where it is not among them."""
    for key, reference in clip.references.items():
        if ours(reference.metadata).get("take") == take:
            return key
    return None


def circle(
    cut: Cut,
    clip_id: str,
    take: str,
    reference: MediaReference,
    key: str,
    *,
    media: MediaLookup | None = None,
) -> Cut:
    """Show a take in the cut: its reference is added under `key` and made active; the source stays.

    A take that was circled before and is not starred leaves the clip. A clip that used all of its media
    gets that range written out, since a take may be longer. Raises EditError for an unknown clip or the
    key of another reference.
    """
    place = clip_at(cut, clip_id, f"Circle take '{take}'")
    clip = _clip(place.item)
    if clip.source is None:
        clip = dataclasses.replace(clip, source=source_range(clip, media))
    shot = shot_of(clip)
    clip = _added(_clear(clip, keep=take), take, reference, key, shot)
    return put(cut, place, dataclasses.replace(clip, active=key, circled=take))


def uncircle(cut: Cut, clip_id: str) -> Cut:
    """Show the clip's own source again; a starred take goes along, another leaves the clip.

    Raises EditError for an unknown clip.
    """
    place = clip_at(cut, clip_id, f"Uncircle '{clip_id}'")
    return put(cut, place, _clear(_clip(place.item), keep=None))


def star(cut: Cut, clip_id: str, take: str, reference: MediaReference, key: str) -> Cut:
    """Let a take go along with the clip as an alternate, whichever is shown.

    Raises EditError for an unknown clip or the key of another reference.
    """
    place = clip_at(cut, clip_id, f"Star take '{take}'")
    clip = _clip(place.item)
    clip = _added(clip, take, reference, key, shot_of(clip))
    if take not in clip.starred:
        clip = dataclasses.replace(clip, starred=(*clip.starred, take))
    return put(cut, place, clip)


def unstar(cut: Cut, clip_id: str, take: str) -> Cut:
    """Take a star away; the take leaves the clip unless it is circled.

    Raises EditError for an unknown clip.
    """
    place = clip_at(cut, clip_id, f"Unstar take '{take}'")
    clip = _clip(place.item)
    clip = dataclasses.replace(clip, starred=tuple(other for other in clip.starred if other != take))
    return put(cut, place, clip if clip.circled == take else _dropped(clip, take))


def _clip(item: object) -> Clip:
    assert isinstance(item, Clip)
    return item


def _added(clip: Clip, take: str, reference: MediaReference, key: str, shot: str) -> Clip:
    old_key = key_of(clip, take)
    if key in clip.references and key != old_key:
        raise EditError(
            f"Add take '{take}' to '{clip.name}'",
            f"it has a reference '{key}' already",
            hint="Use another key.",
        )
    block = {"take": take, "shot": shot, "source": source_key(clip)}
    marked = dataclasses.replace(reference, metadata=with_ours(reference.metadata, **block))
    references = {name: value for name, value in clip.references.items() if name != old_key}
    return dataclasses.replace(clip, references={**references, key: marked})


def _dropped(clip: Clip, take: str) -> Clip:
    key = key_of(clip, take)
    references = {name: value for name, value in clip.references.items() if name != key}
    return dataclasses.replace(clip, references=references)


def _clear(clip: Clip, keep: str | None) -> Clip:
    """Return the clip showing its source, without the take it showed unless that is starred or `keep`."""
    shown = clip.circled
    clip = dataclasses.replace(clip, active=source_key(clip), circled=None)
    if shown is None or shown == keep or shown in clip.starred:
        return clip
    return _dropped(clip, shown)
