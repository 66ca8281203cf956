"""Edits that look into media: insert, overwrite, append, replace, relink."""

from __future__ import annotations

from collections.abc import Callable

from editor.compile.plate import Offline, media_lookup, plate_of
from editor.document import edits
from editor.document.layout import MediaLookup, by_id, cut_duration, find_clip, record_range
from editor.document.model import SOURCE, Clip, Cut, Track
from editor.document.rules import source_reference
from editor.document.tree import new_id
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time
from nodes.engine.job import Bound
from nodes.media.info import MediaInfo

from .media import known, look_into, media_ref, reference_for, suits
from .said import media_moment, media_stretch
from .support import an_engine
from .urls import name_of
from .wish import Edited, Wish

_STILL_SECONDS = 5


def insert(wish: Wish) -> Edited:
    """Put media on a track; what stands there and later on that track moves on."""
    at = wish.time("at") if "at" in wish.settings else _end(wish)
    return _put(wish, lambda cut, track, clip, media: edits.insert(cut, track, clip, at, media), "Inserted")


def overwrite(wish: Wish) -> Edited:
    """Put media on a track in place of what stands there; nothing moves."""
    at = wish.time("at")
    return _put(wish, lambda cut, track, clip, media: edits.overwrite(cut, track, clip, at, media), "Laid")


def append(wish: Wish) -> Edited:
    """Put media at the end of a track."""
    return _put(wish, edits.append, "Appended")


def _end(wish: Wish) -> Time:
    return cut_duration(wish.cut, media_lookup(wish.project))


def _put(wish: Wish, how: Callable[[Cut, str, Clip, MediaLookup], Cut], done: str) -> Edited:
    path = wish.subject or wish.settings.get("path")
    if path is None:
        raise BadInput(wish.attempted, "no media is named", hint="Name a file, a folder or a pattern.")
    bound = _looked_into(wish, path)
    info = bound.info
    reference = reference_for(wish.project, info)
    track = wish.settings.get("track") or _first_track(wish, "Audio" if info.format is None else "Video")
    source = _used(wish, info)
    name = name_of(wish.settings.get("name") or info.ref.label)
    clip = Clip(new_id(), name, source, {SOURCE: reference})
    project = known(wish.project, reference, bound, [source])
    media = media_lookup(project)
    cut = how(wish.cut, track, clip, media)
    standing = by_id(cut, clip.id)
    assert standing is not None
    at = record_range(cut, standing, media).start
    return wish.of(project).kept(cut, f"{done} '{name}' ({clip.id}) on '{track}' at frame {at.frame}.")


def replace(wish: Wish) -> Edited:
    """Give a clip other media of the same length."""
    clip = wish.clip()
    bound = _looked_into(wish, wish.need("path"))
    _suits(wish, clip, bound.info)
    reference = reference_for(wish.project, bound.info)
    start = None
    if "start" in wish.settings:
        start = media_moment(wish.settings["start"], bound.info, f"{wish.attempted}, start")
    project = known(wish.project, reference, bound, [])
    cut = edits.replace(wish.cut, clip.id, reference, start, media_lookup(project))
    return wish.of(project).kept(cut, f"Replaced the media of '{clip.name}' by '{bound.info.ref.label}'.")


def relink(wish: Wish) -> Edited:
    """Say where a clip's media lies now."""
    clip = wish.clip()
    bound = _looked_into(wish, wish.need("path"))
    _suits(wish, clip, bound.info)
    cut = edits.relink(wish.cut, clip.id, reference_for(wish.project, bound.info))
    linked = source_reference(find_clip(cut, clip.id))
    assert linked is not None
    project = known(wish.project, linked, bound, [clip.source] if clip.source else [])
    return wish.of(project).kept(cut, f"Relinked '{clip.name}' to '{bound.info.ref.label}'.")


def _looked_into(wish: Wish, path: str) -> Bound:
    with an_engine(wish.engine) as engine:
        return look_into(engine, media_ref(path))


def _used(wish: Wish, info: MediaInfo) -> Range:
    """Return what an inserted clip uses: as said, else all of its media, of a still five seconds."""
    if "source" in wish.settings:
        return media_stretch(wish.settings["source"], info, f"{wish.attempted}, source")
    if info.kind == "still":
        return Range(info.start, Time(_STILL_SECONDS * wish.cut.rate.nominal, wish.cut.rate))
    return info.range


def _suits(wish: Wish, clip: Clip, info: MediaInfo) -> None:
    try:
        old = plate_of(wish.project, clip).info
    except Offline:
        return
    suits(old, info, f"Give '{clip.name}' other media")


def _first_track(wish: Wish, kind: str) -> str:
    cut: Cut = wish.cut
    for item in cut.stack.items:
        if isinstance(item, Track) and item.kind == kind:
            return item.id
    raise BadInput(wish.attempted, f"the cut has no {kind.lower()} track", hint="Name a track: track=NAME.")
