"""Circling and starring takes: which of a shot's references the cut shows, and which go along.

The clip's own source keeps its key among the references. Workprint's block of the clip's metadata lists
the keys of source and takes, for programs that drop what they do not show.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from editor.document.layout import MediaLookup, source_range
from editor.document.model import Clip, Cut, MediaReference
from editor.document.rules import EditError, clip_at, source_key
from editor.document.tree import ours, put, with_ours


def take_of(clip: Clip, take: str) -> tuple[str, str]:
    """Return the shot whose folder holds a take of this clip, and the take's id there.

    A clip that was split off names the takes it shares as `SHOT/TAKE`.
    """
    shot, _, name = take.rpartition("/")
    return (shot or clip.id, name)


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
    source's own key.
    """
    place = clip_at(cut, clip_id, f"Circle take '{take}'")
    clip = _clear(_clip(place.item), keep=take)
    if clip.source is None:
        clip = dataclasses.replace(clip, source=source_range(clip, media))
    clip, key = _added(clip, take, reference, key)
    return put(cut, place, dataclasses.replace(clip, active=key, circled=take))


def uncircle(cut: Cut, clip_id: str) -> Cut:
    """Show the clip's own source again; a starred take goes along, another leaves the clip.

    Raises EditError for an unknown clip.
    """
    place = clip_at(cut, clip_id, f"Uncircle '{clip_id}'")
    return put(cut, place, _clear(_clip(place.item), keep=None))


def star(cut: Cut, clip_id: str, take: str, reference: MediaReference, key: str) -> Cut:
    """Let a take go along with the clip as an alternate, whichever is shown.

    Raises EditError for an unknown clip or the source's own key.
    """
    place = clip_at(cut, clip_id, f"Star take '{take}'")
    clip, _ = _added(_clip(place.item), take, reference, key)
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


def _takes(clip: Clip) -> dict[str, str]:
    kept = ours(clip.metadata).get("takes")
    return dict(kept) if isinstance(kept, Mapping) else {}


def _added(clip: Clip, take: str, reference: MediaReference, key: str) -> tuple[Clip, str]:
    source = source_key(clip)
    if key == source:
        raise EditError(
            f"Add take '{take}' to '{clip.name}'", f"'{key}' is the source's key", hint="Use another key."
        )
    takes = _takes(clip)
    wanted, count = key, 2
    while any(used == key for other, used in takes.items() if other != take) or (
        key in clip.references and takes.get(take) != key
    ):
        key, count = f"{wanted} ({count})", count + 1
    references = {name: value for name, value in clip.references.items() if name != takes.get(take)}
    references[key] = reference
    metadata = with_ours(clip.metadata, source=source, takes={**takes, take: key})
    return dataclasses.replace(clip, references=references, metadata=metadata), key


def _dropped(clip: Clip, take: str) -> Clip:
    takes = _takes(clip)
    key = takes.pop(take, None)
    source = source_key(clip) if takes else None
    return dataclasses.replace(
        clip,
        references={name: value for name, value in clip.references.items() if name != key},
        metadata=with_ours(clip.metadata, source=source, takes=takes or None),
    )


def _clear(clip: Clip, keep: str | None) -> Clip:
    """Return the clip showing its source, without the take it showed unless that is starred or `keep`."""
    shown = clip.circled
    clip = dataclasses.replace(clip, active=source_key(clip), circled=None)
    if shown is None or shown == keep or shown in clip.starred:
        return clip
    return _dropped(clip, shown)
