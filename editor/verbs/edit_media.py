"""Edits that look into media: insert, overwrite, append, replace, relink."""

from __future__ import annotations

from editor.compile.plate import Offline, media_lookup, plate_of
from editor.document import edits
from editor.document.edits.parts import How
from editor.document.layout import by_id, cut_duration, find_clip, find_track, record_range
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
    """Put media on a track; what stands there and later on that track, or on all tracks, moves on."""
    return _put(wish, "insert", wish.time("at") if "at" in wish.settings else _end(wish), "Inserted")


def overwrite(wish: Wish) -> Edited:
    """Put media on a track in place of what stands there; nothing moves."""
    return _put(wish, "overwrite", wish.time("at"), "Laid")


def append(wish: Wish) -> Edited:
    """Put media at the end of a track."""
    return _put(wish, "append", None, "Appended")


def _end(wish: Wish) -> Time:
    return cut_duration(wish.cut, media_lookup(wish.project))


def _put(wish: Wish, how: How, at: Time | None, done: str) -> Edited:
    path = wish.subject or wish.settings.get("path")
    if path is None:
        raise BadInput(wish.attempted, "no media is named", hint="Name a file, a folder or a pattern.")
    bound = _looked_into(wish, path)
    reference = reference_for(wish.project, bound.info)
    source = _used(wish, bound.info)
    cut, tracks = _tracks(wish, bound.info)
    name = name_of(wish.settings.get("name") or bound.info.ref.label)
    parts = [(track, Clip(new_id(), name, source, {SOURCE: reference})) for track in tracks]
    project = known(wish.project, reference, bound, [source])
    media = media_lookup(project)
    cut = edits.put_parts(cut, parts, how, at, all_tracks=wish.flag("all"), media=media)
    clip = parts[0][1]
    standing = by_id(cut, clip.id)
    assert standing is not None
    at = record_range(cut, standing, media).start
    on = " and ".join(f"'{find_track(cut, track).item.name or track}'" for track in tracks)
    return wish.of(project).kept(cut, f"{done} '{name}' ({clip.id}) on {on} at frame {at.frame}.")


def _tracks(wish: Wish, info: MediaInfo) -> tuple[Cut, list[str]]:
    """Return the cut and the tracks the media goes to: for its picture, for its sound.

    Its sound goes to the audio track of the same number where there is one; `sound=yes` makes one, `sound=no`
    leaves it, or a track is named.
    """
    cut, kind = wish.cut, "Audio" if info.format is None else "Video"
    track = find_track(cut, wish.settings.get("track") or _first_track(wish, kind)).item
    assert isinstance(track, Track)
    if info.format is not None and track.kind == "Audio" and info.sound is None:
        raise BadInput(wish.attempted, "its media holds no sound", hint="Name a track of pictures.")
    asked = wish.settings.get("sound", "")
    if track.kind == "Audio" or info.sound is None or asked == "no":
        return cut, [track.id]
    if asked not in ("", "yes"):
        return cut, [track.id, find_track(cut, asked).item.id]
    beside = edits.sound_track_for(cut, track.id)
    if beside is None and asked == "yes":
        cut = edits.add_track(cut, "Audio")
        beside = cut.stack.items[-1].id
    return cut, [track.id, *([] if beside is None else [beside])]


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
    """Return what an inserted clip uses: as said, so many frames, else all of its media, of a still 5 s."""
    if "source" in wish.settings:
        if "frames" in wish.settings:
            raise BadInput(wish.attempted, "source and frames are both given", hint="Give one.")
        return media_stretch(wish.settings["source"], info, f"{wish.attempted}, source")
    lasts = wish.frames("frames") if "frames" in wish.settings else None
    if info.kind == "still":
        still = Time(_STILL_SECONDS * wish.cut.rate.nominal, wish.cut.rate)
        return Range(info.start, lasts or still)
    return info.range if lasts is None else Range(info.start, lasts)


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
